"""Cut a page into its articles, line by line, and name every line.

The main article comes first. It ends where a second story begins: below a "read also" label with
a headline and text of its own, under a crawl stamp, at a headline with its own publish line, or
after the credit that closes it. Lists of headlines belong to the main article.
"""

from dataclasses import replace

from streams.parse.classify import classify, split_inline_teaser
from streams.parse.follow import Following, item_texts, judge_following
from streams.parse.head import read_head, read_meta
from streams.parse.lines import SHORT_LINE_MAX_CHARS, Line, split_lines
from streams.parse.markers import Markers
from streams.parse.sheet import Draft, Name, Sheet
from streams.parse.tail import read_tail

_INLINE_MIN_CHARS = 60  # no paragraph with a teaser glued to its end is shorter
_META_LINES_MAX_BODY = 1  # a dateline may come after the first line of the text, not later
_STORY_MIN_CHARS = 250  # a glued story with less text than this is a teaser
_STORY_MIN_PARAGRAPHS = 2
_SIGNATURE_MAX_LINES = 3

_ALWAYS_META = ("publish", "updated", "byline", "teaser", "id", "tags", "ui", "rights", "end")
_META_AT_EDGE = ("date", "dateline", "outlet", "iso")
_CLOSING = ("credit", "rights")


def segment(page: str, markers: Markers, hint: str = "") -> Sheet:
    """Segment a repaired page. `hint` is the folded key of a title given with the page, or ""."""
    lines = split_lines(page)
    sheet = Sheet(
        lines=lines,
        marks=tuple([classify(line, markers) for line in lines]),
        markers=markers,
        names=[None] * len(lines),
        drafts=[Draft("main")],
    )
    start = read_head(sheet, 0, sheet.drafts[0], hint)
    # A title given, and none on the page: the text is one article's body and no aggregator's page.
    is_body = bool(hint) and sheet.drafts[0].title is None
    _Walker(sheet, is_body=is_body).walk(start)
    return _without_empty_stories(sheet)


def _without_empty_stories(sheet: Sheet) -> Sheet:
    """Make a headline of a second story that has no text; one without even that is none."""
    main = sheet.drafts[0]
    kept = [draft for draft in sheet.drafts if draft is main or _has_text(sheet, draft)]
    if len(kept) == len(sheet.drafts):
        return sheet
    places = {id(draft): place for place, draft in enumerate(kept)}
    for draft in sheet.drafts:
        headline = draft.title or "".join(draft.paragraphs)
        if headline and id(draft) not in places:
            main.related.append(headline)
    moved = [places.get(id(draft)) for draft in sheet.drafts]
    names: list[Name | None] = []
    for name in sheet.names:
        place = moved[name.article] if name is not None and name.article is not None else None
        is_lost = name is not None and name.article is not None and place is None
        if name is not None and name.kind in ("title", "paragraph") and is_lost:
            names.append(Name("related_item", "follow.headline_only", 0))
        else:
            names.append(Name(name.kind, name.rule, place) if name is not None else None)
    return replace(sheet, names=names, drafts=kept)


def _has_text(sheet: Sheet, draft: Draft) -> bool:
    alone = draft.title is None and len(draft.body_lines) == 1
    line = sheet.lines[draft.body_lines[0]] if draft.body_lines else None
    return line is not None and not (alone and line.is_headline and not line.is_paragraph)


