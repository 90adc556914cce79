"""A page in the making: its named lines, and the drafts of the articles found on it.

Drafts are filled line by line by `head` and `segment` and turned into contracts by `page`.
"""

from dataclasses import dataclass, field

from streams.parse.classify import Mark
from streams.parse.dateshape import Stamp
from streams.parse.lines import Line
from streams.parse.markers import Markers, words_of

_MIN_SHARED_LETTERS = 4
_OUTLET_MAX_CHARS = 40
_KEY_MAX_CHARS = 400
_PREFIXES = ("وال", "بال", "لل", "ال", "و", "ف", "ب", "ل")


@dataclass(frozen=True, slots=True)
class DateClue:
    """Hold words that may date the publication, and the rule that found them."""

    rule: str
    text: str


@dataclass(slots=True)
class Draft:
    """Gather what is found of one article."""

    position: str
    title: str | None = None
    folded_title: str = ""
    subtitle: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    folded_paragraphs: list[str] = field(default_factory=list)
    body_lines: list[int] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    author: str | None = None
    stamp: Stamp | None = None
    clues: list[DateClue] = field(default_factory=list)
    has_header: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """Say what a line is on its page, by which rule, and of which article it is part."""

    kind: str
    rule: str
    article: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold the lines of a page, what each is alone (`marks`) and what it is here (`names`)."""

    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    markers: Markers
    names: list[Name | None]
    drafts: list[Draft]

    def name(self, index: int, kind: str, rule: str) -> None:
        """Name a line as part of the article being read."""
        self.names[index] = Name(kind, rule, len(self.drafts) - 1 if self.drafts else None)

    def kind(self, index: int) -> str:
        """Give what a line is alone; `end_of_page` past the last one."""
        return self.marks[index].kind if index < len(self.marks) else "end_of_page"

    def is_stamp_header(self, index: int) -> bool:
        """Tell whether a crawl stamp stands here, alone or under the name of its outlet."""
        if self.kind(index) == "stamp":
            return True
        here = self.kind(index) in ("colon", "text", "outlet")
        return (
            here
            and self.kind(index + 1) == "stamp"
            and len(self.lines[index].text) <= _OUTLET_MAX_CHARS
        )

    def key(self, index: int) -> str:
        """Give a line's words for comparing it with a headline; what is longer is cut."""
        return words_of(self.lines[index].folded[:_KEY_MAX_CHARS])

    def is_prose(self, index: int) -> bool:
        """Tell whether a line is text that reads as a paragraph."""
        return index < len(self.lines) and (
            self.kind(index) == "text" and self.lines[index].is_paragraph
        )


def shared_words_ratio(headline: str, paragraph: str) -> float:
    """Give the share of a folded headline's longer words that a folded paragraph holds (0-1)."""
    wanted = {
        _bare(word) for word in words_of(headline).split() if len(word) >= _MIN_SHARED_LETTERS
    }
    if not wanted:
        return 0.0
    there = {_bare(word) for word in words_of(paragraph[:1000]).split()}
    return len(wanted & there) / len(wanted)


def _bare(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _MIN_SHARED_LETTERS - 1:
            return word[len(prefix) :]
    return word
