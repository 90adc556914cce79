"""Recognise Arabic written in Latin letters with digits for the sounds Latin lacks (3an, 7okoma).

The statistical model has no such class and answers Somali, Hausa or Maltese. The rule is for
short text: a long article with a few such words is a report about something else.
"""

import re

from streams.language.tables import WordList

SCRIPT = "Latn"

_WORD = re.compile(r"[^\W_]+")
# 2 ء, 3 ع, 5 خ, 7 ح, 8 ق, 9 ص among letters, with two letters at the least: sa3b, 3an, ya7ya.
_DIGIT_WORD = re.compile(
    r"[235789][a-z]{2,}(?:[235789][a-z]*)*|[a-z]+(?:[235789][a-z]+)+|[a-z]{3,}[235789]",
    re.IGNORECASE,
)
# Ordinals, hours, measures (2nd, 3eme, 7pm, 5km) and names of things in capitals (5G, H7N).
_ORDINARY = re.compile(
    r"\d(?:nd|rd|th|st|pm|am|km|kg|mm|cm|gb|mb|tb|eme|ème|er|bn|mn|tv|ft)|[A-Z\d]+"
)
_MIN_CHARS_AROUND = 4  # b2b, w3c: a digit inside wants three letters
_MAX_WORDS = 60
# Measured on 26 lines: all but two have two such words, and 8 % of words at the least.
_MIN_DIGIT_WORDS = 2
_MIN_DIGIT_RATIO = 0.08
# One such word is enough where little words (wa, fi, el, min) make up this part of the text.
_MIN_LITTLE_RATIO = 0.15


def is_arabizi(text: str, words: WordList) -> bool:
    """Say whether a short Latin text is Arabic by its digits and little words."""
    found = _WORD.findall(text)
    if not 1 < len(found) <= _MAX_WORDS:
        return False
    total = sum(not word.isdecimal() for word in found)
    digits = sum(map(_has_digit_letter, found))
    if digits >= _MIN_DIGIT_WORDS and digits >= total * _MIN_DIGIT_RATIO:
        return True
    little = sum("ar" in words.spelled.get(word.lower(), ()) for word in found)
    return digits > 0 and little >= total * _MIN_LITTLE_RATIO


def _has_digit_letter(word: str) -> bool:
    if not _DIGIT_WORD.fullmatch(word) or _ORDINARY.fullmatch(word):
        return False
    return word[0].isdecimal() or len(word) >= _MIN_CHARS_AROUND
