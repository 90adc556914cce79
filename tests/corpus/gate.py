"""Run sentences written for this test through the real stages, and score each family of rules.

A family is a file under `data/`; each is scored for each language. What a row expects is written
beside it, also where the pipeline does not get it yet: floors hold what is reached.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from schemas.annotation import Casualty, DateMention, Event, Span
from schemas.article import Annotations, DetectedArticle, Language, PublishedAt
from schemas.raw import RawArticle
from streams.enrich.article import annotate
from streams.language.detect import detect
from streams.parse.page import read_page
from streams.pipeline import Words
from streams.text.normalize import fold
from tests.making import make_article

FOLDER = Path(__file__).parent
FLOORS = FOLDER / "floors.toml"
_COLUMNS = ["language", "text", "expected"]
_PUBLISHED = PublishedAt(
    value="2025-06-15", precision="day", basis="stated", text="15/6/2025", rule="publish.label"
)
_CRAWLED = "2025-06-15T18:00:00Z"
_LATIN = ("en", "fr", "tr")
# A share of one or two rows says little: languages with few rows pool what is judged alike.
_LARGE = ("ar", "en")
_POOLS = {
    **dict.fromkeys(("background", "denial", "conditional", "metaphors"), "no_news"),
    **dict.fromkeys(("names", "places"), "names_and_places"),
    **dict.fromkeys(("unseen_names", "unseen_places", "unseen_dates"), "unseen_names_and_dates"),
}
# The page that a marker stands on, in the two directions of writing.
_PAGES = {
    True: (
        "Ministry opens a new bridge over the river",
        "The ministry of transport opened a new bridge over the river, officials said.",
        "The bridge is two kilometres long and cost forty million dollars.",
    ),
    False: (
        "الوزارة تفتتح جسراً جديداً فوق النهر",
        "افتتحت وزارة النقل جسراً جديداً فوق النهر بحضور عدد من المسؤولين.",
        "ويبلغ طول الجسر كيلومترين وبلغت كلفته أربعين مليون دولار.",
    ),
}

Check = Callable[["Row", Words], str | None]


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one sentence and what should be found in it."""

    family: str
    line: int
    language: str
    text: str
    expected: str

    @property
    def group(self) -> str:
        """Name what the row counts for: `dates.ar`; small languages pool small families."""
        pool = None if self.language in _LARGE else _POOLS.get(self.family)
        return f"{pool or self.family}.{self.language}"


@dataclass(frozen=True, slots=True)
class Score:
    """Hold how many rows of a group are right, and what was found in those that are not."""

    right: int
    rows: int
    misses: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """Give the share, rounded down to hundredths."""
        return self.right * 100 // self.rows / 100


def read_corpus() -> tuple[Row, ...]:
    """Read every family. Errors: AssertionError for a row that is not three full cells."""
    rows: list[Row] = []
    for path in sorted(FOLDER.glob("data/*.tsv")):
        lines = path.read_text("utf-8").splitlines()
        numbered = [(n, line) for n, line in enumerate(lines, 1) if not line.startswith("#")]
        assert numbered[0][1].split("\t") == _COLUMNS, path
        for number, line in numbered[1:]:
            cells = line.split("\t")
            assert len(cells) == len(_COLUMNS), f"{path.name}:{number}"
            assert all(cells), f"{path.name}:{number}"
            rows.append(Row(path.stem, number, *cells))
    return tuple(rows)


def digest(rows: Sequence[Row]) -> str:
    """Name the corpus by what it says, not by its order or its comments."""
    lines = sorted(f"{row.group}\t{row.text}\t{row.expected}" for row in rows)
    return blake2b("\n".join(lines).encode("utf-8"), digest_size=12).hexdigest()


def score(rows: Sequence[Row], words: Words) -> dict[str, Score]:
    """Score every group, in order of name."""
    misses: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.group] = counts.get(row.group, 0) + 1
        found = CHECKS[row.family](row, words)
        if found is not None:
            said = f"  {row.family}.tsv:{row.line}: {row.text}\n    {row.expected} <> {found}"
            misses.setdefault(row.group, []).append(said)
    return {
        group: Score(count - len(misses.get(group, ())), count, tuple(misses.get(group, ())))
        for group, count in sorted(counts.items())
    }


def check_event(row: Row, words: Words) -> str | None:
    """Check kind and tolls of the current event, or that there is none."""
    events = _annotated(row, words).events
    current = next((event for event in events if event.status == "current"), None)
    found = "none" if current is None else " ".join(_said(current))
    if current is None or row.expected == "none":
        return None if found == row.expected else found
    kind, *tolls = row.expected.split()
    if kind not in ("any", current.type):
        return found
    return None if set(tolls) <= set(_said(current)) else found


def check_dates(row: Row, words: Words) -> str | None:
    """Check the values of all dates."""
    found = sorted(_value(date) for date in _annotated(row, words).dates)
    wanted = [] if row.expected == "none" else sorted(row.expected.split())
    return None if found == wanted else " ".join(found) or "none"


