"""Dataclasses, JSON Schema files and examples say the same; docs hold what the code holds."""

from pathlib import Path

import jsonschema_rs
import orjson
import pytest

from schemas.codec import decode, encode
from schemas.jsonschema import CONTRACTS, FOLDER, schema_text
from streams import asyncapi, settings, topics
from streams.topology import ROWS

ROOT = Path(__file__).parents[2]
EXAMPLES = FOLDER.parent / "examples"


@pytest.mark.parametrize("name", CONTRACTS)
def test_schema_file_is_what_the_dataclass_says(name: str) -> None:
    written = (FOLDER / f"{name}.json").read_text("utf-8")
    assert written == schema_text(name, CONTRACTS[name]), "run `python -m schemas.jsonschema`"


@pytest.mark.parametrize("name", CONTRACTS)
def test_example_is_valid_and_goes_through_the_codec_unchanged(name: str) -> None:
    content = (EXAMPLES / f"{name}.json").read_bytes()
    schema = orjson.loads((FOLDER / f"{name}.json").read_bytes())
    example = orjson.loads(content)
    jsonschema_rs.Draft202012Validator(schema).validate(example)
    again = orjson.loads(encode(decode(CONTRACTS[name], content)))
    assert again == example


@pytest.mark.parametrize("name", CONTRACTS)
def test_schema_refuses_what_the_codec_refuses(name: str) -> None:
    schema = orjson.loads((FOLDER / f"{name}.json").read_bytes())
    example = orjson.loads((EXAMPLES / f"{name}.json").read_bytes())
    validator = jsonschema_rs.Draft202012Validator(schema)
    for field in schema["required"]:
        cut = {key: value for key, value in example.items() if key != field}
        assert not validator.is_valid(cut)
        with pytest.raises(ValueError, match="missing_field"):
            decode(CONTRACTS[name], orjson.dumps(cut))


def test_every_topic_with_a_contract_has_a_schema() -> None:
    described = set(CONTRACTS.values())
    assert {t.contract for t in topics.TOPICS if t is not topics.DEADLETTERS} == described


def test_every_topic_is_written_and_read_as_the_topology_says() -> None:
    for row in ROWS:
        assert f"{row.name} agent" in row.reads.read_by
        for topic in row.writes:
            assert topic.written_by == f"{row.name} agent"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param("schemas/asyncapi.yaml", asyncapi.text(), id="asyncapi"),
        pytest.param("docs/settings.md", settings.markdown(), id="settings"),
        pytest.param("docs/topics.md", topics.markdown(), id="topics"),
    ],
)
def test_generated_page_is_up_to_date(file: str, text: str) -> None:
    assert (ROOT / file).read_text("utf-8") == text, "run `make docs`"


def test_every_setting_is_documented() -> None:
    assert set(settings.DOCS) == set(settings.Settings.__dataclass_fields__)
