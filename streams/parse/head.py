"""Read the head of an article: outlet, crawl stamp, headline, subtitle, publish line, dateline.

A headline is found by, in this order: being the hinted title; standing twice; standing directly
before the publish line; sharing most words with the first paragraph; standing first.
"""

from dataclasses import dataclass

from streams.parse.classify import read_city_line
from streams.parse.sheet import DateClue, Draft, Sheet, shared_words_ratio

_CLOUD_MIN_HEADLINES = 3  # fewer lines before the publish line are headline and subtitle
_KICKER_MAX_WORDS = 2  # a section name over the headline: "محليات", "الشرق الأوسط"
_TITLE_MAX_CHARS = 300
_REPEAT_WINDOW_LINES = 6
_REPEAT_MIN_RATIO = 0.8  # shorter over longer; a repeat may have lost its section prefix
_CLEARLY_MORE = 0.25  # how much more of the paragraph another headline must share to be chosen
_SMALL_FURNITURE = ("ui", "rights", "id", "tags", "decoration", "end", "comments")
_DATED = ("publish", "date", "dateline", "iso")
_CLOSES_TITLE = (*_DATED, "outlet", "byline")
_MAX_CANDIDATES = 40  # the headline stands near its text, however long the cloud above it is


@dataclass(frozen=True, slots=True)
class _Region:
    """Bound the head: `first` line, `prose` (first paragraph, or where it stops without one)."""

    first: int
    prose: int
    has_prose: bool
    texts: tuple[int, ...]
    bullets: tuple[int, ...]


def read_head(sheet: Sheet, start: int, draft: Draft, hint: str) -> int:
    """Fill the draft from the head at `start`; give the first line of the body.

    `hint` is the folded key of a title that the scraper gave, or "".
    """
    first = _read_header(sheet, start, draft)
    region = _region(sheet, first)
    title, rule = _choose_title(sheet, region, draft, hint)
    if title is not None:
        draft.title = sheet.lines[title].text
        draft.folded_title = sheet.lines[title].folded
        sheet.name(title, "title", rule)
        own = sheet.marks[title].value if sheet.kind(title) == "bullet" else None
        draft.title = own or draft.title
    return _name_region(sheet, region, draft, title, hint)


def _read_header(sheet: Sheet, start: int, draft: Draft) -> int:
    """Read outlet and crawl stamp over the headline, and the page furniture around them."""
    index = start
    while index < len(sheet.lines):
        mark = sheet.marks[index]
        if mark.kind == "stamp" or (mark.kind == "iso" and draft.sources.get("header")):
            draft.stamp = draft.stamp or mark.stamp
            draft.has_header = True
            if mark.source:
                draft.sources.setdefault("header", mark.source)
            sheet.name(index, "crawl_stamp", mark.rule)
        elif sheet.is_stamp_header(index) or _is_source_line(sheet, index, start, draft):
            name = mark.source or sheet.lines[index].text.strip(" :-")
            draft.sources.setdefault("header", name)
            draft.has_header = True
            sheet.name(index, "source", "head.source_line")
        elif mark.kind == "credit":
            draft.sources.setdefault("header", mark.source or "")
            sheet.name(index, "source", "head.source_label")
        elif mark.kind in _SMALL_FURNITURE:
            sheet.name(index, mark.kind, mark.rule)
        else:
            break
        index += 1
    return index


def _is_source_line(sheet: Sheet, index: int, start: int, draft: Draft) -> bool:
    if sheet.kind(index) != "colon":
        return False
    after_stamp = index > start and sheet.kind(index - 1) == "stamp"
    opens_page = index == 0 and len(sheet.lines) > 1 and sheet.kind(1) in ("text", "iso", "publish")
    return (after_stamp or opens_page) and "header" not in draft.sources


