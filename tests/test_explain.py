"""`barid explain`: every claim with its rule and the words it rests on, in their context."""

from pathlib import Path

import orjson
import pytest

from schemas.annotation import Entity, Place, Span
from schemas.article import Annotations, EnrichedArticle
from schemas.codec import encode
from streams.enrich.subjects import load_subjects, subject_words
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
    assert [one.rule for one in found] == ["model:toy@1", "", ""]
    assert found[2].spans == (said,)


def test_the_words_of_a_subject_are_those_that_voted_for_it() -> None:
    paragraphs = ["أسعار النفط ترتفع", "قال وزيرُ النفط إن المصفاة تعمل."]
    text = "\n\n".join(paragraphs)
    words = load_subjects()
    code = next(code for code, name in words.names.items() if "economy" in name)
    spans = subject_words(text, code, words)
    assert [span.text for span in spans if "نفط" in span.text] == ["النفط", "النفط"]
    assert all(text[span.start : span.end] == span.text for span in spans)
