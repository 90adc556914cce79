"""Where it happened: the place that the news ties to the event, not one that is only named."""

# ruff: noqa: E501  (a table of sentences, one row a line)

from collections.abc import Callable

import pytest

from schemas.annotation import Place, Span
from schemas.article import DetectedArticle
from streams.enrich.events.find import EventWords, find_events

Write = Callable[..., DetectedArticle]

KINDS = {
    "جدة": ("city", "SA", "SA-02"),
    "مكة": ("governorate", "SA", "SA-02"),
    "كوبر": ("village", "SD", None),
    "بارا": ("city", "SD", "SD-KN"),
    "كردفان": ("governorate", "SD", "SD-KN"),
    "الخرطوم": ("governorate", "SD", "SD-KH"),
}


def named(article: DetectedArticle) -> tuple[Place, ...]:
    """Name the places of these tests wherever the text does."""
    places = []
    for name, (kind, country, admin1) in KINDS.items():
        spans, at = [], article.text.find(name)
        while at >= 0:
            spans.append(Span(text=name, start=at, end=at + len(name)))
            at = article.text.find(name, at + 1)
        precision = {"governorate": "admin1", "village": "point"}.get(kind, "town")
        places.append(
            Place(
                id=name, name=name, kind=kind, country=country, admin1=admin1,
                precision=precision, mentions=tuple(spans),  # type: ignore[arg-type]
            )
        )  # fmt: skip
    return tuple(places)


@pytest.mark.parametrize(
    ("title", "body", "place"),
    [
        ("حريق في جدة", "قال متحدث الدفاع المدني بمنطقة مكة إن حريقا شب في جدة أمس.", "جدة"),
        ("إصابة 5 بحريق", "شب حريق في بارا أمس وأصيب خمسة نقلوا إلى الخرطوم.", "بارا"),
        ("مقتل 3 بقصف", "قال مدير شرطة الخرطوم إن ثلاثة قتلوا بقصف على بلدة كوبر أمس.", "كوبر"),
        ("مقتل 7 بغارة في كردفان", "قتل سبعة بغارة في كردفان.\n\nوقعت الغارة في مدينة بارا.", "بارا"),
        ("مقتل 7 بغارة في كردفان", "قتل سبعة بغارة.\n\nوأعدم رجلان في مدينة بارا.", "كردفان"),
        ("ضبط خلية في كردفان", "ضبطت خلية في كردفان بعد شهر من تفجير في بارا قتل فيه 20.", "كردفان"),
    ],
    ids=["not the seat of who speaks", "not where they were taken", "not a mayor's", "finer", "another event",
         "not remembered"],
)  # fmt: skip
def test_event_is_placed(
    title: str, body: str, place: str, write: Write, words: EventWords
) -> None:
    article = write(title, body)
    event = find_events(article, (), named(article), (), words)[0]
    assert event.place is not None
    assert event.place.name == place