def _region(sheet: Sheet, first: int) -> _Region:
    texts: list[int] = []
    bullets: list[int] = []
    index = first
    while index < len(sheet.lines):
        kind = sheet.kind(index)
        if sheet.is_prose(index) and not _is_long_title(sheet, index, bool(texts)):
            return _Region(first, index, True, tuple(texts), tuple(bullets))
        if index > first and sheet.is_stamp_header(index):
            break
        if kind in ("more", "comments") and texts:
            break
        if kind in ("text", "colon"):
            texts.append(index)
        elif kind == "bullet":
            bullets.append(index)
        index += 1
    return _Region(first, index, False, tuple(texts), tuple(bullets))


def _is_long_title(sheet: Sheet, index: int, has_candidate: bool) -> bool:
    """Tell whether a line that reads as prose is a headline all the same: it is said twice."""
    if has_candidate or len(sheet.lines[index].text) > _TITLE_MAX_CHARS:
        return False
    key = sheet.key(index)
    last = min(len(sheet.lines), index + 1 + _REPEAT_WINDOW_LINES)
    if any(
        sheet.kind(later) == "text" and sheet.key(later) == key for later in range(index + 1, last)
    ):
        return True
    return sheet.kind(index + 1) == "publish" and sheet.is_prose(index + 2)


def _choose_title(sheet: Sheet, region: _Region, draft: Draft, hint: str) -> tuple[int | None, str]:
    texts = [index for index in region.texts if sheet.kind(index) == "text"]
    hinted = [index for index in texts if hint and sheet.key(index) == hint]
    if hinted:
        return hinted[0], "title.hinted"
    if not texts or (hint and not _has_own_headline(sheet, region, draft, texts)):
        return None, ""
    repeated = _repeated(sheet, region, texts)
    if repeated is not None:
        return repeated, "title.repeated"
    if not region.has_prose:
        several = len(texts) > 1 or bool(region.bullets)
        is_title = several and sheet.lines[texts[0]].is_headline
        return (texts[0], "title.first") if is_title else (None, "")
    closing = _closing_line(sheet, region, texts)
    before = [index for index in texts if closing is not None and index < closing]
    if len(before) >= _CLOUD_MIN_HEADLINES:
        return before[-1], "title.before_publish_line"
    return _best_of(sheet, region, (before or texts)[-_MAX_CANDIDATES:])


def _has_own_headline(sheet: Sheet, region: _Region, draft: Draft, texts: list[int]) -> bool:
    """Tell whether a page that came with a title shows another: the scraper's was then its own."""
    closing = _closing_line(sheet, region, texts)
    dated = closing is not None and sheet.kind(closing) == "publish"
    return draft.has_header or dated or _repeated(sheet, region, texts) == texts[0]


def _closing_line(sheet: Sheet, region: _Region, texts: list[int]) -> int | None:
    kinds = range(texts[0], region.prose)
    return next((index for index in kinds if sheet.kind(index) in _CLOSES_TITLE), None)


def _repeated(sheet: Sheet, region: _Region, texts: list[int]) -> int | None:
    """Find the first line that stands twice near its other self; the first paragraph counts."""
    seen: dict[str, int] = {}
    for index in [*texts, *range(region.prose, min(region.prose + 1, len(sheet.lines)))]:
        key = sheet.key(index)
        if key in seen and sheet.kind(index) == "text":
            return seen[key]
        seen[key] = index
    return None


def _best_of(sheet: Sheet, region: _Region, candidates: list[int]) -> tuple[int, str]:
    if len(candidates) > 1 and _is_kicker(sheet, candidates[0]):
        candidates = candidates[1:]
    first = candidates[0]
    if len(candidates) == 1:
        return first, "title.first"
    paragraph = sheet.lines[region.prose].folded
    shared = [shared_words_ratio(sheet.lines[index].folded, paragraph) for index in candidates]
    # Over a cloud of headlines the article's own stands last, else it stands first.
    usual = len(candidates) - 1 if len(candidates) > _CLOUD_MIN_HEADLINES else 0
    best = max(range(len(shared)), key=shared.__getitem__)
    if shared[best] >= shared[usual] + _CLEARLY_MORE:
        return candidates[best], "title.shares_words"
    return candidates[usual], "title.below_cloud" if usual else "title.first"


