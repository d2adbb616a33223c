"""Plain text: ``客服：…`` and ``客户：…``, a turn a line, with an optional head."""

from __future__ import annotations

import re
from collections.abc import Iterator

from callcheck.messages import Message
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.head import read_head
from callcheck.transcript.model import Call, Place, Turn
from callcheck.transcript.speakers import PATTERN, SPEAKERS
from callcheck.transcript.times import CLOCK, clock

FORMAT = "text"

_TO = r"(?:-{1,2}>?|–|—|~|至)"
STAMP = rf"[\[（(【]?\s*+({CLOCK})(?:\s*+{_TO}\s*+({CLOCK}))?\s*+[\]）)】]?\s*+"
_HEADING = r"(?!\s++[0-9]{1,2}:[0-5][0-9](?::[0-5][0-9])?\s*+$)"
"""What stands after a name that is no turn: 客服 10:02, the words below it."""
_TURN = re.compile(
    rf"\s*+(?:{STAMP})?({PATTERN}){_HEADING}\s*+(?:[0-9]{{1,6}}\s*+)?[:：][ \t\u3000]*+",
    re.IGNORECASE,
)
_STAMPED = re.compile(rf"\s*+[\[【]\s*+{CLOCK}")
_NEGATIVE = re.compile(rf"\s*+[\[【]\s*+-\s*+{CLOCK}")


def claims(document: Document) -> bool:
    """Whether this reader can read the input: any text may be a transcript."""
    return not document.looks_like_json


def read(document: Document) -> Iterator[Call]:
    """Yield the one call of the file.  Raises ReadError."""
    yield read_text(document.text, document.path)


def is_turn(line: str) -> bool:
    """Whether a line begins a turn of a known speaker."""
    return _TURN.match(line) is not None


def read_text(text: str, path: str) -> Call:
    """Read one call from its text.  Raises ReadError with the line."""
    lines = text.split("\n")
    values, first = read_head(lines, is_turn)
    spoken, lost = _spoken(lines, first)
    if not spoken:
        raise ReadError(
            Message("no line names a speaker: write 客服：… and 客户：…, one turn a line"),
            first + 1,
        )
    turns, inferred = _turns(spoken, values.get("duration"))
    notes: tuple[str, ...] = ()
    if lost:
        notes = (
            Message(
                "第 {line} 行起有 {count} 行在第一句话之前，没有读作对话",
                line=lost[0],
                count=len(lost),
            ),
        )
    return Call(
        path=path,
        turns=turns,
        ends_inferred=inferred,
        format=FORMAT,
        notes=notes,
        **values,
    )


_Spoken = tuple[re.Match[str], int, list[tuple[str, int]]]
"""A turn's first line, matched; its number; and the lines that continue it."""


def _spoken(lines: list[str], first: int) -> tuple[list[_Spoken], list[int]]:
    """Return the turns, and the numbers of the lines before the first that are none."""
    spoken: list[_Spoken] = []
    lost: list[int] = []
    turn_of = _TURN.match
    for number, line in enumerate(lines[first:] if first else lines, start=first + 1):
        match = turn_of(line)
        if match is not None:
            spoken.append((match, number, []))
        elif not line or line.isspace():
            continue
        elif _NEGATIVE.match(line):
            raise ReadError(Message("a time under zero; times count from 00:00"), number)
        elif spoken:
            spoken[-1][2].append((line, number))
        elif _STAMPED.match(line):
            raise ReadError(
                Message("a time stamp without a speaker: write [00:01] 客服：…"), number
            )
        else:
            lost.append(number)
    return spoken, lost


def _turns(spoken: list[_Spoken], duration: float | None) -> tuple[tuple[Turn, ...], bool]:
    """Return the turns, and whether ends were taken from the next start."""
    times = [_times(match, number) for match, number, _ in spoken]
    inferred = _order(times, spoken, duration)
    turns: list[Turn] = []
    for index, (match, number, more) in enumerate(spoken):
        begin = match.end()
        text = match.string[begin:].rstrip()
        place = Place(0, number, begin + 1)
        places: tuple[Place, ...] = (place,)
        if more:
            text, places = _continued(text, place, more)
        start, end = times[index]
        turns.append(Turn(index + 1, SPEAKERS[match[3].lower()], text, places, start, end))
    return tuple(turns), inferred


def _times(match: re.Match[str], line: int) -> tuple[float | None, float | None]:
    start, end = match[1], match[2]
    if start is None:
        return None, None
    return clock(start, line), clock(end, line) if end else None


def _order(
    times: list[tuple[float | None, float | None]], spoken: list[_Spoken], duration: float | None
) -> bool:
    """Check that times run forwards; end a turn, where it has no end, where the next starts."""
    inferred = False
    latest = 0.0
    last = len(times) - 1
    for index, (start, end) in enumerate(times):
        if start is None:
            continue
        if start < latest:
            raise ReadError(
                Message(
                    "times run backwards: {start:g} s after {latest:g} s; sort the lines by time",
                    start=start,
                    latest=latest,
                ),
                spoken[index][1],
            )
        latest = start
        if end is None:
            inferred = True
            following = times[index + 1][0] if index < last else duration
            if following is not None and following >= start:
                times[index] = (start, following)
        elif end < start:
            raise ReadError(
                Message("the turn ends at {end:g} s, before its start", end=end), spoken[index][1]
            )
    return inferred


def _continued(
    text: str, place: Place, more: list[tuple[str, int]]
) -> tuple[str, tuple[Place, ...]]:
    parts, places, length = [text], [place], len(text)
    for line, number in more:
        said = line.strip()
        places.append(Place(length + 1, number, line.index(said[0]) + 1))
        parts.append(said)
        length += 1 + len(said)
    return "\n".join(parts), tuple(places)
