"""The plug-in `ner`: a transformer's names, from a token-classification model on this disk.

Off unless it is switched on: `BARID_ENRICHERS=ner=/models/name`, with the extra `barid[ner]`. The
folder is what `save_pretrained` writes. Nothing is ever fetched. What the plug-in finds is marked
as the model's and stands beside the lexicons' names (`plugins.py`): no event and no alert rests
on it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from streams.enrich.plugins import ModelSpan, type_of

# A model reads 512 pieces at most, about 1,400 letters of Arabic; what one text is too long for is
# cut at ends of lines and sentences, so that no name lies across a cut.
WINDOW_CHARS: Final = 1_000
# A text's first 8,000 characters: the rest of a long read costs seconds and names few new people.
MAX_CHARS: Final = 8_000
WINDOWS_A_PASS: Final = 8
# Below this, models that were trained on other news are wrong in every third name.
MIN_SCORE: Final = 0.8
_MAX_PIECES = 512
_CUT = re.compile("\\n+|(?<=[.!?\u061f\u06d4]) +")
_DIGEST_BYTES = 4


class NerError(Exception):
    """Report a model that cannot be used; the text says what is missing and where."""


class LabelledWord(NamedTuple):
    """Hold a word of a window with its label. Units: code points of the window; score 0.0-1.0."""

    start: int
    end: int
    label: str
    score: float


Tagger = Callable[[Sequence[str]], Sequence[Sequence[LabelledWord]]]


class NameModel:
    """Mark names with a tagger: an enricher for `plugins.Plugin`."""

    def __init__(self, tagger: Tagger, version: str) -> None:
        """Take the tagger, which labels each word of some windows, and its version."""
        self.version = version
        self._tagger = tagger

    def enrich_batch(self, texts: Sequence[str], languages: Sequence[str]) -> list[list[ModelSpan]]:
        """Give the names of each text. Shape: spans sorted, not overlapping, of whole words."""
        del languages  # a model knows its own
        found: list[list[ModelSpan]] = [[] for _ in texts]
        windows = [
            (at, start, end) for at, text in enumerate(texts) for start, end in windows_of(text)
        ]
        for first in range(0, len(windows), WINDOWS_A_PASS):
            some = windows[first : first + WINDOWS_A_PASS]
            answers = self._tagger([texts[at][start:end] for at, start, end in some])
            for (at, start, _), words in zip(some, answers, strict=True):
                found[at] += spans_of(texts[at], start, words)
        return found


def load(path: str = "") -> NameModel:
    """Load the model of a folder. Errors: NerError, which says what to do."""
    folder = Path(path)
    if not path or not (folder / "config.json").is_file():
        raise NerError(
            f"no model at {path!r}; name its folder, as save_pretrained() writes it: ner=/models/x"
        )
    tagger = TransformerTagger(folder)
    digest = blake2b((folder / "config.json").read_bytes(), digest_size=_DIGEST_BYTES).hexdigest()
    return NameModel(tagger, f"{folder.resolve().name}-{digest}")


class TransformerTagger:
    """Label words with a Hugging Face token-classification model, on the processor."""

    def __init__(self, folder: Path) -> None:
        """Load model and tokenizer. Errors: NerError."""
        try:
            torch: Any = import_module("torch")  # takes seconds, so not before it is wanted
            transformers: Any = import_module("transformers")
        except ImportError as error:
            raise NerError(f"{error}; install the extra: pip install 'barid[ner]'") from error
        try:
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(
                folder, local_files_only=True
            )
            self._model = transformers.AutoModelForTokenClassification.from_pretrained(
                folder, local_files_only=True
            )
        except Exception as error:
            raise NerError(f"{folder} holds no model that can be read: {error}") from error
        if not self._tokenizer.is_fast:
            raise NerError(f"{folder} has no tokenizer.json: the places of words are not known")
        self._labels: dict[int, str] = dict(self._model.config.id2label)
        if not any(type_of(label) for label in self._labels.values()):
            said = ", ".join(self._labels.values())
            raise NerError(f"{folder} names no persons, organisations or places, only {said}")
        self._torch = torch
        self._model.eval()

    def __call__(self, windows: Sequence[str]) -> list[list[LabelledWord]]:
        """Label each word by its first piece, as models are trained to."""
        pieces = self._tokenizer(
            list(windows), padding=True, truncation=True, max_length=_MAX_PIECES,
            return_offsets_mapping=True, return_tensors="pt",
        )  # fmt: skip
        offsets = pieces.pop("offset_mapping").tolist()
        with self._torch.inference_mode():
            shares = self._model(**pieces).logits.softmax(-1).max(-1)
        scores, labels = shares.values.tolist(), shares.indices.tolist()
        return [
            [
                LabelledWord(
                    offsets[at][first][0], offsets[at][last][1],
                    self._labels[labels[at][first]], scores[at][first],
                )
                for first, last in _words(pieces.word_ids(at))
            ]
            for at in range(len(windows))
        ]  # fmt: skip


def _words(word_ids: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Yield the first and last piece of each word."""
    first = 0
    for at, word in enumerate(word_ids):
        if at + 1 == len(word_ids) or word_ids[at + 1] != word:
            if word is not None:
                yield first, at
            first = at + 1


