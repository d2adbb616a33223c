"""Findings as a table that a spreadsheet opens: UTF-8 with a mark, one row a finding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from callcheck.report.model import Run, Style
from callcheck.report.table import FINDING_COLUMNS, Cell, finding_row

MARK = "\ufeff"
"""Without it Excel takes the file for the system's own encoding."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield the header and a row a finding."""
    yield (MARK + _row(FINDING_COLUMNS)).encode()
    for call in run.calls:
        for finding in call.checked.findings:
            yield _row([_harmless(cell) for cell in finding_row(call, finding)]).encode()


def _row(cells: Sequence[Cell]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _harmless(cell: Cell) -> Cell:
    """Keep a customer's words from running as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
