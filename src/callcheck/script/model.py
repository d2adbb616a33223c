"""A script as it was read: passages that know their places, and blocks of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["agent", "customer", "system", "prose"]
Spot = tuple[int, int]
"""Line and column, from 1."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some text, and for each of its characters the place in the source."""

    text: str
    spots: tuple[Spot, ...]

    @classmethod
    def at(cls, text: str, line: int, column: int = 1) -> Passage:
        """Return ``text`` that stands in one line from ``column`` on."""
        return cls(text, tuple((line, column + offset) for offset in range(len(text))))

    @classmethod
    def joined(cls, parts: Iterable[Passage]) -> Passage:
        """Join passages with newlines; a newline's place is after what it ends."""
        text: list[str] = []
        spots: list[Spot] = []
        for part in parts:
            if text:
                line, column = spots[-1] if spots else (1, 0)
                text.append("\n")
                spots.append((line, column + 1))
            text.append(part.text)
            spots.extend(part.spots)
        return cls("".join(text), tuple(spots))

    def part(self, begin: int, end: int | None = None) -> Passage:
        """Return the characters [begin, end)."""
        return Passage(self.text[begin:end], self.spots[begin:end])

    def strip(self, marks: str | None = None) -> Passage:
        """Return the passage without blanks (or ``marks``) at its ends."""
        begin = len(self.text) - len(self.text.lstrip(marks))
        return self.part(begin, begin + len(self.text.strip(marks)))

    def without(self, spans: Iterable[tuple[int, int]]) -> Passage:
        """Return the passage less the characters of ``spans`` [begin, end)."""
        dropped = {at for begin, end in spans for at in range(begin, end)}
        kept = [at for at in range(len(self.text)) if at not in dropped]
        return Passage("".join(self.text[at] for at in kept), tuple(self.spots[at] for at in kept))

    def lines(self) -> list[Passage]:
        """Return its lines."""
        found, begin = [], 0
        for line in self.text.split("\n"):
            found.append(self.part(begin, begin + len(line)))
            begin += len(line) + 1
        return found

    def quoted(self, begin: Spot, end: Spot) -> str | None:
        """Return what stands from ``begin`` to before ``end`` (exclusive column), or None."""
        last = (end[0], end[1] - 1)
        try:
            first = self.spots.index(begin)
            return self.text[first : self.spots.index(last, first) + 1]
        except ValueError:
            return None

    def __bool__(self) -> bool:
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Block:
    """One line, paragraph, list item or cell.

    ``depth`` is a heading's level (from 1), or how far a text is indented (from 0).
    ``role`` is set where a column or key says who speaks; ``struck`` where the document
    marks it as not to be said.  ``gap``: nothing stands between it and the block before.
    ``alone``: an answer by itself, which nothing after it makes good.  ``jump`` is the
    section where the script goes on; ``where`` names the cell or paragraph.
    """

    kind: Literal["heading", "branch", "text", "end"]
    depth: int
    passage: Passage
    role: Role | None = None
    item: bool = False
    gap: bool = False
    struck: bool = False
    alone: bool = False
    jump: str | None = None
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment to callcheck: ``ignore[rules] reason``; None as ``block``: the whole script."""

    line: int
    rules: tuple[str, ...]
    reason: str
    block: int | None


@dataclass(slots=True)
class Document:
    """A script as its reader gives it.

    ``text`` is the source where it can be edited as text (None: DOCX, XLSX).
    ``soft``: a line break alone does not end a paragraph.
    """

    path: str
    format: str
    blocks: list[Block]
    remarks: list[Remark] = field(default_factory=list)
    text: str | None = None
    soft: bool = False


@dataclass(eq=False, slots=True)
class Line:
    """Something said, or a note between.  ``number`` counts from 1; ``blocks`` are its sources."""

    number: int
    role: Role
    passage: Passage
    blocks: list[int]
    where: str | None = None
    alone: bool = False


@dataclass(eq=False, slots=True)
class Section:
    """A part of a script: lines and parts in their order.  ``branch``: one of several ways."""

    title: str
    branch: bool = False
    items: list[Line | Section | Jump] = field(default_factory=list)
    parent: Section | None = None


@dataclass(eq=False, slots=True)
class Jump:
    """The script goes on at the section ``target``; None: the call ends here."""

    target: Section | None
    name: str = ""
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """One way through a script: the branches taken, and its lines in order."""

    names: tuple[str, ...]
    lines: tuple[Line, ...]
