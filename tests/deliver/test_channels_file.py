"""The file of channels: what it says, and what is wrong with it, by place and in two languages."""

from pathlib import Path

import pytest

from streams.deliver.channels.channel import Channel, Digest
from streams.deliver.channels.load import ChannelsError, load_channels
from tests.deliver.channelling import KEY, OLD_KEY
from tests.deliver.told import make_alert

ENVIRONMENT = {
    "DESK_URL": "https://hooks.example/T0/B0secret",
    "DESK_KEY": KEY.value,
    "OLD": OLD_KEY.value,
    "NTFY": "https://ntfy.example/attacks-7f3a",
    "WORD": "no key",
    "EMPTY": " ",
}


def load(folder: Path, text: str) -> tuple[Channel, ...]:
    path = folder / "channels.yaml"
    path.write_text(text, "utf-8")
    return load_channels(path, ENVIRONMENT.get)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(ChannelsError) as refused:
        load(folder, text)
    name = str(folder / "channels.yaml")
    assert all(fault.arabic != fault.english for fault in refused.value.faults)
    return [f"{str(f).removeprefix(name)}".splitlines()[0] for f in refused.value.faults]


def test_everything_that_can_be_said_is_read(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("tk_secret\n", "utf-8")
    webhook, phone, archive = load(
        tmp_path,
        """
channels:
  - id: desk
    type: webhook
    url: env:DESK_URL
    secret: env:DESK_KEY
    old_secret: env:OLD
    only: {severity_min: high, rules: [attack], countries: [iq, SY], types: bombing,
           languages: [ar], statuses: [opened, retracted]}
    attempts: 5
    give_up_after: 2d
    timeout: 5s
    longest_wait: 1m
  - {id: phone, type: ntfy, url: env:NTFY, token_file: token, language: en,
     digest: {behind: 3, min_interval: 15m}, allow_private: true}
  - {id: archive, type: file, path: out/alerts.jsonl}
""",
    )
    assert webhook.url is not None
    assert webhook.url.value == ENVIRONMENT["DESK_URL"]
    assert webhook.secrets == (KEY, OLD_KEY)
    assert webhook.digest is None
    assert (webhook.patience.attempts, webhook.patience.give_up_seconds) == (5, 172_800.0)
    assert (webhook.patience.timeout_seconds, webhook.patience.longest_wait_seconds) == (5.0, 60.0)
    assert not webhook.allow_private
    assert phone.token is not None
    assert phone.token.value == "tk_secret"
    assert phone.digest == Digest(behind=3, min_interval_seconds=900.0)
    assert (phone.language, phone.allow_private) == ("en", True)
    assert archive.path == str(tmp_path / "out/alerts.jsonl")


@pytest.mark.parametrize(
    ("changed", "taken"),
    [
        ({"severity": "high", "rule_id": "attack"}, True),
        ({"severity": "critical", "rule_id": "attack", "status": "retracted"}, True),
        ({"severity": "medium", "rule_id": "attack"}, False),
        ({"severity": "high", "rule_id": "flood"}, False),
        ({"severity": "high", "rule_id": "attack", "status": "updated"}, False),
        ({"severity": "high", "rule_id": "attack", "language": "en"}, False),
        ({"severity": "high", "rule_id": "attack", "place": None}, False),
        ({"severity": "high", "rule_id": "attack", "event_type": "execution"}, False),
    ],
)
def test_channel_takes_what_meets_all_its_conditions(
    tmp_path: Path, changed: dict[str, object], taken: bool
) -> None:
    (channel,) = load(
        tmp_path,
        """
channels:
  - id: a
    type: file
    path: x
    only: {severity_min: عالية, rules: attack, countries: [iq], types: [bombing],
           languages: [ar], statuses: [opened, retracted]}
""".replace("عالية", "high"),
    )
    assert channel.wanted.takes(make_alert(**changed)) is taken


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", [":1:1: `channels:` is required, a list with at least one channel"]),
        ("channels: []", [":1:1: `channels:` is required, a list with at least one channel"]),
        ("chanels: []", [":1:1: `chanels` is no part of this file; it holds `channels:`"]),
        ("channels:\n  - {id: a\n", [":2:11: this is no YAML"]),
        ("channels:\n  - {type: file, path: x}", [":2:5: `id` is required"]),
        ("channels:\n  - {id: A B, type: file, path: x}", [":2:10: `A B` is no id"]),
        (
            "channels:\n  - {id: a, type: hook}",
            [":2:19: `hook` is not one of webhook, ntfy, apprise, file"],
        ),
        (
            "channels:\n  - {id: a, type: file, path: x}\n  - {id: a, type: file, path: y}",
            [":3:5: the channel `a` is described twice; the first is at line 2"],
        ),
        (
            "channels:\n  - {id: a, type: file, path: x, pathh: y}",
            [":2:34: `pathh` is not known here; did you mean `path`?"],
        ),
        (
            "channels:\n  - {id: a, type: file, path: x, secret: env:OLD}",
            [":2:42: `secret` says nothing to a channel of type file"],
        ),
        (
            "channels:\n  - {id: a, type: webhook, url: 'https://hooks.example/T0secret'}",
            [":2:5: `secret` is required", ":2:33: a secret does not stand in this file; write"],
        ),
        (
            "channels:\n  - {id: a, type: webhook, url: env:NONE, secret_file: none}",
            [":2:33: the environment has no NONE, or it is empty", ":2:56: the file "],
        ),
        (
            "channels:\n  - {id: a, type: webhook, url: env:WORD, secret: env:WORD}",
            [
                ":2:33: what `url` names is no address that begins with",
                ":2:51: what `secret` names is no key of Standard Webhooks",
            ],
        ),
        (
            "channels:\n  - {id: a, type: apprise, url: 'env:WORD'}",
            [":2:33: what `url` names is no address that Apprise knows"],
        ),
        (
            "channels:\n  - {id: a, type: ntfy, url: env:EMPTY, digest: {behind: few}}",
            [":2:30: the environment has no EMPTY", ":2:58: `few` is no whole number"],
        ),
        (
            (
                "channels:\n  - {id: a, type: webhook, url: env:DESK_URL, secret: env:OLD,\n"
                "     only: {severity_min: grave, statuses: [open]}, timeout: 10, attempts: 0,\n"
                "     allow_private: no, language: ar}"
            ),
            [
                ":3:27: `grave` is no severity; there are low, medium, high, critical",
                ":3:45: `open` is not one of opened, updated, retracted, closed",
                ":3:62: `10` is no length of time; write 90s, 15m, 2h or 1d",
                ":3:76: 0 is less than 1",
                ":4:21: `no` is neither true nor false",
                ":4:35: `language` says nothing to a channel of type webhook",
            ],
        ),
    ],
)
def test_fault_is_told_with_its_place(tmp_path: Path, text: str, said: list[str]) -> None:
    told = faults(tmp_path, text)
    assert [line[: len(start)] for line, start in zip(told, said, strict=True)] == said


def test_secret_is_in_no_message_about_the_file(tmp_path: Path) -> None:
    text = "channels:\n  - {id: a, type: webhook, url: 'https://hooks.example/T0secret'}"
    assert "T0secret" not in "".join(faults(tmp_path, text))
    (channel,) = load(
        tmp_path, "channels: [{id: d, type: webhook, url: env:DESK_URL, secret: env:DESK_KEY}]"
    )
    assert "B0secret" not in repr(channel)
    assert KEY.value not in f"{channel} {channel.url} {channel.secrets}"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ChannelsError, match=r"none.yaml:1:1: cannot be read"):
        load_channels(tmp_path / "none.yaml", ENVIRONMENT.get)


def test_shipped_example_can_be_used_once_its_secrets_are_there(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "deploy" / "channels" / "channels.example.yaml"
    for name, value in {
        "desk.url": "https://hooks.example/T0",
        "desk.key": KEY.value,
        "phone.url": "https://ntfy.example/attacks",
        "newsroom.url": "mailto://user:pass@mail.example",
    }.items():
        (tmp_path / name).write_text(value, "utf-8")
    channels = load(tmp_path, example.read_text("utf-8"))
    assert [channel.id for channel in channels] == ["desk", "phone", "newsroom", "archive"]
