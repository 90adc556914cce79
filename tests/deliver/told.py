"""Make alerts and silences for tests, as records that a reader of the topics gets."""

from collections.abc import Sequence
from typing import Any

from schemas.alert import Alert, Change, Evidence, Source, Suppression, Toll
from schemas.codec import encode
from streams.subscribe import Received
from streams.topics import ALERTS, SUPPRESSED, Topic
from tests.making import BAQUBAH

SENTENCES = {
    10: "قُتل عشرة أشخاص في تفجير استهدف سوقاً وسط بعقوبة.",
    13: "ارتفع عدد القتلى إلى 13 بعد وفاة ثلاثة من الجرحى.",
    15: "أعلنت الصحة أن الحصيلة بلغت 15 قتيلاً.",
}
WORDS = {10: "قُتل عشرة أشخاص", 13: "القتلى إلى 13", 15: "15 قتيلاً"}
OUTLETS = {10: "وكالة النهر", 13: "صوت السوق", 15: "صدى ديالى"}


def make_alert(**changed: Any) -> Alert:
    """Make an alert on a bombing in Baqubah."""
    values: dict[str, Any] = {
        "alert_id": "alert-1",
        "revision": 1,
        "status": "opened",
        "rule_id": "incident",
        "severity": "high",
        "incident_id": "inc-1",
        "story_id": "story-1",
        "headline": "عشرة قتلى في تفجير سوق بعقوبة",
        "event_type": "bombing",
        "event_date": "2025-10-15",
        "place": BAQUBAH,
        "killed": Toll(min=10, max=10),
        "injured": Toll(),
        "article_ids": ("a10",),
        "outlets": ("وكالة النهر",),
        "first_seen": "2025-10-15T08:20:00Z",
        "emitted_for": "2025-10-15T08:20:00Z",
        "language": "ar",
    }
    return Alert(**{**values, **changed})


def make_silence(**changed: Any) -> Suppression:
    """Make a silence about old news."""
    values: dict[str, Any] = {
        "rule_id": "incident",
        "article_id": "a-old",
        "incident_id": None,
        "reason": "stale",
        "detail": "airstrike_shelling of 2025-04-28 is 170 days old",
        "headline": "عاجل: غارة على بادية السخنة",
        "language": "ar",
        "outlet": "نبأ الشرق",
        "url": "https://old.example/1",
        "crawled_at": "2025-10-15T06:10:21Z",
        "event_type": "airstrike_shelling",
        "event_date": "2025-04-28",
        "age_days": 170,
    }
    return Suppression(**{**values, **changed})


def market_attack() -> list[Alert]:
    """Make three revisions of one alert: 10, then 13, then 15 killed, each with its sentence."""
    found: list[Alert] = []
    for revision, killed in enumerate(SENTENCES, 1):
        said = list(SENTENCES)[:revision]
        before = said[-2] if revision > 1 else None
        changes = (Change(field="killed", from_=_toll(before), to=_toll(killed)),) if before else ()
        found.append(
            make_alert(
                revision=revision,
                status="opened" if revision == 1 else "updated",
                headline=SENTENCES[killed],
                killed=_toll(killed),
                changes=changes,
                evidence=tuple(_evidence(figure) for figure in said),
                article_ids=tuple(f"a{figure}" for figure in said),
                outlets=tuple(OUTLETS[figure] for figure in said),
                sources=tuple(_source(figure) for figure in said),
                emitted_for=f"2025-10-15T{8 + revision:02}:20:00Z",
            )
        )
    return found


def records(
    told: Sequence[Alert | Suppression], *, first_offset: int = 0, partition: int = 0
) -> list[Received]:
    """Lay contracts into their topics, one after the other."""
    offsets: dict[str, int] = {}
    found = []
    for one in told:
        topic = topic_of(one)
        offset = offsets.get(topic.name, first_offset)
        offsets[topic.name] = offset + 1
        found.append(
            Received(
                topic=topic,
                partition=partition,
                offset=offset,
                key=None,
                value=encode(one),
                headers=(),
                timestamp_ms=1_000 * offset,
            )
        )
    return found


def topic_of(one: Alert | Suppression) -> Topic:
    return ALERTS if isinstance(one, Alert) else SUPPRESSED


def _toll(count: int) -> Toll:
    return Toll(min=count, max=count)


def _evidence(killed: int) -> Evidence:
    sentence, words = SENTENCES[killed], WORDS[killed]
    start = 100 + sentence.index(words)
    return Evidence(
        article_id=f"a{killed}",
        field="killed",
        text=words,
        start=start,
        end=start + len(words),
        sentence=sentence,
        sentence_start=100,
        toll=_toll(killed),
    )


def _source(killed: int) -> Source:
    return Source(
        article_id=f"a{killed}",
        outlet=OUTLETS[killed],
        headline=SENTENCES[killed],
        language="ar",
        url=f"https://outlet{killed}.example/baqubah",
        as_of=f"2025-10-15T08:{killed}:00Z",
    )
