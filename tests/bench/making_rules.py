"""Make rules as people write them, any number, from the shipped gazetteer and lists of names.

A mix: most rules watch names or words, some combine words with a place or a kind of event, a few
ask for tolls, subjects, several outlets or a pattern, or leave something out. The same seed gives
the same rules.
"""

import random
from collections.abc import Iterator
from typing import Final

from streams.alert.severity import EVENT_TYPES
from streams.enrich.names.find import NameWords, load_names

_LANGUAGES: Final = ("ar", "en", "fa", "ckb", "tr", "fr")
_SUBJECTS: Final = ("sport", "weather", "religion", "education", "health", "labour")
# Ordinary words of news, which many rules share and many articles hold.
_COMMON: Final = (
    "انفجار", "هجوم", "قصف", "حريق", "غارة", "اغتيال", "اعتقال", "اختطاف", "مظاهرات", "فيضانات",
    "زلزال", "اشتباكات", "تفجير", "عبوة", "مسيرة", "صاروخ", "ضحايا", "جرحى", "قتلى", "إصابات",
    "حادث", "تصادم", "غرق", "انهيار", "حكومة", "وزير", "برلمان", "انتخابات", "ميزانية", "نفط",
    "غاز", "كهرباء", "مياه", "استثمار", "دولار", "بنك", "سوق", "تجارة", "زراعة", "صحة",
    "مستشفى", "مدرسة", "جامعة", "جيش", "شرطة", "أمن", "حدود", "لاجئين", "نازحين", "مساعدات",
    "إغاثة", "مفاوضات", "هدنة", "اتفاق", "عقوبات", "قمة", "سفير",
)  # fmt: skip


class RuleMaker:
    """Hold the words rules are made of."""

    def __init__(self, words: NameWords | None = None, seed: int = 7) -> None:
        """Take the names of people, bodies and places; a few thousand of each."""
        words = words or load_names()
        self._random = random.Random(seed)  # noqa: S311 - any mixture will do, the same each run
        self._entities: list[str] = []
        places: dict[str, str] = {}
        for key, group in sorted(words.phrases.items()):
            for one in group:
                if one.type == "place":
                    places[one.id] = key
                elif len(key) > 4:
                    self._entities.append(key)
        towns = [key for key in words.gazetteer.rows if len(key) > 4]
        self._terms = sorted({*self._entities, *places.values(), *towns})
        self._places = sorted(places)
        self._divisions = [one for one in self._places if one.startswith("admin1:")]

    def file(self, count: int) -> str:
        """Write a rules file."""
        return "version: 1\nrules:\n" + "".join(self.rules(count))

    def rules(self, count: int) -> Iterator[str]:
        """Write rules one by one."""
        for number in range(count):
            title = f"قاعدة {number}"
            yield f"  - {{id: r{number}, title: {title}, severity: high, when: {self._when()}}}\n"

    def _when(self) -> str:  # noqa: PLR0911 - one line a kind of rule
        """Write a condition; the shares are those of a newsroom's lists: names above all."""
        some = self._random.random()
        if some < 0.40:
            return f"{{terms: [{self._listed(self._terms, 1, 4)}]}}"
        if some < 0.60:
            return f"{{all: [{{terms: [{self._listed(self._terms, 1, 3)}]}}, {self._common()}]}}"
        if some < 0.70:
            toll = f"killed: {{min: {self._random.randint(1, 9)}}}"
            return f"{{place: [{self._listed(self._places, 1, 2)}], {self._event()}, {toll}}}"
        if some < 0.80:
            return f"{{all: [{{{self._place()}}}, {self._common()}], {self._event()}}}"
        if some < 0.88:
            missing = f"none: [{{subjects: [{self._one(_SUBJECTS)}]}}]"
            named = f"entities: [{self._listed(self._entities, 1, 3)}]"
            return f"{{{named}, {missing}, all: [{self._common()}]}}"
        if some < 0.94:
            level = self._one(("exact", "word", "family"))
            listed = self._listed(self._terms, 1, 3)
            return f"{{terms: {{of: [{listed}], match: {level}, in: title}}, {self._language()}}}"
        if some < 0.995:
            terms = f"{{terms: [{self._listed(self._terms, 2, 5)}]}}"
            return f"{{any: [{terms}, {{{self._event()}, {self._place()}}}], outlets_min: 2}}"
        word = self._one(self._terms)
        return f"{{regex: '{word}.{{0,40}}(قتل|جرح|اعتقال)', {self._language()}}}"

    def _common(self) -> str:
        return f"{{terms: [{self._listed(_COMMON, 1, 4)}]}}"

    def _event(self) -> str:
        return f"event: [{self._listed(EVENT_TYPES, 1, 3)}]"

    def _place(self) -> str:
        return f"place: {self._one(self._divisions)}"

    def _language(self) -> str:
        return f"language: [{self._listed(_LANGUAGES, 1, 2)}]"

    def _one(self, of: "list[str] | tuple[str, ...]") -> str:
        return self._random.choice(of)

    def _listed(self, of: "list[str] | tuple[str, ...]", least: int, most: int) -> str:
        chosen = self._random.sample(of, self._random.randint(least, most))
        return ", ".join(f"'{one}'" if any(c in one for c in "'\":,") else one for one in chosen)
