"""Plug-ins mark names beside the lexicons: never above them, and at nobody's cost but their own."""

import asyncio
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from schemas.annotation import Entity, Span
from schemas.article import DetectedArticle, EnrichedArticle, Language
from streams.alert.rules import load_default_rules
from streams.app import CannotStart, load_words, memory_stores
from streams.enrich import ner
from streams.enrich.article import EnrichWords, annotate, load_enrich_words
from streams.enrich.plugins import (
    MAX_FAILURES,
    TEXTS_A_CALL,
    Marked,
    ModelSpan,
    Plugin,
    PluginError,
    beside,
    load_plugins,
    mark_all,
)
from streams.pipeline import Arrival, Words, enrich
from streams.text.dates import load_date_words
from tests.making import make_article

TEXT = "زار سالم الجبوري مدينة الموصل ثم التقى رجلا يدعى زرنوق"
DOCS = Path(__file__).parents[2] / "docs" / "plugins.md"
Answer = Callable[[Sequence[str]], Any]


def span(text: str, word: str, group: str = "PER") -> dict[str, Any]:
    start = text.index(word)
    return {
        "entity_group": group, "score": 0.9, "word": word, "start": start,
        "end": start + len(word),
    }  # fmt: skip


class Answering:
    """A plug-in that answers as told, and counts how often it was asked."""

    version = "1.2"

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[int] = []

    def enrich_batch(self, texts: Sequence[str], languages: Sequence[str]) -> Any:
        assert len(texts) == len(languages)
        self.asked.append(len(texts))
        return self.answer(texts)


def plugin(answer: Answer, **options: Any) -> Plugin:
    return Plugin("toy", Answering(answer), **options)


def mark(one: Plugin, *texts: str) -> list[Marked]:
    return mark_all(texts, ["ar"] * len(texts), [one])


@pytest.fixture(scope="module")
def words() -> EnrichWords:
    return load_enrich_words(load_date_words())


def article(text: str) -> DetectedArticle:
    language = Language(code="ar", script="Arab", confidence=1.0)
    plain = make_article(title=None, body=text, text=text)
    return DetectedArticle.of(plain, language)


def test_a_name_only_the_model_found_says_so_and_stands_in_the_text(words: EnrichWords) -> None:
    (marked,) = mark(plugin(lambda texts: [[span(t, "زرنوق")] for t in texts]), TEXT)
    notes = annotate(article(TEXT), words, marked)
    found = [one for one in notes.entities if one.source != "lexicon"]
    at = TEXT.index("زرنوق")
    assert found == [
        Entity(
            id="model_person:زرنوق", type="person", name="زرنوق", source="model:toy@1.2",
            mentions=(Span(text="زرنوق", start=at, end=at + 5),),
        )
    ]  # fmt: skip
    assert notes.incomplete == ()


def test_where_both_name_the_same_words_the_gazetteer_stands_alone(words: EnrichWords) -> None:
    alone = annotate(article(TEXT), words)
    assert "الموصل" in [place.name for place in alone.places]
    answer = [[span(TEXT, "مدينة الموصل", "LOC"), span(TEXT, "الموصل", "ORG")]]
    (marked,) = mark(plugin(lambda _: answer), TEXT)
    assert len(marked.entities) == 2
    assert annotate(article(TEXT), words, marked) == alone


def test_a_model_moves_no_event_and_no_story() -> None:
    text = "قتل 11 شخصا بانفجار في ضاحية زرنوق اليوم"
    quiet = load_words(load_default_rules(), "")

    def enriched(plugins: tuple[Plugin, ...]) -> EnrichedArticle:
        using: Words = replace(quiet, enrich=replace(quiet.enrich, plugins=plugins))
        arrival = Arrival("articles.detected/0/0", article(text))
        (outcome,) = asyncio.run(enrich([arrival], using, memory_stores()))
        content = outcome.records[0].content
        assert isinstance(content, EnrichedArticle)
        return content

    one = plugin(lambda texts: [[span(t, "اليوم", "LOC"), span(t, "شخصا", "PER")] for t in texts])
    without, with_model = enriched(()), enriched((one,))
    assert len(with_model.entities) > len(without.entities)
    assert replace(with_model, entities=without.entities) == without


