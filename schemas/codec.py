"""Bytes to contract and back. Decoding raises `InvalidMessage` and nothing else.

Readers are tolerant: an unknown field is ignored, a missing field takes its default. They are not
lenient: a value of another type is refused with its path, never coerced ("10" is not 10).

    InvalidMessage
      reason `empty`          no value at all
      reason `too_large`      more bytes than allowed
      reason `invalid_utf8`   bytes that are no UTF-8, or a lone surrogate written as an escape
      reason `invalid_json`   UTF-8 that is no JSON
      reason `not_an_object`  JSON that is no object
      reason `missing_field`  a required field is absent
      reason `wrong_type`     a field holds another type than the contract says
"""

import re
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Final, Literal, Self, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

Decode = Callable[[Any], Any]
Contract = TypeVar("Contract")

_SCALARS: Final = (str, int, float, bool, type(None))
_LONE_SURROGATE = re.compile(rb"(?i)\\ud[89a-f][0-9a-f]{2}")


class InvalidMessage(ValueError):
    """Report a message that no retry can make readable; `reason` is one of a closed set."""

    def __init__(self, reason: str, detail: str) -> None:
        """Keep the reason apart from the detail: reasons are metric labels, details are prose."""
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def encode(value: object) -> bytes:
    """Write a contract as UTF-8 JSON, fields in the order of the contract.

    Errors: TypeError for what is no contract (a lone surrogate in a string counts).
    """
    # orjson has no field aliases, and `from` is no Python name. Inside a JSON string a quote is
    # always written \", so these byte sequences can only be the key of an object.
    return orjson.dumps(value).replace(b'"from_":', b'"from":')


def decode(
    contract: type[Contract], content: bytes | None, *, max_bytes: int | None = None
) -> Contract:
    """Read a contract from UTF-8 JSON. Errors: InvalidMessage. Units: `max_bytes` in bytes."""
    return contract_of(contract, parse_object(content, max_bytes=max_bytes))


def parse_object(content: bytes | None, *, max_bytes: int | None = None) -> dict[str, Any]:
    """Read one JSON object. Errors: InvalidMessage. Units: `max_bytes` in bytes."""
    if not content:
        raise InvalidMessage("empty", "the message has no value")
    if max_bytes is not None and len(content) > max_bytes:
        raise InvalidMessage("too_large", f"{len(content)} bytes, at most {max_bytes} are read")
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise InvalidMessage(_unreadable(content, error), str(error)) from None
    if not isinstance(value, dict):
        raise InvalidMessage("not_an_object", f"a JSON {_kind(value)} where an object is expected")
    return value


def contract_of(contract: type[Contract], value: dict[str, Any]) -> Contract:
    """Make a contract of a JSON object already parsed. Errors: InvalidMessage."""
    hint: Any = contract
    try:
        made: Contract = _decoder(hint)(value)
    except _Misfit as misfit:
        where = ".".join(misfit.at) or "the message"
        raise InvalidMessage(misfit.reason, f"{where} {misfit.said}") from None
    return made


def _unreadable(content: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "invalid_utf8"
    if "surrogate" in str(error) or (_LONE_SURROGATE.search(content) and "hex" in str(error)):
        return "invalid_utf8"
    return "invalid_json"


class _Misfit(Exception):
    """Say what is wrong with a value; `at` are the keys down to it, filled in on the way up.

    Where it stands is only worked out for what cannot be read: making paths for every field took
    half the time of decoding.
    """

    def __init__(self, reason: str, said: str, *at: str) -> None:
        super().__init__(reason, said)
        self.reason, self.said, self.at = reason, said, list(at)

    def under(self, key: str) -> Self:
        """Name the field or item it was found in."""
        self.at.insert(0, key)
        return self


@cache
def _decoder(hint: Any) -> Decode:
    origin = get_origin(hint)
    if is_dataclass(hint):
        return _object_decoder(hint)
    if origin in (types.UnionType, Union):
        return _union_decoder(get_args(hint))
    if origin is Literal:
        return _literal_decoder(get_args(hint))
    if origin is tuple:
        return _tuple_decoder(_decoder(get_args(hint)[0]))
    return _scalar_decoder(hint)


def _object_decoder(contract: Any) -> Decode:
    hints = get_type_hints(contract)
    entries = [
        (
            field.name,
            json_name(field.name),
            field.default is MISSING and field.default_factory is MISSING,
            _taken_as_is(hints[field.name]),
            _decoder(hints[field.name]),
        )
        for field in fields(contract)
    ]
    # Required fields first, so that of several faults theirs is named.
    entries.sort(key=lambda entry: not entry[2])

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise _wrong_type(contract.__name__, value)
        got: dict[str, Any] = {}
        for name, key, is_required, as_is, read_field in entries:
            if key in value:
                content = value[key]
                if type(content) in as_is:
                    got[name] = content
                    continue
                try:
                    got[name] = read_field(content)
                except _Misfit as misfit:
                    raise misfit.under(key) from None
            elif is_required:
                raise _Misfit("missing_field", "is required", key)
        return contract(**got)

    return read


def _taken_as_is(hint: Any) -> tuple[type, ...]:
    """Give the types whose values need no reading: those of a scalar, nullable or not."""
    options = get_args(hint) if get_origin(hint) in (types.UnionType, Union) else (hint,)
    return tuple([one for one in options if one in _SCALARS])


def _union_decoder(options: tuple[Any, ...]) -> Decode:
    some = [_decoder(option) for option in options if option is not type(None)]
    nullable = type(None) in options

    def read(value: Any) -> Any:
        if value is None and nullable:
            return None
        for index, read_option in enumerate(some):
            try:
                return read_option(value)
            except _Misfit:
                if index == len(some) - 1:
                    raise
        raise _wrong_type("null", value)

    return read


def _literal_decoder(options: tuple[Any, ...]) -> Decode:
    def read(value: Any) -> Any:
        if value not in options:
            wanted = ", ".join(map(str, options))
            raise _Misfit("wrong_type", f"is {value!r}, not one of {wanted}")
        return value

    return read


def _tuple_decoder(read_item: Decode) -> Decode:
    def read(value: Any) -> Any:
        if not isinstance(value, list):
            raise _wrong_type("array", value)
        items: list[Any] = []
        try:
            for item in value:
                items.append(read_item(item))  # noqa: PERF401 - its length says where one misfits
        except _Misfit as misfit:
            raise misfit.under(str(len(items))) from None
        return tuple(items)

    return read


def _scalar_decoder(kind: Any) -> Decode:
    def read(value: Any) -> Any:
        if type(value) is kind:
            return value
        if kind is float and type(value) is int:  # JSON writes 1.0 and 1 alike
            return float(value)
        raise _wrong_type(kind.__name__, value)

    return read


def json_name(field_name: str) -> str:
    """Give the JSON name of a field: `from_` stands for `from`, which Python reserves."""
    return field_name.rstrip("_")


def _wrong_type(wanted: str, value: Any) -> _Misfit:
    return _Misfit("wrong_type", f"is a JSON {_kind(value)}, not {wanted}")


def _kind(value: Any) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "boolean", int: "number"}
    return "null" if value is None else names.get(type(value), "number")
