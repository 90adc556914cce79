"""The JSON Schema of rules files, for editors; made from the lists that the readers use."""

from typing import Any, Final

from streams.alert.rules.condition_reader import FIELDS as CONDITIONS
from streams.alert.rules.condition_reader import OF_WHOM, STATUSES, TOLLS
from streams.alert.rules.rule import ON
from streams.alert.rules.rule_reader import FIELDS as RULE_FIELDS
from streams.alert.rules.said_reader import WHERE
from streams.alert.rules.terms import LEVELS
from streams.alert.rules.watchlists import FIELDS as WATCHLIST_FIELDS
from streams.alert.severity import EVENT_TYPES, load_severity_words
from streams.alert.victims import load_role_words

Schema = dict[str, Any]
_TEXT: Final[Schema] = {"type": "string"}
_VOWEL_MARKS: Final = "[\u064b-\u0652]*"
# A number may be written in Arabic digits, which YAML takes for text.
_COUNT: Final[Schema] = {
    "anyOf": [
        {"type": "integer", "minimum": 0},
        {"type": "string", "pattern": "^[0-9\u0660-\u0669\u06f0-\u06f9]+$"},
    ]
}


def rules_schema() -> Schema:
    """Give the schema, JSON Schema 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Barid alert rules, version 1",
        "description": "See docs/rules.md; `barid rules check` says more than a schema can.",
        **_mapping(
            {
                "version": {"const": 1},
                "watchlists": {
                    "type": "object",
                    "description": "Named sets of terms and entity ids that rules share.",
                    "additionalProperties": {
                        "anyOf": [_some(_TEXT), {"$ref": "#/$defs/watchlist"}]
                    },
                },
                "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
            },
            required=("version",),
        ),
        "$defs": {"rule": _rule(), "conditions": _conditions(), "watchlist": _watchlist()},
    }


def _rule() -> Schema:
    severity = _severity()
    pages = {"type": "array", "items": {"anyOf": [_TEXT, {"type": "object"}]}}
    fields: Schema = {
        "id": {
            "type": "string",
            "pattern": "^[a-z0-9][a-z0-9._-]{0,63}$",
            "description": "Small ASCII letters, digits, '.', '_' and '-'.",
        },
        "title": {"type": "string", "description": "For people, in any language."},
        "note": _TEXT,
        "when": {"$ref": "#/$defs/conditions"},
        "severity": {**severity, "description": "Fixed; without it, the incident's own."},
        "min_severity": {**severity, "description": "Only incidents at least so severe."},
        "max_age": {"type": "string", "description": "Days or whole days in hours: 7d, 72h."},
        "on": {**_some({"enum": list(ON)}), "description": "Which changes to send for."},
        "min_interval": {"type": "string", "description": "Quiet between two sends: 15m, 2h."},
        "escalate": {
            "type": "object",
            "propertyNames": severity,
            "additionalProperties": {"$ref": "#/$defs/conditions"},
        },
        "tests": _mapping({"fires_on": pages, "silent_on": pages}),
    }
    return _mapping({name: fields[name] for name in RULE_FIELDS}, required=("id",))


def _severity() -> Schema:
    """Offer the names as they are listed, and take them with vowel marks too."""
    words = list(load_severity_words())
    marked = "|".join("".join(letter + _VOWEL_MARKS for letter in word) for word in words)
    return {"anyOf": [{"enum": words}, {"type": "string", "pattern": f"^({marked})$"}]}


def _conditions() -> Schema:
    joined = {
        "anyOf": [
            {"type": "array", "items": {"$ref": "#/$defs/conditions"}, "minItems": 1},
            {"$ref": "#/$defs/conditions"},
        ]
    }
    where, level = {"enum": list(WHERE)}, {"enum": list(LEVELS)}
    whom = dict.fromkeys(OF_WHOM, _some(_TEXT)) | {"role": _some({"enum": list(load_role_words())})}
    toll = _mapping({"min": _COUNT, "max": _COUNT, **whom})
    names = _some(_TEXT)
    fields: Schema = {
        "all": joined,
        "any": joined,
        "none": joined,
        **dict.fromkeys(TOLLS, toll),
        "actors": {
            "anyOf": [names, _mapping({"of": names, "role": names, "watchlist": _TEXT})],
        },
        "entities": names,
        "language": names,
        "outlets": names,
        "regex": {"anyOf": [names, _mapping({"pattern": names, "in": where})]},
        "subjects": names,
        "terms": {"anyOf": [names, _mapping({"of": names, "match": level, "in": where})]},
        "watchlist": {"anyOf": [names, _mapping({"name": names, "in": where})]},
        "event": _some({"enum": ["any", *EVENT_TYPES]}),
        "status": _some({"enum": list(STATUSES)}),
        "place": {"anyOf": [names, _mapping({"in": names})]},
        "outlets_min": _COUNT,
    }
    return _mapping({name: fields[name] for name in CONDITIONS})


def _watchlist() -> Schema:
    names = _some(_TEXT)
    fields: Schema = {
        "terms": names,
        "entities": names,
        "match": {"enum": list(LEVELS)},
        "title": _TEXT,
    }
    return _mapping({name: fields[name] for name in WATCHLIST_FIELDS})


def _some(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


def _mapping(fields: Schema, required: tuple[str, ...] = ()) -> Schema:
    made: Schema = {"type": "object", "properties": fields, "additionalProperties": False}
    return {**made, "required": list(required)} if required else made
