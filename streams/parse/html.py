"""Read an HTML page: what it says of itself (JSON-LD, meta), its related links, and its text.

The text goes through the same segmenter as plain text. Navigation, asides, forms and comments are
taken out before; trafilatura finds the text (with recall, and without its metadata, which is
slow and takes crawl stamps for dates).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from lxml import html as lxml_html

from schemas.article import RelatedHeadline
from schemas.raw import RawArticle
from streams.parse.classify import classify
from streams.parse.htmltext import text_of, visible_text
from streams.parse.jsonld import read_json_ld
from streams.parse.lines import split_lines, trim
from streams.parse.markers import Markers
from streams.parse.sheet import DateClue
from streams.text.normalize import fold

_TAGS = re.compile(
    r"</(?:p|div|h[1-6]|article|section|span|a|li|ul|table|body|html)\s*>|<br\s*/?>", re.IGNORECASE
)
_SNIFF_CHARS = 20_000
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MIN_LINK_WORDS = 3
_LINK_MAX_CHARS = 200
_TITLE_MAX_CHARS = 400
_LABEL_MAX_CHARS = 60
_HEAD_CHARS = 3000  # where a page says when it was published

_REMOVED = (
    "//script|//style|//noscript|//template|//nav|//footer|//form|//button|//iframe|//svg|//select"
    "|//figure|//figcaption"
    "|//comment()|//processing-instruction()|//*[@hidden]|//*[@role='navigation']"
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|disqus|respond|replies|share|sharing|social|tags?"
    r"|breadcrumbs?|newsletter|cookies?|advert|caption)(?:$|[\s_-])",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:^|[\s_-])(?:related|similar|recommended|read-?also|see-?also|more-?news|most-?read|popular|sidebar)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_SITE_SUFFIX = re.compile(r"\s+[|\u2013\u2014»-]\s+[^|\u2013\u2014»-]{2,40}$")
_PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish_date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "parsely-pub-date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """Hold what was read of an HTML page; `headline` is its own, `page_title` that of the tab."""

    text: str
    headline: str | None
    page_title: str | None
    source: str | None
    author: str | None
    url: str | None
    clues: tuple[DateClue, ...]
    related: tuple[RelatedHeadline, ...]


def looks_like_html(raw: RawArticle) -> bool:
    """Tell whether a body is HTML: it says so, or holds block tags."""
    if "<" not in raw.body:
        return False
    return "html" in raw.content_type.lower() or _TAGS.search(raw.body, 0, _SNIFF_CHARS) is not None


def read_html(text: str, markers: Markers) -> HtmlPage | None:
    """Read a repaired HTML page; None when there is no document in it."""
    try:
        tree = lxml_html.document_fromstring(_DECLARATION.sub("", text))
    except (etree.LxmlError, ValueError):
        return None
    ld = read_json_ld(
        script.text or "" for script in tree.xpath("//script[contains(@type,'ld+json')]")
    )
    meta = _meta(tree)
    times = tree.xpath("//time/@datetime|//*[@itemprop='datePublished']/@content")
    url = (
        ld.url
        or meta.get("og:url")
        or next(iter(tree.xpath("//link[@rel='canonical']/@href")), None)
    )
    headline = ld.headline or _own_headline(tree)
    page_title = meta.get("og:title") or _tab_title(tree)
    related = _take_related(tree, markers, url)
    _remove_furniture(tree)
    clues = _visible_clues(tree, markers)
    published = next((meta[name] for name in _PUBLISHED_META if meta.get(name)), None)
    if ld.published:
        clues.append(DateClue("published.json_ld", ld.published))
    clues += [DateClue("published.meta", value) for value in (published, *times[:1]) if value]
    return HtmlPage(
        text=text_of(tree, text, ld),
        headline=headline,
        page_title=_SITE_SUFFIX.sub("", page_title[:_TITLE_MAX_CHARS]) if page_title else None,
        source=ld.source or meta.get("og:site_name") or meta.get("application-name"),
        author=ld.author or meta.get("author") or _author(tree),
        url=url,
        clues=tuple(clues),
        related=tuple(related),
    )


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        content = trim(node.get("content") or "")
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _author(tree: Any) -> str | None:
    nodes = tree.xpath("//*[@itemprop='author' or @rel='author']")
    names = [name for name in map(_inline_text, nodes) if 0 < len(name) <= _LABEL_MAX_CHARS]
    return names[0] if names else None


def _visible_clues(tree: Any, markers: Markers) -> list[DateClue]:
    """Read the publish line of the page's first lines; extraction may leave it out."""
    body = tree.find("body")
    head = visible_text(body if body is not None else tree)[:_HEAD_CHARS].split("\n")
    marks = [classify(line, markers) for line in split_lines("\n".join(head[:-1]))]
    rules = {"publish": "published.label", "dateline": "published.head_dateline"}
    return [
        DateClue(rules[mark.kind], mark.value)
        for mark in marks
        if mark.kind in rules and mark.value
    ][:1]


