"""A workbook: a sheet of calls, a sheet of findings, a sheet of what was not evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from callcheck.report.model import Run, Style
from callcheck.report.table import (
    CALL_COLUMNS,
    FINDING_COLUMNS,
    Cell,
    call_row,
    finding_row,
)
from callcheck.report.xml import clean

WIDTHS = {"文件": 32, "规则": 34, "原话": 36, "原因": 40, "建议": 40, "豁免": 24, "说明": 48}
LONGEST_CELL = 32_000


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield the workbook's bytes."""
    from openpyxl import Workbook

    calls: list[Sequence[Cell]] = []
    findings: list[Sequence[Cell]] = []
    unjudged: list[Sequence[Cell]] = []
    for call in run.calls:
        calls.append(call_row(call))
        findings.extend(finding_row(call, finding) for finding in call.checked.findings)
        checked = call.checked
        unjudged.extend(
            (checked.call.path, checked.call.call_id, item.rule, item.reason)
            for item in checked.not_evaluated
        )
    errors = [(error.path, error.line, error.message) for error in run.errors]
    book = Workbook(write_only=True)
    _sheet(book, "通话", CALL_COLUMNS, calls)
    _sheet(book, "问题", FINDING_COLUMNS, findings)
    _sheet(book, "未评", ("文件", "通话", "规则", "说明"), unjudged)
    if errors:
        _sheet(book, "读不了", ("文件", "行", "说明"), errors)
    file = BytesIO()
    book.save(file)
    yield file.getvalue()


def _sheet(book: Any, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, name in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(name, 10)
    bold = []
    for name in header:
        cell = WriteOnlyCell(sheet, value=name)
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=clean(value)[:LONGEST_CELL])
    # What a customer said is never a formula.
    cell.data_type = "s"
    return cell
