"""Places in a text, as callcheck and as editors count them."""

from __future__ import annotations

import re
from bisect import bisect_right

from lsprotocol.types import Position, Range
from pygls.workspace import PositionCodec

_LINE_END = re.compile(r"\r\n|\r|\n")
_MARK = "\ufeff"


class Places:
    """Turns lines and columns (from 1, in characters) into a client's positions.

    A client counts from 0, in the units of the encoding it agreed on: UTF-16, unless it
    asked for another.  A place past the text or its line is drawn back into it.
    """

    def __init__(self, text: str, codec: PositionCodec) -> None:
        self._text = text
        self._codec = codec
        self._lines = _LINE_END.split(text)
        self._begins = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def at(self, line: int, column: int) -> Position:
        """Return the position of a place."""
        row = self._row(line)
        # A byte order mark is a character of the client's text, not of ours.
        column += row == 0 and self._text.startswith(_MARK)
        return self.position(self._begins[row] + min(column - 1, len(self._lines[row])))

    def span(self, line: int, column: int, end_line: int, end_column: int) -> Range:
        """Return the range of a stretch of text; ``end_column`` is exclusive."""
        return Range(self.at(line, column), self.at(end_line, end_column))

    def rest(self, line: int, column: int | None = None) -> Range:
        """Return the range from a place (None: the first character) to the end of its line."""
        text = self._lines[self._row(line)].removeprefix(_MARK)
        first = len(text) - len(text.lstrip()) + 1
        return Range(self.at(line, column or first), self.position(self.end(line)))

    def end(self, line: int) -> int:
        """Return the offset (from 0) after the last character of a line that is no blank."""
        row = self._row(line)
        return self._begins[row] + len(self._lines[row].rstrip())

    def position(self, offset: int) -> Position:
        """Return the position of the character at ``offset`` (from 0) of the text."""
        row = bisect_right(self._begins, offset) - 1
        return Position(row, self._codec.client_num_units(self._text[self._begins[row] : offset]))

    def _row(self, line: int) -> int:
        return min(max(line, 1), len(self._lines)) - 1


def overlap(one: Range, other: Range) -> bool:
    """Tell whether two ranges meet; to touch is to meet, as a cursor after a word does."""
    return one.start <= other.end and other.start <= one.end
