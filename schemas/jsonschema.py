"""JSON Schema 2020-12 of each contract, made from its dataclass; `python -m schemas.jsonschema`.

The files in `schemas/json/` are what subscribers in other languages read. They are closed
(`additionalProperties: false`), which is what a schema registry wants of a writer; readers stay
tolerant, as `schemas.codec` is. A test holds files and dataclasses equal.
"""

import types
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import orjson

from schemas.alert import Alert, Suppression
from schemas.article import Article, DetectedArticle, EnrichedArticle
from schemas.codec import json_name
from schemas.delivery import Delivery
from schemas.duplicate import Duplicate
from schemas.raw import RawArticle

_SCALARS: Final = {str: "string", int: "integer", float: "number", bool: "boolean"}
# File name and contract of each topic; dead letters carry original bytes and have no schema.
CONTRACTS: Final = {
    "raw-article.v1": RawArticle,
    "article.v1": Article,
    "detected-article.v1": DetectedArticle,
    "enriched-article.v1": EnrichedArticle,
    "duplicate.v1": Duplicate,
    "alert.v1": Alert,
    "suppression.v1": Suppression,
    "delivery.v1": Delivery,
}
FOLDER: Final = Path(__file__).parent / "json"


def json_schema(name: str, contract: type) -> dict[str, Any]:
    """Describe a contract as JSON Schema; shared shapes stand under `$defs`."""
    definitions: dict[str, Any] = {}
    root = _object(contract, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:barid:schema:{name}",
        "title": contract.__name__,
        **root,
        **({"$defs": dict(sorted(definitions.items()))} if definitions else {}),
    }


def schema_text(name: str, contract: type) -> str:
    """Write a schema file."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(json_schema(name, contract), option=options).decode("utf-8")


def _object(contract: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(contract)
    properties: dict[str, Any] = {}
    required: list[str] = []
    for field in fields(contract):
        name = json_name(field.name)
        properties[name] = _shape(hints[field.name], definitions)
        if field.default is MISSING and field.default_factory is MISSING:
            required.append(name)
    return {
        "description": (contract.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _shape(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(hint)
    if is_dataclass(hint):
        name: str = hint.__name__  # type: ignore[union-attr]  # a class, not an instance
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{name}"}
    if origin in (types.UnionType, Union):
        return _either(get_args(hint), definitions)
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if origin is tuple:
        return {"type": "array", "items": _shape(get_args(hint)[0], definitions)}
    return {"type": _SCALARS[hint]}


def _either(options: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    shapes = [
        {"type": "null"} if option is type(None) else _shape(option, definitions)
        for option in options
    ]
    if all(set(shape) == {"type"} for shape in shapes):
        return {"type": [shape["type"] for shape in shapes]}
    return {"anyOf": shapes}


def write_all() -> None:
    """Write every schema file."""
    for name, contract in CONTRACTS.items():
        (FOLDER / f"{name}.json").write_text(schema_text(name, contract), "utf-8")


if __name__ == "__main__":
    write_all()
