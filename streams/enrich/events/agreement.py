"""Tell whether a verb and a noun can belong together: its number, its gender."""

from streams.enrich.events.reading import Found, Reading

_FEMININE_ENDINGS = ("\u0647", "\u0627", "\u062a")
# Past tense duals of the verbs of death and injury (folded), the only ones that end like no other.
_DUAL_VERBS = frozenset({"قتلا", "لقيا", "اصيبا", "جرحا", "توفيا", "استشهدا", "ولقيا", "واصيبا"})


def agrees(reading: Reading, head: Found, least: int, most: int | None) -> bool:
    """Tell whether a dual verb has two, and a plural verb more than one, as its subject."""
    verb = reading.words[head.first]
    if not head.definite and head.sense.value in {"verb", "lost", "died"} and verb in _DUAL_VERBS:
        return least == 2  # noqa: PLR2004
    return not (verb.endswith("وا") and most == 1)


def same_gender(reading: Reading, head: Found, noun: Found) -> bool:
    """Tell whether a singular verb can have this noun as its subject."""
    feminine_verb = reading.words[head.first].endswith("ت")
    last = reading.words[noun.last - 1]
    return (
        not feminine_verb
        or last.endswith(_FEMININE_ENDINGS)
        or not last.isalpha()
        or last.isascii()
    )
