"""What the page says, in Arabic and in English: texts from a file, dates and names of countries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

Language = Literal["ar", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("ar", "en")
_FILE: Final = "texts.tsv"
_COLUMNS: Final = "\t".join(("code", *LANGUAGES))
# Iraq's months are those of most readers east of Egypt: نيسان, not أبريل.
_LOCALES: Final[dict[Language, str]] = {"ar": "ar_IQ", "en": "en_GB"}
_DAY_CHARS: Final = 10


class TextsError(ValueError):
    """Report a row of the file of texts that cannot be used; the text names file and line."""


@dataclass(frozen=True, slots=True)
class Words:
    """Say things in one language."""

    language: Language
    texts: MappingProxyType[str, str]
    _locale: Locale = field(repr=False)

    @property
    def direction(self) -> str:
        """Give the direction of the language's script."""
        return "rtl" if self.language == "ar" else "ltr"

    def __call__(self, code: str, **values: str | int) -> str:
        """Give a text with its values filled in. Errors: KeyError for a code there is not."""
        return fill(self.texts[code], values)

    def term(self, kind: str, value: str | None) -> str:
        """Name a value of a closed set, such as a severity; of one we have no word for, itself."""
        return self.texts.get(f"{kind}.{value or 'none'}") or (value or "").replace("_", " ")

    def country(self, code: str | None) -> str:
        """Name a country. Shape: ISO 3166-1 alpha-2 in."""
        return str(self._locale.territories.get(code or "", code or ""))

    def day(self, stated: str | None) -> str:
        """Write a day, or whatever is stated, if it is none (`2024-11`)."""
        try:
            parsed = date.fromisoformat((stated or "")[:_DAY_CHARS])
        except ValueError:
            return stated or ""
        return str(format_date(parsed, "d MMMM y", locale=self._locale))

    def hour(self, stated: str | None) -> str:
        """Write the time of day of a moment, in UTC; empty where none is stated."""
        moment = _moment(stated)
        return moment.strftime("%H:%M") if moment else ""

    def language_name(self, code: str | None) -> str:
        """Name a language in this one; empty for one unknown."""
        return str(self._locale.languages.get(code or "", ""))


def fill(text: str, values: Mapping[str, str | int]) -> str:
    """Put values where their names stand in braces.

    >>> fill("{count} articles", {"count": 3})
    '3 articles'
    """
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def load_words() -> dict[Language, Words]:
    """Load the texts. Errors: TextsError."""
    texts = parse_texts((files(__package__) / _FILE).read_text("utf-8"))
    return {
        language: Words(language, MappingProxyType(texts[language]), _locale(language))
        for language in LANGUAGES
    }


def parse_texts(content: str) -> dict[Language, dict[str, str]]:
    """Read a table of texts by language and code.

    Errors: TextsError for a row that lacks a language, and for a code told twice.
    """
    found: dict[Language, dict[str, str]] = {language: {} for language in LANGUAGES}
    for number, line in enumerate(content.splitlines(), 1):
        if line.startswith("#") or not line.strip() or line == _COLUMNS:
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != len(LANGUAGES) + 1 or not all(cells):
            raise TextsError(f"{_FILE}:{number}: a code and a text in each language, not {line!r}")
        code = cells[0]
        if code in found["ar"]:
            raise TextsError(f"{_FILE}:{number}: {code} is told twice")
        for language, text in zip(LANGUAGES, cells[1:], strict=True):
            found[language][code] = text
    return found


def is_language_tag(code: str | None) -> bool:
    """Say whether a code may stand in an HTML `lang`; `und` says nothing and may not."""
    if not code or code == "und":
        return False
    try:
        Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        return False
    return True


def _locale(language: Language) -> Locale:
    return Locale.parse(_LOCALES[language])


def _moment(stated: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stated or "")
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment
