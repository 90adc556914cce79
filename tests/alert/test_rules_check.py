"""What people type into rules by accident is named with its place, in two languages."""

from pathlib import Path

import orjson
import pytest
import yaml
from jsonschema_rs import Draft202012Validator

from streams.alert.rules import ListedNames, Named, check_rules, check_text
from streams.alert.rules.faults import load_messages
from streams.alert.rules.schema import rules_schema

ROOT = Path(__file__).parents[2]
NAMES = ListedNames(
    place_names={
        "كركوك": (Named("admin1:IQ-KI", "كركوك"),),
        "العراق": (Named("country:IQ", "العراق"),),
        "مصر": (Named("country:EG", "مصر"),),
        "طرابلس": (Named("admin1:LY-TB", "طرابلس"), Named("place:lb_tripoli", "طرابلس")),
    },
    entity_names={"org:x": (Named("org:x", "x"),)},
    subject_names={"sport": ("medtop:15000000",)},
)
HEAD = "version: 1\nrules:\n  - {id: a, when: "

FAULTS = [
    pytest.param("{terms: [انفجار، تفجير]}", "3:28 arabic_comma", id="Arabic comma in a list"),
    pytest.param("{terms: ['انفجار؛ تفجير']}", "3:28 arabic_comma", id="Arabic semicolon"),
    pytest.param("{terms: ['ـــ']}", "3:28 empty_term", id="folds to nothing"),
    pytest.param("{terms: [في]}", "3:28 stop_word", id="stop word"),
    pytest.param("{terms: ['عَلَى']}", "3:28 stop_word", id="folds to a stop word"),
    pytest.param("{terms: [«داعش»]}", "3:28 quotes", id="guillemets"),
    pytest.param("{terms: ['داعش\u200f']}", "3:28 control", id="bidi mark"),
    pytest.param("{terms: [يد]}", "3:28 short_term", id="two letters"),
    pytest.param("{terms: [حر]}", "3:28 false_friend", id="false friend"),
    pytest.param(
        "{terms: {of: [بحر], match: family}}", "3:33 false_friend", id="friend in the family"
    ),
    pytest.param("{terms: [on]}", "3:28 stop_word, 3:28 yaml_boolean", id="YAML boolean"),
    pytest.param("{terms: []}", "3:27 empty_list", id="empty list"),
    pytest.param("{terms: {match: word}}", "3:27 needs", id="terms without any"),
    pytest.param("{terms: {of: [داعش], match: near}}", "3:47 level", id="match level"),
    pytest.param("{terms: {of: [داعش], in: body}}", "3:44 where", id="part of the article"),
    pytest.param("{place: اطلانطس}", "3:27 unknown_place", id="unknown place"),
    pytest.param("{place: {in: طرابلس}}", "3:32 ambiguous", id="ambiguous place"),
    pytest.param("{watchlist: none}", "3:31 watchlist", id="unknown watchlist"),
    pytest.param("{subjects: رياضه}", "3:30 unknown_subject", id="unknown subject"),
    pytest.param("{entities: [زيد]}", "3:31 unlisted_entity", id="entity on no list"),
    pytest.param("{language: Arabic}", "3:30 language", id="language by name"),
    pytest.param("{regex: '(داعش'}", "3:27 regex", id="pattern RE2 refuses"),
    pytest.param("{regex: 'داعش*?|'}", "3:27 regex_empty", id="pattern met by nothing"),
    pytest.param("{regex: '(?=داعش)'}", "3:27 regex", id="no look-ahead in RE2"),
    pytest.param("{killed: 3}", "3:28 range", id="a bare number"),
    pytest.param("{killed: {min: 9, max: 3}}", "3:28 empty_range", id="min over max"),
    pytest.param("{all: []}", "3:25 empty_join", id="empty all"),
    pytest.param("{event: [bombing], status: now}", "3:46 status", id="status"),
    pytest.param("{'plac\u200fe': x}", "3:20 hidden_mark", id="invisible mark in a name"),
    pytest.param("{plase: x}", "3:20 meant_field", id="a slip in a name"),
    pytest.param(
        "{all: [{event: [bombing]}, {event: [drowning]}]}", "3:19 never", id="two kinds at once"
    ),
    pytest.param("{all: [{place: كركوك}, {place: مصر}]}", "3:19 never", id="two places at once"),
    pytest.param(
        "{all: [{killed: {min: 9}}, {killed: {max: 3}}]}", "3:19 never", id="two tolls at once"
    ),
    pytest.param(
        "{all: [{terms: [زلزال]}], none: [{terms: [زلزال]}]}", "3:19 never", id="yes and no"
    ),
]


@pytest.mark.parametrize(("when", "said"), FAULTS)
def test_a_trap_is_named_with_line_and_column(when: str, said: str) -> None:
    checked = check_text(f"{HEAD}{when}}}\n", "rules.yaml", NAMES)
    assert ", ".join(f"{f.line}:{f.column} {f.code}" for f in checked.faults) == said


WARNINGS = {
    "quotes", "control", "short_term", "false_friend", "yaml_boolean", "unlisted_entity", "never",
    "unused_watchlist",
}  # fmt: skip


