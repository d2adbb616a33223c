"""CSV and TSV: a row a turn, a row a call, or a column for each side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from callcheck.findings import InputError
from callcheck.messages import Message
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.formats.columns import Columns, Row, calls_of, field_named
from callcheck.transcript.model import Call
from callcheck.transcript.placed import CSV_ESCAPE, Source, text_of

FORMAT = "csv"
_RULE = re.compile(r"\s*(?::?-{3,}:?)?\s*")
"""A cell of the line under a Markdown table's headings."""
DELIMITERS = "\t,;，|"


def claims(document: Document) -> bool:
    """Whether the first line has two headings or more that a transcript's table has."""
    return _delimiter(document) is not None


def read(document: Document) -> Iterator[Call | InputError]:
    """Yield the calls of the table.  Raises ReadError."""
    delimiter = _delimiter(document)
    if delimiter is None:
        delimiter = "\t" if "\t" in _first_line(document) else ","
    rows = list(rows_of(document.text.lstrip("\n"), delimiter, _blank_lines(document.text)))
    if not rows:
        raise ReadError(
            Message("an empty table: its first row has headings such as 说话人,内容"), 1
        )
    columns = Columns.of([str(cell).strip() for cell in rows[0][1]], document.columns)
    yield from calls_of(document, FORMAT, columns, rows[1:])


def _first_line(document: Document) -> str:
    return document.text.lstrip("\n").partition("\n")[0]


def _blank_lines(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))


def _delimiter(document: Document) -> str | None:
    first = _first_line(document)
    given = set(document.columns.values())
    for delimiter in DELIMITERS:
        cells = [cell.strip().strip('"').strip() for cell in first.split(delimiter)]
        known = [cell for cell in cells if field_named(cell) is not None or cell in given]
        if len(cells) > 1 and len(known) > 1:
            return delimiter
    return None


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    end = re.escape(delimiter)
    return re.compile(rf'"([^"]*+(?:""[^"]*+)*+)"[^{end}\n]*|([^{end}\n]*)')


def rows_of(text: str, delimiter: str, lines_before: int = 0) -> Iterator[Row]:
    """Yield (line, cells) of each row that is not empty; the cells know their places."""
    source = Source(text, 1 + lines_before, CSV_ESCAPE)
    cell = _cell(delimiter)
    at, line = 0, 1 + lines_before
    row: list[str] = []
    while at <= len(text):
        match = cell.match(text, at)
        if match is None:
            raise ReadError(Message("not a table"), line)
        group = 1 if match[1] is not None else 2
        value = match[group].replace('""', '"') if group == 1 else match[group]
        begin = match.start(group)
        row.append(text_of(value, source, begin, match.end(group) - begin))
        at = match.end() + 1
        if text[match.end() : at] != delimiter:
            if any(one.strip() for one in row) and not all(map(_RULE.fullmatch, row)):
                yield line, row
            line = 1 + lines_before if at > len(text) else source.line_column(at)[0]
            row = []
