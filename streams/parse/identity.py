"""Name articles and pages by what they say.

The same article crawled again, with another crawl stamp, another related list or another
neighbour on its page, keeps its id: only source, title and body count, and of them only folded
letters and digits. Digits count because "12 killed" that becomes "15 killed" is a new text.
"""

import re
from hashlib import blake2b

from schemas.raw import RawArticle
from streams.text.normalize import fold

_ID_BYTES = 20
_NOT_LETTERS = re.compile(r"[\W_]+")
_COMMON_SIGNS = ' \n.,\u060c:\u061b"\xab\xbb()-\u201c\u201d'


def article_id(source: str | None, title: str | None, body: str) -> str:
    """Digest source, title and body as folded letters and digits. Units: 40 hex digits."""
    return folded_article_id(fold(source or ""), fold(title or ""), fold(body))


def folded_article_id(source: str, title: str, body: str) -> str:
    """Do what `article_id` does for text that is folded already (folding is the dear part)."""
    digest = blake2b(digest_size=_ID_BYTES, person=b"barid.article")
    for part in (source, title, body):
        digest.update(_letters(part).encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def _letters(folded: str) -> str:
    """Keep letters and digits. Cost: a third of what the expression takes for it alone."""
    for sign in _COMMON_SIGNS:
        folded = folded.replace(sign, "")
    return folded if folded.isalnum() else _NOT_LETTERS.sub("", folded)


def raw_id(raw: RawArticle) -> str:
    """Give the page's own id, or a digest of everything a scraper said about it.

    A lone surrogate in the given id becomes `?`: no JSON could carry it on.
    """
    if raw.raw_id is not None:
        return raw.raw_id.encode("utf-8", "replace").decode("utf-8")
    digest = blake2b(digest_size=_ID_BYTES, person=b"barid.raw")
    for part in (
        raw.body, raw.content_type, raw.url, raw.source,
        raw.title, raw.author, raw.published_at, raw.fetched_at,
    ):  # fmt: skip
        digest.update(b"\1" if part is None else part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()
