"""What every stage must keep, whatever page it is given."""

import copy
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.alert import Alert
from schemas.article import Article, EnrichedArticle
from schemas.codec import InvalidMessage, decode, encode
from schemas.raw import RawArticle
from streams.alert.examine import Case
from streams.samples import sample_messages
from tests.e2e.replayed import replayed, words
from tests.laws.stages import (
    STAGES,
    Stage,
    Step,
    assert_spans_point_into,
    contracts,
    enrichment,
    steps,
)
from tests.laws.texts import HUGE_TEXTS, NOT_IN_JSON, ODD_TEXTS, any_page, every_code_point, huge

BY_STAGE = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
LAW = settings(max_examples=200, deadline=None, derandomize=True)


@cache
def sample_steps() -> tuple[Step, ...]:
    """Take every readable sample through the stages, once for all tests."""
    found: list[Step] = []
    for line in sample_messages():
        try:
            raw = decode(RawArticle, line)
        except InvalidMessage:
            continue
        found += steps(raw, words())
    return tuple(found)


def of(stage: Stage) -> list[Step]:
    return [step for step in sample_steps() if step.stage is stage]


def check(step: Step) -> None:
    """Hold one step to every law that can be seen from outside."""
    assert step.stage(step.given, words()) == step.made, "another answer to the same question"
    for contract in contracts(step.made):
        assert decode(type(contract), encode(contract)) == contract, "does not survive its topic"
    if isinstance(step.made, EnrichedArticle):
        assert step.made.incomplete == (), "an extractor raised"
    if isinstance(step.made, Article):
        assert_spans_point_into(step.made.text, step.made)
    elif isinstance(step.made, Case):
        assert_spans_point_into(step.made.article.text, step.made)


@BY_STAGE
def test_the_same_input_gives_the_same_output(stage: Stage) -> None:
    assert len(of(stage)) >= 76
    for step in of(stage):
        assert stage(step.given, words()) == step.made


@BY_STAGE
def test_the_input_is_not_touched(stage: Stage) -> None:
    for step in of(stage):
        given_before, bytes_before = copy.deepcopy(step.given), encode(step.given)
        stage(step.given, words())
        assert step.given == given_before
        assert encode(step.given) == bytes_before


@BY_STAGE
def test_a_stage_does_not_care_how_its_input_came_to_be(stage: Stage) -> None:
    """What was decoded from a topic and what was handed over directly give the same."""
    for step in of(stage):
        assert stage(decode(type(step.given), encode(step.given)), words()) == step.made


def test_every_span_of_the_samples_points_at_its_words() -> None:
    enriched = [step.made for step in of(enrichment)]
    counts = [assert_spans_point_into(article.text, article) for article in enriched]
    assert len(counts) >= 76
    assert sum(counts) > 500
    for step in sample_steps():
        check(step)


def test_the_evidence_of_every_alert_points_at_words_of_the_article_it_names() -> None:
    said, _ = replayed(tuple(sample_messages()))
    articles = [decode(EnrichedArticle, line) for line in said["articles.enriched"]]
    texts = {article.article_id: article.text for article in articles}
    alerts = [decode(Alert, line) for line in said["alerts"]]
    assert sum(len(alert.evidence) for alert in alerts) > 100
    for alert in alerts:
        assert {one.article_id for one in alert.evidence} <= set(alert.article_ids)
        for evidence in alert.evidence:
            assert_spans_point_into(texts[evidence.article_id], evidence)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in ODD_TEXTS.items()])
@pytest.mark.parametrize("content_type", ["text/plain", "text/html"])
def test_an_odd_page_passes_every_stage(text: str, content_type: str) -> None:
    raw = RawArticle(body=text, content_type=content_type, fetched_at="2025-10-16T08:00:00Z")
    found = list(steps(raw, words()))
    assert {step.stage for step in found} == set(STAGES)
    for step in found:
        check(step)


@pytest.mark.parametrize("field", ["title", "source", "author", "url", "published_at", "raw_id"])
def test_an_odd_hint_passes_every_stage(field: str) -> None:
    for name, text in ODD_TEXTS.items():
        if name != NOT_IN_JSON:
            for step in steps(RawArticle(body=ODD_TEXTS["emoji"], **{field: text}), words()):
                check(step)


@pytest.mark.parametrize("moment", ["", "0001-01-01", "9999-12-31T23:59:59Z", "16:00", "\ud800"])
def test_an_odd_time_of_the_crawl_passes_every_stage(moment: str) -> None:
    for text in (ODD_TEXTS["far dates"], "قتل 3 أمس وقبل عشرين سنة وبعد 9999 يوما في بغداد"):
        for step in steps(RawArticle(body=text, fetched_at=moment), words()):
            check(step)


def test_every_code_point_there_is_passes_every_stage() -> None:
    for text in every_code_point():
        for step in steps(RawArticle(body=text), words()):
            assert not getattr(step.made, "incomplete", ())
            for contract in contracts(step.made):
                encode(contract)


@LAW
@given(text=any_page(), title=st.none() | any_page(), html=st.booleans())
def test_any_page_passes_every_stage(text: str, title: str | None, html: bool) -> None:
    content_type = "text/html" if html else "text/plain"
    raw = RawArticle(
        body=text, title=title, content_type=content_type, fetched_at="2025-10-16T08:00:00Z"
    )
    for step in steps(raw, words()):
        check(step)


@pytest.mark.slow
@pytest.mark.parametrize("piece", [pytest.param(p, id=name) for name, p in HUGE_TEXTS.items()])
def test_a_page_of_a_megabyte_passes_every_stage(piece: str) -> None:
    for step in steps(RawArticle(body=huge(piece)), words()):
        assert not getattr(step.made, "incomplete", ())
        for contract in contracts(step.made):
            assert decode(type(contract), encode(contract)) == contract
            if isinstance(contract, Article):
                assert_spans_point_into(contract.text, contract)
