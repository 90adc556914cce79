"""The sample stream: raw messages written for demos and end-to-end tests, poison included.

Files are JSONL of RawArticle, streamed in the order of their names; what should come out of each
message is written down in `expected.toml`, and in prose in `README.md`. Nothing here interprets a
message: input is the package's own files, output is their bytes.
"""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable


def sample_files() -> tuple[Traversable, ...]:
    """List the JSONL files of the sample stream in the order they are streamed."""
    found = [item for item in files(__name__).iterdir() if item.name.endswith(".jsonl")]
    return tuple(sorted(found, key=lambda item: item.name))


def sample_messages() -> Iterator[bytes]:
    """Yield every line of every file, in stream order, poison included, without its newline.

    Shape: raw bytes; a poison line may be no UTF-8, no JSON or no RawArticle.
    """
    for file in sample_files():
        # Split on the newline only: splitlines() would cut at NEL and other characters as well.
        yield from file.read_bytes().removesuffix(b"\n").split(b"\n")


def sample_page() -> str:
    """Read the demo page: an aggregator page with a stale main article and an embedded one.

    It is also the body of the first message of the stream.
    """
    return (files(__name__) / "page.txt").read_bytes().decode("utf-8")
