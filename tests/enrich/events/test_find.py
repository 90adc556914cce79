"""Who says it, corrections, odd text, exact spans, determinism."""

# ruff: noqa: E501  (tables of sentences in their own scripts, one row a line)

from collections.abc import Callable

import pytest

from schemas.article import DetectedArticle
from streams.enrich.events.find import EventWords, claimed_by, find_events

Write = Callable[..., DetectedArticle]


SPEAKERS = [
    ("ar", "مقتل مسلحين بغارة", "أعلنت خلية الإعلام الأمني مقتل مسلحين بغارة.", "خلية الإعلام الأمني"),
    ("ar", "مقتل مسلحين بغارة", "قالت وزارة الدفاع إن مسلحين قتلوا.", "وزارة الدفاع"),
    ("ar", "مقتل مسلحين بغارة", "قتل مسلحان بغارة في الوادي.", None),
    ("en", "Bomb kills two", "Two people were killed by a bomb, police said.", "police"),
    ("xx", "Bomb", "police said", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "title", "body", "expected"), SPEAKERS, ids=[row[2] for row in SPEAKERS]
)
def test_speaker_is_named(
    code: str, title: str, body: str, expected: str | None, write: Write, words: EventWords
) -> None:
    assert claimed_by(write(title, body, code), (), words) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("تراجع عدد القتلى إلى 9 بعد مراجعة.", True),
        ("صححت الوزارة الحصيلة إلى 9 قتلى.", True),
        ("ارتفع عدد القتلى إلى 12.", False),
    ],
    ids=["fell", "corrected", "rose"],
)
def test_correction_is_flagged(body: str, expected: bool, write: Write, words: EventWords) -> None:
    event = find_events(write("حصيلة جديدة لقتلى الزلزال", body), (), (), (), words)[0]
    assert event.correction is expected


def test_denied_event_is_negated(write: Write, words: EventWords) -> None:
    article = write("الشرطة تنفي وقوع تفجير قرب السوق", "نفت الشرطة وقوع تفجير قرب السوق.")
    events = find_events(article, (), (), (), words)
    assert [event.status for event in events] == ["negated"]


ODD = [
    "",
    "مقتل",
    "\ud800\udfff مقتل 3 \x00 أشخاص",
    "ﻣﻘﺘﻞ ٣ أﺷﺨﺎص",
    "مَقْتَلُ ثَلاثةِ أشخاصٍ بتفجيرٍ",
    "قتل قتل قتل قتل",
    "مقتل " * 3000,
    "12 " * 3000,
]


@pytest.mark.parametrize("text", ODD, ids=[str(number) for number in range(len(ODD))])
def test_odd_text_passes_and_spans_are_exact(text: str, write: Write, words: EventWords) -> None:
    for article in (write(text), write("", text), write(text, text)):
        for event in find_events(article, (), (), (), words):
            spans = event.evidence + tuple(s for one in event.casualties for s in one.evidence)
            assert all(article.text[s.start : s.end] == s.text for s in spans)


def test_vowelled_words_are_read_and_quoted_as_written(write: Write, words: EventWords) -> None:
    event = find_events(write("مَقْتَلُ ثَلاثةِ أشخاصٍ بتفجيرٍ"), (), (), (), words)[0]
    assert (event.casualties[0].min, event.casualties[0].evidence[0].text) == (
        3, "مَقْتَلُ ثَلاثةِ أشخاصٍ",
    )  # fmt: skip


def test_same_article_gives_same_events(write: Write, words: EventWords) -> None:
    article = write("مقتل 5 أشخاص بانفجار عبوة", "قتل 5 أشخاص. وقتل 7 العام الماضي.")
    first = find_events(article, (), (), (), words)
    assert find_events(article, (), (), (), words) == first
    assert len({event.event_id for event in first}) == len(first) == 2
