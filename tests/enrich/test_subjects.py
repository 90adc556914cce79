from pathlib import Path

import pytest

from streams.enrich.subjects import SubjectWords, find_subjects, load_subjects
from streams.text.lexicon import LexiconError


@pytest.fixture(scope="module")
def words() -> SubjectWords:
    return load_subjects()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("اشتباكات عنيفة شرق المدينة\n\nقصف مسلحون الحي بالقذائف", "16", id="conflict"),
        pytest.param("زلزال يضرب الساحل\n\nفرق الإنقاذ تبحث عن ناجين", "03", id="disaster"),
        pytest.param("المنتخب يفوز بالمباراة\n\nسجل اللاعب هدفين في الدوري", "15", id="sport"),
        pytest.param("أسعار النفط تصعد\n\nأغلق سهم البنك مرتفعا في البورصة", "04", id="economy"),
        pytest.param("Oil prices rise\n\nStocks and shares fell on inflation", "04", id="english"),
        pytest.param(
            "البرلمان يناقش الموازنة\n\n دعا النواب إلى انتخابات مبكرة", "11", id="politics"
        ),
        pytest.param(
            "لقاح جديد ضد الفيروس\n\n الأطباء يعالجون المرضى بالمستشفى", "07", id="health"
        ),
    ],
)
def test_the_first_subject_is_what_the_text_is_about(
    words: SubjectWords, text: str, code: str
) -> None:
    found = find_subjects(text, words)
    assert found[0].code == f"medtop:{code}000000"
    assert found[0].name == words.names[found[0].code]
    assert 0.0 < found[0].score <= 1.0


def test_one_word_is_no_evidence(words: SubjectWords) -> None:
    assert find_subjects("عنوان بلا معنى\n\nمر البنك من هنا", words) == ()


def test_the_headline_weighs_more_than_the_body(words: SubjectWords) -> None:
    found = find_subjects("مباراة\n\nقصف", words)
    assert [subject.code for subject in found] == ["medtop:15000000", "medtop:20001108"]


@pytest.mark.parametrize("text", ["", "\n\n", "\ud800", "12 34"])
def test_nothing_to_read_has_no_subject(words: SubjectWords, text: str) -> None:
    assert find_subjects(text, words) == ()


@pytest.mark.parametrize(
    ("text", "code", "parent"),
    [
        pytest.param("اشتباكات عنيفة\n\nقصف ومعارك", "20000056", "16000000", id="armed_conflict"),
        pytest.param("متظاهرون\n\nاحتجاجات واعتصام", "20000065", "16000000", id="civil_unrest"),
        pytest.param("زلزال\n\nهزات أرضية وسيول", "20000148", "03000000", id="disaster"),
        pytest.param("اقتراع\n\nانتخابات ومرشحون", "20000574", "11000000", id="election"),
        pytest.param("Voters decide\n\nThe ballot and candidates", "20000574", "11000000", id="en"),
        pytest.param("رأی‌گیری\n\nنامزدها انتخابات", "20000574", "11000000", id="fa"),
        pytest.param("هەڵبژاردن\n\nدەنگدان", "20000574", "11000000", id="ckb"),
        pytest.param("الیکشن کمیشن\n\nامیدوار اور ووٹ", "20000574", "11000000", id="ur"),
    ],
)  # fmt: skip
def test_a_subject_has_parts_of_the_second_level(
    words: SubjectWords, text: str, code: str, parent: str
) -> None:
    top, part, *_ = find_subjects(text, words)
    assert (top.code, top.parent) == (f"medtop:{parent}", None)
    assert (part.code, part.parent) == (f"medtop:{code}", top.code)
    assert part.score <= top.score


def test_the_words_that_speak_for_a_subject_are_given_each_once(words: SubjectWords) -> None:
    text = "أسعار النفط ترتفع\n\nأسعار النفط وسوقُ الأسهم بخير"
    (top, *_) = find_subjects(text, words)
    assert [span.text for span in top.evidence] == ["أسعار النفط", "وسوقُ", "الأسهم"]
    assert all(text[span.start : span.end] == span.text for span in top.evidence)


def test_words_of_weight_nothing_take_a_phrase_away(words: SubjectWords) -> None:
    assert find_subjects("فريق العمل\n\nقال فريق العمل إن فريق العمل أنجز", words) == ()


def test_a_phrase_cut_off_by_the_end_is_no_phrase(words: SubjectWords) -> None:
    for opener in ("صندوق", "غاز المسيل", "سعر"):
        find_subjects(f"عنوان\n\n{opener}", words)


def test_an_unknown_code_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "media_topics.tsv").write_text("code\tname\nmedtop:15000000\tsport\n")
    (tmp_path / "subjects.tsv").write_text("form\tvalue\tweight\ngoal\tmedtop:99\t1\n")
    with pytest.raises(LexiconError, match=r"subjects\.tsv:2: 'medtop:99'"):
        load_subjects(tmp_path)


@pytest.mark.parametrize(
    ("topics", "rows", "said"),
    [
        ("", "a b\t15\t3\na  b\t20\t1\n", r"subjects\.tsv:3: .* stands under 15"),
        ("", "goal\t15\tx\n", r"subjects\.tsv:2: weight 'x'"),
        ("21\tgame\t20\n", "goal\t15\t1\n", r"media_topics\.tsv:4: '20'"),
        ("15\tgame\t\n", "goal\t15\t1\n", r"media_topics\.tsv:4: 15 stands"),
    ],
    ids=["twice", "weight", "grandchild", "code twice"],
)
def test_a_faulty_row_is_refused_with_its_line(
    tmp_path: Path, topics: str, rows: str, said: str
) -> None:
    head = "code\tname\tparent\n15\tsport\t\n20\tevent\t15\n"
    (tmp_path / "media_topics.tsv").write_text(head + topics)
    (tmp_path / "subjects.tsv").write_text("form\tvalue\tweight\n" + rows)
    with pytest.raises(LexiconError, match=said):
        load_subjects(tmp_path)
