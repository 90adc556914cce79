"""Read the file of channels: YAML, every fault with its place, secrets by reference only."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar, get_args

from schemas.alert import AlertStatus
from streams.alert.rules.faults import Report, RulesError, load_messages
from streams.alert.rules.fields import Fields
from streams.alert.rules.tree import Node, NoYaml, Reading
from streams.deliver.channels.channel import (
    SEVERITIES,
    Channel,
    ChannelType,
    Digest,
    Language,
    Patience,
    Wanted,
)
from streams.deliver.channels.notify import has_apprise
from streams.deliver.channels.secret import Environment, Secret
from streams.deliver.channels.secret_reader import read_secrets
from streams.deliver.filters import Filter

_ONLY: Final = ("severity_min", "rules", "countries", "types", "languages", "statuses")
_FIELDS: Final = (
    *("id", "type", "only", "language", "allow_private", "digest", "path"),
    *("url", "url_file", "secret", "secret_file", "old_secret", "old_secret_file"),
    *("token", "token_file", "attempts", "give_up_after", "timeout", "longest_wait"),
)
# What each type has beside what all have.
_OWN: Final[dict[ChannelType, frozenset[str]]] = {
    "webhook": frozenset({"url", "secret", "old_secret", "allow_private"}),
    "ntfy": frozenset({"url", "token", "allow_private", "digest", "language"}),
    "apprise": frozenset({"url", "digest", "language"}),
    "file": frozenset({"path"}),
}
_OF_ALL: Final = {"id", "type", "only", "attempts", "give_up_after", "timeout", "longest_wait"}
_NEEDED: Final[dict[ChannelType, tuple[str, ...]]] = {
    "webhook": ("url", "secret"),
    "ntfy": ("url",),
    "apprise": ("url",),
    "file": ("path",),
}
_BOOLEANS: Final = {"true": True, "false": False}
_Choice = TypeVar("_Choice", bound=str)


class ChannelsError(RulesError):
    """Report a file of channels that cannot be used; the text says where and what to do."""


def load_channels(path: Path, environment: Environment) -> tuple[Channel, ...]:
    """Read the channels and their secrets. Errors: ChannelsError with every fault."""
    report = Report(load_messages(Path(str(files(__package__))) / "messages.toml"), str(path))
    fields = Fields(report, MappingProxyType({name: name for name in SEVERITIES}))
    reader = _Reader(report, fields, environment, path.parent)
    channels = reader.read(path)
    if report.failed:
        raise ChannelsError(report.faults)
    return channels


@dataclass(frozen=True, slots=True)
class _Reader:
    report: Report
    fields: Fields
    environment: Environment
    folder: Path

    def read(self, path: Path) -> tuple[Channel, ...]:
        found: dict[str, tuple[Channel, int]] = {}
        listed = 0
        try:
            reading = Reading(path.read_bytes())
            for key, value in reading.top():
                if key.text != "channels":
                    self.report.error(key, "unknown_top", field=key.text)
                    continue
                if value is not None:
                    self.fields.items(value)
                    continue
                for node in reading.items():
                    listed += 1
                    self._take(node, found)
        except OSError as error:
            self.report.error_at(1, 1, "unreadable", problem=error.strerror or str(error))
        except NoYaml as error:
            self.report.error_at(error.line, error.column, "no_yaml", problem=str(error))
        if not listed and not self.report.failed:
            self.report.error_at(1, 1, "no_channels")
        return tuple(channel for channel, _ in found.values())

    def _take(self, node: Node, found: dict[str, tuple[Channel, int]]) -> None:
        channel = self._channel(node)
        if channel is None:
            return
        if channel.id in found:
            line = found[channel.id][1]
            self.report.error(node, "twice_id", value=channel.id, line=line)
        else:
            found[channel.id] = channel, node.line

    def _channel(self, node: Node) -> Channel | None:
        said = self.fields.mapping(node, _FIELDS)
        if said is None:
            return None
        kind = self._one_of(said.get("type"), get_args(ChannelType), node, "type")
        name = self.fields.slug(said["id"]) if "id" in said else None
        if "id" not in said:
            self.report.error(node, "missing_field", field="id")
        if kind is None or name is None:
            return None
        self._check_fields(node, said, kind)
        if kind == "apprise" and not has_apprise():
            self.report.error(said["type"], "no_apprise")
            return None
        secrets = read_secrets(said, kind, self.report, self.environment, self.folder)
        texts = kind in ("ntfy", "apprise")
        path = self.fields.text(said["path"]) if "path" in said else None
        return Channel(
            id=name,
            type=kind,
            url=secrets.get("url"),
            secrets=_keys(secrets),
            token=secrets.get("token"),
            path=str(self.folder / path) if path else None,
            wanted=self._wanted(said["only"]) if "only" in said else Wanted(),
            digest=self._digest(said.get("digest")) if texts else None,
            patience=self._patience(said),
            allow_private=self._boolean(said.get("allow_private")),
            language=self._language(said.get("language"), node),
        )

    def _check_fields(self, node: Node, said: dict[str, Node], kind: ChannelType) -> None:
        for name, value in said.items():
            if name.removesuffix("_file") not in _OWN[kind] | _OF_ALL:
                self.report.error(value, "not_for_type", field=name, type=kind)
        for name in _NEEDED[kind]:
            if name not in said and name + "_file" not in said:
                self.report.error(node, "missing_field", field=name)

    def _wanted(self, node: Node) -> Wanted:
        said = self.fields.mapping(node, _ONLY) or {}
        least = self.fields.severity(said["severity_min"]) if "severity_min" in said else None
        known = get_args(AlertStatus)
        statuses = [self._one_of(one, known, one, "statuses") for one in self._nodes(said, 5)]
        return Wanted(
            severity_min=least or "low",
            statuses=frozenset(one for one in statuses if one is not None),
            filter=Filter(
                rule=tuple(one.text for one in self._nodes(said, 1)),
                country=tuple(one.text.upper() for one in self._nodes(said, 2)),
                type=tuple(one.text for one in self._nodes(said, 3)),
                language=tuple(one.text.lower() for one in self._nodes(said, 4)),
            ),
        )

    def _nodes(self, said: dict[str, Node], number: int) -> tuple[Node, ...]:
        name = _ONLY[number]
        return self.fields.one_or_more(said[name]) if name in said else ()

    def _digest(self, node: Node | None) -> Digest:
        said = self.fields.mapping(node, ("behind", "min_interval")) if node else None
        said = said or {}
        behind = self._number(said["behind"], 0) if "behind" in said else None
        seconds = self.fields.seconds(said["min_interval"]) if "min_interval" in said else None
        return Digest(
            behind=Digest().behind if behind is None else behind,
            min_interval_seconds=float(seconds or 0),
        )

    def _patience(self, said: dict[str, Node]) -> Patience:
        usual = Patience()
        attempts = self._number(said["attempts"], 1) if "attempts" in said else None

        def seconds(name: str, otherwise: float) -> float:
            read = self.fields.seconds(said[name]) if name in said else None
            return otherwise if read is None else float(read)

        longest = seconds("longest_wait", usual.longest_wait_seconds)
        return Patience(
            attempts=attempts or usual.attempts,
            give_up_seconds=seconds("give_up_after", usual.give_up_seconds),
            timeout_seconds=seconds("timeout", usual.timeout_seconds) or usual.timeout_seconds,
            first_wait_seconds=min(usual.first_wait_seconds, longest),
            longest_wait_seconds=longest,
        )

    def _number(self, node: Node, least: int) -> int | None:
        value = self.fields.number(node)
        if value is not None and value < least:
            self.report.error(node, "too_small", value=value, least=least)
        return value

    def _boolean(self, node: Node | None) -> bool:
        if node is None:
            return False
        if node.text not in _BOOLEANS:
            self.report.error(node, "boolean", value=node.text)
        return _BOOLEANS.get(node.text, False)

    def _language(self, node: Node | None, at: Node) -> Language:
        if node is None:
            return "ar"
        known: tuple[Language, ...] = get_args(Language)
        return self._one_of(node, known, at, "language") or "ar"

    def _one_of(
        self, node: Node | None, known: tuple[_Choice, ...], at: Node, field: str
    ) -> _Choice | None:
        if node is None:
            self.report.error(at, "missing_field", field=field)
            return None
        for one in known:
            if node.kind == "scalar" and node.text == one:
                return one
        self.report.error(node, "one_of", value=node.text, known=", ".join(known))
        return None


def _keys(secrets: dict[str, Secret]) -> tuple[Secret, ...]:
    return tuple(secrets[name] for name in ("secret", "old_secret") if name in secrets)