def _own_headline(tree: Any) -> str | None:
    """Give the headline the page shows: the only h1, or the first inside the article."""
    headings = tree.xpath("//article//h1|//main//h1|//*[@itemprop='headline']") or tree.xpath(
        "//h1"
    )
    texts = [text for text in map(_inline_text, headings) if text]
    return texts[0] if texts else None


def _tab_title(tree: Any) -> str | None:
    return next(
        (text for text in map(_inline_text, tree.xpath("//head/title|//title")) if text), None
    )


def _inline_text(node: Any) -> str:
    return trim(" ".join("".join(node.itertext()).split()))


def _short_text(node: Any) -> str:
    """Give the text of an element that could be a label; a longer one is not read, but ""."""
    parts: list[str] = []
    size = 0
    for part in node.itertext():
        size += len(part.strip())
        if size > _LABEL_MAX_CHARS:
            return ""
        parts.append(part)
    return trim(" ".join("".join(parts).split()))


def _take_related(tree: Any, markers: Markers, url: str | None) -> list[RelatedHeadline]:
    """Take the links of asides and related boxes out of the tree, as headlines."""
    boxes = [*tree.iter("aside")]
    boxes += [node for node in tree.iter("div", "section", "ul") if _RELATED.search(_names(node))]
    boxes += _labelled_lists(tree, markers)
    headlines: list[RelatedHeadline] = []
    for box in boxes:
        if box.getparent() is None or any(True for _ in box.iter("h1", "article")):
            continue
        for link in box.iter("a"):
            title = _inline_text(link)
            if len(title.split()) >= _MIN_LINK_WORDS and len(title) <= _LINK_MAX_CHARS:
                headlines.append(RelatedHeadline(title=title, url=_absolute(url, link.get("href"))))
        box.drop_tree()
    return headlines


def _labelled_lists(tree: Any, markers: Markers) -> Iterator[Any]:
    """Find lists under a heading such as "related news", heading and list both."""
    for heading in list(tree.iter("h2", "h3", "h4", "h5", "h6", "strong", "p", "div", "span")):
        if len(heading) > 1:
            continue
        said = _short_text(heading)
        if not said:
            continue
        label = markers.label(fold(said))
        below = heading.getnext()
        if label is None or label.kind != "more" or label.value[0] < label.value[1]:
            continue
        if below is not None and below.tag in ("ul", "ol") and any(True for _ in below.iter("a")):
            yield below
            yield heading


def _absolute(base: str | None, href: str | None) -> str | None:
    if not href or href.startswith(("#", "javascript:")):
        return None
    try:
        return urljoin(base, href) if base else (href if "://" in href else None)
    except ValueError:
        return None


def _names(node: Any) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}"


def _remove_furniture(tree: Any) -> None:
    doomed = list(tree.xpath(_REMOVED))
    doomed += [
        node for node in tree.iter("div", "section", "ol", "ul") if _FURNITURE.search(_names(node))
    ]
    for node in doomed:
        if node.getparent() is not None:
            node.drop_tree()
