"""Odd pages: what a crawl brings sooner or later, and what nobody would write on purpose."""

from collections.abc import Iterator

from hypothesis import strategies as st

NEWS = "مقتل 10 أشخاص وإصابة 23 بتفجير سيارة مفخخة في بعقوبة يوم الأربعاء 15 تشرين الأول 2025."
HUGE_CHARS = 1_000_000
# Every code point there is, in this many a text.
_TEXT_POINTS = 4096

# Words that make the extractors work: dates, numbers, tolls, names, places, quotes, labels.
_PIECES = (
    NEWS, "قتل", "مقتل", "أصيب", "وإصابة", "جرحى", "فقدان", "اعتقال", "شخصا", "مدنيين", "جنود",
    "10", "٢٣", "۱۵", "عشرة", "ثلاثة عشر", "مئتين و", "ما لا يقل عن", "أكثر من", "2024-11-22",
    "يوم الاثنين", "أمس", "الجمعة الماضي", "22 تشرين الثاني 2024", "1446 هـ", "12/10/2025",
    "بغداد", "ديالى", "في محافظة", "حي", "سوريا", "وزير الداخلية", "محمد علي حسن", "الجيش",
    "وكالة", "قال", "وأعلن", "إن", "«", "»", '"', "“", "”", ":", "(", ")", "/", "-", ".", "،",
    "\n", "\n\n", "اقرأ أيضاً:", "المصدر:", "تاريخ النشر:", "killed", "injured", "at least 10",
    "in Baghdad", "yesterday", "Monday", "said", "tués", "blessés", "ölü", "هلاک", "کشته",
    "no", "لم يقتل", "قد", "ذكرى", "\u0640", "\u064b", "\u200f", "\u200d", "\ufeff",
)  # fmt: skip

ODD_TEXTS = {
    "empty": "",
    "blank": " \t\u00a0\u2003",
    "only line ends": "\n\r\n\r\u2028\u2029\x85",
    "one letter": "ق",
    "lone marks": "\u064b\u0651\u0301\u0640\u200d\u200c\ufe0f\u20e3",
    "marks on nothing": f"\u0651\n{NEWS}\n\u0301\u0301\u0301\n\u064e",
    "direction controls": f"\u202e{NEWS}\u202c\u2066\u2067\u2069\u200e\u200f\u061c",
    "control characters": "".join(map(chr, (*range(32), *range(0x7F, 0xA0)))) + NEWS,
    "lone surrogates": f"\ud800{NEWS}\udfff",
    "no characters": f"\ufffe\uffff\U0001ffff{NEWS}\U0010ffff",
    "private use": f"\ue000\uf8ff{NEWS}\U000f0000",
    "mixed scripts": f"{NEWS} Ten killed. Десять. 十人死亡. Δέκα. עשרה. 10 के. ᠮᠣᠩᠭᠣᠯ. ሰላም",
    "mixed in a word": "мقتлل 1٠۱0 شخصاs",
    "presentation forms": "ﻣﻘﺘﻞ ١٠ ﺃﺷﺨﺎﺹ ﻓﻲ ﺑﻐﺪﺍﺩ ﷺ ﷲ ﷽",
    "decomposed": "ا\u0653 ا\u0654 و\u0654 ي\u0654 e\u0301",
    "stretched": "مـــــقـــتـل 10 أشخـــاص في بـــغـــداد",
    "many digits": "قتل " + "9" * 6000 + " شخصا",
    "many Arabic digits": "قتل " + "٩" * 6000 + " شخصا في ٢٢/١١/" + "٢" * 5000,
    "odd digits": "قتل ² ① Ⅻ 𝟙𝟘 ৩ 〇 五 شخصا",
    "dates that are none": "في 31/2/2025 و 00-00-0000 و 99/99/9999 و 30 شباط 2025 و 2025-13-45",
    "far dates": "في 9999-12-31 و 0001-01-01 و 29 شباط 1900 و 1 محرم 9999 و 1 محرم 1",
    "open quotes": "قال «" * 50 + NEWS + "“ ” „ » » »",
    "html": f"<html><title>{NEWS}</title><p>{NEWS}<script>1<2</script><p>&#xD800;&#0;&nbsp;",
    "broken html": f"<<p <b><table><tr>{NEWS}</p></div>&#99999999;&bogus;<![CDATA[<!--",
    "deep html": "<div>" * 3000 + NEWS + "</div>" * 10,
    "json": '{"title": "مقتل 10", "body": null}',
    "emoji": f"🔴 {NEWS} 👨‍👩‍👧‍👦 🇮🇶🇸🇾 🏴‍☠️",
}

# A line of a megabyte, in the ways that a line grows.
HUGE_TEXTS = {
    "news without a line end": NEWS + " ",
    "one letter": "ق",
    "digits": "7",
    "spaces": " ",
    "open quotes": "«",
    "tags": "<b>",
    "marks": "\u0651",
    "commas": "قتل، ",
    "numbers": "قتل 10 ",
    "names": "محمد علي ",
    "dates": "22/11/2024 ",
    "lines": "مقتل 10 في بغداد\n",
    "labels": "المصدر: ",
}


# What a message cannot hold: its bytes are refused before a stage sees them.
NOT_IN_JSON = "lone surrogates"


def huge(piece: str) -> str:
    """Repeat a piece until it is a megabyte of characters."""
    return piece * (HUGE_CHARS // len(piece))


def every_code_point() -> Iterator[str]:
    """Yield texts that together hold every code point, between two news sentences."""
    for first in range(0, 0x110000, _TEXT_POINTS):
        yield f"{NEWS}\n{''.join(map(chr, range(first, first + _TEXT_POINTS)))}\n{NEWS}"


def any_page() -> st.SearchStrategy[str]:
    """Make pages of news words and anything at all."""
    anything = st.text(st.characters(exclude_categories=()), max_size=12)
    pieces = st.lists(st.sampled_from(_PIECES) | anything, max_size=40)
    return st.builds(str.join, st.sampled_from((" ", "", "\n")), pieces)