def test_mentions_of_one_name_are_one_entity_and_other_kinds_are_left_out() -> None:
    text = "زرنوق وزَرنوق في زرنوق"
    spans = [
        {"entity_group": group, "score": 0.5, "word": text[a:b], "start": a, "end": b}
        for group, a, b in (("B-PER", 0, 5), ("pers", 7, 13), ("LOC", 17, 22), ("MISC", 14, 16))
    ]
    (marked,) = mark(plugin(lambda _: [spans]), text)
    assert [(one.type, len(one.mentions)) for one in marked.entities] == [
        ("person", 2),
        ("place", 1),
    ]


def test_spans_may_be_objects_and_words_may_lack_marks_and_blanks() -> None:
    text = "قال زَرنوق بن علي"
    found = ModelSpan(entity_group="PER", score=1.0, word="زرنوقبن علي", start=4, end=len(text))
    (marked,) = mark(plugin(lambda _: [(found,)]), text)
    assert marked.entities[0].name == "زَرنوق بن علي"


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"start": -1}, id="before the text"),
        pytest.param({"end": 10_000}, id="after the text"),
        pytest.param({"start": 5, "end": 5}, id="empty"),
        pytest.param({"start": "3"}, id="no number"),
        pytest.param({"word": "غيره"}, id="another word"),
        pytest.param({"word": None}, id="no word"),
        pytest.param({"score": 2.0}, id="no score"),
        pytest.param({"entity_group": 3}, id="no group"),
    ],
)
def test_a_span_that_is_not_in_the_text_costs_that_text_alone(changed: dict[str, Any]) -> None:
    bad = {**span(TEXT, "زرنوق"), **changed}
    good = span("هنا زرنوق", "زرنوق")
    one = plugin(lambda _: [[good], [bad]])
    marked = mark(one, "هنا زرنوق", TEXT)
    assert [len(each.entities) for each in marked] == [1, 0]
    assert [each.failed for each in marked] == [(), ("plugin:toy",)]


def test_a_text_that_makes_it_raise_does_not_cost_the_others_of_the_batch() -> None:
    def answer(texts: Sequence[str]) -> list[list[dict[str, Any]]]:
        if "سم" in texts:
            raise OSError("cannot")
        return [[span(text, "زرنوق")] for text in texts]

    marked = mark(plugin(answer), "زرنوق", "سم", "هنا زرنوق")
    assert [each.failed for each in marked] == [(), ("plugin:toy",), ()]


@pytest.mark.parametrize("answer", [[], None, [[], []]], ids=["none", "nothing", "too many"])
def test_an_answer_of_another_length_costs_the_annotation(answer: Any) -> None:
    assert mark(plugin(lambda _: answer), TEXT)[0].failed == ("plugin:toy",)


def test_a_call_that_does_not_return_is_left_behind_and_not_asked_again() -> None:
    release = threading.Event()
    one = plugin(lambda texts: release.wait(60) and [[] for _ in texts], limit_seconds=0.05)
    try:
        marked = mark(one, *["نص"] * (TEXTS_A_CALL + 1))
        assert {each.failed for each in marked} == {("plugin:toy",)}
        assert isinstance(one.enricher, Answering)
        assert one.enricher.asked == [TEXTS_A_CALL]
    finally:
        release.set()


def test_after_failures_on_end_it_is_off_and_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def answer(texts: Sequence[str]) -> Any:
        raise ValueError("broken")

    one = plugin(answer)
    with caplog.at_level(logging.ERROR):
        for _ in range(MAX_FAILURES + 4):
            assert mark(one, TEXT)[0].failed == ("plugin:toy",)
    assert isinstance(one.enricher, Answering)
    assert len(one.enricher.asked) == MAX_FAILURES
    (said,) = [record.getMessage() for record in caplog.records]
    assert "plug-in toy is off" in said
    assert "broken" in said


