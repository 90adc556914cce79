"""Change pages as scrapers, encodings and accidents change them."""

from collections.abc import Callable, Sequence
from random import Random

# One range a block would be 330 names; these are where Unicode's letters, marks and oddities live.
_BLOCKS = (
    (0x0000, 0x001F), (0x0080, 0x00FF), (0x0300, 0x036F), (0x0590, 0x05FF), (0x0600, 0x06FF),
    (0x0750, 0x077F), (0x08A0, 0x08FF), (0x0900, 0x097F), (0x0E00, 0x0E7F), (0x1200, 0x137F),
    (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2E80, 0x2FDF), (0x3040, 0x30FF), (0x4E00, 0x4EFF),
    (0xAC00, 0xACFF), (0xD800, 0xDFFF), (0xE000, 0xE0FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF),
    (0xFFF0, 0xFFFF), (0x1D400, 0x1D4FF), (0x1F300, 0x1F6FF), (0xE0000, 0xE007F),
    (0x10FFF0, 0x10FFFF),
)  # fmt: skip


def mutate(page: str, others: Sequence[str], random: Random) -> str:
    """Apply one to four changes to a page."""
    for _ in range(random.randint(1, 4)):
        page = random.choice(_CHANGES)(page, others, random)
    return page


def _cut(page: str, others: Sequence[str], random: Random) -> str:
    del others
    start = random.randrange(len(page) + 1)
    return page[start : start + random.randrange(len(page) + 1)]


def _double(page: str, others: Sequence[str], random: Random) -> str:
    del others
    start = random.randrange(len(page) + 1)
    piece = page[start : start + random.randrange(2_000)]
    return page[:start] + piece * random.randint(2, 4) + page[start:]


def _shuffle_lines(page: str, others: Sequence[str], random: Random) -> str:
    del others
    lines = page.split("\n")
    random.shuffle(lines)
    return "\n".join(lines)


def _join_lines(page: str, others: Sequence[str], random: Random) -> str:
    del others
    return random.choice((" ", "", "\r\n", "\u00a0", "\u2028", "<br>")).join(page.split("\n"))


def _mix(page: str, others: Sequence[str], random: Random) -> str:
    other = random.choice(others)
    at = random.randrange(len(page) + 1)
    return page[:at] + other[: random.randrange(len(other) + 1)] + page[at:]


def _sprinkle(page: str, others: Sequence[str], random: Random) -> str:
    del others
    letters = list(page)
    for _ in range(random.randint(1, 60)):
        low, high = random.choice(_BLOCKS)
        letters.insert(random.randrange(len(letters) + 1), chr(random.randint(low, high)))
    return "".join(letters)


def _mojibake(page: str, others: Sequence[str], random: Random) -> str:
    del others
    wrong = random.choice(("cp1256", "cp1252", "latin-1"))
    return page.encode("utf-8", "replace").decode(wrong, "replace")


def _digits(page: str, others: Sequence[str], random: Random) -> str:
    del others
    zero = random.choice((0x0660, 0x06F0, 0xFF10))  # Arabic-Indic, Persian, wide
    return page.translate({ord(str(n)): chr(zero + n) for n in range(10)})


def _tags(page: str, others: Sequence[str], random: Random) -> str:
    del others
    return f"<{random.choice(('p', 'div', 'td', 'article', 'script', 'x'))}>" + page


def _repeat_sign(page: str, others: Sequence[str], random: Random) -> str:
    del others
    sign = random.choice((".", "•", "\u0640", "\u064b", " ", "9", "«", "(", "\u202e", "\n", "-"))
    at = random.randrange(len(page) + 1)
    return page[:at] + sign * random.randint(10, 3_000) + page[at:]


_CHANGES: tuple[Callable[[str, Sequence[str], Random], str], ...] = (
    _cut,
    _double,
    _shuffle_lines,
    _join_lines,
    _mix,
    _sprinkle,
    _mojibake,
    _digits,
    _tags,
    _repeat_sign,
)
