"""XLSX: sheets of rows; a line is a row, a column a character of the cell, which is named."""

from __future__ import annotations

import io
from typing import Any

from callcheck.messages import Message
from callcheck.script.cues import load_cues
from callcheck.script.formats.office import check_archive
from callcheck.script.formats.table import Table, table_blocks
from callcheck.script.model import Block, Document, Passage
from callcheck.script.remarks import Remarks
from callcheck.transcript.errors import ReadError

FORMAT = "xlsx"


def read(path: str, data: bytes) -> Document:
    """Read a workbook of scripts; several sheets are several ways.  Raises ReadError."""
    import openpyxl

    check_archive(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        sheets = [(sheet.title, _cells(sheet)) for sheet in book.worksheets]
    except Exception as error:
        # openpyxl lets errors of the XML parser and of its own through, whatever their kind.
        raise ReadError(
            Message("a workbook that cannot be read ({error}): save it again", error=error)
        ) from error
    remarks = Remarks()
    blocks: list[Block] = []
    sheets = [(title, cells) for title, cells in sheets if cells]
    for title, cells in sheets:
        several = len(sheets) > 1 and load_cues().not_to_say(title) is None
        if len(sheets) > 1:
            # A sheet of what not to say is a section of that name, not a way through.
            kind: Any = "branch" if several else "heading"
            blocks.append(Block(kind, 1, Passage.at(title, 1)))
        blocks += _blocks(title, cells, remarks, len(blocks))
        if several:
            blocks.append(Block("end", 1, Passage.at("", 1)))
    return Document(path, FORMAT, blocks, remarks.finish())


def _cells(sheet: Any) -> list[list[Any]]:
    rows = [list(row) for row in sheet.iter_rows()]
    return rows if any(cell.value is not None for row in rows for cell in row) else []


def _blocks(title: str, rows: list[list[Any]], remarks: Remarks, first: int) -> list[Block]:
    table = Table([[_passage(cell) for cell in row] for row in rows])
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            table.named[number, at] = f"{title}!{cell.coordinate}"
            if cell.font is not None and cell.font.strike:
                table.struck.add((number, at))
            if cell.comment is not None:
                table.notes[number, at] = [(str(cell.comment.text), cell.row)]
    return list(table_blocks(table, remarks, first))


def _passage(cell: Any) -> Passage:
    text = "" if cell.value is None else str(cell.value)
    return Passage(text, tuple((cell.row, at) for at in range(1, len(text) + 1)))
