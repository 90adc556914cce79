"""Plug-ins: models from other packages that mark names, beside the lexicons and never above them.

A plug-in is what a package names under the entry-point group `barid.enrichers`: an object, or a
class or function that makes one, with a `version` and

    enrich_batch(texts, languages) -> for each text its spans,

spans in the shape of Hugging Face's token classification with `aggregation_strategy="simple"`.
What it finds becomes entities whose `source` is `model:<name>@<version>`. A plug-in that raises,
takes too long or gives spans that are not in the text loses its annotation, which `incomplete`
names `plugin:<name>`; after some failures on end it is off for the rest of the process.
"""

import logging
import threading
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import entry_points
from operator import index
from typing import Any, Final, Protocol

from schemas.annotation import Entity, EntityType, Place, Span
from streams.text.normalize import fold

log = logging.getLogger("barid.enrich.plugins")

GROUP: Final = "barid.enrichers"
# A call takes a few texts, so that the limit is one of work and not of how full a batch is. Three
# calls that hang take 15 seconds, less than a consumer may be silent (20 seconds).
TEXTS_A_CALL: Final = 8
LIMIT_SECONDS: Final = 5.0
MAX_FAILURES: Final = 3
# The labels of the usual data sets (CoNLL, ANERcorp, WikiANN, OntoNotes); others are left out.
_TYPES: Final[dict[str, EntityType]] = {
    "PER": "person", "PERS": "person", "PERSON": "person",
    "ORG": "organisation", "ORGANIZATION": "organisation", "ORGANISATION": "organisation",
    "LOC": "place", "LOCATION": "place", "GPE": "place", "FAC": "place",
}  # fmt: skip
_UNKNOWN_WORD = "[UNK]"


class PluginError(Exception):
    """Report a plug-in that cannot be loaded; the text says which and what there is."""


class Enricher(Protocol):
    """Mark names in texts. `version` stands in the `source` of what it finds."""

    version: str

    def enrich_batch(
        self, texts: Sequence[str], languages: Sequence[str]
    ) -> Sequence[Sequence[Any]]:
        """Give the spans of each text: mappings or objects with the fields of `ModelSpan`."""


@dataclass(frozen=True, slots=True)
class ModelSpan:
    """Hold one name a model marked. Units: score 0.0-1.0; start and end code points."""

    entity_group: str
    score: float
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """Hold what all plug-ins say of one text: entities by plug-in, and who failed on it."""

    entities: tuple[Entity, ...] = ()
    failed: tuple[str, ...] = ()


NOTHING: Final = Marked()


