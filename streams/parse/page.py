"""Read a scraped page into articles: repair, HTML, lines, cut, date, identity.

Odd text is never an error: a page with nothing to read gives one article with what there is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.article import Article, RelatedHeadline
from schemas.raw import RawArticle
from streams.parse.clock import iso_utc, offset_minutes, read_moment, stamp_moment
from streams.parse.html import HtmlPage, looks_like_html, read_html
from streams.parse.identity import folded_article_id, raw_id
from streams.parse.lines import trim
from streams.parse.markers import Markers, words_of
from streams.parse.published import choose_published, language_of_dates
from streams.parse.repair import repair_text
from streams.parse.segment import segment
from streams.parse.sheet import DateClue, Draft, Name, Sheet
from streams.text.normalize import fold

_MAX_RELATED = 200  # a page of thousands of links is a site map, not a related list
_SOURCE_RANKS_MAIN: tuple[str, ...] = ("header", "html", "hint", "dateline", "credit")
_SOURCE_RANKS_EMBEDDED: tuple[str, ...] = ("header", "dateline", "credit")
_NEVER_KEPT = ("crawl_stamp", "source", "decoration", "related_item", "related_label", "comment")
_LISTED = ("related_item", "related_label")


@dataclass(frozen=True, slots=True)
class Segment:
    """Name one line of the page and the rule that named it. Units: code points of the page text.

    `article` is the index of the article it belongs to, None for what is between articles.
    """

    kind: str
    text: str
    rule: str
    start: int
    end: int
    article: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """Hold the articles of a page (the main one first) and every line of it, named."""

    articles: tuple[Article, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class _Hints:
    """Hold what the scraper and the HTML say of the main article, repaired."""

    title: str | None
    source: str | None
    author: str | None
    url: str | None
    clues: tuple[DateClue, ...]
    related: tuple[RelatedHeadline, ...]
    html_source: str | None


def read_page(raw: RawArticle, markers: Markers) -> Page:
    """Read one page. Cost: linear in its length; about 0.4 ms for a plain page of 5 kB."""
    is_html = looks_like_html(raw)
    text, repairs = repair_text(raw.body, entities=not is_html)
    html = read_html(text, markers) if is_html else None
    if html is not None:
        text, more_repairs = repair_text(html.text)
        repairs = tuple(dict.fromkeys((*repairs, *more_repairs)))
    hints = _hints(raw, html)
    sheet = segment(text, markers, words_of(fold(hints.title or "")))
    _keep_something(sheet, hints.title)
    fetched = read_moment(raw.fetched_at) if raw.fetched_at is not None else None
    crawled = _crawled(sheet.drafts, fetched)
    page_id = raw_id(raw)
    language = language_of_dates(text)
    articles = tuple(
        _article(
            draft, hints if index == 0 else None, sheet, page_id, crawled, language, repairs, text
        )
        for index, draft in enumerate(sheet.drafts)
    )
    return Page(articles=articles, segments=_segments(sheet))


def _hints(raw: RawArticle, html: HtmlPage | None) -> _Hints:
    title = _clean(raw.title)
    clues: list[DateClue] = []
    if html is not None:
        title = html.headline or title or html.page_title
        clues.extend(html.clues)
    published = _clean(raw.published_at)
    if published is not None:
        clues.append(DateClue("published.hint", published))
    return _Hints(
        title=title,
        source=_clean(raw.source),
        author=_clean(raw.author) or (html.author if html is not None else None),
        url=_clean(raw.url) or (_clean(html.url) if html is not None else None),
        clues=tuple(clues),
        related=html.related if html is not None else (),
        html_source=html.source if html is not None else None,
    )


def _clean(hint: str | None) -> str | None:
    if hint is None:
        return None
    return trim(" ".join(repair_text(hint)[0].split("\n"))) or None


def _keep_something(sheet: Sheet, hint: str | None) -> None:
    """Give an empty main article the lines that were read as labels: nothing is dropped."""
    main = sheet.drafts[0]
    if main.body_lines or main.title is not None:
        return
    own = [
        index
        for index, name in enumerate(sheet.names)
        if name is not None and name.article in (0, None) and name.kind not in _NEVER_KEPT
    ]
    repeats_only = all(_name(sheet, index).kind == "title_repeat" for index in own)
    for index in own or range(len(sheet.lines)):
        if hint and not repeats_only and _name(sheet, index).kind == "title_repeat":
            continue
        main.body_lines.append(index)
        main.paragraphs.append(sheet.lines[index].text)
        main.folded_paragraphs.append(sheet.lines[index].folded)
        sheet.names[index] = Name("paragraph", "body.kept", 0)


def _name(sheet: Sheet, index: int) -> Name:
    return sheet.names[index] or Name("text", "unnamed", None)


def _crawled(drafts: Sequence[Draft], fetched: datetime | None) -> datetime | None:
    stamp = drafts[0].stamp
    return (stamp_moment(stamp) if stamp is not None else None) or fetched


def _article(
    draft: Draft,
    hints: _Hints | None,
    sheet: Sheet,
    page_id: str,
    page_crawled: datetime | None,
    language: str,
    repairs: tuple[str, ...],
    text: str,
) -> Article:
    body = "\n\n".join(draft.paragraphs)
    if not body and draft.title is None and hints is not None:
        body = trim(text)
    title = draft.title
    folded_title = draft.folded_title
    if title is None and hints is not None and hints.title is not None:
        title, folded_title = hints.title, fold(hints.title)
    source = _source(draft, hints)
    crawled = (stamp_moment(draft.stamp) if draft.stamp is not None else None) or page_crawled
    clues = [*(hints.clues if hints is not None else ()), *draft.clues]
    return Article(
        article_id=folded_article_id(
            fold(source or ""), folded_title, "".join(draft.folded_paragraphs) or fold(body)
        ),
        raw_id=page_id,
        position="main" if draft.position == "main" else "embedded",
        title=title,
        subtitle=draft.subtitle,
        body=body,
        text=f"{title}\n\n{body}" if title else body,
        source=source,
        author=(hints.author if hints is not None else None) or draft.author,
        url=hints.url if hints is not None else None,
        crawled_at=iso_utc(crawled) if crawled is not None else None,
        crawled_utc_offset_minutes=offset_minutes(crawled) if crawled is not None else None,
        published_at=choose_published(
            clues, draft.paragraphs, draft.folded_paragraphs, crawled, sheet.markers, language
        ),
        related_headlines=_related(draft, hints),
        repairs=repairs,
    )


def _source(draft: Draft, hints: _Hints | None) -> str | None:
    if hints is None:
        known, ranks = draft.sources, _SOURCE_RANKS_EMBEDDED
    else:
        known, ranks = dict(draft.sources), _SOURCE_RANKS_MAIN
        known["html"] = hints.html_source or ""
        known["hint"] = hints.source or ""
    return next((known[rank] for rank in ranks if known.get(rank)), None)


def _related(draft: Draft, hints: _Hints | None) -> tuple[RelatedHeadline, ...]:
    found: dict[str, RelatedHeadline] = {}
    for headline in (
        *(RelatedHeadline(title=title) for title in draft.related),
        *(hints.related if hints is not None else ()),
    ):
        if headline.title:
            found.setdefault(words_of(fold(headline.title)), headline)
        if len(found) >= _MAX_RELATED:
            break
    return tuple(found.values())


def _segments(sheet: Sheet) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    for index, line in enumerate(sheet.lines):
        name = _name(sheet, index)
        listed = name.kind in _LISTED and name.rule != "follow.inline_teaser"
        article = 0 if listed else (None if name.kind == "read_also" else name.article)
        segments.append(Segment(name.kind, line.text, name.rule, line.start, line.end, article))
    return tuple(segments)
