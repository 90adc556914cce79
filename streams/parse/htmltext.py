"""Find the text of an HTML page whose furniture is gone, one line a block, as it stands there."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from streams.parse.jsonld import NewsLd
from streams.parse.lines import trim
from streams.parse.markers import words_of
from streams.text.normalize import fold

_STAMPED = re.compile(r"\d{4}-\d{2}-\d{2}@\d{2}:\d{2}")  # an aggregator's page: take all its text
_MIN_SHARE_OF_ARTICLE = 0.6  # extraction that keeps less of <article> has lost paragraphs
_SAME_SHARE = 0.85  # where both agree, the element's own text is kept: it is not normalised
_LD_KEY_CHARS = 80
_SEARCH_WINDOW_CHARS = 20_000  # a line stands near where the one before it was found
_MIN_FOUND_WORDS = 3  # a shorter line must stand alone in what was chosen

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div",
    "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "tr",
    "ul",
))
# fmt: on


def text_of(tree: Any, source: str, ld: NewsLd) -> str:
    """Give the text: all of an aggregator's page, else what JSON-LD or extraction chooses."""
    body = tree.find("body") if tree.find("body") is not None else tree
    if _STAMPED.search(source):
        return visible_text(body)
    whole = max(map(visible_text, _articles(tree)), key=len, default="")
    text = _selected(visible_text(body), _main_text(tree))
    share = len(text) / max(1, len(whole))
    if share < _MIN_SHARE_OF_ARTICLE or (whole and _SAME_SHARE <= share <= 1 / _SAME_SHARE):
        text = whole
    if ld.body:
        known = words_of(fold(ld.body[:_LD_KEY_CHARS]))
        in_page = known in words_of(fold(text)) and len(text) >= _MIN_SHARE_OF_ARTICLE * len(
            ld.body
        )
        text = text if in_page else ld.body
    return text or visible_text(body)


def _articles(tree: Any) -> Iterator[Any]:
    """Yield the elements that say they hold the article, but none inside another.

    The outer one has all the text of the inner; and tags that are never closed nest without end.
    """
    walker = etree.iterwalk(tree, events=("start",))
    for _, element in walker:
        if element.tag in ("article", "main") or element.get("itemprop") == "articleBody":
            yield element
            walker.skip_subtree()


def _main_text(tree: Any) -> str:
    # Half a second of imports that a worker on plain text never needs.
    from trafilatura import extract  # noqa: PLC0415

    try:
        found = extract(
            tree, favor_recall=True, include_comments=False, include_tables=True,
            output_format="txt", with_metadata=False, deduplicate=False,
        )  # fmt: skip
    except (RecursionError, ValueError, TypeError, AttributeError, etree.LxmlError):
        return ""  # its own text of the page is used instead
    return found or ""


def _selected(visible: str, chosen: str) -> str:
    """Give the visible lines that the extraction chose, as they stand on the page.

    Extraction joins lines, draws tables and drops marks of direction; the choice is what counts.
    """
    keys = [words_of(fold(line)) for line in chosen.split("\n")]
    whole = " ".join(keys)
    exact = frozenset(keys)
    kept: list[str] = []
    at = 0
    for line in visible.split("\n"):
        key = words_of(fold(line))
        if not key:
            continue
        found = whole.find(key, at, at + _SEARCH_WINDOW_CHARS + len(key))
        if key in exact or (found >= 0 and key.count(" ") >= _MIN_FOUND_WORDS):
            kept.append(line)
            at = max(at, found + len(key)) if found >= 0 else at
    return "\n".join(kept)


def visible_text(node: Any) -> str:
    """Give the text of an element, one line a block, bullets before list items."""
    parts: list[str] = []
    for event, element in etree.iterwalk(node, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        block = element.tag in _BLOCKS
        if event == "start":
            if block:
                parts.append("\n• " if element.tag == "li" else "\n")
            parts.append(" ".join((element.text or "").split("\n")))
        else:
            if block:
                parts.append("\n")
            if element is not node:
                parts.append(" ".join((element.tail or "").split("\n")))
    lines = [trim(" ".join(line.split(" "))) for line in "".join(parts).split("\n")]
    return "\n".join(line for line in lines if line and line != "•")
