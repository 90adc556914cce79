"""`barid explain`: every claim with its rule and the words it rests on, in their context."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from schemas.annotation import Entity, Place, Span, Subject
from schemas.article import Annotations, EnrichedArticle
from schemas.codec import encode
from schemas.duplicate import Duplicate
from streams.explain import Finding, context_lines, finding_line, finding_record, findings
from tests.cli.running import Ran, barid
from tests.making import make_article, make_enriched, make_event

FSI, PDI = "\u2068", "\u2069"
TEXT = "مقتل 11 شخصاً بتفجير في بغداد\n\nقتل 11 شخصاً وأصيب 30 آخرون بانفجار في بغداد اليوم."


def article() -> bytes:
    title, _, body = TEXT.partition("\n\n")
    return encode(make_article(title=title, body=body, text=TEXT, article_id="a-11"))


@pytest.fixture(scope="module")
def explained() -> Ran:
    return barid("explain", "-", stdin=article())


def test_an_article_that_is_not_enriched_yet_is_enriched_first(explained: Ran) -> None:
    assert (explained.code, explained.err) == (0, "")
    assert explained.lines[0].startswith("article a-11  مقتل 11")
    labels = [line.split()[0] for line in explained.lines if line[:2] == "  " and line[2] != " "]
    assert labels[0] == "language"
    assert {"date", "place", "event", "subject"} <= set(labels)


def test_each_casualty_stands_under_its_event_with_rule_and_words(explained: Ran) -> None:
    after = explained.out.decode().partition("\n  event ")[2].splitlines()
    killed = next(at for at, line in enumerate(after) if line.startswith("      killed "))
    assert "[killed." in after[killed]
    assert "«مقتل 11 شخصاً»" in after[killed + 1]
    assert "بتفجير في بغداد" in after[killed + 1]


def test_json_says_the_same_with_spans_that_stand_in_the_text() -> None:
    ran = barid("explain", "-", "--json", stdin=article())
    (line,) = ran.lines
    said = orjson.loads(line)
    assert (said["article_id"], said["title"]) == ("a-11", TEXT.partition("\n")[0])
    spans = [span for claim in said["claims"] for span in claim["spans"]]
    assert len(spans) > 5
    for span in spans:
        assert TEXT[span["start"] : span["end"]] == span["text"]
        around = (
            f"{span['before'].removeprefix('…')}{span['text']}{span['after'].removesuffix('…')}"
        )
        assert around in TEXT
    claims = {claim["claim"]: claim for claim in said["claims"]}
    assert claims["injured"]["rule"].startswith("injured.")
    assert claims["subject"]["spans"]


def test_one_article_of_many_is_chosen_by_its_id(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    rows = [encode(make_enriched(make_event(), article_id=name)) for name in ("a", "b", "c")]
    many.write_bytes(b"\n".join(rows))
    ran = barid("explain", many, "--id", "b", "--json")
    assert [orjson.loads(line)["article_id"] for line in ran.lines] == ["b"]
    assert len(barid("explain", many, "--json").lines) == 3
    missing = barid("explain", many, "--id", "d")
    assert (missing.code, missing.out) == (1, b"")
    assert "holds no article d" in missing.error


@pytest.mark.parametrize("layout", ["object", "list"])
def test_a_json_file_may_hold_one_article_or_a_list(tmp_path: Path, layout: str) -> None:
    value = orjson.loads(encode(make_enriched(article_id="one")))
    file = tmp_path / "one.json"
    content = value if layout == "object" else [value]
    file.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))
    assert barid("explain", file).lines[0].startswith("article one")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b'{"article_id": "x"}', "missing_field", id="no article"),
        pytest.param(b"[1]", "not_an_object", id="no object"),
        pytest.param(b"{{", "invalid_json", id="no json"),
    ],
)
def test_what_is_no_article_ends_with_two(content: bytes, said: str) -> None:
    ran = barid("explain", "-", stdin=content)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.error


def test_a_missing_file_ends_with_two() -> None:
    assert barid("explain", "no-such.jsonl").code == 2


def test_a_span_is_shown_between_the_words_around_it_and_not_across_lines() -> None:
    line_of_text = "قبلها كلمات كثيرة ثم بغداد وبعدها كلمات"
    lines = ["سطر أول", line_of_text, "سطر أخير"]
    text = "\n".join(lines)
    at = text.index("بغداد")
    finding = Finding("place", "بغداد", spans=(Span(text="بغداد", start=at, end=at + 5),))
    (line,) = context_lines(finding, text)
    assert line.plain.strip() == FSI + line_of_text.replace("بغداد", "«بغداد»") + PDI
    (bold,) = [span for span in line.spans if span.style == "bold"]
    assert line.plain[bold.start : bold.end] == "«بغداد»"


def test_a_far_text_is_cut_at_a_blank() -> None:
    text = "كلمة " * 40 + "بغداد" + " كلمة" * 40
    span = Span(text="بغداد", start=200, end=205)
    record = finding_record(Finding("place", "بغداد", spans=(span,)), text)["spans"][0]
    assert record["before"] == "…" + "كلمة " * 7
    assert record["after"] == " كلمة" * 7 + "…"


def test_nothing_in_a_text_turns_the_line_around_or_commands_the_terminal() -> None:
    text = "\u202e\x1b[31m" + "بغداد" + PDI + "\x9b"
    span = Span(text=text, start=0, end=len(text))
    finding = Finding("place", text, spans=(span,))
    for line in (finding_line(finding), *context_lines(finding, text)):
        assert not set("\u202e\x1b\x9b") & set(line.plain)
        assert line.plain.count(FSI) == line.plain.count(PDI) == 1


def test_many_spans_are_cut_for_people_and_whole_in_json() -> None:
    text = "بغداد " * 9
    spans = tuple(Span(text="بغداد", start=6 * n, end=6 * n + 5) for n in range(9))
    finding = Finding("place", "بغداد", spans=spans)
    assert [line.plain.strip() for line in context_lines(finding, text)][-1] == "and 4 more"
    assert len(finding_record(finding, text)["spans"]) == 9


def test_a_name_that_only_a_model_found_says_which() -> None:
    said = Span(text="زرنوق", start=0, end=5)
    plain = make_enriched()
    notes = Annotations(
        entities=(
            Entity(id="x", type="person", name="زرنوق", mentions=(said,), source="model:toy@1"),
            Entity(id="y", type="person", name="سالم", mentions=(said,)),
        ),
        places=(Place(id="p", name="بغداد", kind="city", mentions=(said,)),),
        claimed_by="سالم",
    )
    whole = EnrichedArticle.annotated(plain, notes, story_id="s")
    found = [one for one in findings(whole) if one.label in {"person", "claimed by"}]
    assert [one.said.split(" (")[0] for one in found] == ["زرنوق", "سالم", "سالم"]
    assert [one.rule for one in found] == [
        "model:toy@1", "", "claimed_by.near_a_verb_of_saying",
    ]  # fmt: skip
    assert found[2].spans == (said,)


def test_a_subject_shows_its_words_and_a_part_stands_under_it() -> None:
    title = "أسعار النفط ترتفع"
    text = f"{title}\n\nصعد سهم البنك في البورصة وزادت أسعار الأسهم."
    plain = make_article(title=title, body=text.partition("\n\n")[2], text=text)
    claims = orjson.loads(barid("explain", "-", "--json", stdin=encode(plain)).lines[0])["claims"]
    top, part, *_ = [claim for claim in claims if claim["claim"] == "subject"]
    assert (top["part"], part["part"]) == (False, True)
    assert "economy, business and finance" in top["said"]
    assert "market and exchange" in part["said"]
    assert [span["text"] for span in top["spans"]][:2] == ["أسعار النفط", "سهم"]


def test_a_story_says_whether_the_article_opened_it_and_what_it_is_one_with(
    explained: Ran,
) -> None:
    (story,) = [line for line in explained.lines if line.startswith("  story ")]
    assert "[story.opened]" in story
    told = replace(make_enriched(), story_id="story-other", story_merged=("story-third",))
    (found,) = [one for one in findings(told) if one.label == "story"]
    assert (found.rule, found.said) == ("story.words_in_common", "story-other = story-third")


def test_a_record_of_a_duplicate_says_what_it_repeats() -> None:
    repeat = Duplicate(
        article_id="a-2", raw_id="r-2", duplicate_of="a-1", kind="near", similarity=0.871,
        source="وكالة الضفاف", url=None, crawled_at=None, rule="dedup.near",
    )  # fmt: skip
    ran = barid("explain", "-", stdin=encode(repeat))
    assert ran.code == 0
    assert ran.lines[0] == "article a-2  (no title)"
    assert "near copy of a-1, similarity 0.87" in ran.lines[1]
    assert ran.lines[1].endswith("[dedup.near]")
    assert "وكالة الضفاف" in ran.lines[2]


def test_every_claim_of_an_article_names_its_rule() -> None:
    title = "وزير النقل يعلن إصلاح الجسر"
    body = (
        "قال وزير النقل ماجد الراوي: «سنفتح الجسر أمام السيارات نهاية هذا الأسبوع». "
        "وأضاف الراوي أن إصلاح الجسر تأخر بسبب الأمطار. وأمس قتل عاملان بانهيار جسر في الموصل."
    )
    plain = make_article(title=title, body=body, text=f"{title}\n\n{body}")
    claims = orjson.loads(barid("explain", "-", "--json", stdin=encode(plain)).lines[0])["claims"]
    labels = {claim["claim"] for claim in claims}
    assert {"subject", "quote", "reported", "keyphrase", "story"} <= labels
    unruled = {claim["claim"] for claim in claims if not claim["part"] and not claim["rule"]}
    # The lexicons' names say nothing of themselves: the id is their rule.
    assert unruled <= {"person", "organisation", "place", "outlet"}


def test_a_date_that_is_written_twice_is_one_claim_with_two_places() -> None:
    body = "وصل الوفد اليوم. وغادر اليوم. وكان قد وصل أمس."
    plain = make_article(title=None, body=body, text=body, crawled_at="2025-06-15T18:00:00Z")
    claims = orjson.loads(barid("explain", "-", "--json", stdin=encode(plain)).lines[0])["claims"]
    dates = [claim for claim in claims if claim["claim"] == "date"]
    assert [[span["text"] for span in claim["spans"]] for claim in dates] == [
        ["اليوم", "اليوم"], ["أمس"],
    ]  # fmt: skip


def test_a_subject_says_its_words_in_its_line_and_shows_no_text_around_them() -> None:
    span = Span(text="نفط", start=0, end=3)
    told = Subject(code="medtop:04000000", name="economy", score=0.5, evidence=(span,))
    (found,) = [
        one for one in findings(replace(make_enriched(), subjects=(told,)))
        if one.label == "subject"
    ]  # fmt: skip
    assert "«نفط»" in finding_line(found).plain
    assert list(context_lines(found, "نفط")) == []
    assert finding_record(found, "نفط")["spans"][0]["text"] == "نفط"
