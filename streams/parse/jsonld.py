"""Read schema.org news objects from the JSON-LD of a page; anything odd is passed over."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_NEWS_TYPES = ("article", "blogposting", "report")  # NewsArticle, ReportageNewsArticle, ...
_MAX_DEPTH = 6
_MAX_NODES = 2000


@dataclass(frozen=True, slots=True)
class NewsLd:
    """Hold what a news object says; None for what it does not."""

    headline: str | None = None
    published: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    body: str | None = None


def read_json_ld(scripts: Iterable[str]) -> NewsLd:
    """Read the first news object of the scripts of a page, or an empty one."""
    for script in scripts:
        try:
            content = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for count, node in enumerate(_nodes(content, 0)):
            if count >= _MAX_NODES:
                break
            if _is_news(node):
                return NewsLd(
                    headline=_text(node.get("headline")) or _text(node.get("name")),
                    published=_text(node.get("datePublished")) or _text(node.get("dateCreated")),
                    source=_name(node.get("publisher")) or _name(node.get("sourceOrganization")),
                    author=_name(node.get("author")),
                    url=_text(node.get("url")),
                    body=_text(node.get("articleBody")),
                )
    return NewsLd()


def _nodes(content: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(content, dict):
        yield content
        for value in content.values():
            if isinstance(value, dict | list):
                yield from _nodes(value, depth + 1)
    elif isinstance(content, list):
        for value in content:
            yield from _nodes(value, depth + 1)


def _is_news(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.lower().endswith(_NEWS_TYPES) for name in names)


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    # JSON may escape half a pair, which no text can carry on.
    return value.encode("utf-8", "replace").decode("utf-8").strip() or None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return next((name for name in map(_name, value) if name), None)
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)
