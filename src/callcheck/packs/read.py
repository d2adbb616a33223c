"""YAML text becomes a tree of nodes that know their places.

Every scalar stays the text its author wrote: what is a number or a switch is
the schema's to say, so that ``no``, ``1:30`` and ``10086`` are words where words
are asked for.  Built from parser events, so that nesting, the size that aliases
unfold to and duplicate keys are held in check before a tree exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from callcheck.messages import Message, os_reason
from callcheck.packs.model import Source
from callcheck.packs.problems import Problem

MAX_BYTES = 8_000_000
MAX_DEPTH = 24
MAX_NODES = 300_000
"""Nodes of a file with every alias written out."""

_NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class Node:
    """A scalar (text, or None where nothing is written), a list, or a mapping of entries.

    ``line`` and ``column`` (from 1) are where the node begins; ``size`` and
    ``height`` count the nodes below it with aliases written out.
    """

    value: str | list[Node] | dict[str, Entry] | None
    path: str
    line: int
    column: int
    quoted: bool = False
    size: int = 1
    height: int = 1

    @property
    def source(self) -> Source:
        """Where the node begins."""
        return Source(self.path, self.line, self.column)

    @property
    def text_source(self) -> Source:
        """Where the first character of a scalar's text stands: after its quotation mark."""
        return Source(self.path, self.line, self.column + self.quoted)

    def plain(self) -> Any:
        """Return the tree as dicts, lists, strings and None."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: entry.node.plain() for key, entry in self.value.items()}
        return self.value

    def get(self, key: str) -> Node | None:
        """Return the node under ``key`` of a mapping, or None."""
        entry = self.value.get(key) if isinstance(self.value, dict) else None
        return entry.node if entry else None

    def at(self, *path: str | int) -> Node:
        """Follow ``path`` as far as it fits; steps that do not fit here are left out.

        So a path of the full form also finds its place in a short form: ``say, 0``
        in a bare phrase is the phrase.
        """
        node = self
        for step in path:
            if isinstance(node.value, dict) and isinstance(step, str) and step in node.value:
                node = node.value[step].node
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
        return node


@dataclass(slots=True)
class Entry:
    """One key of a mapping, the place of the key, and what it holds."""

    line: int
    column: int
    node: Node


BEGIN = Message("begin with 'pack: an-id'")


def read_yaml(
    path: Path, problems: list[Problem], data: bytes | None = None, *, begin: str = BEGIN
) -> Node | None:
    """Read one YAML file; add what is wrong to ``problems``.

    Returns None where nothing can be read.  The file is UTF-8, holds one document,
    and uses neither tags nor keys that are not plain words.  ``data`` stands for what
    the file holds; ``begin`` is the hint where that is nothing.
    """
    try:
        data = path.read_bytes() if data is None else data
    except OSError as error:
        why = os_reason(error)
        problems.append(
            Problem(str(path), None, None, Message("cannot read the file: {why}", why=why))
        )
        return None
    if len(data) > MAX_BYTES:
        message = Message("the file is too large for rules ({count:,} bytes)", count=len(data))
        hint = Message(
            "at most {max_bytes:,} bytes; split it into several packs", max_bytes=MAX_BYTES
        )
        problems.append(Problem(str(path), None, None, message, hint))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = Message("the file is not UTF-8")
        problems.append(Problem(str(path), line, None, message, Message("save it as UTF-8")))
        return None
    return parse_yaml(text, str(path), problems, begin=begin)


def parse_yaml(text: str, path: str, problems: list[Problem], *, begin: str = BEGIN) -> Node | None:
    """Read YAML text as ``read_yaml`` reads a file; ``path`` is what problems name."""
    import yaml

    composer = _Composer(path, problems, _events(text), begin)
    try:
        return composer.document()
    except _Stop as stop:
        problems.append(stop.problem)
    except yaml.YAMLError as error:
        problems.append(problem_of(error, text, path))
    return None


def problem_of(error: Exception, text: str, path: str) -> Problem:
    """Return what the YAML parser does not like in ``text``, of the file ``path``."""
    import yaml

    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        hint = Message(
            "text that holds [ ] { } # & * ! | > ' % @ ` or ': ' stands in double quotes"
        )
        message = Message("not YAML: {problem}", problem=error.problem or error.context)
        return Problem(path, line, column, message, hint)
    # Parsers count characters or bytes up to what they refuse: it is looked for again.
    refused = yaml.reader.Reader.NON_PRINTABLE.search(text)
    line = text.count("\n", 0, refused.start()) + 1 if refused else None
    message = Message("a character that YAML does not allow")
    return Problem(path, line, None, message, Message("delete it"))


def _events(text: str) -> Iterator[Any]:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return iter(yaml.parse(text, Loader=loader))


class _Stop(Exception):
    """Reading cannot go on."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Composer:
    """Turns parser events into nodes."""

    def __init__(
        self, path: str, problems: list[Problem], events: Iterator[Any], begin: str
    ) -> None:
        self.path = path
        self.begin = begin
        self.problems = problems
        self.events = events
        self.anchors: dict[str, Node] = {}

    def document(self) -> Node | None:
        from yaml import events as kinds

        root: Node | None = None
        for event in self.events:
            if isinstance(event, kinds.StreamEndEvent):
                break
            if isinstance(event, kinds.DocumentStartEvent) and root is not None:
                self._stop(
                    event, Message("a second document in the file"), Message("keep one pack a file")
                )
            if isinstance(event, kinds.NodeEvent):
                root = self._node(event, 1)
        if root is None:
            self.problems.append(Problem(self.path, 1, 1, Message("the file is empty"), self.begin))
        return root

    def _node(self, event: Any, depth: int) -> Node:
        from yaml import events as kinds

        if isinstance(event, kinds.AliasEvent):
            anchor = str(event.anchor)
            if anchor not in self.anchors:
                self._stop(
                    event, Message("unknown or unfinished anchor '{anchor}'", anchor=anchor), None
                )
            return self.anchors[anchor]
        if depth > MAX_DEPTH:
            self._too_deep(event)
        if event.tag is not None and event.tag != "!":
            self._stop(
                event,
                Message("a tag, {tag}", tag=event.tag),
                Message("rule files have no tags: delete it"),
            )
        mark = event.start_mark
        node = Node(None, self.path, mark.line + 1, mark.column + 1)
        if isinstance(event, kinds.ScalarEvent):
            node.quoted = event.style in ("'", '"')
            plain = not event.style
            node.value = None if plain and event.value in _NULLS else event.value
        elif isinstance(event, kinds.SequenceStartEvent):
            node.value = list(self._items(depth))
            self._measure(node, event, node.value)
        else:
            node.value = self._entries(depth)
            self._measure(node, event, [entry.node for entry in node.value.values()])
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def _items(self, depth: int) -> Iterator[Node]:
        from yaml import events as kinds

        while True:
            event = next(self.events)
            if isinstance(event, kinds.SequenceEndEvent):
                return
            yield self._node(event, depth + 1)

    def _entries(self, depth: int) -> dict[str, Entry]:
        from yaml import events as kinds

        entries: dict[str, Entry] = {}
        while True:
            event = next(self.events)
            if isinstance(event, kinds.MappingEndEvent):
                return entries
            if not isinstance(event, kinds.ScalarEvent):
                self._stop(
                    event,
                    Message("a key that is not a word"),
                    Message("text that begins with [ or { stands in double quotes"),
                )
            mark: Any = event.start_mark
            line, column = mark.line + 1, mark.column + 1
            first = entries.get(event.value)
            node = self._node(next(self.events), depth + 1)
            if first is None:
                entries[event.value] = Entry(line, column, node)
                continue
            message = Message("the key '{value}' stands here a second time", value=event.value)
            hint = Message("it is already in line {line}; keep one", line=first.line)
            self.problems.append(Problem(self.path, line, column, message, hint))

    def _measure(self, node: Node, event: Any, below: list[Node]) -> None:
        node.size = 1 + sum(child.size for child in below)
        node.height = 1 + max((child.height for child in below), default=0)
        if node.size > MAX_NODES:
            self._stop(
                event,
                Message(
                    "aliases unfold this to more than {max_nodes:,} values", max_nodes=MAX_NODES
                ),
                Message("write lists out, or name word lists by {list}"),
            )
        if node.height > MAX_DEPTH:
            self._too_deep(event)

    def _too_deep(self, event: Any) -> NoReturn:
        self._stop(
            event,
            Message("nested more than {max_depth} deep", max_depth=MAX_DEPTH),
            Message("no rule needs that: flatten it"),
        )

    def _stop(self, event: Any, message: str, hint: str | None) -> NoReturn:
        mark = event.start_mark
        raise _Stop(Problem(self.path, mark.line + 1, mark.column + 1, message, hint))