class _Walker:
    """Walk the body lines once, from the end of the first head to the end of the page."""

    def __init__(self, sheet: Sheet, *, is_body: bool) -> None:
        self.sheet = sheet
        self.is_body = is_body
        self.draft = sheet.drafts[0]
        # What ended the article above: "credit", "list", or "" while it goes on.
        self.ended_by = ""
        self.prose_after = _prose_after(sheet)

    def walk(self, index: int) -> None:
        sheet = self.sheet
        while index < len(sheet.lines):
            kind = sheet.kind(index)
            if self._opens_story(index):
                index = self._open(index)
            elif kind == "more":
                index = self._follow(index)
            elif kind == "comments":
                index = self._skip_comments(index)
            elif kind == "decoration":
                index = self._decoration(index)
            elif self._is_meta(index):
                read_meta(sheet, index, self.draft, "tail" if self.draft.body_lines else "head")
                if kind in _CLOSING and self.draft.body_lines:
                    self.ended_by = "credit"
                index += 1
            elif self.ended_by and kind in ("text", "bullet"):
                index = self._after_close(index)
            else:
                self._add(index)
                index += 1
        read_tail(sheet, self.draft, is_body=self.is_body)

    def _is_meta(self, index: int) -> bool:
        kind = self.sheet.kind(index)
        if kind in _ALWAYS_META or kind == "credit":
            return True
        if kind == "signature":
            return index >= self.prose_after[index]
        if kind not in _META_AT_EDGE:
            return False
        early = len(self.draft.body_lines) <= _META_LINES_MAX_BODY
        return early or bool(self.ended_by) or self.prose_after[index] <= index

    def _opens_story(self, index: int) -> bool:
        """Tell whether another article begins here without any label."""
        sheet = self.sheet
        if not self.draft.body_lines:
            return False
        if sheet.is_stamp_header(index):
            return True
        if self.is_body or sheet.kind(index) != "text" or not sheet.lines[index].is_headline:
            return False
        own = sheet.kind(index + 1) in ("publish", "outlet") and sheet.marks[index + 1].value
        dated = sheet.kind(index + 1) == "dateline" and sheet.marks[index + 1].value
        return bool(own or dated) and self.prose_after[index + 1] > index + 1

    def _open(self, index: int) -> int:
        read_tail(self.sheet, self.draft, is_body=self.is_body)
        self.draft = Draft("embedded")
        self.sheet.drafts.append(self.draft)
        self.ended_by = ""
        return read_head(self.sheet, index, self.draft, "")

    def _follow(self, index: int) -> int:
        sheet = self.sheet
        following = judge_following(sheet, index + 1, closed=self.ended_by == "credit")
        if following.verdict == "article" and self.draft.body_lines:
            sheet.name(index, "read_also", following.rule)
            return self._open(index + 1)
        if following.verdict == "list":
            sheet.name(index, "related_label", sheet.marks[index].rule)
            return self._take_list(following, index + 1)
        sheet.name(index, "ui", "follow.nothing")
        return index + 1

    def _take_list(self, following: Following, start: int) -> int:
        inline = following.rule == "follow.inline_teaser"
        owner = self.draft if inline else self.sheet.drafts[0]
        owner.related.extend(item_texts(self.sheet, following.items))
        items = set(following.items)
        for at in range(start, following.end):
            kind = "related_item" if at in items else self.sheet.kind(at)
            self.sheet.name(at, kind, following.rule)
        if not inline:
            self.ended_by = self.ended_by or "list"
        return following.end

    def _after_close(self, index: int) -> int:
        """Read what stands below the end of an article without a label."""
        sheet = self.sheet
        closed = self.ended_by == "credit"
        following = judge_following(sheet, index, closed=closed)
        goes_on = not closed and following.rule == "follow.inline_teaser"
        if sheet.is_prose(index) or goes_on:
            self.ended_by = ""
            return self._leave(index)
        if following.verdict == "article":
            return self._open(index) if self._is_full_story(index) else self._glued_teaser(index)
        if sheet.kind(index) == "text" and not sheet.lines[index].is_headline:
            sheet.name(index, "signature", "tail.after_end")
            return index + 1
        return self._take_list(following, index) if following.items else self._leave(index)

    def _leave(self, index: int) -> int:
        self._add(index)
        return index + 1

    def _is_full_story(self, index: int) -> bool:
        paragraphs = chars = 0
        for at in range(index + 1, len(self.sheet.lines)):
            kind = self.sheet.kind(at)
            if kind in ("more", "comments", "stamp"):
                break
            if self.sheet.is_prose(at):
                paragraphs += 1
                chars += len(self.sheet.lines[at].text)
            if paragraphs >= _STORY_MIN_PARAGRAPHS or chars >= _STORY_MIN_CHARS:
                return True
        return False

    def _glued_teaser(self, index: int) -> int:
        """Keep the headline of a story that only begins here, and leave its first lines out."""
        self.sheet.drafts[0].related.append(self.sheet.lines[index].text)
        self.sheet.name(index, "related_item", "follow.glued_teaser")
        index += 1
        while index < len(self.sheet.lines) and self.sheet.kind(index) in ("text", "colon"):
            self.sheet.name(index, "teaser_text", "follow.glued_teaser")
            index += 1
        return index

    def _skip_comments(self, index: int) -> int:
        while index < len(self.sheet.lines):
            self.sheet.name(index, "comment", "comments.below_label")
            index += 1
            if self.sheet.kind(index) in ("more", "stamp", "rights"):
                break
        return index

    def _decoration(self, index: int) -> int:
        """Drop a rule; short lines between the last rule and the end are a signature."""
        sheet = self.sheet
        sheet.name(index, "decoration", sheet.marks[index].rule)
        block: list[int] = []
        at = index + 1
        while at < len(sheet.lines) and len(block) <= _SIGNATURE_MAX_LINES:
            if sheet.kind(at) not in ("text", "date", "dateline", "signature", "byline", "outlet"):
                break
            block.append(at)
            at += 1
        short = all(
            len(sheet.lines[i].text) <= SHORT_LINE_MAX_CHARS and not sheet.is_prose(i)
            for i in block
        )
        dated = any(sheet.kind(i) in ("date", "dateline") for i in block)
        ends = sheet.kind(at) not in ("text", "colon") and (sheet.kind(at) != "bullet" or dated)
        if not (block and short and ends and self.draft.body_lines):
            return index + 1
        if len(block) > _SIGNATURE_MAX_LINES or self.prose_after[index] >= at:
            return index + 1
        for i in block:
            if sheet.kind(i) in ("text", "signature"):
                sheet.name(i, "signature", "tail.signature")
            else:
                read_meta(sheet, i, self.draft, "tail")
        self.ended_by = "credit"
        return at

    def _add(self, index: int) -> None:
        """Add a line to the body, without a teaser glued to its end."""
        line = self.sheet.lines[index]
        self.sheet.name(index, "paragraph", "body")
        text, folded = line.text, line.folded
        if len(text) >= _INLINE_MIN_CHARS and self.sheet.kind(index) == "text":
            glued = split_inline_teaser(line, self.sheet.markers)
            if glued is not None:
                text, folded = _cut(line, glued[0])
                self.draft.related.append(glued[1])
                self.sheet.name(index, "paragraph", "body.inline_teaser_cut")
        self.draft.paragraphs.append(text)
        self.draft.folded_paragraphs.append(folded)
        self.draft.body_lines.append(index)


def _cut(line: Line, cut: int) -> tuple[str, str]:
    kept = Line(line.text[:cut], "", 0, 0, 0)
    (part,) = split_lines(kept.text) or (kept,)
    return part.text, part.folded


def _prose_after(sheet: Sheet) -> list[int]:
    """Give for each line the next paragraph of its block, or the line itself without one."""
    found = list(range(len(sheet.lines) + 2))
    upcoming: int | None = None
    for index in range(len(sheet.lines) - 1, -1, -1):
        if upcoming is not None:
            found[index] = upcoming
        if sheet.is_prose(index):
            upcoming = index
        elif sheet.kind(index) in ("more", "comments", "stamp"):
            upcoming = None
    return found
