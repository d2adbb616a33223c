"""Plain text: ``客服：…`` and ``客户：…``, a turn a line, with an optional head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.head import read_head
from callcheck.transcript.model import Call, Place, Turn
from callcheck.transcript.speakers import PATTERN, SPEAKERS

FORMAT = "text"
MAX_TURN = 200_000
"""字 in one turn; a longer one is not speech but a file in the wrong form."""

_TIME = r"\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,3})?"
_STAMP = rf"[\[（(【]?\s*({_TIME})(?:\s*(?:-{{1,2}}>?|–|—|~|至)\s*({_TIME}))?\s*[\]）)】]?\s*"
_TURN = re.compile(
    rf"\s*(?:{_STAMP})?({PATTERN})\s*[0-9]{{0,6}}\s*[:：][ \t\u3000]*", re.IGNORECASE
)
_STAMPED = re.compile(rf"\s*[\[【]\s*{_TIME}")


def claims(document: Document) -> bool:
    """Whether this reader can read the input: any text may be a transcript."""
    return not document.looks_like_json


def read(document: Document) -> Iterator[Call]:
    """Yield the one call of the file.  Raises ReadError."""
    yield read_text(document.text, document.path)


def read_text(text: str, path: str) -> Call:
    """Read one call from its text.  Raises ReadError with the line."""
    lines = text.split("\n")
    values, first = read_head(lines, lambda line: _TURN.match(line) is not None)
    turns = _turns(lines, first)
    if not turns:
        raise ReadError(
            "no line names a speaker: write 客服：… and 客户：…, one turn a line", first + 1
        )
    turns, inferred = _with_times(turns, values.get("duration"))
    return Call(path=path, turns=tuple(turns), ends_inferred=inferred, format=FORMAT, **values)


def _turns(lines: list[str], first: int) -> list[Turn]:
    turns: list[Turn] = []
    parts: list[str] = []
    places: list[Place] = []
    begun: dict[str, Any] = {}

    def finish() -> None:
        if begun:
            text = "\n".join(parts)
            if len(text) > MAX_TURN:
                raise ReadError(
                    f"one turn of {len(text)} characters: a turn is a line, as it was said",
                    places[0].line,
                )
            turns.append(Turn(number=len(turns) + 1, text=text, places=tuple(places), **begun))

    for number, line in enumerate(lines[first:], start=first + 1):
        match = _TURN.match(line)
        if match is None:
            if begun and line.strip():
                said = line.strip()
                offset = sum(map(len, parts)) + len(parts)
                parts.append(said)
                places.append(Place(offset, number, line.index(said[0]) + 1))
            elif _STAMPED.match(line):
                raise ReadError("a time stamp without a speaker: write [00:01] 客服：…", number)
            continue
        finish()
        begun = {
            "speaker": SPEAKERS[match[3].lower()],
            "start": seconds(match[1], number),
            "end": seconds(match[2], number),
        }
        said = line[match.end() :].rstrip()
        parts, places = [said], [Place(0, number, match.end() + 1)]
    finish()
    return turns


def seconds(stamp: str | None, line: int) -> float | None:
    """Return ``mm:ss`` or ``hh:mm:ss`` in seconds.  Raises ReadError for 00:75."""
    if stamp is None:
        return None
    *whole, last = stamp.replace(",", ".").split(":")
    if float(last) >= 60 or any(int(part) >= 60 for part in whole[1:]):
        raise ReadError(f"no such time: {stamp}; write mm:ss or hh:mm:ss", line)
    total = 0.0
    for part in (*whole, last):
        total = total * 60 + float(part)
    return total


def _with_times(turns: list[Turn], duration: float | None) -> tuple[list[Turn], bool]:
    """Check that times run forwards, and end a turn where the next one starts."""
    inferred = False
    latest = 0.0
    for index, turn in enumerate(turns):
        if turn.start is None:
            continue
        line = turn.places[0].line
        if turn.start < latest:
            raise ReadError(
                f"times run backwards: {turn.start:g} s after {latest:g} s; sort the lines by time",
                line,
            )
        if turn.end is not None and turn.end < turn.start:
            raise ReadError(f"the turn ends at {turn.end:g} s, before its start", line)
        latest = turn.start
        if turn.end is None:
            following = turns[index + 1].start if index + 1 < len(turns) else duration
            if following is not None and following >= turn.start:
                turns[index] = replace(turn, end=following)
            inferred = True
    return turns, inferred
