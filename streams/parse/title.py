"""Choose the headline among the lines of a head.

It is, in this order: the hinted title; the line that stands twice; the line directly before the
publish line; the line that shares most words with the first paragraph; the first one.
"""

from dataclasses import dataclass

from streams.parse.sheet import Draft, Sheet, shared_words_ratio

DATED = ("publish", "date", "dateline", "iso")
_CLOUD_MIN_HEADLINES = 3  # fewer lines before the publish line are headline and subtitle
_KICKER_MAX_WORDS = 2  # a section name over the headline: "محليات", "الشرق الأوسط"
_REPEAT_MIN_RATIO = 0.8  # shorter over longer; a repeat may have lost its section prefix
_CLEARLY_MORE = 0.25  # how much more of the paragraph another headline must share to be chosen
_CLOSES_TITLE = (*DATED, "outlet", "byline")
_MAX_CANDIDATES = 40  # the headline stands near its text, however long the cloud above it is


@dataclass(frozen=True, slots=True)
class Region:
    """Bound the head: `first` line, `prose` (first paragraph, or where it stops without one)."""

    first: int
    prose: int
    has_prose: bool
    texts: tuple[int, ...]
    bullets: tuple[int, ...]


def choose_title(sheet: Sheet, region: Region, draft: Draft, hint: str) -> tuple[int | None, str]:
    """Give the line of the headline, or None, and the rule that chose it."""
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
    framed = bool(before) or draft.has_header or _is_set_apart(sheet, region, texts)
    return _best_of(sheet, region, (before or texts)[-_MAX_CANDIDATES:], framed=framed)


def _has_own_headline(sheet: Sheet, region: Region, draft: Draft, texts: list[int]) -> bool:
    """Tell whether a page that came with a title shows another: the scraper's was then its own."""
    closing = _closing_line(sheet, region, texts)
    dated = closing is not None and sheet.kind(closing) == "publish"
    return draft.has_header or dated or _repeated(sheet, region, texts) == texts[0]


def _closing_line(sheet: Sheet, region: Region, texts: list[int]) -> int | None:
    kinds = range(texts[0], region.prose)
    return next((index for index in kinds if sheet.kind(index) in _CLOSES_TITLE), None)


def _repeated(sheet: Sheet, region: Region, texts: list[int]) -> int | None:
    """Find the first line that stands twice near its other self; the first paragraph counts."""
    seen: dict[str, int] = {}
    for index in [*texts, *range(region.prose, min(region.prose + 1, len(sheet.lines)))]:
        key = sheet.key(index)
        if key in seen and sheet.kind(index) == "text":
            return seen[key]
        seen[key] = index
    return None


def _is_set_apart(sheet: Sheet, region: Region, texts: list[int]) -> bool:
    """Tell whether lines above the last headline are a list: labelled, bulleted or tight."""
    labelled = any(sheet.kind(index) == "more" for index in range(region.first, texts[-1]))
    bulleted = any(index < texts[-1] for index in region.bullets)
    tight = sheet.lines[texts[-1]].gap > 0 and not any(
        sheet.lines[index].gap for index in texts[1:-1]
    )
    return labelled or bulleted or (tight and len(texts) > _CLOUD_MIN_HEADLINES)


def _best_of(
    sheet: Sheet, region: Region, candidates: list[int], *, framed: bool
) -> tuple[int, str]:
    candidates = [index for index in candidates if not _is_kicker(sheet, index)] or candidates
    first = candidates[0]
    if len(candidates) == 1 or not framed:
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


def same_title(key: str, title_key: str) -> bool:
    """Tell whether two keys are one headline; a repeat may have lost its section prefix."""
    if key == title_key:
        return True
    shorter, longer = sorted((key, title_key), key=len)
    near = len(shorter) >= _REPEAT_MIN_RATIO * len(longer)
    return bool(shorter) and near and (longer.startswith(shorter) or longer.endswith(shorter))