def _is_kicker(sheet: Sheet, index: int) -> bool:
    return len(sheet.key(index).split()) <= _KICKER_MAX_WORDS


def _name_region(sheet: Sheet, region: _Region, draft: Draft, title: int | None, hint: str) -> int:
    """Name every line of the head; give the index where the body goes on."""
    title_key = sheet.key(title) if title is not None else hint
    subtitle = _subtitle(sheet, region, title) if title is not None else None
    for index in range(region.first, region.prose):
        if index == title:
            continue
        mark, line = sheet.marks[index], sheet.lines[index]
        before_title = title is not None and index < title
        if mark.kind in ("text", "colon", "bullet"):
            if title_key and _same_title(sheet.key(index), title_key):
                sheet.name(index, "title_repeat", "title.repeated")
            elif before_title:
                _name_above(sheet, index, draft)
            elif _takes_city_line(sheet, index, draft):
                continue
            elif index == subtitle:
                draft.subtitle = line.text
                sheet.name(index, "subtitle", "head.subtitle")
            else:
                return index
        else:
            read_meta(sheet, index, draft, "head")
    index = region.prose
    while index < len(sheet.lines) and title_key and sheet.kind(index) == "text":
        if not _same_title(sheet.key(index), title_key):
            break
        sheet.name(index, "title_repeat", "title.repeated")
        index += 1
    return index


def _takes_city_line(sheet: Sheet, index: int, draft: Draft) -> bool:
    """Take `outlet - city` under the headline; with an outlet known already it names the author."""
    found = read_city_line(sheet.lines[index], sheet.markers)
    if found is None:
        return False
    name, city_first = found
    if city_first or not draft.sources:
        draft.sources.setdefault("dateline", name)
    else:
        draft.author = draft.author or name
    sheet.name(index, "dateline", "head.city_line")
    return True


def _same_title(key: str, title_key: str) -> bool:
    if key == title_key:
        return True
    shorter, longer = sorted((key, title_key), key=len)
    near = len(shorter) >= _REPEAT_MIN_RATIO * len(longer)
    return bool(shorter) and near and (longer.startswith(shorter) or longer.endswith(shorter))


def _name_above(sheet: Sheet, index: int, draft: Draft) -> None:
    if sheet.kind(index) == "bullet" or sheet.lines[index].is_headline:
        draft.related.append(sheet.marks[index].value or sheet.lines[index].text)
        sheet.name(index, "related_item", "head.cloud")
    else:
        sheet.name(index, "kicker", "head.kicker")


def _subtitle(sheet: Sheet, region: _Region, title: int) -> int | None:
    """Find the one headline between title and body that a rule or a publish line closes."""
    after = [
        index
        for index in region.texts
        if index > title
        and not _same_title(sheet.key(index), sheet.key(title))
        and read_city_line(sheet.lines[index], sheet.markers) is None
    ]
    if len(after) != 1 or not sheet.lines[after[0]].is_headline or not region.has_prose:
        return None
    closing = [sheet.kind(index) for index in range(after[0] + 1, region.prose)]
    return after[0] if any(kind in ("decoration", *_DATED) for kind in closing) else None


def read_meta(sheet: Sheet, index: int, draft: Draft, where: str) -> None:
    """Take what a line that is no text says about the article: date, outlet, author, teaser."""
    mark = sheet.marks[index]
    kind = mark.kind
    if mark.value and kind in ("publish", "updated", "date", "dateline", "iso"):
        after_label = kind == "date" and index > 0 and sheet.kind(index - 1) == "publish"
        rule = "label" if kind == "publish" or after_label else f"{where}_{kind}"
        draft.clues.append(DateClue(f"published.{rule}", mark.value))
    if mark.source:
        draft.sources.setdefault("credit" if kind == "credit" else "dateline", mark.source)
    if mark.author and draft.author is None:
        draft.author = mark.author
    if kind == "teaser":
        draft.related.append(mark.value)
    sheet.name(index, kind, mark.rule)