@pytest.mark.parametrize(("when", "said"), FAULTS)
def test_warnings_leave_the_rules_in_use_and_errors_do_not(when: str, said: str) -> None:
    checked = check_text(f"{HEAD}{when}}}\n", "rules.yaml", NAMES)
    codes = {part.split()[-1] for part in said.split(", ")}
    assert (checked.rules is not None) == (codes <= WARNINGS)
    assert {fault.code for fault in checked.warnings} == codes & WARNINGS


def test_every_message_is_told_in_english_and_in_arabic() -> None:
    for code, said in load_messages().items():
        assert said.english, code
        assert any("\u0600" <= char <= "\u06ff" for char in said.arabic), code
        assert said.english.count("{") == said.arabic.count("{") or "{level}" in said.english, code


def test_yaml_words_stay_words() -> None:
    text = "version: 1\nrules:\n  - {id: no, when: {language: [no]}, on: [opened]}\n"
    checked = check_text(text, "rules.yaml")
    assert checked.rules is not None
    assert [(rule.id, set(rule.on)) for rule in checked.rules.rules] == [("no", {"opened"})]


def test_all_errors_are_told_at_once_and_an_id_is_taken_by_the_first() -> None:
    text = "version: 1\nrules:\n  - {id: a, severty: high}\n  - {id: a}\n  - {title: y}\n"
    checked = check_text(text, "rules.yaml")
    assert [(f.line, f.code) for f in checked.errors] == [
        (3, "meant_field"),
        (4, "same_id"),
        (5, "no_id"),
    ]


def test_files_of_a_folder_share_their_watchlists(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "version: 1\nrules:\n  - {id: late, when: {watchlist: quakes}}\n  - {id: b}\n", "utf-8"
    )
    (tmp_path / "z.yml").write_text("version: 1\nwatchlists: {quakes: [زلزال]}\n", "utf-8")
    (tmp_path / "notes.txt").write_text("no rules", "utf-8")
    checked = check_rules(tmp_path, NAMES)
    assert checked.faults == ()
    assert checked.rules is not None
    assert [rule.id for rule in checked.rules.rules] == ["late", "b"]


def test_a_watchlist_nobody_uses_is_a_warning_and_one_given_twice_an_error(tmp_path: Path) -> None:
    text = "version: 1\nwatchlists: {w: [زلزال], v: []}\nrules: [{id: a}]\n"
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    (tmp_path / "b.yaml").write_text("version: 1\nwatchlists: {w: [حريق]}\n", "utf-8")
    found = [(Path(f.file).name, f.line, f.code) for f in check_rules(tmp_path, NAMES).faults]
    assert found == [
        ("a.yaml", 2, "unused_watchlist"),
        ("a.yaml", 2, "empty_watchlist"),
        ("b.yaml", 2, "same_watchlist"),
    ]


def test_a_bomb_of_aliases_is_refused() -> None:
    levels = "\n".join(f"x{n}: &x{n} [*x{n - 1}, *x{n - 1}]" for n in range(1, 30))
    text = f"version: 1\nrules:\n  - id: a\n    when: &w {{all: [*w]}}\nx0: &x0 [a]\n{levels}\n"
    assert check_text(text, "rules.yaml").rules is None


def test_the_schema_for_editors_is_the_one_checked_in() -> None:
    written = (ROOT / "schemas" / "json" / "rules.v1.json").read_bytes()
    assert orjson.loads(written) == rules_schema()
    Draft202012Validator(rules_schema())


EXAMPLE = """\
version: 1
watchlists:
  daesh: {terms: [داعش, تنظيم الدولة], entities: ['org:x'], match: word}
  plain: [زلزال]
rules:
  - id: kirkuk
    title: هجمات كركوك
    severity: عالٍ
    when:
      all:
        - {event: [bombing], place: {in: كركوك}, killed: {min: ٢}}
        - watchlist: {name: daesh, in: lead}
      none: [{subjects: sport}, {terms: {of: [مباراة], match: family, in: title}}]
    escalate: {critical: {killed: {min: 10}}}
    max_age: 3d
    min_interval: 15m
    on: [opened, severity_up]
    tests: {fires_on: [page.txt], silent_on: [{body: نص}]}
  - {id: other, when: {watchlist: plain, regex: 'زلزال.*قوي', language: ar, outlets_min: 2}}
"""


def as_editors_read(text: str) -> object:
    """Read YAML 1.2, where `on` is a word."""
    return yaml.safe_load(text.replace(" on:", " 'on':"))


def test_the_schema_takes_what_the_reader_takes() -> None:
    checked = check_text(EXAMPLE, "rules.yaml", NAMES)
    assert checked.faults == ()
    Draft202012Validator(rules_schema()).validate(as_editors_read(EXAMPLE))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(("id: kirkuk", "id: كركوك"), id="id"),
        pytest.param(("[bombing]", "[explosion]"), id="event"),
        pytest.param(("match: family", "match: near"), id="level"),
        pytest.param(("on: [opened", "on: [open"), id="on"),
        pytest.param(("none:", "not:"), id="field"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(change: tuple[str, str]) -> None:
    text = EXAMPLE.replace(*change)
    assert check_text(text, "rules.yaml", NAMES).rules is None
    assert not Draft202012Validator(rules_schema()).is_valid(as_editors_read(text))
