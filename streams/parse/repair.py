"""Repair text whose bytes were read wrongly, and take out what no reader ever saw.

UTF-8 read as windows-1256 turns العراق into `ط§ظ`; read as windows-1252 into `Ø§Ù`.
Both are undone run by run, so a page that is broken only in parts is mended only there. Arabic
in windows-1256 that was read as windows-1252 (`ÇáÚÑÇÞ`) is undone as a whole.
"""

import html
import re
from collections.abc import Callable

_HIGH_BYTES = range(0x80, 0x100)
_UNDEFINED_BYTES = range(0x80, 0xA0)  # where windows-1252 has gaps
# C2/C3: « » and accents; C5/C6/CB: letters that text broken twice holds; D8-DB: Arabic.
_TWO_BYTE_LEADS = bytes([0xC2, 0xC3, 0xC5, 0xC6, 0xCB, *range(0xD8, 0xDC)])
_THREE_BYTE_LEADS = b"\xe2\xef"  # quotation marks and dashes; presentation forms
_ARABIC_LEADS = bytes(range(0xD8, 0xDC))
_MAX_ROUNDS = 2  # text broken twice is met now and then, three times never was

# Each letter of such a run had Arabic bytes; three in a row do not occur in written language.
_SEED_PAIRS = 3

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_HIGH_RUN = re.compile("[\u00c0-\u00ff]{4,}")  # no European word has four accented letters in a row
_HIGH_SEED_RUNS = 2
_ARABIC = re.compile("[\u0621-\u064a]")
_ARABIC_RUN = re.compile("[\u0621-\u064a]{2,}")


def _byte_table(encoding: str) -> dict[str, int]:
    table: dict[str, int] = {}
    for value in _HIGH_BYTES:
        if (
            value in _UNDEFINED_BYTES
        ):  # browsers show an undefined byte as the control of that number
            table[chr(value)] = value
        char = bytes([value]).decode(encoding, "ignore")
        if char:
            table[char] = value
    return table


def _chars(table: dict[str, int], values: range | bytes) -> str:
    return re.escape("".join(char for char, value in table.items() if value in values))


def _run_patterns(table: dict[str, int]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    second = f"[{_chars(table, range(0x80, 0xC0))}]"
    pair = f"[{_chars(table, _TWO_BYTE_LEADS)}]{second}"
    triple = f"[{_chars(table, _THREE_BYTE_LEADS)}]{second}{second}"
    arabic_pair = f"[{_chars(table, _ARABIC_LEADS)}]{second}"
    seed = re.compile(f"(?:{arabic_pair}){{{_SEED_PAIRS}}}")
    run = re.compile(f"(?:{pair}|{triple}){{2,}}|(?<![^\\W\\d_])(?:{pair}|{triple})(?![^\\W\\d_])")
    return seed, run


_CP1256 = _byte_table("cp1256")
_CP1252 = _byte_table("cp1252")
_CASES = (
    (
        "mojibake:cp1256",
        _CP1256,
        ("\u00a7", "\u201e", "\u2026", "\u2020", "\u00b1", "\u02c6", "\u00a8"),
        *_run_patterns(_CP1256),
    ),
    ("mojibake:cp1252", _CP1252, ("\u00d8", "\u00d9"), *_run_patterns(_CP1252)),
)


def repair_text(text: str, *, entities: bool = True) -> tuple[str, tuple[str, ...]]:
    r"""Give the text as it was written, `\n` at every line end, and the names of what was mended.

    `entities=False` leaves `&amp;` alone, for HTML that is still to be parsed.
    """
    repairs: list[str] = []
    if not text.isascii():
        text = _undo_wrong_encoding(text, repairs)
    if entities and "&" in text and _ENTITY.search(text):
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        repairs.append("html_entities")
    if _ODD.search(text) is None:
        return text, tuple(dict.fromkeys(repairs))
    text = _LINE_END.sub("\n", text)
    for name, pattern, replacement in (
        ("lone_surrogates", _SURROGATE, "\ufffd"),
        ("control_characters", _CONTROL, ""),
    ):
        if pattern.search(text):
            text = pattern.sub(replacement, text)
            repairs.append(name)
    return text, tuple(dict.fromkeys(repairs))


def _undo_wrong_encoding(text: str, repairs: list[str]) -> str:
    for name, table, leads, seed, run in _CASES:
        for _ in range(_MAX_ROUNDS):
            if not any(lead in text for lead in leads) or not seed.search(text):
                break
            mended = run.sub(_decoder(table), text)
            if mended == text:
                break
            text = mended
            repairs.append(name)
    return _undo_arabic_as_latin(text, repairs)


def _decoder(table: dict[str, int]) -> Callable[[re.Match[str]], str]:
    def decode(match: re.Match[str]) -> str:
        content = bytes(table[char] for char in match[0])
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            return match[0]

    return decode


def _undo_arabic_as_latin(text: str, repairs: list[str]) -> str:
    if _ARABIC.search(text) is not None:
        return text
    runs = _HIGH_RUN.findall(text)
    if len(runs) < _HIGH_SEED_RUNS:
        return text
    mended = "".join(
        bytes([_CP1252[char]]).decode("cp1256", "ignore") if char in _CP1252 else char
        for char in text
    )
    # Icelandic and the like also have accented letters, but would give no Arabic words.
    if sum(map(len, _ARABIC_RUN.findall(mended))) < sum(map(len, runs)):
        return text
    repairs.append("mojibake:cp1256-as-cp1252")
    return mended
