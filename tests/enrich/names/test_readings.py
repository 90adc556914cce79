"""Words with their places and gaps: the quick way to split answers as the slow one does."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.enrich.names.find import NameWords
from streams.enrich.names.readings import Reader, split_words, word_text
from streams.text.normalize import fold

LAW = settings(deadline=None, derandomize=True)
ANY_TEXT = st.text(st.characters(exclude_categories=()))
NEWS_TEXT = st.text(
    st.sampled_from("أعلىءةو بال\n.,،؛؟«»()[]-_'`~@^{|}/\\:0٣9aZ\u064b\u0640\u200f–…•‹›")
)


@LAW
@given(ANY_TEXT | NEWS_TEXT)
def test_words_and_gaps_add_up_to_the_folded_text(text: str) -> None:
    wording = word_text(text, Reader({}, {}, {}))
    folded = fold(text)
    places = list(zip(wording.starts, wording.ends, strict=True))
    assert wording.words == split_words(folded)
    assert [folded[start:end] for start, end in places] == wording.words
    assert len(wording.readings) == len(wording.words)
    gaps = [folded[end:start] for (_, end), (start, _) in pairwise(places)]
    assert wording.gaps[: len(gaps)] == gaps


@pytest.mark.parametrize("sign", [chr(point) for point in range(0x250) if not chr(point).isalnum()])
def test_every_sign_parts_words(words: NameWords, sign: str) -> None:
    text = f"قال{sign}زيد"
    expected = re.findall(r"[^\W_]+", fold(text))
    assert word_text(text, words.reader).words == expected


def test_a_word_read_before_is_read_alike_after_much_else(words: NameWords) -> None:
    before = word_text("وبالعراق", words.reader).readings
    word_text(" ".join(f"كلمة{number}" for number in range(31_000)), words.reader)
    assert word_text("وبالعراق", words.reader).readings == before
