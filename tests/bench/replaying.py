"""CPU of the stages and of the whole replay, in this process and without services."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Any
from unittest.mock import patch

from streams.alert.rules import load_default_rules
from streams.app import load_words, memory_stores
from streams.batch import Handled
from streams.enrich import article as enrich_article
from streams.pipeline import UNTIMED, Timed, Words
from streams.replay import Replay, replay
from streams.settings import Settings

_BEFORE = "enrichment: "


def load() -> Words:
    """Load every lexicon and model."""
    return load_words(load_default_rules())


def replay_ms(pages: Sequence[bytes], words: Words, timed: Timed = UNTIMED) -> float:
    """Replay pages with empty stores. Units: milliseconds of CPU a page."""
    run = Replay(words, memory_stores(), max_bytes=Settings().max_body_bytes, timed=timed)
    began = time.process_time()
    count = asyncio.run(replay(pages, run, _forget))
    return (time.process_time() - began) * 1000 / count


def _forget(handled: list[Handled]) -> None:
    """Take what was made, as writing it to files would; the figure is the pipeline's."""


def stages_ms(pages: Sequence[bytes], words: Words, repeats: int) -> dict[str, float]:
    """Measure each stage and each extractor. Units: milliseconds of CPU a page, median of runs."""
    runs = [_stages_once(pages, words) for _ in range(repeats)]
    return {name: median(run[name] for run in runs) for name in runs[0]}


def _stages_once(pages: Sequence[bytes], words: Words) -> dict[str, float]:
    spent: dict[str, float] = defaultdict(float)

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        began = time.process_time()
        yield
        spent[name] += time.process_time() - began

    # The extractors have one door, which catches what they raise; it is the place to measure.
    through: Callable[..., Any] = enrich_article._Attempts.run  # noqa: SLF001 - see above

    def run(attempts: object, name: str, extractor: object, nothing: object) -> object:
        with timed(_BEFORE + name):
            return through(attempts, name, extractor, nothing)

    with patch.object(enrich_article._Attempts, "run", run):  # noqa: SLF001 - see above
        replay_ms(pages, words, timed)
    return {name: seconds * 1000 / len(pages) for name, seconds in spent.items()}
