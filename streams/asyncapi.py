"""AsyncAPI 3.0 document of every topic, made from the list of topics; schemas/asyncapi.yaml.

The payloads are the JSON Schema files beside it: the document points at them and repeats nothing.
"""

from typing import Any, Final

import yaml

from schemas.jsonschema import CONTRACTS
from streams import __version__, topics
from streams.topics import TOPICS, Topic

_HEADERS: Final = {
    "type": "object",
    "properties": {
        "ce_specversion": {"type": "string", "const": "1.0"},
        "ce_id": {"type": "string", "description": "the same when a record is sent again"},
        "ce_source": {"type": "string"},
        "ce_type": {"type": "string"},
        "ce_time": {"type": "string", "description": "crawl time; absent when not known"},
        "content-type": {"type": "string"},
    },
}


def document() -> dict[str, Any]:
    """Describe the stream."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Barid",
            "version": __version__,
            "description": "News pages in, articles and self-revising incident alerts out. "
            "Delivery is at least once; count a record by its ce_id.",
        },
        "defaultContentType": "application/json",
        "channels": {_name(topic): _channel(topic) for topic in TOPICS},
        "operations": {
            ("receive_" if topic is topics.RAW else "send_") + _name(topic): {
                "action": "receive" if topic is topics.RAW else "send",
                "channel": {"$ref": f"#/channels/{_name(topic)}"},
                "summary": f"Written by {topic.written_by}; read by {topic.read_by}.",
            }
            for topic in TOPICS
        },
        "components": {"schemas": {"CloudEventsHeaders": _HEADERS}},
    }


def text() -> str:
    """Write schemas/asyncapi.yaml."""
    head = "# Generated from streams/topics.py by `make docs`; edit the list there.\n"
    return head + yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=100)


def _channel(topic: Topic) -> dict[str, Any]:
    return {
        "address": topic.name,
        "messages": {topic.contract.__name__: _message(topic)},
        "bindings": {
            "kafka": {
                "topicConfiguration": {
                    "cleanup.policy": topic.cleanup.split(","),
                    "retention.ms": topic.retention_ms,
                    "max.message.bytes": topic.max_message_bytes,
                },
                "bindingVersion": "0.5.0",
            }
        },
    }


def _message(topic: Topic) -> dict[str, Any]:
    message: dict[str, Any] = {
        "name": topic.contract.__name__,
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/CloudEventsHeaders"},
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": topic.key},
                "bindingVersion": "0.5.0",
            }
        },
    }
    if topic is topics.DEADLETTERS:
        message["contentType"] = "application/octet-stream"
        message["summary"] = "The original bytes; stage, reason and origin are in the headers."
        return message
    (schema,) = (name for name, contract in CONTRACTS.items() if contract is topic.contract)
    message["payload"] = {"$ref": f"./json/{schema}.json"}
    return message


def _name(topic: Topic) -> str:
    return topic.name.replace(".", "_")
