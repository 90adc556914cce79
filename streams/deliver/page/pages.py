"""The pages and their stream of changes, as routes of the web server.

GET /                      alerts, the newest first, with filters
GET /incident/{alert_id}   what changed at each revision, and the sentences behind it
GET /silent                what rules stayed silent about, and why
GET /page/stream           rows of the page as they come, as server-sent events
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final, get_args

from aiohttp import web

from schemas.alert import Severity, SuppressionReason
from streams.alert.rules import NO_NAMES, Names
from streams.deliver.feed import Feed
from streams.deliver.filters import Filter, read_filter
from streams.deliver.history import Entry
from streams.deliver.page import views
from streams.deliver.page.rendering import HEADERS, Renderer, address
from streams.deliver.page.words import LANGUAGES, Language
from streams.deliver.position import Partition, read_position, write_position

_ROWS: Final = 60
_ROWS_KEPT: Final = 200
_SILENCES_OF_INCIDENT: Final = 50
_OWN: Final = ("lang", "before", "view", "id", "after")
SEVERITIES: Final[tuple[str, ...]] = tuple(reversed(get_args(Severity)))
REASONS: Final[tuple[str, ...]] = get_args(SuppressionReason)


class Pages:
    """Answer for the pages; what they show is what the feed holds at that moment."""

    def __init__(self, feed: Feed, names: Names = NO_NAMES) -> None:
        """Load templates, texts and static files; `names` knows which places hold others."""
        self.feed = feed
        self._names = names
        self.renderer = Renderer()
        # A page that comes back to another process must be read anew, not only go on.
        self.run = secrets.token_hex(4)
        self._rows: dict[tuple[Partition, int, Language], str] = {}

    async def alerts(self, request: web.Request) -> web.Response:
        """Answer with the alerts that the filter takes."""
        language, wanted = _language(request), self.filter_of(request)
        history = self.feed.history
        latest = list(history.latest(Filter()))
        everything = [entry.facts for entry in latest]
        taken = [entry for entry in latest if wanted.takes(entry.facts)] if wanted else latest
        page, older = self._slice(request, taken)
        t = self.renderer.words[language]
        types = Counter(facts.type for facts in everything if facts.type)
        countries = Counter(facts.country for facts in everything if facts.country)
        values = {
            "rows": [entry.alert() for entry in page],
            "severities": SEVERITIES,
            "by_severity": Counter(facts.severity for facts in everything),
            "types": [(code, t.term("type", code), n) for code, n in _ordered(types)],
            "countries": [(code, t.country(code), n) for code, n in _ordered(countries)],
            "total": len(taken),
            **self._paging(request, wanted, older),
        }
        return self._page(request, "alerts.html", "alerts", language, values)

    async def silent(self, request: web.Request) -> web.Response:
        """Answer with the silences that the filter takes, each with the alert in force if any."""
        language, wanted = _language(request), self.filter_of(request)
        history = self.feed.history
        taken = list(history.suppressed(wanted))
        page, older = self._slice(request, taken)
        values = {
            "rows": [(entry.suppression(), self._alert_of(entry)) for entry in page],
            "reasons": REASONS,
            "by_reason": Counter(entry.facts.reason for entry in history.suppressed(Filter())),
            "total": len(taken),
            **self._paging(request, wanted, older),
        }
        return self._page(request, "silent.html", "silent", language, values)

    async def incident(self, request: web.Request) -> web.Response:
        """Answer with the timeline of one alert."""
        language = _language(request)
        history = self.feed.history
        alert_id = request.match_info["alert_id"]
        held = [entry.alert() for entry in history.revisions(alert_id)]
        if not held:
            return self.missing(request)
        newest = held[-1]
        courses = [(field, views.course_of(held, field)) for field in views.TOLL_FIELDS]
        about = history.suppressed(Filter(), incident_id=newest.incident_id)
        silences = [e.suppression() for e in islice(about, _SILENCES_OF_INCIDENT)]
        values = {
            "alert": newest,
            "revisions": list(reversed(views.revisions_of(held))),
            "courses": [(field, steps) for field, steps in courses if len(steps) > 1],
            "silences": silences if newest.incident_id else [],
            "map": views.map_url(newest),
            "ledger": views.ledger_of(newest),
            "merged": history.alert_on(newest.merged_into) if newest.merged_into else None,
            "unheld": held[0].revision > 1,
            "stream": self._stream_address("incident", language, {"id": alert_id}),
        }
        return self._page(request, "incident.html", "incident", language, values)

    def row(self, entry: Entry, language: Language) -> str:
        """Render one entry as a row of its list: once for all who have the page open."""
        key = (entry.place, entry.offset, language)
        row = self._rows.get(key)
        if row is None:
            if entry.kind == "alert":
                row = self.renderer.render("_alert.html", language, {"alert": entry.alert()})
            else:
                values = {"silence": entry.suppression(), "alert_id": self._alert_of(entry)}
                row = self.renderer.render("_silence.html", language, values)
            while len(self._rows) >= _ROWS_KEPT:
                self._rows.pop(next(iter(self._rows)))
            self._rows[key] = row
        return row

    def filter_of(self, request: web.Request) -> Filter:
        """Read what the address asks for. Errors: BadFilter."""
        query = request.query.items()
        return read_filter(query, also=_OWN, strict=False, names=self._names)

    def title(self, request: web.Request, code: str) -> str:
        """Give a text in the language that is asked for."""
        return self.renderer.words[_language(request)](code)

    def missing(self, request: web.Request) -> web.Response:
        """Answer that there is no such page."""
        t = self.renderer.words[_language(request)]
        return self.failed(request, 404, t("error.missing"), t("error.missing_hint"))

    def failed(self, request: web.Request, status: int, title: str, hint: str) -> web.Response:
        """Answer with a page that says what is wrong."""
        values = {"title": title, "hint": hint}
        return self._page(request, "error.html", "error", _language(request), values, status)

    def _page(
        self,
        request: web.Request,
        template: str,
        view: str,
        language: Language,
        values: Mapping[str, Any],
        status: int = 200,
    ) -> web.Response:
        other: Language = "en" if language == "ar" else "ar"
        query = {k: request.query.getall(k) for k in request.query if k != "lang"}
        shown = {
            "view": view,
            "run": self.run,
            "other": self.renderer.words[other],
            "switch": address(request.path, other, query),
            "counts": self.counts(),
            "trouble": self.feed.trouble,
            "loading": not self.feed.caught_up,
            **values,
        }
        body = self.renderer.render(template, language, shown)
        return web.Response(
            text=body, status=status, content_type="text/html", charset="utf-8", headers=HEADERS
        )

    def counts(self) -> dict[str, int]:
        """Count what the two sections hold."""
        history = self.feed.history
        return {"alert": history.count("alert"), "suppressed": history.count("suppressed")}

    def _slice(
        self, request: web.Request, entries: Iterable[Entry]
    ) -> tuple[list[Entry], str | None]:
        """Cut a page out of entries; give the place of its last one where more follow."""
        before = request.query.get("before")
        if before:
            (place, offset), *_ = read_position(before).items()
            begin = self.feed.history.find(place, offset)
            sequence = begin.sequence if begin else 0
            entries = (entry for entry in entries if entry.sequence < sequence)
        page = list(islice(entries, _ROWS + 1))
        more, page = len(page) > _ROWS, page[:_ROWS]
        last = page[-1] if more else None
        return page, f"{last.place[0]}/{last.place[1]}/{last.offset}" if last else None

    def _paging(self, request: web.Request, wanted: Filter, older: str | None) -> dict[str, Any]:
        language = _language(request)
        query = {key: request.query.getall(key) for key in request.query if key not in _OWN}
        return {
            "wanted": wanted,
            "q": " ".join(request.query.getall("q", [])),
            "first": "before" not in request.query,
            "newest": address(request.path, language, query),
            "older": address(request.path, language, {**query, "before": older}) if older else None,
            "stream": self._stream_address(
                "silent" if request.path == "/silent" else "alerts", language, query
            ),
        }

    def _stream_address(self, view: str, language: Language, query: Mapping[str, Any]) -> str:
        """Name the stream that goes on where this page ends."""
        seen = self.feed.history.seen
        after = {"after": write_position(min(seen), seen)} if seen else {}
        return address("/page/stream", language, {**query, "view": view, **after})

    def _alert_of(self, entry: Entry) -> str | None:
        return self.feed.history.alert_on(entry.incident_id) if entry.incident_id else None


def _language(request: web.Request) -> Language:
    said = request.query.get("lang")
    return next((language for language in LANGUAGES if language == said), "ar")


def _ordered(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))
