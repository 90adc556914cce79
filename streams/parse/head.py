"""Read the head of an article: outlet, crawl stamp, headline, subtitle, publish line, dateline."""

from streams.parse.dateline import name_of, read_city_line
from streams.parse.sheet import DateClue, Draft, Sheet, shared_words_ratio
from streams.parse.title import DATED, Region, choose_title, same_title

_TITLE_MAX_CHARS = 300
_REPEAT_WINDOW_LINES = 6
_SUBTITLE_MIN_SHARE = 0.5  # of its words in the first paragraph
_SMALL_FURNITURE = ("ui", "rights", "id", "tags", "decoration", "end", "comments")


def read_head(sheet: Sheet, start: int, draft: Draft, hint: str) -> int:
    """Fill the draft from the head at `start`; give the first line of the body.

    `hint` is the folded key of a title that the scraper gave, or "".
    """
    region = _region(sheet, _read_header(sheet, start, draft, hint))
    while not region.has_prose and not draft.has_header and sheet.is_stamp_header(region.prose):
        _name_cloud(sheet, region, draft)
        region = _region(sheet, _read_header(sheet, region.prose, draft, hint))
    title, rule = choose_title(sheet, region, draft, hint)
    if title is not None:
        draft.title = sheet.lines[title].text
        draft.folded_title = sheet.lines[title].folded
        sheet.name(title, "title", rule)
        own = sheet.marks[title].value if sheet.kind(title) == "bullet" else None
        draft.title = own or draft.title
    return _name_region(sheet, region, draft, title, hint)


def _name_cloud(sheet: Sheet, region: Region, draft: Draft) -> None:
    """Name what stands above the outlet and its crawl stamp: headlines of other stories."""
    for index in range(region.first, region.prose):
        if sheet.kind(index) in ("text", "bullet", "colon"):
            _name_above(sheet, index, draft)
        else:
            sheet.name(index, sheet.kind(index), sheet.marks[index].rule)


def _read_header(sheet: Sheet, start: int, draft: Draft, hint: str) -> int:
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
        elif sheet.is_stamp_header(index) or _is_source_line(sheet, index, start, draft, hint):
            name = mark.source or name_of(sheet.lines[index].text)
            draft.sources.setdefault("header", name or "")
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


def _is_source_line(sheet: Sheet, index: int, start: int, draft: Draft, hint: str) -> bool:
    if sheet.kind(index) != "colon":
        return False
    after_stamp = index > start and sheet.kind(index - 1) == "stamp"
    opens_page = (
        index == 0
        and not hint
        and len(sheet.lines) > 1
        and sheet.kind(1) in ("text", "iso", "publish")
    )
    return (after_stamp or opens_page) and "header" not in draft.sources


def _region(sheet: Sheet, first: int) -> Region:
    texts: list[int] = []
    bullets: list[int] = []
    index = first
    while index < len(sheet.lines):
        kind = sheet.kind(index)
        if sheet.is_prose(index) and not _is_long_title(sheet, index, bool(texts)):
            return Region(first, index, True, tuple(texts), tuple(bullets))
        if index > first and sheet.is_stamp_header(index):
            break
        if kind in ("more", "comments") and texts:
            break
        if kind in ("text", "colon"):
            texts.append(index)
        elif kind == "bullet":
            bullets.append(index)
        index += 1
    return Region(first, index, False, tuple(texts), tuple(bullets))


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


def _name_region(sheet: Sheet, region: Region, draft: Draft, title: int | None, hint: str) -> int:
    """Name every line of the head; give the index where the body goes on."""
    title_key = sheet.key(title) if title is not None else hint
    subtitle = _subtitle(sheet, region, title) if title is not None else None
    for index in range(region.first, region.prose):
        if index == title:
            continue
        mark, line = sheet.marks[index], sheet.lines[index]
        before_title = title is not None and index < title
        if mark.kind in ("text", "colon", "bullet"):
            if title_key and same_title(sheet.key(index), title_key):
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
        if not same_title(sheet.key(index), title_key):
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


def _name_above(sheet: Sheet, index: int, draft: Draft) -> None:
    if sheet.kind(index) == "bullet" or sheet.lines[index].is_headline:
        draft.related.append(sheet.marks[index].value or sheet.lines[index].text)
        sheet.name(index, "related_item", "head.cloud")
    else:
        sheet.name(index, "kicker", "head.kicker")


def _subtitle(sheet: Sheet, region: Region, title: int) -> int | None:
    """Find the one headline between title and body that is set off from the body.

    A rule or a publish line closes it, or it follows the outlet line and says what the first
    paragraph says.
    """
    after = [
        index
        for index in region.texts
        if index > title
        and not same_title(sheet.key(index), sheet.key(title))
        and read_city_line(sheet.lines[index], sheet.markers) is None
    ]
    if len(after) != 1 or not sheet.lines[after[0]].is_headline or not region.has_prose:
        return None
    closing = [sheet.kind(index) for index in range(after[0] + 1, region.prose)]
    if any(kind in ("decoration", *DATED) for kind in closing):
        return after[0]
    opening = [sheet.kind(index) for index in range(title + 1, after[0])]
    lead = sheet.lines[region.prose].folded
    says_lead = shared_words_ratio(sheet.lines[after[0]].folded, lead) >= _SUBTITLE_MIN_SHARE
    return after[0] if says_lead and ("outlet" in opening or "dateline" in opening) else None


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
    sheet.name(index, "related_label" if kind == "more" else kind, mark.rule)
