"""XLSX: the same tables as CSV; a turn's line is its row."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, time
from typing import Any

from callcheck.findings import InputError
from callcheck.messages import Message
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.formats.columns import Columns, Row, calls_of, field_named
from callcheck.transcript.model import Call

FORMAT = "xlsx"
MAX_UNPACKED = 512 * 1024 * 1024
"""Bytes that a workbook may unpack to."""


def claims(document: Document) -> bool:
    """Whether it is a zip archive, as a workbook is; other archives are opened before."""
    return document.head.startswith(b"PK\x03\x04")


def read(document: Document) -> Iterator[Call | InputError]:
    """Yield the calls of every sheet that has the headings of a transcript.  Raises ReadError."""
    found = False
    for rows in sheets_of(document):
        headings = [cell.strip() for cell in rows[0][1]] if rows else []
        if sum(field_named(heading) is not None for heading in headings) < 2 and not (
            document.columns and set(document.columns.values()) <= set(headings)
        ):
            continue
        found = True
        columns = Columns.of(headings, document.columns)
        yield from calls_of(document, FORMAT, columns, rows[1:])
    if not found:
        raise ReadError(
            Message("no sheet has headings such as 说话人, 内容, 开始时间 in its first row")
        )


def sheets_of(document: Document) -> Iterator[list[Row]]:
    """Yield the rows of each sheet that are not empty, with their numbers.  Raises ReadError."""
    from zipfile import BadZipFile, ZipFile

    import openpyxl

    try:
        with ZipFile(io.BytesIO(document.data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
        if size > MAX_UNPACKED:
            raise ReadError(Message("the workbook unpacks to far more than a transcript would"))
        book = openpyxl.load_workbook(io.BytesIO(document.data), read_only=True, data_only=True)
        with closing(book):
            for sheet in book.worksheets:
                yield [
                    (number, [_written(value) for value in values])
                    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
                    if any(value not in (None, "") for value in values)
                ]
    except (ReadError, RecursionError):
        raise
    except BadZipFile as error:
        raise ReadError(Message("a damaged workbook: save it again")) from error
    except Exception as error:
        # openpyxl lets errors of the XML parser and of its own through, whatever their kind.
        raise ReadError(
            Message("a workbook that cannot be read ({error}): save it again", error=error)
        ) from error


def _written(value: Any) -> str:
    """Return a cell as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
