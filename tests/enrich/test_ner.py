"""The plug-in `ner`: a model's labels become spans that stand in the text, whatever its length.

The alignment is tested with taggers written here; where the extra `barid[ner]` is installed, also
with a small model of random weights, made on the spot.
"""

import importlib.util
import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.enrich.ner import (
    MAX_CHARS,
    WINDOW_CHARS,
    LabelledWord,
    NameModel,
    NerError,
    load,
    windows_of,
)
from streams.enrich.plugins import Plugin, mark_all

KINDS = {"سالم": "B-PER", "الجبوري": "I-PER", "زرنوق": "B-LOC", "الضفاف": "ORG", "نهر": "B-MISC"}
needs_extra = pytest.mark.skipif(
    importlib.util.find_spec("transformers") is None, reason="needs the extra barid[ner]"
)


def tag(windows: Sequence[str]) -> list[list[LabelledWord]]:
    """Label words by a list, as a model labels them by their letters."""
    return [
        [
            LabelledWord(word.start(), word.end(), KINDS.get(word[0], "O"), 0.9)
            for word in re.finditer(r"\w+", window)
        ]
        for window in windows
    ]


def names(text: str, tagger: Any = tag) -> list[tuple[str, str]]:
    (found,) = NameModel(tagger, "1").enrich_batch([text], ["ar"])
    assert all(text[one.start : one.end] == one.word for one in found)
    return [(one.entity_group, one.word) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("زار سالم الجبوري زرنوق", [("B-PER", "سالم الجبوري"), ("B-LOC", "زرنوق")]),
        ("سالم، الجبوري", [("B-PER", "سالم"), ("I-PER", "الجبوري")]),
        ("سالم سالم", [("B-PER", "سالم"), ("B-PER", "سالم")]),
        ("الضفاف الضفاف", [("ORG", "الضفاف الضفاف")]),
        ("نهر زرنوق", [("B-LOC", "زرنوق")]),
        ("ثم سالمٌ", [("B-PER", "سالمٌ")]),
        ("لا أحد هنا", []),
        ("", []),
        (" \n ", []),
    ],
    ids=[
        "two",
        "a comma parts",
        "B- begins anew",
        "no B- side by side",
        "other kinds",
        "vowel mark",
        "none",
        "empty",
        "blank",
    ],
)
def test_words_of_one_name_are_joined(text: str, expected: list[tuple[str, str]]) -> None:
    assert names(text) == expected


def test_a_name_the_model_is_not_sure_of_is_left_out() -> None:
    def unsure(windows: Sequence[str]) -> list[list[LabelledWord]]:
        return [[word._replace(score=0.7) for word in words] for words in tag(windows)]

    assert names("زار سالم زرنوق", unsure) == []


def test_a_word_that_a_tokenizer_took_apart_is_one_word() -> None:
    def letters(windows: Sequence[str]) -> list[list[LabelledWord]]:
        return [[LabelledWord(3, 5, "B-PER", 0.9), LabelledWord(5, 7, "O", 0.9)] for _ in windows]

    assert names("ثم سالم غدا", letters) == [("B-PER", "سالم")]


def test_a_mark_is_no_name_and_no_part_of_one() -> None:
    def marks(windows: Sequence[str]) -> list[list[LabelledWord]]:
        spots = [(0, 4, "B-PER"), (4, 5, "I-PER"), (6, 7, "B-LOC")]
        return [[LabelledWord(*spot, 0.9) for spot in spots] for _ in windows]

    assert names("سالم، - غدا", marks) == [("B-PER", "سالم")]


def test_names_are_found_in_every_part_of_a_long_text() -> None:
    line = "كلام كثير في هذا السطر عن أمور أخرى. "
    text = "سالم هنا.\n" + line * 60 + "\nثم زرنوق. " + line * 60 + "الضفاف"
    assert len(text) > 4 * WINDOW_CHARS
    assert names(text) == [("B-PER", "سالم"), ("B-LOC", "زرنوق"), ("ORG", "الضفاف")]


