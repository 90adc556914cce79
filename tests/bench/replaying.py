"""CPU of the stages and of the whole replay, in this process and without services."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from schemas.article import EnrichedArticle
from schemas.codec import decode, encode
from streams import pipeline
from streams.alert.rules import load_default_rules
from streams.app import load_words, memory_stores
from streams.batch import Handled
from streams.dedup.story import read_told
from streams.enrich import article as enrich_article
from streams.pipeline import UNTIMED, Timed, Words
from streams.replay import Replay, replay
from streams.settings import Settings

_BEFORE = "enrichment: "
EXTRACTORS, STORY = _BEFORE + "all extractors", _BEFORE + "story terms"


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
    """Measure each stage and each extractor. Units: milliseconds of CPU a page, the best of runs.

    What extractors share is done by the first that needs it: folding by dates, words by names.
    """
    runs = [_stages_once(pages, words) for _ in range(repeats)]
    return {name: min(run[name] for run in runs) for name in runs[0]}


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
        began = time.process_time()
        found = through(attempts, name, extractor, nothing)
        took = time.process_time() - began
        spent[_BEFORE + name] += took
        spent[EXTRACTORS] += took
        return found

    def told(*values: Any) -> Any:
        with timed(STORY):
            return read_told(*values)

    with (
        patch.object(enrich_article._Attempts, "run", run),  # noqa: SLF001 - see above
        patch.object(pipeline, "read_told", told),
    ):
        replay_ms(pages, words, timed)
    return {name: seconds * 1000 / len(pages) for name, seconds in spent.items()}


def codec_ms(pages: Sequence[bytes], words: Words, repeats: int) -> dict[str, float]:
    """Write and read enriched articles. Units: milliseconds of CPU an article, the best of runs."""
    articles: list[EnrichedArticle] = []

    def keep(handled: list[Handled]) -> None:
        made = (one.content for each in handled for one in each.produced)
        articles.extend(content for content in made if isinstance(content, EnrichedArticle))

    run = Replay(words, memory_stores(), max_bytes=Settings().max_body_bytes)
    asyncio.run(replay(pages, run, keep))
    values = [encode(article) for article in articles]
    steps: dict[str, Callable[[], object]] = {
        "encode": lambda: [encode(article) for article in articles],
        "decode": lambda: [decode(EnrichedArticle, value) for value in values],
    }
    return {
        name: min(_ms(step) for _ in range(repeats)) / len(values) for name, step in steps.items()
    }


def _ms(step: Callable[[], object]) -> float:
    began = time.process_time()
    step()
    return (time.process_time() - began) * 1000
