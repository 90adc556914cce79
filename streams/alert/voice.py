"""Who speaks in a claim: an official, a party to the fight, or somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final, Literal

from streams.text.lexicon import read_table, spellings
from streams.text.normalize import fold
from streams.text.tokens import stems, token_texts

Voice = Literal["official", "party"]
_VOICES: Final[dict[str, Voice]] = {"official": "official", "party": "party"}
# A name or an office; a longer text is none.
_MAX_CHARS: Final = 200


@dataclass(frozen=True, slots=True)
class Voices:
    """Hold the phrases that name a voice; `phrases` maps folded words to the kind of voice."""

    phrases: Mapping[tuple[str, ...], Voice]
    longest: int


def load_voices(path: Path | None = None) -> Voices:
    """Load the shipped words, or those of a file. Errors: LexiconError with file:line."""
    if path is None:
        with as_file(files("streams.alert").joinpath("data", "voices.tsv")) as shipped:
            return load_voices(shipped)
    phrases: dict[tuple[str, ...], Voice] = {}
    for row in read_table(path):
        voice = _VOICES.get(row["value"])
        if voice is None:
            raise row.refuse(f"{row['value']!r} is none of {', '.join(_VOICES)}")
        for form, words in spellings(row):
            if phrases.setdefault(words, voice) != voice:
                raise row.refuse(f"{form!r} already names another voice")
    return Voices(phrases, max(map(len, phrases), default=0))


def voice_of(claimed_by: str | None, voices: Voices) -> Voice | None:
    """Name the kind of voice by the longest phrase listed, the first of equals; None for none."""
    words = token_texts(fold((claimed_by or "")[:_MAX_CHARS]))
    for length in range(voices.longest, 0, -1):
        for at in range(len(words) - length + 1):
            for _, first in stems(words[at]):
                found = voices.phrases.get((first, *words[at + 1 : at + length]))
                if found is not None:
                    return found
    return None
