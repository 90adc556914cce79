"""Duplicate: a raw article that repeats one already known; the value of `articles.duplicates`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Point from a repeat to the article it repeats. Units: similarity 0.0-1.0.

    A page crawled again keeps its id, so `article_id` may equal `duplicate_of`. `direction` says
    whether this text is contained in that of `duplicate_of`, contains it, or is as good as the
    same. `replaces` is set where it is the fullest version so far: whoever shows one text for all
    copies shows this one from now on instead of that article; its text lies under `raw_id`.
    """

    article_id: str
    raw_id: str
    duplicate_of: str
    kind: Literal["exact", "near"]
    similarity: float
    source: str | None
    url: str | None
    crawled_at: str | None
    rule: str = ""
    direction: Literal["same", "contained", "contains"] = "same"
    replaces: str | None = None
