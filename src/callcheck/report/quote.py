"""The quoted words of a finding, underlined by display width.

Columns are code points; a Chinese character takes two cells of a terminal, so the
two are never the same number.
"""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category, east_asian_width

from callcheck.findings import Finding
from callcheck.transcript.model import Turn

MARK = "^"
CUT = "…"


def cells(text: str) -> int:
    """Return the number of terminal cells the text takes."""
    return sum(_cells_of(character) for character in text)


def _cells_of(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def pad(text: str, width: int) -> str:
    """Return the text with blanks after it, ``width`` cells wide at least."""
    return text + " " * max(width - cells(text), 0)


def pad_left(text: str, width: int) -> str:
    """Return the text with blanks before it, ``width`` cells wide at least."""
    return " " * max(width - cells(text), 0) + text


def span(turn: Turn, finding: Finding) -> tuple[int, int]:
    """Return the finding's place as offsets [begin, end) of the turn's text."""
    if finding.line is None or finding.column is None:
        return 0, 0
    begin = _offset(turn, finding.line, finding.column)
    end_line = finding.line if finding.end_line is None else finding.end_line
    end_column = finding.column if finding.end_column is None else finding.end_column
    return begin, max(begin, _offset(turn, end_line, end_column))


def _offset(turn: Turn, line: int, column: int) -> int:
    offset = 0
    for place in turn.places:
        if place.line == line and place.column <= column:
            offset = place.offset + column - place.column
    return min(offset, len(turn.text))


def underlined(text: str, begin: int, end: int, width: int) -> Iterator[tuple[str, str]]:
    """Yield (line, underline) for each line of ``text`` that [begin, end) touches.

    A line wider than ``width`` cells is cut around the words; a control character
    is shown as a space, so that a transcript cannot steer the terminal.
    """
    offset = 0
    for line in text.split("\n"):
        first, last = max(begin - offset, 0), min(end - offset, len(line))
        if first < last:
            left, right = _crop(line, first, last, width)
            quoted = (CUT if left else "") + line[left:right] + (CUT if right < len(line) else "")
            lead = cells(CUT if left else "") + cells(plain(line[left:first]))
            marks = MARK * cells(plain(line[first : min(last, right)]))
            yield plain(quoted), " " * lead + marks
        offset += len(line) + 1


def _crop(line: str, first: int, last: int, width: int) -> tuple[int, int]:
    """Return [left, right): as much of the line around [first, last) as fits."""
    left, right, room = first, first, width - 2
    while right < last and room >= 2:
        room -= _cells_of(line[right])
        right += 1
    while room >= 2 and (left > 0 or right < len(line)):
        if left > 0:
            left -= 1
            room -= _cells_of(line[left])
        if right < len(line) and room >= 2:
            room -= _cells_of(line[right])
            right += 1
    return left, right


def plain(text: str) -> str:
    """Return ``text`` on one line, without what could steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
