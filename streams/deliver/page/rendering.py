"""Templates and static files: what a response is made of, and the headers that keep it safe."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from streams.deliver.page import views
from streams.deliver.page.words import Language, Words, is_language_tag, load_words

_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
ASSETS_PATH: Final = "/page/"
_DIGEST_CHARS: Final = 10
# Nothing inline, nothing from elsewhere: a headline can never become a script.
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """Hold a static file; its address carries a digest, so it may be kept for ever."""

    name: str
    content: bytes
    content_type: str
    address: str


class Renderer:
    """Render templates in either language. Built once: reads every template and static file."""

    def __init__(self) -> None:
        self.words: dict[Language, Words] = load_words()
        self.assets = {asset.name: asset for asset in _load_assets()}
        self._environment = Environment(
            loader=PackageLoader(__package__),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["segment"] = partial(quote, safe="")
        self._environment.globals.update(
            asset=lambda name: self.assets[name].address,
            is_tag=is_language_tag,
            safe_url=views.safe_url,
            element_id=views.element_id,
            outlets_shown=views.outlets_shown,
            source_of=views.source_of,
        )
        # Imported once: an import in each row takes longer than the row.
        parts = self._environment.get_template("_parts.html").module
        self._environment.globals["parts"] = parts

    def render(self, template: str, language: Language, values: Mapping[str, Any]) -> str:
        """Render a template. Errors: jinja2.UndefinedError for a value it lacks."""

        def link(path: str, **query: str) -> str:
            return address(path, language, query)

        return self._environment.get_template(template).render(
            t=self.words[language], link=link, **values
        )


def address(path: str, language: Language, query: Mapping[str, Any] | None = None) -> str:
    """Write an address within the page that keeps its language. Shape: Arabic needs no word."""
    stated = {} if language == "ar" else {"lang": language}
    told = urlencode({**(query or {}), **stated}, doseq=True)
    return f"{path}?{told}" if told else path


def _load_assets() -> list[Asset]:
    found = []
    for item in sorted((files(__package__) / "static").iterdir(), key=lambda item: item.name):
        suffix = "." + item.name.rpartition(".")[2]
        if suffix not in _TYPES:
            continue
        content = item.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:_DIGEST_CHARS]
        where = f"{ASSETS_PATH}{item.name}?v={digest}"
        found.append(Asset(item.name, content, _TYPES[suffix], where))
    return found
