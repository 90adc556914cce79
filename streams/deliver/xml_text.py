"""Keep text fit for XML: what a scraped headline may hold and an XML file may not."""

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Take out the characters that XML 1.0 cannot hold.

    >>> clean("a\\x00b\\x0bc")
    'abc'
    """
    return _FORBIDDEN.sub("", text)


def add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    """Add an element with its text; what XML cannot hold is left out."""
    made = SubElement(parent, name, {key: clean(value) for key, value in attributes.items()})
    if text is not None:
        made.text = clean(text)
    return made
