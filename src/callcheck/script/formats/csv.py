"""CSV and TSV: cells that know the line and column of each of their characters."""

from __future__ import annotations

from callcheck.script.formats.table import Table, table_blocks
from callcheck.script.model import Document, Passage, Spot
from callcheck.script.remarks import Remarks
from callcheck.transcript.document import decode

FORMAT = "csv"
DELIMITERS = "\t,;，|"


def read(path: str, data: bytes) -> Document:
    """Read a script of CSV or TSV.  Raises ReadError."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count) if any(d in first for d in DELIMITERS) else ","
    remarks = Remarks()
    rows = [row for row in rows_of(text, delimiter) if any(row)]
    blocks = list(table_blocks(Table(rows), remarks, 0))
    return Document(path, FORMAT, blocks, remarks.finish(), text)


def rows_of(text: str, delimiter: str) -> list[list[Passage]]:
    """Return the cells of every row, quoted or not."""
    rows: list[list[Passage]] = [[]]
    cell: list[str] = []
    spots: list[Spot] = []
    line, column, at, quoted = 1, 1, 0, False
    while at < len(text):
        char, step = text[at], 1
        if quoted and text.startswith('""', at):
            cell.append(char)
            spots.append((line, column))
            step = 2
        elif char == '"' and (quoted or not cell):
            quoted = not quoted
        elif not quoted and char in (delimiter, "\n"):
            rows[-1].append(Passage("".join(cell), tuple(spots)))
            cell, spots = [], []
            if char == "\n":
                rows.append([])
        else:
            cell.append(char)
            spots.append((line, column))
        line, column = (line + 1, 1) if char == "\n" else (line, column + step)
        at += step
    rows[-1].append(Passage("".join(cell), tuple(spots)))
    return rows