@dataclass(slots=True)
class Plugin:
    """Hold a loaded plug-in and how it fares. One a process: only failures on end change."""

    name: str
    enricher: Enricher
    limit_seconds: float = LIMIT_SECONDS
    failures: int = 0
    is_off: bool = False
    _running: threading.Thread | None = field(default=None, repr=False)

    @property
    def source(self) -> str:
        """Name the plug-in and its version, as entities carry it."""
        return f"model:{self.name}@{self.enricher.version}"

    def mark(
        self, texts: Sequence[str], languages: Sequence[str]
    ) -> list[tuple[Entity, ...] | None]:
        """Give the entities of each text, None where the plug-in failed. Errors: none."""
        answers: list[tuple[Entity, ...] | None] = []
        for first in range(0, len(texts), TEXTS_A_CALL):
            last = first + TEXTS_A_CALL
            answers += self._mark_some(texts[first:last], languages[first:last])
        return answers

    def _mark_some(
        self, texts: Sequence[str], languages: Sequence[str]
    ) -> list[tuple[Entity, ...] | None]:
        """Ask for some texts at once; where that raises, for each alone, so that one bears it."""
        if self.is_off:
            return [None] * len(texts)
        try:
            spans = self._ask(texts, languages)
        except TimeoutError as error:
            self._count(error)
            return [None] * len(texts)
        except Exception as error:  # noqa: BLE001 - whatever it raises costs its annotation alone
            if len(texts) == 1:
                self._count(error)
                return [None]
            pairs = zip(texts, languages, strict=True)
            return [answer for text, code in pairs for answer in self._mark_some((text,), (code,))]
        return [self._checked(text, found) for text, found in zip(texts, spans, strict=True)]

    def _checked(self, text: str, found: Sequence[Any]) -> tuple[Entity, ...] | None:
        try:
            entities = _entities(text, [_span(one, text) for one in found], self.source)
        except Exception as error:  # noqa: BLE001 - the shape of an answer is the plug-in's doing
            self._count(error)
            return None
        self.failures = 0
        return entities

    def _ask(self, texts: Sequence[str], languages: Sequence[str]) -> Sequence[Sequence[Any]]:
        if self._running is not None and self._running.is_alive():
            raise TimeoutError("still busy with texts it was given before")
        answer = _Answer(lambda: self.enricher.enrich_batch(tuple(texts), tuple(languages)))
        # A thread that may be left behind: nothing can end a call that does not return.
        self._running = threading.Thread(target=answer.run, name=f"plugin-{self.name}", daemon=True)
        self._running.start()
        spans = answer.wait(self.limit_seconds)
        if len(spans) != len(texts):
            raise ValueError(f"{len(spans)} answers to {len(texts)} texts")
        return spans

    def _count(self, error: Exception) -> None:
        self.failures += 1
        if self.failures >= MAX_FAILURES and not self.is_off:
            self.is_off = True
            said = f"{type(error).__name__}: {error}"
            log.error(
                "plug-in %s is off until the process starts again: %d failures on end, the last %s",
                self.name, self.failures, said,
            )  # fmt: skip


class _Answer:
    """Carry the answer, or what was raised, from the thread that asks to the one that waits."""

    def __init__(self, ask: Callable[[], Sequence[Sequence[Any]]]) -> None:
        self._ask = ask
        self._done = threading.Event()
        self._spans: Sequence[Sequence[Any]] = ()
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._spans = self._ask()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            self._error = error
        self._done.set()

    def wait(self, limit_seconds: float) -> Sequence[Sequence[Any]]:
        """Give the answer. Errors: TimeoutError; RuntimeError from what the plug-in raised."""
        if not self._done.wait(limit_seconds):
            raise TimeoutError(f"no answer after {limit_seconds} seconds")
        if self._error is not None:
            raise RuntimeError(f"{type(self._error).__name__}: {self._error}") from self._error
        return self._spans


def load_plugins(names: str) -> tuple[Plugin, ...]:
    """Load plug-ins by name (`titles,ner=/models/x`), in that order; none for "".

    What follows `=` is handed to the plug-in when it is made. Errors: PluginError.
    """
    parts = (one.partition("=") for one in names.split(",") if one.strip())
    wanted = dict.fromkeys((name.strip(), argument.strip()) for name, _, argument in parts)
    if len({name for name, _ in wanted}) < len(wanted):
        raise PluginError(f"a plug-in is named twice, with different arguments: {names!r}")
    return tuple(_load(name, argument) for name, argument in wanted)


def _load(name: str, argument: str = "") -> Plugin:
    points = entry_points(group=GROUP)
    found = [point for point in points if point.name == name]
    if not found:
        known = ", ".join(sorted({point.name for point in points})) or "none"
        raise PluginError(f"no plug-in {name!r} is installed under {GROUP}; there is {known}")
    if len({point.value for point in found}) > 1:
        said = ", ".join(sorted(point.value for point in found))
        raise PluginError(
            f"several packages offer the plug-in {name!r}: {said}; remove all but one"
        )
    try:
        enricher = _made(found[0].load(), argument)
        version = enricher.version
    except Exception as error:
        raise PluginError(
            f"the plug-in {name!r} cannot be loaded: {type(error).__name__}: {error}"
        ) from error
    if not callable(getattr(enricher, "enrich_batch", None)) or not isinstance(version, str):
        raise PluginError(f"the plug-in {name!r} has no enrich_batch() or its version is no text")
    return Plugin(name, enricher)


