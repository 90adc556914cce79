"""YAML as a tree that knows its lines: read event by event, so that a long list is never whole.

Nothing is converted: `no`, `on` and `007` stay the text they are, which is what rules want.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final, Literal

import yaml

# A rule is a few levels deep; this is a bomb, or a mistake that would end in a recursion error.
_MAX_DEPTH: Final = 40


class NoYaml(Exception):
    """Report text that is no YAML, with line and column, counted from 1."""

    def __init__(self, line: int, column: int, problem: str) -> None:
        """Keep the place apart from the words."""
        super().__init__(problem)
        self.line = line
        self.column = column


@dataclass(slots=True)
class Node:
    """Hold one value: a scalar's text, a list's items, or a mapping's pairs. Units: from 1."""

    kind: Literal["scalar", "list", "mapping"]
    line: int
    column: int
    text: str = ""
    plain: bool = True
    items: tuple["Node", ...] = ()
    pairs: tuple[tuple["Node", "Node"], ...] = ()


class Reading:
    """Walk the events of one document."""

    def __init__(self, content: str | bytes | IO[bytes]) -> None:
        """Begin; nothing is read yet."""
        self._events = _events(content)
        self._anchors: dict[str, Node] = {}

    def top(self) -> Iterator[tuple[Node, Node | None]]:
        """Yield the pairs of the outermost mapping; None for a list, to be read with `items`.

        Yields one pair with an empty key where the document is no mapping. Errors: NoYaml.
        """
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return
        if not isinstance(event, yaml.MappingStartEvent):
            yield Node("scalar", *_place(event)), self._node(event, 0)
            return
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, 1)
            value = self._next()
            if isinstance(value, yaml.SequenceStartEvent) and value.anchor is None:
                self._open = Node("list", *_place(value))
                yield key, None
                for _ in self.items():  # what the reader left
                    pass
            else:
                yield key, self._node(value, 1)
        event = self._next()
        while not isinstance(event, yaml.StreamEndEvent):
            if not isinstance(event, yaml.DocumentEndEvent):
                raise NoYaml(*_place(event), "a file holds one document, without `---` in it")
            event = self._next()

    @property
    def list_node(self) -> Node:
        """Say where the list begins that `top` has just come to."""
        return self._open

    def items(self) -> Iterator[Node]:
        """Yield the items of that list, one at a time."""
        if self._open.kind == "scalar":
            return
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._node(event, 2)
        self._open = Node("scalar", self._open.line, self._open.column)

    def _next(self) -> Any:
        return next(self._events)

    def _node(self, event: Any, depth: int) -> Node:
        if depth > _MAX_DEPTH:
            raise NoYaml(*_place(event), f"more than {_MAX_DEPTH} levels deep")
        line, column = _place(event)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise NoYaml(line, column, f"there is no &{event.anchor} before *{event.anchor}")
            return self._anchors[event.anchor]
        made = self._value(event, depth)
        if event.tag is not None and not _is_core(event.tag):
            raise NoYaml(line, column, f"the tag {event.tag} is not taken here")
        if event.anchor is not None:
            self._anchors[event.anchor] = made
        return made

    def _value(self, event: Any, depth: int) -> Node:
        line, column = _place(event)
        if isinstance(event, yaml.ScalarEvent):
            return Node("scalar", line, column, event.value, not event.style)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := self._next(), yaml.SequenceEndEvent):
                items.append(self._node(inner, depth + 1))
            return Node("list", line, column, items=tuple(items))
        if isinstance(event, yaml.MappingStartEvent):
            pairs = []
            while not isinstance(inner := self._next(), yaml.MappingEndEvent):
                key = self._node(inner, depth + 1)
                pairs.append((key, self._node(self._next(), depth + 1)))
            return Node("mapping", line, column, pairs=tuple(pairs))
        raise NoYaml(line, column, "a value is missing")


def _is_core(tag: str) -> bool:
    return tag == "!" or (tag.startswith("tag:yaml.org,2002:") and "python" not in tag)


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _events(content: str | bytes | IO[bytes]) -> Iterator[Any]:
    try:
        yield from yaml.parse(content, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise NoYaml(*_inside(content, line, column), str(error.problem)) from None
    except yaml.reader.ReaderError as error:
        raise NoYaml(1, 1, f"{error.reason}; save the file as UTF-8") from None
    except UnicodeDecodeError as error:
        raise NoYaml(1, 1, f"{error.reason}; save the file as UTF-8") from None


def _inside(content: str | bytes | IO[bytes], line: int, column: int) -> tuple[int, int]:
    """Put what is missing at the end of the file there, and not on a line that is not there."""
    if not isinstance(content, str | bytes):
        content.seek(0)
        content = content.read()
    text = content if isinstance(content, str) else content.decode("utf-8", "replace")
    lines = text.splitlines() or [""]
    return (line, column) if line <= len(lines) else (len(lines), len(lines[-1]) + 1)
