"""Decide what follows a "read also" label: a list, one teaser in the body, or a second article.

No label word decides this: `اقرأ أيضا` opens lists, teasers and whole articles alike. What
decides is what stands below: bullets, headlines only, or a headline with its own text.
"""

import re
from dataclasses import dataclass

from streams.parse.lines import PARAGRAPH_MIN_CHARS
from streams.parse.sheet import Sheet, shared_words_ratio

_NEW_STORY_MIN_SHARE = 0.34  # of a headline's words in the paragraph below it; own text has 0.5
_OWN_HEADLINE_KINDS = ("outlet", "dateline", "publish", "iso", "decoration", "byline")
_SKIPPED = ("ui", "decoration", "date", "iso", "id", "end")
_STOPS = ("more", "comments", "rights", "stamp", "teaser", "tags", "credit")
_LIST_RUN_ITEMS = 2  # after so many headlines in a row the next short line is one as well
_NUMBERED = re.compile(r"^(\d{1,2})\s?[.)\-\u2013]\s*(?=\D)")


@dataclass(frozen=True, slots=True)
class Following:
    """Say what stands below a label: `items` are line indexes of headlines, `end` goes on.

    `verdict` is `list`, `article` (it starts right below the label) or `nothing`.
    """

    verdict: str
    rule: str
    items: tuple[int, ...]
    end: int


def judge_following(sheet: Sheet, start: int, *, closed: bool) -> Following:
    """Judge the lines from `start`; `closed` says that the article above has ended by a credit."""
    bullets, end = _run(sheet, start, ("bullet",))
    if bullets:
        return Following("list", "follow.bullets", bullets, end)
    headlines, end = _run(sheet, start, ("text", "colon"))
    prose = _first_prose(sheet, end)
    if headlines and prose is None:
        return Following("list", "follow.headlines_only", headlines, end)
    if prose is None or not (headlines or closed):
        return Following("nothing", "follow.nothing", (), start)
    rule = "follow.closed_before" if closed else _own_story_rule(sheet, headlines, prose)
    if rule is not None:
        return Following("article", rule, (), start)
    return Following("list", "follow.inline_teaser", headlines, end)


def _own_story_rule(sheet: Sheet, headlines: tuple[int, ...], prose: int) -> str | None:
    """Tell by what a headline shows that the paragraph below it is its own text."""
    between = {sheet.kind(index) for index in range(headlines[0], prose)}
    if between.intersection(_OWN_HEADLINE_KINDS):
        return "follow.own_outlet_or_date"
    share = shared_words_ratio(sheet.lines[headlines[-1]].folded, sheet.lines[prose].folded)
    return "follow.shares_words" if share >= _NEW_STORY_MIN_SHARE else None


def item_texts(sheet: Sheet, items: tuple[int, ...]) -> list[str]:
    """Give the headlines of a list, without bullets and without numbers where all are numbered."""
    texts = [sheet.marks[index].value or sheet.lines[index].text for index in items]
    numbers = [_NUMBERED.match(text) for text in texts]
    if len(texts) > 1 and all(number is not None for number in numbers):
        return [_NUMBERED.sub("", text) for text in texts]
    return texts


def _run(sheet: Sheet, start: int, kinds: tuple[str, ...]) -> tuple[tuple[int, ...], int]:
    """Take the run of lines of these kinds that are no paragraphs; furniture is stepped over."""
    found: list[int] = []
    index, end = start, start
    while index < len(sheet.lines):
        kind = sheet.kind(index)
        weak = len(found) >= _LIST_RUN_ITEMS and _is_item_with_a_stop(sheet, index)
        if kind in kinds and (kind == "bullet" or weak or not _is_story_text(sheet, index)):
            found.append(index)
            end = index + 1
        elif kind not in _SKIPPED:
            break
        index += 1
    return tuple(found), end


def _is_item_with_a_stop(sheet: Sheet, index: int) -> bool:
    """Tell whether a line amid headlines is one too, though it ends like a sentence."""
    short = len(sheet.lines[index].text) < PARAGRAPH_MIN_CHARS
    return short and not sheet.is_prose(index + 1) and not sheet.is_stamp_header(index)


def _is_story_text(sheet: Sheet, index: int) -> bool:
    return sheet.is_prose(index) or sheet.is_stamp_header(index)


def _first_prose(sheet: Sheet, start: int) -> int | None:
    """Find the paragraph that belongs to what stands at `start`, before the next boundary."""
    for index in range(start, len(sheet.lines)):
        if sheet.is_prose(index):
            return index
        if sheet.kind(index) in _STOPS:
            return None
    return None