def windows_of(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into windows, at line and sentence ends, else at blanks. Units: code points."""
    limit = min(len(text), MAX_CHARS)
    cuts = [0, *(match.end() for match in _CUT.finditer(text, 0, limit)), limit]
    start = 0
    for here, after in pairwise(cuts):
        if after - start > WINDOW_CHARS and here > start:
            yield start, here
            start = here
        while after - start > WINDOW_CHARS:
            blank = text.rfind(" ", start + 1, start + WINDOW_CHARS)
            end = blank if blank > 0 else start + WINDOW_CHARS
            yield start, end
            start = end
    if start < limit and not text[start:limit].isspace():
        yield start, limit


def spans_of(text: str, shift: int, words: Sequence[LabelledWord]) -> Iterator[ModelSpan]:
    """Join words of one name: the same kind, side by side, and no `B-` between."""
    name: list[LabelledWord] = []
    for word in _whole(text, shift, words):
        kind = type_of(word.label)
        begins = word.label.startswith("B-") or not name or type_of(name[-1].label) != kind
        if name and (begins or text[shift + name[-1].end : shift + word.start].strip()):
            yield from _span(text, shift, name)
            name = []
        if kind is not None:
            name.append(word)
    yield from _span(text, shift, name)


def _whole(text: str, shift: int, words: Sequence[LabelledWord]) -> Iterator[LabelledWord]:
    """Mend words that a tokenizer took apart at a vowel mark; the first part's label stands."""
    whole: LabelledWord | None = None
    for word in words:
        start, end = word.start, word.end
        while start < end and text[shift + start].isspace():  # some count the blank before
            start += 1
        while shift + end < len(text) and unicodedata.combining(text[shift + end]):
            end += 1
        if start == end:
            continue
        if whole is not None:
            is_inside = whole.end >= start and _is_letter(text[shift + whole.end - 1])
            if is_inside and _is_letter(text[shift + start]):
                whole = whole._replace(end=end)
                continue
            yield whole
        whole = word._replace(start=start, end=end)
    if whole is not None:
        yield whole


def _is_letter(char: str) -> bool:
    return char.isalnum() or unicodedata.combining(char) != 0


def _span(text: str, shift: int, name: Sequence[LabelledWord]) -> Iterator[ModelSpan]:
    if not name:
        return
    score = sum(word.score for word in name) / len(name)
    if score < MIN_SCORE:
        return
    start, end = shift + name[0].start, shift + name[-1].end
    while start < end and not _is_letter(text[start]):  # a mark that the model took for a name
        start += 1
    while end > start and not _is_letter(text[end - 1]):
        end -= 1
    if start < end:
        yield ModelSpan(name[0].label, score, text[start:end], start, end)
