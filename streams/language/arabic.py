"""Tell the languages of the Arabic script apart by the share of words that look like theirs.

Each language owns letters (Sindhi ڄ, Pashto ټ, Urdu ے, ...) and little words; Arabic owns the
article. A language's words that show such a sign are counted and divided by the rate that text
of that language has: that estimates how much of the page is in it. Counting words, a Persian
letter in a name or a quoted verse decides nothing, and a mixed page goes to its larger part.
Both kinds of Kurdish count as one (`ckb`) until `part_kurdish`: they share their letters.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from streams.language.tables import Rate, Sign, WordList

SCRIPT = "Arab"

_WORD = re.compile(r"[^\W\d_]+")
_ARTICLE = re.compile("(?<!\\w)[وفبلك]{0,2}(?:ال|لل)[^\\W\\d_]{3}")
_MARK = re.compile("[\u0655\u065a\u065b]")
# Where so many words have the article, only letters and keyed words need be looked at: Arabic
# has it on 30 % of its words, the others on less than 2 %.
_PLAIN_ARABIC_RATIO = 0.15
# One little word alone, of a language without letters of its own, may be a word of another:
# of 7,456 cuts of 3 to 9 words 298 were wrong at 0.65, 312 at 1.
_LONE_WORD = 0.65
_WITH_SPELLED = ("ckb", "ks", "ur")
_UYGHUR_E = "\u06d5"
_HEH = "\u0647"
# Sorani typed on an Arabic keyboard writes heh for its commonest vowel: 17 % of its letters are
# heh, 4-9 % in the other languages, 5.6 % in Arabic. Between the two figures the share rises.
_HEH_RATIO_ELSEWHERE = 0.095
_HEH_RATIO_SORANI = 0.155
_PERSIAN_KEYS = frozenset("یک")
_MIN_HEH_LETTERS = 12  # three short words: below, chance makes such ratios


@dataclass(frozen=True, slots=True)
class ArabicSigns:
    """Hold what is counted in text of the Arabic script."""

    letters: tuple[tuple[Sign, re.Pattern[str]], ...]
    words: WordList
    endings: tuple[tuple[str, re.Pattern[str]], ...]
    keyboard: dict[str, str]
    rates: dict[str, Rate]


def prepare_signs(
    signs: Iterable[Sign], words: WordList, keyboard: dict[str, str], rates: dict[str, Rate]
) -> ArabicSigns:
    """Compile the tables once. Errors: KeyError for a language that owns letters and no rate."""
    ours = tuple(sign for sign in signs if sign.script == SCRIPT)
    for sign in ours:
        for code in sign.languages:
            rates[code]
    return ArabicSigns(
        tuple((sign, _words_with(sign)) for sign in ours),
        words,
        tuple((code, _ending_in(endings)) for code, endings in sorted(words.endings.items())),
        keyboard,
        rates,
    )


def estimate_shares(text: str, signs: ArabicSigns) -> tuple[dict[str, float], int]:
    """Estimate how much of a text is in each language, and count its words.

    Units: shares are 0 to about 1; where words are few they may pass 1.
    """
    letters = set(text)
    by_letter = _count_letters(text, letters, signs)
    text, keyed = _MARK.sub("", text), as_keyed(text, signs)
    words = _WORD.findall(keyed)
    votes = _count_words(words, signs.words.keyed)
    articles = len(_ARTICLE.findall(keyed))
    votes["ar"] = votes.get("ar", 0) + articles
    if articles < len(words) * _PLAIN_ARABIC_RATIO or any(map(by_letter.get, _WITH_SPELLED)):
        for more in (_count_words(_WORD.findall(text), signs.words.spelled), _endings(text, signs)):
            for code, count in more.items():
                votes[code] = votes.get(code, 0) + count
    shares = {
        code: _share(votes.get(code, 0), by_letter[code], len(words) or 1, rate)
        for code, rate in signs.rates.items()
    }
    if by_letter["ug"] or _UYGHUR_E in letters:
        shares["azb"] = 0.0  # both are Turkic: Uyghur has the same endings, and letters of its own
    if not articles and not any(by_letter.values()) and letters.isdisjoint(_PERSIAN_KEYS):
        shares["ckb"] = max(shares["ckb"], _heh_share(keyed, words))
    return shares, len(words)


def part_kurdish(text: str, signs: ArabicSigns) -> str:
    """Say which Kurdish a text is: Badini where its own little words and endings are more.

    Source: 53 Sorani texts have no Badini sign at all; in Badini one word in four is one.
    """
    keyed = _count_words(_WORD.findall(as_keyed(text, signs)), signs.words.keyed)
    spelled = _count_words(_WORD.findall(text), signs.words.spelled)
    badini = keyed.get("ku", 0) + spelled.get("ku", 0) + _endings(text, signs).get("ku", 0)
    return "ku" if badini > keyed.get("ckb", 0) else "ckb"


def as_keyed(text: str, signs: ArabicSigns) -> str:
    """Write a text as an Arabic keyboard would: one letter for one, vowel signs of Kashmiri off.

    Replacing the few letters that occur is three times as fast as `str.translate`.
    """
    keyed = _MARK.sub("", text)
    for letter in sorted(set(keyed) & signs.keyboard.keys()):
        keyed = keyed.replace(letter, signs.keyboard[letter])
    return keyed


def _count_letters(text: str, letters: set[str], signs: ArabicSigns) -> dict[str, int]:
    found = dict.fromkeys(signs.rates, 0)
    for sign, pattern in signs.letters:
        if not letters.isdisjoint(sign.letters):
            count = len(pattern.findall(text))
            for code in sign.languages:
                found[code] += count
    return found


def _count_words(words: Iterable[str], listed: dict[str, tuple[str, ...]]) -> dict[str, int]:
    votes: dict[str, int] = {}
    for word in words:
        for code in listed.get(word, ()):
            votes[code] = votes.get(code, 0) + 1
    return votes


def _endings(text: str, signs: ArabicSigns) -> dict[str, int]:
    return {code: len(pattern.findall(text)) for code, pattern in signs.endings}


def _share(votes: int, letters: int, words: int, rate: Rate) -> float:
    if not rate.by_letter and votes + letters == 1:
        return _LONE_WORD / words / rate.by_all
    share = (votes + letters) / words / rate.by_all
    return max(share, letters / words / rate.by_letter) if rate.by_letter else share


def _heh_share(keyed: str, words: list[str]) -> float:
    letters = sum(map(len, words))
    if letters < _MIN_HEH_LETTERS:
        return 0.0
    above = keyed.count(_HEH) / letters - _HEH_RATIO_ELSEWHERE
    return max(0.0, min(1.0, above / (_HEH_RATIO_SORANI - _HEH_RATIO_ELSEWHERE)))


def _words_with(sign: Sign) -> re.Pattern[str]:
    some = "".join(sorted(sign.letters))
    return re.compile(rf"[{some}](?=\w)\S*" if sign.inside else rf"[{some}]\S*")


def _ending_in(endings: Iterable[str]) -> re.Pattern[str]:
    some = "|".join(sorted((re.escape(ending) for ending in endings), key=lambda e: (-len(e), e)))
    return re.compile(f"(?<=\\w\\w)(?:{some})(?!\\w)".replace("ی", "[یي]"))