def test_a_success_between_failures_keeps_it_on() -> None:
    def answer(texts: Sequence[str]) -> Any:
        return [[]] if texts[0] == "نعم" else None

    one = plugin(answer)
    for _ in range(MAX_FAILURES):
        assert mark(one, "لا")[0].failed
        assert not mark(one, "نعم")[0].failed
    assert not one.is_off


def test_an_article_whose_plug_in_failed_goes_on_and_names_it(words: EnrichWords) -> None:
    (marked,) = mark(plugin(lambda _: None), TEXT)
    notes = annotate(article(TEXT), words, marked)
    assert notes.incomplete == ("plugin:toy",)
    assert notes == replace(annotate(article(TEXT), words), incomplete=("plugin:toy",))


def test_two_plug_ins_on_the_same_words_give_one_entity() -> None:
    answer: Answer = lambda texts: [[span(t, "زرنوق")] for t in texts]  # noqa: E731
    second = Plugin("other", Answering(answer))
    (marked,) = mark_all([TEXT], ["ar"], [plugin(answer), second])
    assert len(marked.entities) == 2
    assert [one.source for one in beside(marked.entities, (), ())] == ["model:toy@1.2"]


# The worked example of the documentation, installed as pip would leave it.


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder on sys.path that holds the package of docs/plugins.md."""
    (code,) = re.findall(
        r"```python\n# barid_titles\.py\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL
    )
    (tmp_path / "barid_titles.py").write_text(code, "utf-8")
    info = tmp_path / "barid_titles-0.1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: barid-titles\nVersion: 0.1\n")
    (info / "entry_points.txt").write_text(
        "[barid.enrichers]\ntitles = barid_titles:Titles\nbroken = barid_titles:Nothing\n"
        "ner = streams.enrich.ner:load\npattern = barid_titles:TITLED\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    sys.modules.pop("barid_titles", None)


def test_the_example_of_the_documentation_is_found_by_its_name(installed: Path) -> None:
    text = "التقى الدكتور زرنوق الصحفيين"
    (one,) = load_plugins(" titles, ")
    (marked,) = mark_all([text], ["ar"], [one])
    assert [(entity.name, entity.source) for entity in marked.entities] == [
        ("زرنوق", "model:titles@0.1")
    ]


def test_a_worker_loads_what_the_setting_names(installed: Path) -> None:
    rules = load_default_rules()
    assert [one.name for one in load_words(rules, "titles").enrich.plugins] == ["titles"]
    assert load_words(rules, "").enrich.plugins == ()


def test_a_name_that_is_not_installed_refuses_the_start_and_lists_what_is(installed: Path) -> None:
    with pytest.raises(PluginError, match=r"no plug-in 'nome'.* there is broken, .*titles"):
        load_plugins("nome")
    with pytest.raises(CannotStart, match="BARID_ENRICHERS: the plug-in 'broken' cannot be load"):
        load_words(load_default_rules(), "broken")


def test_what_follows_the_name_is_handed_to_the_plug_in(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ner, "load", lambda path: ner.NameModel(lambda _: [], f"v-{path}"))
    (one,) = load_plugins(" ner = /models/x ,ner=/models/x")
    assert (one.name, one.source) == ("ner", "model:ner@v-/models/x")
    with pytest.raises(PluginError, match="named twice"):
        load_plugins("ner=/a,ner=/b")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        pytest.param("ner", "no model at ''; name its folder", id="no path"),
        pytest.param("ner=no/such", "no model at 'no/such'", id="no folder"),
        pytest.param("pattern=x", "Pattern' object is not callable", id="no plug-in"),
        pytest.param("titles=x", "takes no arguments", id="no argument wanted"),
    ],
)
def test_a_plug_in_that_cannot_be_made_says_why(installed: Path, names: str, said: str) -> None:
    with pytest.raises(PluginError, match=said):
        load_plugins(names)
