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
    assert [subject.code for subject in found] == ["medtop:15000000"]


@pytest.mark.parametrize("text", ["", "\n\n", "\ud800", "12 34"])
def test_nothing_to_read_has_no_subject(words: SubjectWords, text: str) -> None:
    assert find_subjects(text, words) == ()


def test_an_unknown_code_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "media_topics.tsv").write_text("form\tvalue\nsport\tmedtop:15000000\n")
    (tmp_path / "subjects.tsv").write_text("form\tvalue\tweight\ngoal\tmedtop:99\t1\n")
    with pytest.raises(LexiconError, match=r"subjects\.tsv:2: 'medtop:99'"):
        load_subjects(tmp_path)
