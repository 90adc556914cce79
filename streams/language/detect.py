"""Detect the language of an article: scripts first, then letters and little words, then a model.

Input is the article's text (title, blank line, body); its first 600 characters decide. What
decided is named: `nothing`, `script.hang`, `letters.ckb`, `arabizi.digits`, `py3langid`.
"""

import re
from dataclasses import dataclass

from schemas.article import Language
from streams.language.arabic import SCRIPT as ARABIC
from streams.language.arabic import ArabicSigns, estimate_shares, part_kurdish, prepare_signs
from streams.language.arabizi import SCRIPT as LATIN
from streams.language.arabizi import is_arabizi
from streams.language.model import Guess, Rank, guess, load_model, weigh_words
from streams.language.reading import Reading, main_script, only, read
from streams.language.tables import (
    Label,
    Script,
    Sign,
    WordList,
    load_furniture,
    load_keyboard,
    load_labels,
    load_rates,
    load_scripts,
    load_signs,
    load_words,
)

_MIN_LETTERS = 2
# A language of the Arabic script is settled without the model when its share is this large and so
# many times the next one's; else the model is asked too. Measured on 900 rows of 9 languages and
# 2,234 cuts of 4 to 12 words: shares 0.3-0.5 and leads 1.5-5 differ by three rows.
_MIN_SHARE = 0.4
_MIN_LEAD = 2.0
# In longer text shares are steady; a smaller lead is a page in two languages, for the larger.
_MANY_WORDS = 20
_MIN_LEAD_OF_MANY = 1.2
# Kashmiri writes the letters of Urdu and some more; Urdu text never shows this much of the rest.
_MIN_KASHMIRI_SHARE = 0.25
# What a full share is worth beside the model, as a logarithm: e^5 = 150 to 1. Flat from 5 to 8;
# 2 lost seven of ten Sindhi cuts that 5 wins.
_SHARE_WEIGHT = 5.0
# Kana among Han from here on is Japanese; Chinese quotes a の now and then.
_MIN_KANA_RATIO = 0.1
_EAST_ASIAN = ("Hang", "Hani", "Kana")
# Part of letters that must be ones Tigrinya (ኣ is one in twenty), Assamese or Yiddish owns.
_MIN_SIGN_RATIO = 0.02
_MIN_SIGNS = 2
# When the model believes a Latin language this much, digits in words are names of things.
# Measured: 26 lines of Arabic in Latin letters got at most 0.76.
_SURE = 0.9
# Digits for letters leave little doubt, but product names have them too.
_ARABIZI = 0.8

_NO_WORDS = WordList({}, {}, {})


@dataclass(frozen=True, slots=True)
class Detector:
    """Hold everything loaded once: the model and the tables."""

    rank: Rank
    labels: dict[str, Label]
    letters: dict[str, Script]
    furniture: re.Pattern[str]
    signs: tuple[Sign, ...]
    arabic: ArabicSigns
    words: dict[str, WordList]


def load_detector() -> Detector:
    """Load the model and the tables. Cost: about 0.7 s and 80 MB, once a process."""
    keyboard = load_keyboard()
    words = load_words(keyboard)
    signs = load_signs()
    return Detector(
        rank=load_model(),
        labels=load_labels(),
        letters=load_scripts()[1],
        furniture=load_furniture(),
        signs=signs,
        arabic=prepare_signs(signs, words[ARABIC], keyboard, load_rates()),
        words=words,
    )


def detect(text: str, detector: Detector) -> Language:
    """Detect language and script of a text."""
    reading = read(text, detector.letters, detector.furniture)
    script = main_script(reading)
    if script is None or reading.weight < _MIN_LETTERS:
        return Language(code="und", script="Zzzz", confidence=0.0, rule="nothing")
    if script.language:
        return _detect_by_script(reading, script, detector.signs)
    own = only(reading, script, detector.letters)
    if script.name == ARABIC:
        return _detect_arabic(own, detector)
    words = detector.words.get(script.name, _NO_WORDS)
    found = guess(own, detector.rank, detector.labels, weigh_words(own, words))
    if script.name == LATIN and found.confidence < _SURE and is_arabizi(own, words):
        return Language(code="ar", script=LATIN, confidence=_ARABIZI, rule="arabizi.digits")
    confidence = round(found.confidence, 3)
    return Language(code=found.code, script=script.name, confidence=confidence, rule="py3langid")


def _detect_arabic(text: str, detector: Detector) -> Language:
    shares, words = estimate_shares(text, detector.arabic)
    first, second = sorted(shares, key=lambda code: (-shares[code], code))[:2]
    lead = _MIN_LEAD if words < _MANY_WORDS else _MIN_LEAD_OF_MANY
    if shares[first] >= _MIN_SHARE and shares[first] >= shares[second] * lead:
        confidence = shares[first] / (shares[first] + shares[second])
        found, rule = Guess(first, confidence), "letters"
    else:
        evidence = {code: _SHARE_WEIGHT * share for code, share in shares.items()}
        found = guess(text, detector.rank, detector.labels, evidence, only=shares)
        rule = "py3langid"
    code = found.code
    if code == "ckb":
        code = part_kurdish(text, detector.arabic)
    elif code == "ur" and shares["ks"] >= _MIN_KASHMIRI_SHARE:
        code = "ks"
    slug = f"letters.{code}" if rule == "letters" else rule
    return Language(code=code, script=ARABIC, confidence=round(found.confidence, 3), rule=slug)


def _detect_by_script(reading: Reading, script: Script, signs: tuple[Sign, ...]) -> Language:
    ratio = reading.ratio(script.name)
    if script.name in _EAST_ASIAN:
        han, kana = reading.ratio("Hani"), reading.ratio("Kana")
        if script.name == "Hang":
            return Language(
                code="ko", script="Kore", confidence=round(ratio, 3), rule="script.hang"
            )
        if kana >= (han + kana) * _MIN_KANA_RATIO:
            confidence = round(han + kana, 3)
            return Language(code="ja", script="Jpan", confidence=confidence, rule="script.kana")
    for sign in signs:
        if sign.script == script.name:
            found = sum(map(reading.text.count, sorted(sign.letters)))
            if found >= _MIN_SIGNS and found * script.weight >= reading.weight * _MIN_SIGN_RATIO:
                code = sign.languages[0]
                return Language(
                    code=code,
                    script=script.name,
                    confidence=round(ratio, 3),
                    rule=f"letters.{code}",
                )
    slug = f"script.{script.name.lower()}"
    return Language(code=script.language, script=script.name, confidence=round(ratio, 3), rule=slug)
