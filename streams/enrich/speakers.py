"""Who speaks: each verb of saying in a text, whose it is, and where what is said begins."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.annotation import Entity, Span
from streams.text.lexicon import read_table
from streams.text.normalize import fold, fold_with_offsets
from streams.text.tokens import letter_words, stems

_DATA = Path(__file__).parent / "data"

VERB, PARTICIPLE, BEFORE_MARK = "verb", "participle", "before_mark"
RELAY, REQUEST = "relay", "request"
PARTICLE, ADVERSE, PREPOSITION, COURTESY = "particle", "adverse", "preposition", "courtesy"
NAMER, PLACE, TITLE = "namer", "place", "title"
_KINDS = (
    VERB, PARTICIPLE, BEFORE_MARK, RELAY, REQUEST,
    PARTICLE, ADVERSE, PREPOSITION, COURTESY, NAMER, PLACE, TITLE,
)  # fmt: skip
_SPEECH = frozenset({VERB, PARTICIPLE, BEFORE_MARK, RELAY, REQUEST})
_NO_SPEAKER_AFTER = frozenset({PREPOSITION, PLACE})
_NO_SUBJECT = frozenset({COURTESY, PREPOSITION})
_BEFORE_VERB = frozenset({"", "و", "ف"})
_MAX_KEPT = 30_000  # distinct surface words remembered; changes speed only

# Between a verb and what is said stand the speaker and his office; further on is another clause.
_REACH_CHARS = 160
_REACH_WORDS = 16
# «وأضاف» without a subject goes on with whoever spoke before, if that is not pages ago.
_MEMORY_CHARS = 700
_STOP = re.compile('[:«»“”"\\n.!?\u061f\u061b;]')
_SENTENCE_END = re.compile("[.!?\u061f\u06d4](?=\\s|$)|\\n")
_WORD = re.compile(r"[^\W_]+")
_GLUED_BEFORE = frozenset("لب")
_RELAYED_FROM = re.compile(r"\bعن\s+(?:\S+\s+){0,6}$")
_LATIN_AFTER = re.compile(r"\s+((?:[A-Z][\w.'\u2019-]*\s+){0,6}[A-Z][\w'\u2019-]+)")
_LATIN_BEFORE = re.compile(r"((?:[A-Z][\w.'\u2019-]*\s+){1,6})$")


Mention = tuple[int, int, str, bool]  # where, whose name, and whether it is a person


class _Kinds(dict[str, frozenset[str]]):
    """Remember what each word is, proclitics taken off."""

    def __init__(self, listed: Mapping[str, frozenset[str]]) -> None:
        super().__init__()
        self._listed = listed

    def __missing__(self, word: str) -> frozenset[str]:
        if len(self) > _MAX_KEPT:
            self.clear()
        found: frozenset[str] = frozenset()
        for cut, form in stems(word):
            found = self._listed.get(form, frozenset())
            if word[:cut] not in _BEFORE_VERB:  # النقل is no verb
                found -= _SPEECH
            if found:
                break
        self[word] = found
        return found


@dataclass(frozen=True, slots=True)
class QuoteWords:
    """Hold what the words around speech are, by folded form."""

    kinds: _Kinds


@dataclass(frozen=True, slots=True)
class Speech:
    """Hold a verb of saying: where it stands, who speaks, and where what is said may begin.

    `reports` is the place after its `إن`, -1 where none begins a report; `said_by` is where the
    speaker is named; `is_open` says that a mark or a colon follows.
    Units: code points of the original.
    """

    start: int
    end: int
    reports: int
    has_particle: bool
    speaker: str | None
    said_by: Span | None
    rule: str
    is_open: bool


def load_quotes(folder: Path = _DATA) -> QuoteWords:
    """Load the words around speech. Errors: LexiconError with file:line."""
    found: dict[str, set[str]] = {}
    for row in read_table(folder / "reporting_verbs.tsv"):
        kind = row["value"]
        if kind not in _KINDS:
            raise row.refuse(f"value {kind!r} is not one of {', '.join(_KINDS)}")
        for word in row["form"].split():
            kinds = found.setdefault(fold(word), set())
            if kind in kinds:
                raise row.refuse(f"{word!r} is a {kind} already, once folded")
            kinds.add(kind)
    return QuoteWords(_Kinds({word: frozenset(kinds) for word, kinds in found.items()}))


def mentions_of(entities: Sequence[Entity]) -> list[Mention]:
    """List where whoever can speak is named, in order: everybody but places."""
    return sorted(
        (span.start, span.end, entity.name, entity.type == "person")
        for entity in entities
        if entity.type != "place"
        for span in entity.mentions
    )


def speeches(text: str, mentions: Sequence[Mention], words: QuoteWords) -> Iterator[Speech]:
    """Yield the verbs of saying in order, each with its speaker where the text names one.

    Arabic names the subject after the verb, a headline before it; a participle (`مؤكدا`) goes on
    with the speaker of its sentence, and a verb without any subject with whoever spoke before.
    """
    folded = fold_with_offsets(text)
    tokens, starts, ends = letter_words(folded.text)
    kinds = list(map(words.kinds.__getitem__, tokens))
    known = [at for at, kind in enumerate(kinds) if kind]
    particles = [at for at in known if PARTICLE in kinds[at]]
    last: Speech | None = None
    for at in [at for at in known if not kinds[at].isdisjoint(_SPEECH)]:
        start, end = folded.span(starts[at], ends[at])
        stop = _STOP.search(text, end, end + _REACH_CHARS)
        limit = stop.start() if stop else min(len(text), end + _REACH_CHARS)
        is_open = stop is not None and stop[0] in ':«“"'
        if BEFORE_MARK in kinds[at] and not (is_open and not text[end:limit].strip()):
            continue
        particle = -1
        after_it = bisect_right(particles, at)
        if after_it < len(particles) and particles[after_it] <= at + _REACH_WORDS:
            next_at = particles[after_it]
            first, after = folded.span(starts[next_at], ends[next_at])
            if first < limit:
                limit = first
                particle = -1 if ADVERSE in kinds[next_at - 1] else after  # إلا أن
        speaker, said_by, rule = _named(text, (start, end), limit, mentions, kinds[at], words)
        if speaker is None and last is not None and last.speaker is not None:
            is_near = start - last.start <= _MEMORY_CHARS
            if PARTICIPLE in kinds[at]:
                goes_on = is_near and not _SENTENCE_END.search(text, last.end, start)
            else:
                is_he = at > 0 and COURTESY in kinds[at - 1]  # "...," she told reporters
                goes_on = is_near and (is_he or _is_bare(text, end, limit, words))
            if goes_on:
                speaker, said_by, rule = last.speaker, last.said_by, "quote.goes_on"
        can_report = particle >= 0 and REQUEST not in kinds[at]
        last = Speech(
            start,
            end,
            particle if can_report else -1,
            particle >= 0,
            speaker,
            said_by,
            rule,
            is_open,
        )
        yield last


def _named(
    text: str,
    verb: tuple[int, int],
    limit: int,
    mentions: Sequence[Mention],
    kinds: frozenset[str],
    words: QuoteWords,
) -> tuple[str | None, Span | None, str]:
    """Find the name after a verb, else the one right before it.

    A person goes before the office he speaks for (`قائد حرس الحدود محمد الصقير`); what an agency
    relays, somebody else has said (`نقلت الوكالة عن الوزير`).
    """
    start, end = verb
    at = bisect_left(mentions, (end, 0, "", False))
    best: Mention | None = None
    body: Mention | None = None
    while best is None and at < len(mentions) and mentions[at][1] <= limit:
        one = mentions[at]
        at += 1
        if RELAY in kinds:
            speaks = _RELAYED_FROM.search(text, end, one[0]) is not None
        else:
            speaks = not _is_spoken_of(text, one[0], words)
        if speaks and one[3]:
            best = one
        elif speaks and body is None:
            body = one
    if best is None and body and (RELAY in kinds or _is_named(text[end : body[0]], words)):
        best = body
    if best is not None:
        return *_spoken(text, best), "quote.verb_first"
    at = bisect_right(mentions, (start, 0, "", False)) - 1
    if at >= 0 and RELAY not in kinds:
        first, last, *_ = mentions[at]
        is_adjacent = last <= start and not text[last:start].strip(" :\xa0")
        if is_adjacent and not _is_spoken_of(text, first, words):
            return *_spoken(text, mentions[at]), "quote.name_first"
    return _latin(text, verb, words) if text[start:end].isascii() else (None, None, "")


def _is_named(between: str, words: QuoteWords) -> bool:
    """Say whether only `organisation`, `movement` and the like stand before a body's name.

    Anything else is a person who speaks for it (`مدرب ريال مدريد`), and he is not known.
    """
    return all(NAMER in words.kinds[fold(word)] for word in _WORD.findall(between))


def _spoken(text: str, mention: Mention) -> tuple[str, Span]:
    first, last, name, _ = mention
    return name, Span(text=text[first:last], start=first, end=last)


def _is_spoken_of(text: str, start: int, words: QuoteWords) -> bool:
    if start and text[start - 1] in _GLUED_BEFORE:
        return True
    before = text[max(0, start - 20) : start].split()
    if not before:
        return False
    word = fold(before[-1])
    return word.startswith("لل") or bool(words.kinds[word] & _NO_SPEAKER_AFTER)


def _is_bare(text: str, start: int, end: int, words: QuoteWords) -> bool:
    """Say whether no subject stands between a verb and what is said."""
    for word in _WORD.finditer(text, start, end):
        if words.kinds[fold(word[0])].isdisjoint(_NO_SUBJECT):
            return False
    return True


def _latin(
    text: str, verb: tuple[int, int], words: QuoteWords
) -> tuple[str | None, Span | None, str]:
    """Take the capitalised words beside an English verb for the speaker, without the title."""
    start, end = verb
    after = _LATIN_AFTER.match(text, end)
    from_ = max(0, start - _REACH_CHARS)
    before = None if after else _LATIN_BEFORE.search(text[from_:start])
    found = after or before
    if found is None:
        return None, None, ""
    shift = 0 if after else from_
    names = list(re.finditer(r"\S+", found[1]))
    titles = [at for at, one in enumerate(names) if TITLE in words.kinds[fold(one[0].rstrip("."))]]
    names = names[titles[-1] + 1 :] if titles else names  # Transport Minister Laura Bennett
    if not names:
        return None, None, ""
    first = shift + found.start(1) + names[0].start()
    last = shift + found.start(1) + names[-1].end()
    name = text[first:last]
    rule = "quote.verb_first" if after else "quote.name_first"
    return name, Span(text=name, start=first, end=last), rule
