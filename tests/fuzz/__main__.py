"""Run mutated pages through reading, language, dates and enrichment, and look for what breaks.

    python -m tests.fuzz --pages 100000 --seed 1

Ends with 1 at the first exception, inexact span, or text whose cost grows faster than its length;
prints the seed and the page so that it can be made a test.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from random import Random
from typing import Any

from schemas.annotation import DateMention, Quote, Span
from schemas.article import DetectedArticle, EnrichedArticle
from schemas.codec import InvalidMessage, decode, encode
from schemas.raw import RawArticle
from streams.alert.rules import load_default_rules
from streams.app import load_words
from streams.enrich.article import annotate
from streams.language.detect import detect
from streams.parse.page import read_page
from streams.pipeline import Words
from streams.samples import sample_messages
from tests.fuzz.mutate import mutate

GROWTH = 10
# Ten times the text may take this many times the time. Longer texts leave the processor's caches.
MOST_GROWTH_RATIO = 12.0
MEASURED_EVERY = 2_000
TRIES = 4
MEASURED_CHARS = 30_000


def spans(value: Any) -> Iterator[Span | DateMention | Quote]:
    """Give everything in a contract that points into the text."""
    if isinstance(value, (Span, DateMention, Quote)):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from spans(getattr(value, field.name))


def go_through(body: str, words: Words, raw: RawArticle) -> None:
    """Read one page to the end. Errors: AssertionError for a wrong span, and whatever breaks."""
    page = RawArticle(
        body=body,
        content_type=raw.content_type,
        raw_id="fuzz",
        title=raw.title,
        published_at=raw.published_at,
        fetched_at=raw.fetched_at,
    )
    for article in read_page(page, words.markers).articles:
        detected = DetectedArticle.of(article, detect(article.text, words.detector))
        notes = annotate(detected, words.enrich)
        assert not notes.incomplete, notes.incomplete
        enriched = EnrichedArticle.annotated(detected, notes, story_id="s")
        for span in spans(enriched):
            assert article.text[span.start : span.end] == span.text, span
        encode(enriched)


def growth_ratio(body: str, words: Words, raw: RawArticle) -> float:
    """Compare the cost of ten times a text with the cost of the text."""
    copies = MEASURED_CHARS // max(1, len(body)) + 1
    text, long_text = _many(body, copies), _many(body, copies * GROWTH)
    once = min(_cpu_seconds(text, words, raw) for _ in range(3))
    return min(_cpu_seconds(long_text, words, raw) for _ in range(2)) / once


def _many(body: str, copies: int) -> str:
    """Repeat a text, with a number on each line: a line said again is a title, and dropped."""
    return "\n".join(f"{line} {copy}" for copy in range(copies) for line in body.split("\n"))


def _cpu_seconds(body: str, words: Words, raw: RawArticle) -> float:
    began = time.process_time()
    go_through(body, words, raw)
    return time.process_time() - began


def main() -> int:
    """Run the pages asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--growth", action=argparse.BooleanOptionalAction, default=True)
    asked = parser.parse_args()
    random = Random(asked.seed)  # noqa: S311 - the same pages for the same seed
    words = load_words(load_default_rules())
    samples = list(_samples())
    bodies = [raw.body for raw in samples]
    worst = 0.0
    began = time.process_time()
    for number in range(asked.pages):
        raw = random.choice(samples)
        body = mutate(raw.body, bodies, random).encode("utf-8", "replace").decode("utf-8")
        try:
            go_through(body, words, raw)
            if asked.growth and number % MEASURED_EVERY == 0:
                # The least of some tries: a busy machine only ever makes it more.
                ratios = (growth_ratio(body, words, raw) for _ in range(TRIES))
                ratio = next((r for r in ratios if r <= MOST_GROWTH_RATIO), float("inf"))
                worst = max(worst, ratio)
                assert ratio <= MOST_GROWTH_RATIO, (
                    f"{GROWTH}x the text, over {MOST_GROWTH_RATIO}x the time"
                )
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            print(f"page {number} of seed {asked.seed}: {type(error).__name__}: {error}")
            print(repr(body[:4_000]))
            return 1
    spent = time.process_time() - began
    print(
        f"{asked.pages} pages, {spent / asked.pages * 1000:.2f} ms each; worst growth {worst:.1f}x"
    )
    return 0


def _samples() -> Iterator[RawArticle]:
    for line in sample_messages():
        try:
            yield decode(RawArticle, line)
        except InvalidMessage:
            continue


if __name__ == "__main__":
    sys.exit(main())
