"""Strings that know where they stand in their source, and JSON made of them."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from functools import cached_property
from json import scanner
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Place

JSON_ESCAPE = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u.{4}|.)", re.DOTALL)
CSV_ESCAPE = re.compile(r'""|\n')
_SURROGATE = re.compile("[\ud800-\udfff]")


class Source:
    """The text in which strings stand.

    ``line`` is the number of its first line.  ``escape`` matches what stands for one
    character but is written otherwise, such as ``\\n`` in JSON.
    """

    def __init__(self, text: str, line: int = 1, escape: re.Pattern[str] = JSON_ESCAPE) -> None:
        self.text = text
        self.line = line
        self.escape = escape

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line_column(self, at: int) -> tuple[int, int]:
        """Return the 1-based line and column of the character at ``at``."""
        row = bisect_right(self._line_starts, at) - 1
        return self.line + row, at - self._line_starts[row] + 1


class Text(str):
    """A string read from ``source``, where its first character stands at ``at``.

    ``raw_length`` counts the characters of its written form, without the quotes.
    """

    __slots__ = ("at", "raw_length", "source")
    at: int
    raw_length: int
    source: Source

    @property
    def _is_as_written(self) -> bool:
        return self.raw_length == len(self) and "\n" not in self

    def breaks(self) -> list[tuple[int, int]]:
        """Return (offset here, offset as written) of the start and of what follows an escape."""
        if self._is_as_written:
            return [(0, 0)]
        found = [(0, 0)]
        lost = 0
        end = self.at + self.raw_length
        for match in self.source.escape.finditer(self.source.text, self.at, end):
            lost += match.end() - match.start() - 1
            raw = match.end() - self.at
            found.append((raw - lost, raw))
        return found

    def part(self, begin: int, end: int) -> Text:
        """Return ``self[begin:end]``, which knows its place as well."""
        starts = self.breaks()
        index = bisect_right([at for at, _ in starts], begin) - 1
        at, raw = starts[index]
        last, last_raw = starts[bisect_right([at for at, _ in starts], end) - 1]
        first = self.at + raw + begin - at
        return text_of(self[begin:end], self.source, first, self.at + last_raw + end - last - first)

    def places(self, begin: int = 0, end: int | None = None, offset: int = 0) -> list[Place]:
        """Return the places of ``self[begin:end]`` where it stands at ``offset`` of a turn."""
        if self._is_as_written:
            return [Place(offset, *self.source.line_column(self.at + begin))]
        end = len(self) if end is None else end
        breaks = self.breaks()
        first = max(0, bisect_right([at for at, _ in breaks], begin) - 1)
        made: list[Place] = []
        for at, raw in breaks[first:]:
            if at > begin and at >= end:
                break
            ahead = max(begin - at, 0)
            line, column = self.source.line_column(self.at + raw + ahead)
            place = Place(offset + max(at - begin, 0), line, column)
            if made and made[-1].offset == place.offset:
                made.pop()
            made.append(place)
        return made


class Within(Source):
    """The text of a string that itself holds JSON; places are those of the outer source."""

    def __init__(self, outer: Text) -> None:
        super().__init__(str(outer))
        self._outer = outer
        self._breaks = outer.breaks()

    def line_column(self, at: int) -> tuple[int, int]:
        """Return the 1-based line and column in the outermost source."""
        index = bisect_right([here for here, _ in self._breaks], at) - 1
        here, raw = self._breaks[index]
        return self._outer.source.line_column(self._outer.at + raw + at - here)


def text_of(value: str, source: Source, begin: int, raw_length: int) -> Text:
    """Return ``value``, which ``source`` writes in ``raw_length`` characters at ``begin``."""
    text = Text(value)
    text.at, text.raw_length, text.source = begin, raw_length, source
    return text


def line_of(value: object) -> int | None:
    """Return the line on which a string of a source stands; None for anything else."""
    return value.source.line_column(value.at)[0] if isinstance(value, Text) else None


class _Decoder(json.JSONDecoder):
    def __init__(self, source: Source) -> None:
        super().__init__()

        def parse_string(text: str, begin: int, strict: bool = True) -> tuple[Text, int]:
            value, end = scanstring(text, begin, strict)
            raw_length = end - 1 - begin
            if raw_length != len(value) and _SURROGATE.search(value):
                value = _SURROGATE.sub("\ufffd", value)
            placed = Text(value)
            placed.at, placed.raw_length, placed.source = begin, raw_length, source
            return placed, end

        self.parse_string = parse_string
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]


def parse_json(source: Source | str, line: int = 1) -> Any:
    """Parse JSON; its strings (not its keys) are ``Text``.  Raises ReadError with the line."""
    if isinstance(source, str):
        source = Source(source, line)
    text = source.text
    try:
        return _Decoder(source).decode(text)
    except json.JSONDecodeError as error:
        raise ReadError(_what_is_wrong(text, error), source.line_column(error.pos)[0]) from error
    except RecursionError as error:
        raise ReadError(Message("JSON nested too deeply to be a call"), source.line) from error
    except ValueError as error:
        raise ReadError(Message("not JSON: {error}", error=error), source.line) from error


def _what_is_wrong(text: str, error: json.JSONDecodeError) -> str:
    rest = text[error.pos : error.pos + 3].lstrip()
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return Message(
            "the JSON breaks off (column {colno}): export it again, whole", colno=error.colno
        )
    if "//" in text[max(0, error.pos - 2) : error.pos + 3]:
        return Message(
            "not JSON: a // comment (column {colno}); JSON has no comments", colno=error.colno
        )
    if rest.startswith("..."):
        return Message(
            "not JSON: left out with '...' (column {colno}); export it whole", colno=error.colno
        )
    return Message("not JSON: {msg} (column {colno})", msg=error.msg.lower(), colno=error.colno)