def _made(offered: Any, argument: str) -> Any:
    """Make an enricher of a class or function; an object is one already, and takes no argument."""
    if not hasattr(offered, "enrich_batch") or isinstance(offered, type):
        return offered(argument) if argument else offered()
    if argument:
        raise TypeError(f"it is made already and takes no argument, but was given {argument!r}")
    return offered


def mark_all(
    texts: Sequence[str], languages: Sequence[str], plugins: Sequence[Plugin]
) -> list[Marked]:
    """Ask every plug-in about every text. Errors: none. Shape: one answer a text, in order."""
    if not plugins:
        return [NOTHING] * len(texts)
    answers = [(plugin, plugin.mark(texts, languages)) for plugin in plugins]
    return [
        Marked(
            tuple(one for _, by_text in answers for one in by_text[at] or ()),
            tuple(f"plugin:{plugin.name}" for plugin, by_text in answers if by_text[at] is None),
        )
        for at in range(len(texts))
    ]


def beside(
    marked: Sequence[Entity], entities: Sequence[Entity], places: Sequence[Place]
) -> tuple[Entity, ...]:
    """Give what only models found: no mention that touches one of the lexicons', or an earlier one.

    Where both name the same words, the lexicons' id stands, and the model adds nothing.
    """
    listed = [*(one.mentions for one in entities), *(one.mentions for one in places)]
    mentions = sorted((span.start, span.end) for several in listed for span in several)
    starts, ends = [start for start, _ in mentions], [end for _, end in mentions]
    kept: list[Entity] = []
    for entity in marked:
        free: list[Span] = []
        for span in entity.mentions:
            at = bisect_right(starts, span.start)
            is_free = at == 0 or ends[at - 1] <= span.start
            if is_free and (at == len(starts) or span.end <= starts[at]):
                starts.insert(at, span.start)
                ends.insert(at, span.end)
                free.append(span)
        if free:
            kept.append(replace(entity, mentions=tuple(free)))
    return tuple(kept)


def type_of(label: str) -> EntityType | None:
    """Give what a label of a model names (`B-PER`, `LOC`); None for kinds that are left out."""
    return _TYPES.get(label.upper().removeprefix("B-").removeprefix("I-"))


def _entities(text: str, spans: Sequence[ModelSpan], source: str) -> tuple[Entity, ...]:
    """Gather the mentions of each name; names of other kinds are left out."""
    mentions: dict[tuple[EntityType, str], list[Span]] = {}
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        kind = type_of(span.entity_group)
        words = fold(text[span.start : span.end]).split()
        if kind is not None and words:
            found = Span(text=text[span.start : span.end], start=span.start, end=span.end)
            mentions.setdefault((kind, "_".join(words)), []).append(found)
    return tuple(
        Entity(
            id=f"model_{kind}:{slug}", type=kind, name=several[0].text,
            mentions=tuple(several), source=source,
        )
        for (kind, slug), several in mentions.items()
    )  # fmt: skip


def _span(one: Any, text: str) -> ModelSpan:
    """Read a span. Errors: ValueError for one that does not stand in the text."""
    names = ("entity_group", "score", "word", "start", "end")
    values: list[Any] = [
        one[name] if isinstance(one, Mapping) else getattr(one, name) for name in names
    ]
    group, score, word = values[:3]
    start, end = map(index, values[3:])  # numpy's whole numbers count
    if not isinstance(group, str) or not isinstance(word, str):
        raise TypeError(f"entity_group {group!r} or word {word!r} is no text")
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start} to {end} is no span of a text of {len(text)} characters")
    if not 0 <= float(score) <= 1:
        raise ValueError(f"the score {score!r} is not from 0 to 1")
    if _UNKNOWN_WORD not in word and _letters(word) != _letters(text[start:end]):
        raise ValueError(f"{word!r} is not what stands at {start} to {end}: {text[start:end]!r}")
    return ModelSpan(group, float(score), word, start, end)


def _letters(words: str) -> str:
    """Reduce words to letters: tokenizers take out blanks, vowel marks and capitals."""
    return "".join(letter for letter in fold(words).casefold() if letter.isalnum())
