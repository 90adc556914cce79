"""Ask the statistical model (py3langid, bundled, offline), corrected by priors and little words."""

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from streams.language.tables import Label, WordList

# The model walks bytes. 200 to 480 of them gave the same answers on 457 paragraphs and articles;
# 160 lost one.
_MODEL_BYTES = 240
# What a little word is worth, as a logarithm, divided by the square root of the number of words.
# Swept 0 to 3 on 300 headlines of 20 languages, and on 1,281 cuts of 7 words: 4 and 17 wrong at 0,
# 1 and 14 at 1.5; from 2 on it gets worse.
_WORD_WEIGHT = 1.5
# A language with evidence is never ruled out by the model alone.
_FLOOR = 1e-6
# Belief in a language that the model has no class for (Sindhi, Kashmiri). Flat from 0.2 to 0.4.
_UNKNOWN = 0.2

_WORD = re.compile(r"[^\W\d_]+")

Rank = Callable[[str], list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Guess:
    """Hold a language and how much of the belief it has, 0-1."""

    code: str
    confidence: float


def load_model() -> Rank:
    """Load the bundled model once: about half a second, 70 MB. No network."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    rank: Rank = identifier.rank
    return rank


def guess(
    text: str,
    rank: Rank,
    labels: dict[str, Label],
    evidence: dict[str, float],
    only: Collection[str] = (),
) -> Guess:
    """Guess a language; `evidence` is added to the logarithm of the model's belief.

    Only the languages of `only` are looked at, when given. One the model has no class for is
    believed as little as `_UNKNOWN`.
    """
    believed: dict[str, float] = {}
    for name, probability in rank(_cut(text)):
        if probability < _FLOOR:
            break  # best first: the rest is less
        label = labels.get(name)
        code = label.code if label else name
        belief = probability * label.prior if label else probability
        if not only or code in only:
            believed[code] = believed.get(code, 0.0) + belief
    for code in only:
        believed.setdefault(code, _UNKNOWN)
    for code, weight in evidence.items():
        believed[code] = max(believed.get(code, 0.0), _FLOOR) * math.exp(weight)
    total = sum(believed.values())
    code = min(believed, key=lambda code: (-believed[code], code))
    return Guess(code, believed[code] / total if total else 0.0)


def weigh_words(text: str, words: WordList) -> dict[str, float]:
    """Weigh the little words of each language in a text, as evidence for `guess`."""
    found = _WORD.findall(text[:_MODEL_BYTES].lower())
    hits: dict[str, int] = {}
    for word in found:
        for code in words.keyed.get(word, ()):
            hits[code] = hits.get(code, 0) + 1
    scale = _WORD_WEIGHT / math.sqrt(len(found) or 1)
    return {code: scale * count for code, count in hits.items()}


def _cut(text: str) -> str:
    """Cut to the model's share, at a word where there is one."""
    head = text[:_MODEL_BYTES].encode("utf-8", "replace")[:_MODEL_BYTES].decode("utf-8", "ignore")
    if len(head) == len(text):
        return head
    cut, blank, _ = head.rpartition(" ")
    return cut if blank else head
