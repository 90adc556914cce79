"""Repair: what the bytes meant, and nothing else touched."""

import pytest

from streams.parse.repair import repair_text

TEXT = "وصلت «ثلاث» سفن إلى الميناء – في الساعة 9 و30 دقيقة."


def as_windows_1252(content: bytes) -> str:
    # What a browser shows: bytes that windows-1252 leaves undefined become controls.
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in content)


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        (TEXT.encode().decode("cp1256"), "mojibake:cp1256"),
        (as_windows_1252(TEXT.encode()), "mojibake:cp1252"),
        (TEXT.encode().decode("latin-1"), "mojibake:cp1252"),
        (TEXT.encode("cp1256").decode("cp1252"), "mojibake:cp1256-as-cp1252"),
        (TEXT.encode().decode("cp1256").encode().decode("cp1256"), "mojibake:cp1256"),
    ],
    ids=["cp1256", "cp1252", "latin1", "arabic_bytes_as_latin", "twice"],
)
def test_wrongly_read_bytes_are_undone(broken: str, name: str) -> None:
    assert repair_text(broken) == (TEXT, (name,))


def test_only_the_broken_part_is_mended() -> None:
    broken = f"نفط، غاز؛ {TEXT.encode().decode('cp1256')} حفظ» ونفط."
    assert repair_text(broken) == (f"نفط، غاز؛ {TEXT} حفظ» ونفط.", ("mojibake:cp1256",))


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "حفظ، وغيظ؛ ونفط؟ «ط»",
        "عکس و چکیدهٔ گزارش، نگاهی به بازار",
        "غلط کی گنجائش نہیں، عکس دیکھیں",
        "Þórður Ágústsson sagði að skipið væri á leiðinni.",
        "Où êtes-vous né, à Besançon ou à Orléans ?",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert repair_text(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "mended", "names"),
    [
        ("أ\r\nب\rج", "أ\nب\nج", ()),
        ("&quot;نعم&quot; &amp; لا &#1575;", '"نعم" & لا ا', ("html_entities",)),
        ("AT&T و R&D", "AT&T و R&D", ()),
        ("قا\x02ل\x00", "قال", ("control_characters",)),
        ("قال\ud800 نعم", "قال\ufffd نعم", ("lone_surrogates",)),
    ],
    ids=["line_ends", "entities", "bare_ampersand", "controls", "surrogate"],
)
def test_what_no_reader_saw_is_taken_out(text: str, mended: str, names: tuple[str, ...]) -> None:
    assert repair_text(text) == (mended, names)


def test_entities_of_html_are_left_for_its_parser() -> None:
    assert repair_text("<p>&lt;b&gt;</p>", entities=False) == ("<p>&lt;b&gt;</p>", ())