def check_names(row: Row, words: Words) -> str | None:
    """Check that each name is found as what it is, or that nothing of a kind is."""
    entities = _annotated(row, words).entities
    named = {(one.type, form) for one in entities for form in _forms(one.name, one.mentions)}
    kinds = {kind for kind, _ in named}
    for part in row.expected.split("; "):
        kind, _, name = part.partition(":")
        wrong = kind[1:] in kinds if kind[0] == "!" else (kind, fold(name)) not in named
        if wrong:
            return "; ".join(f"{one.type}:{one.name}" for one in entities) or "none"
    return None


def check_places(row: Row, words: Words) -> str | None:
    """Check country or province of each place, or that a word is none."""
    places = _annotated(row, words).places
    named = {
        (form, code)
        for place in places
        for form in _forms(place.name, place.mentions)
        for code in (place.country, place.admin1)
    }
    forms = {form for form, _ in named}
    for part in row.expected.split("; "):
        surface, _, code = part.partition("=")
        if part == "none":
            wrong = bool(places)
        elif part[0] == "!":
            wrong = fold(part[1:]) in forms
        else:
            wrong = (fold(surface), code) not in named
        if wrong:
            said = (f"{one.name}={one.admin1 or one.country}" for one in places)
            return "; ".join(said) or "none"
    return None


def check_language(row: Row, words: Words) -> str | None:
    """Check the language's code."""
    found = detect(row.text, words.detector).code
    return None if found == row.expected else found


def check_marker(row: Row, words: Words) -> str | None:
    """Check what kind of line the last line of a page is taken for."""
    body = "\n".join((*_PAGES[row.language in _LATIN], row.text))
    page = read_page(RawArticle(body=body), words.markers)
    found = page.segments[-1].kind
    return None if found in row.expected.split("|") else found


def check_quotes(row: Row, words: Words) -> str | None:
    """Check who is quoted in marks, and with which words."""
    quotes = _annotated(row, words).quotes
    found = [f"{one.speaker or '?'} >> {one.text}" for one in quotes if one.form == "direct"]
    wanted = [] if row.expected == "none" else row.expected.split(" | ")
    return None if found == wanted else " | ".join(found) or "none"


def check_subjects(row: Row, words: Words) -> str | None:
    """Check the first subject's code, and that further codes are among the others."""
    found = [one.code.removeprefix("medtop:") for one in _annotated(row, words).subjects]
    wanted = [] if row.expected == "none" else row.expected.split()
    is_right = found[:1] == wanted[:1] and set(wanted) <= set(found)
    return None if is_right else " ".join(found) or "none"


def check_keyphrases(row: Row, words: Words) -> str | None:
    """Check that phrases are among those found, and that others are not."""
    found = {fold(one.text) for one in _annotated(row, words).keyphrases}
    for part in row.expected.split("; "):
        wrong = fold(part[1:]) in found if part[0] == "!" else fold(part) not in found
        if wrong:
            return "; ".join(sorted(found)) or "none"
    return None


CHECKS: dict[str, Check] = {
    **dict.fromkeys(
        (
            "incidents",
            "tolls",
            "background",
            "denial",
            "conditional",
            "metaphors",
            "unseen_events",
            "unseen_status",
        ),
        check_event,
    ),
    **dict.fromkeys(("dates", "unseen_dates"), check_dates),
    **dict.fromkeys(("names", "unseen_names"), check_names),
    **dict.fromkeys(("places", "unseen_places"), check_places),
    "quotes": check_quotes,
    "subjects": check_subjects,
    "keyphrases": check_keyphrases,
    "languages": check_language,
    "markers": check_marker,
}


# These are judged by headline and lead together.
_HEADED = (check_event, check_subjects, check_keyphrases)


def _headed(row: Row) -> tuple[str, str]:
    """Give headline and body; a sentence alone is both, as leads repeat their headlines."""
    title, _, body = row.text.partition(" // ")
    return title.rstrip(".\u06d4"), body or title


def _annotated(row: Row, words: Words) -> Annotations:
    title, body = _headed(row) if CHECKS[row.family] in _HEADED else (None, row.text)
    plain = make_article(
        title=title,
        body=body,
        text=f"{title}\n\n{body}" if title else body,
        published_at=_PUBLISHED,
        crawled_at=_CRAWLED,
    )
    language = Language(code=row.language, script="", confidence=1.0)
    notes = annotate(DetectedArticle.of(plain, language), words.enrich)
    assert notes.incomplete == (), row
    return notes


def _said(event: Event) -> Iterator[str]:
    yield event.type
    for casualty in event.casualties:
        yield f"{casualty.kind}={_range(casualty)}"


def _range(casualty: Casualty) -> str:
    if casualty.min is None:
        return "?"
    if casualty.max is None:
        return f"{casualty.min}+"
    least, most = casualty.min, casualty.max
    return str(least) if least == most else f"{least}-{most}"


def _value(date: DateMention) -> str:
    return date.value[:10] if date.value else f"{date.from_}/{date.to}"


def _forms(name: str, mentions: Sequence[Span]) -> set[str]:
    """Give the folded wordings of a name, each also without the letters glued to its front."""
    forms = {fold(name)}
    for mention in mentions:
        folded = fold(mention.text)
        forms |= {folded, folded[1:]} | ({"ال" + folded[2:]} if folded[:2] == "لل" else set())
    return forms
