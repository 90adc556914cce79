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
from streams.parse.jsonld import NewsLd, read_json_ld
from streams.parse.lines import trim
from streams.parse.markers import Markers, words_of
from streams.parse.sheet import DateClue
from streams.text.normalize import fold

_TAGS = re.compile(
    r"</(?:p|div|h[1-6]|article|section|span|a|li|ul|table|body|html)\s*>|<br\s*/?>", re.IGNORECASE
)
_SNIFF_CHARS = 20_000
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_STAMPED = re.compile(r"\d{4}-\d{2}-\d{2}@\d{2}:\d{2}")  # an aggregator's page: take all its text
_MIN_LINK_WORDS = 3
_LINK_MAX_CHARS = 200
_LABEL_MAX_CHARS = 60
_MIN_SHARE_OF_ARTICLE = 0.6  # extraction that keeps less of <article> has lost paragraphs
_SAME_SHARE = 0.85  # where both agree, the element's own text is kept: it is not normalised
_LD_KEY_CHARS = 80
_SEARCH_WINDOW_CHARS = 20_000  # a line stands near where the one before it was found

_REMOVED = (
    "//script|//style|//noscript|//template|//nav|//footer|//form|//button|//iframe|//svg|//select"
    "|//comment()|//processing-instruction()|//*[@hidden]|//*[@role='navigation']"
)
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|disqus|respond|replies)(?:$|[\s_-])", re.IGNORECASE
)
_RELATED = re.compile(
    r"(?:^|[\s_-])(?:related|similar|recommended|read-?also|see-?also|more-?news|most-?read|popular|sidebar)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_SITE_SUFFIX = re.compile(r"\s+[|\u2013\u2014»-]\s+[^|\u2013\u2014»-]{2,40}$")
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div",
    "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "tr",
    "ul",
))
# fmt: on
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
    published = next((meta[name] for name in _PUBLISHED_META if meta.get(name)), None)
    clues = [DateClue("published.json_ld", ld.published)] if ld.published else []
    clues += [DateClue("published.meta", value) for value in (published, *times[:1]) if value]
    return HtmlPage(
        text=_text(tree, text, ld),
        headline=headline,
        page_title=_SITE_SUFFIX.sub("", page_title) if page_title else None,
        source=ld.source or meta.get("og:site_name") or meta.get("application-name"),
        author=ld.author or meta.get("author") or meta.get("article:author"),
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
        if len(heading) > 1 or heading.text_content is None:
            continue
        said = _inline_text(heading)
        if not said or len(said) > _LABEL_MAX_CHARS:
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
        node for node in tree.iter("div", "section", "ol", "ul") if _COMMENTS.search(_names(node))
    ]
    for node in doomed:
        if node.getparent() is not None:
            node.drop_tree()


def _text(tree: Any, source: str, ld: NewsLd) -> str:
    body = tree.find("body") if tree.find("body") is not None else tree
    if _STAMPED.search(source):
        return visible_text(body)
    articles = [
        visible_text(node) for node in tree.xpath("//*[@itemprop='articleBody']|//article|//main")
    ]
    whole = max(articles, key=len, default="")
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
        if key in exact or (found >= 0 and key.count(" ") >= _MIN_LINK_WORDS):
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