def test_what_stands_past_the_limit_is_not_read() -> None:
    assert names("كلام " * (MAX_CHARS // 5) + "سالم") == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="اب .\n؟\u064b😀", max_size=3_000).map(lambda text: text * 3))
def test_windows_cover_the_text_in_order_and_are_short(text: str) -> None:
    windows = list(windows_of(text))
    assert all(0 < end - start <= WINDOW_CHARS for start, end in windows)
    assert all(end == start for (_, end), (start, _) in pairwise(windows))
    covered = "".join(text[start:end] for start, end in windows)
    assert text[:MAX_CHARS].startswith(covered)
    assert not text[len(covered) : MAX_CHARS].strip()


def test_a_tagger_that_loses_a_window_costs_its_annotation() -> None:
    one = Plugin("ner", NameModel(lambda _: [], "1"))
    (marked,) = mark_all(["سالم"], ["ar"], [one])
    assert marked.failed == ("plugin:ner",)


def test_a_missing_library_is_named_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.json").write_text("{}")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(NerError, match=r"pip install 'barid\[ner\]'"):
        load(str(tmp_path))


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(NerError, match=r"no model at .*save_pretrained"):
        load(str(tmp_path))


# With the extra installed.


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a model of two small layers and random weights, and its tokenizer."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    tokenizers = pytest.importorskip("tokenizers")
    folder = tmp_path_factory.mktemp("models") / "tiny"
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإء.،"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{one}" for one in letters)]
    vocabulary = {piece: at for at, piece in enumerate(pieces)}
    special = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep")}
    words = tokenizers.models.WordPiece(vocabulary, unk_token=special["unk_token"])
    tokenizer = tokenizers.Tokenizer(words)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special)
    fast.save_pretrained(folder)
    torch.manual_seed(7)
    labels = {0: "O", 1: "B-PER", 2: "I-PER", 3: "B-LOC", 4: "B-ORG"}
    config = transformers.BertConfig(
        vocab_size=len(pieces), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=16, id2label=labels, label2id={name: at for at, name in labels.items()},
    )  # fmt: skip
    model = transformers.BertForTokenClassification(config)
    model.classifier.weight.data *= 200  # so that random weights are as sure as trained ones
    model.save_pretrained(folder)
    return folder


@needs_extra
def test_spans_of_a_real_model_stand_in_the_text_and_are_whole_words(model_folder: Path) -> None:
    model = load(str(model_folder))
    assert re.fullmatch("tiny-[0-9a-f]{8}", model.version)
    texts = [
        "وصل سالم الجبوري إلى زرنوق، ثم غادر. " * 60,
        "سطر\nقَصيرٌ 😀 بعلامات",
        "",
    ]
    found = model.enrich_batch(texts, ["ar"] * 3)
    assert len(found[0]) > 10
    for text, spans in zip(texts, found, strict=True):
        for one in spans:
            assert text[one.start : one.end] == one.word
            assert not text[one.start - 1 : one.start].isalpha()
            assert not text[one.end : one.end + 1].isalpha()
    assert found == model.enrich_batch(texts, ["ar"] * 3)


@needs_extra
def test_the_worker_takes_a_real_model_and_marks_its_names_as_the_models(
    model_folder: Path,
) -> None:
    one = Plugin("ner", load(str(model_folder)), limit_seconds=60)
    (marked,) = mark_all(["وصل سالم الجبوري إلى زرنوق، ثم غادر. " * 10], ["ar"], [one])
    assert marked.failed == ()
    assert {entity.source for entity in marked.entities} == {one.source}


@needs_extra
def test_a_model_that_names_nothing_is_refused(model_folder: Path, tmp_path: Path) -> None:
    for file in model_folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    config = tmp_path / "config.json"
    config.write_text(re.sub("[BI]-(PER|LOC|ORG)", r"X-\1", config.read_text()))
    with pytest.raises(NerError, match="names no persons"):
        load(str(tmp_path))


@needs_extra
def test_a_spoilt_model_is_refused(model_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_bytes((model_folder / "config.json").read_bytes())
    with pytest.raises(NerError, match="holds no model that can be read"):
        load(str(tmp_path))
