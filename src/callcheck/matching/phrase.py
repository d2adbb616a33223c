"""The phrase language: a phrase's text becomes a small tree.

Eight marks and no regex: ``( | ) [ ] { } < > … …… ，``.  A phrase has no
repetition and no recursion, so every phrase has a longest match.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from callcheck.messages import Message

MAX_NESTING = 3
MAX_LENGTH = 120

_FULL_WIDTH = str.maketrans("（｜）［］｛｝＜＞", "(|)[]{}<>")
_PAUSES = "，、。！？,"
_REGEX_HABITS = {
    "?": Message("write [字] for what may be missing"),
    "*": Message("write … for a few words in between"),
    "+": Message("use a count rule for how often a thing is said"),
    "^": Message("write as: start of turn"),
    "$": Message("write as: end of turn"),
    "\\": Message("there is no escape: marks are never spoken"),
}


class PhraseError(ValueError):
    """A phrase that cannot be read: ``offset`` counts characters from 0."""

    def __init__(self, offset: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Literal:
    """These words."""

    text: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """Perhaps."""

    item: Node


@dataclass(frozen=True, slots=True)
class Gap:
    """A few words (inside a clause) or, when ``long``, a while (inside a sentence)."""

    long: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause may be here."""


@dataclass(frozen=True, slots=True)
class SlotRef:
    """Something of a named shape."""

    name: str


@dataclass(frozen=True, slots=True)
class ListRef:
    """Any entry of a named word list."""

    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Shape:
    """``low`` to ``high`` characters of one kind: ``han``, ``digits``, ``letters`` or ``any``."""

    of: str
    low: int
    high: int


Node = Literal | Sequence | Choice | Option | Gap | Pause | SlotRef | ListRef | Shape


def parse_phrase(text: str) -> Node:
    """Read one phrase.

    Raises PhraseError with the place, what is wrong and what would be right.
    """
    source = text.translate(_FULL_WIDTH).replace("......", "……").replace("...", "…")
    parser = _Parser(source)
    node = parser.sequence(0)
    if parser.at < len(source):
        mark = source[parser.at]
        raise PhraseError(
            parser.at,
            Message("a stray {mark}", mark=mark),
            Message("take it out, or open what {mark} closes", mark=mark),
        )
    _check_gaps(node)
    return node


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    def sequence(self, depth: int) -> Node:
        if depth > MAX_NESTING:
            raise PhraseError(
                self.at,
                Message("brackets nested too deeply"),
                Message(
                    "{max_nesting} levels at most: put the inner part in a word list",
                    max_nesting=MAX_NESTING,
                ),
            )
        items: list[Node] = []
        while self.at < len(self.source) and self.source[self.at] not in "|)]":
            items.append(self.item(depth))
        if not items:
            raise PhraseError(
                self.at, Message("an empty phrase"), Message("write the words to look for")
            )
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def item(self, depth: int) -> Node:
        char = self.source[self.at]
        if char in "([":
            return self.group(depth)
        if char in "{<":
            return self.reference()
        if char in "}>":
            raise PhraseError(
                self.at,
                Message("a stray {char}", char=char),
                Message("take it out, or write the mark that opens it"),
            )
        if char == "…":
            long = self.source.startswith("……", self.at)
            self.at += 2 if long else 1
            return Gap(long)
        if char in _PAUSES or char == "？":
            self.at += 1
            return Pause()
        if char in _REGEX_HABITS:
            raise PhraseError(
                self.at, Message("{char} is not a mark of phrases", char=char), _REGEX_HABITS[char]
            )
        return self.literal()

    def literal(self) -> Node:
        start = self.at
        stop = "([{<}>|)]…" + _PAUSES + "".join(_REGEX_HABITS)
        while self.at < len(self.source) and self.source[self.at] not in stop:
            self.at += 1
        return Literal(self.source[start : self.at])

    def group(self, depth: int) -> Node:
        opened, start = self.source[self.at], self.at
        closing = ")" if opened == "(" else "]"
        self.at += 1
        options = [self.sequence(depth + 1)]
        while self.at < len(self.source) and self.source[self.at] == "|":
            self.at += 1
            options.append(self.sequence(depth + 1))
        if self.at >= len(self.source) or self.source[self.at] != closing:
            raise PhraseError(
                start,
                Message("{opened} is not closed", opened=opened),
                Message("write {closing} after it", closing=closing),
            )
        self.at += 1
        node = options[0] if len(options) == 1 else Choice(tuple(options))
        return Option(node) if opened == "[" else node

    def reference(self) -> Node:
        opened, start = self.source[self.at], self.at
        closing = "}" if opened == "{" else ">"
        end = self.source.find(closing, start)
        name = self.source[start + 1 : end].strip() if end > 0 else ""
        if not name:
            raise PhraseError(
                start,
                Message("{opened} is not closed", opened=opened),
                Message("write {opened}name{closing}", opened=opened, closing=closing),
            )
        self.at = end + 1
        return ListRef(name, start) if opened == "{" else SlotRef(name)


def _check_gaps(node: Node) -> None:
    items = node.items if isinstance(node, Sequence) else (node,)
    if isinstance(items[0], Gap) or isinstance(items[-1], Gap):
        raise PhraseError(
            0,
            Message("a gap at the end of a phrase"),
            Message("take it out: a phrase may stand anywhere as it is"),
        )
    for left, right in itertools.pairwise(items):
        if isinstance(left, Gap) and isinstance(right, Gap):
            raise PhraseError(0, Message("two gaps side by side"), Message("write one … or ……"))
    for item in items:
        if isinstance(item, Option):
            _check_gaps(item.item)
        elif isinstance(item, Choice):
            for option in item.options:
                _check_gaps(option)


def map_literals(node: Node, change: Callable[[str], str]) -> Node:
    """Return ``node`` with every literal changed by ``change``."""
    match node:
        case Literal(text=text):
            return Literal(change(text))
        case Sequence(items=items):
            return Sequence(tuple(map_literals(item, change) for item in items))
        case Choice(options=options):
            return Choice(tuple(map_literals(option, change) for option in options))
        case Option(item=item):
            return Option(map_literals(item, change))
        case _:
            return node


def slots_in(node: Node) -> Iterator[str]:
    """Yield the name of every slot in ``node``."""
    match node:
        case SlotRef(name=name):
            yield name
        case Sequence(items=parts) | Choice(options=parts):
            for part in parts:
                yield from slots_in(part)
        case Option(item=item):
            yield from slots_in(item)


def expand_lists(node: Node, entries: Callable[[str], Iterable[Node]]) -> Node:
    """Replace every ``{list}`` by a choice of its entries, given by ``entries``."""
    match node:
        case ListRef(name=name):
            options = tuple(entries(name))
            return options[0] if len(options) == 1 else Choice(options)
        case Sequence(items=items):
            return Sequence(tuple(expand_lists(item, entries) for item in items))
        case Choice(options=options):
            return Choice(tuple(expand_lists(option, entries) for option in options))
        case Option(item=item):
            return Option(expand_lists(item, entries))
        case _:
            return node
