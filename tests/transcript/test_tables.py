"""CSV, TSV and XLSX: which column is which, calls, times, places."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import SAMPLES, all_items, assert_placed, one_call, one_error, spoken, times

from callcheck.findings import InputError
from callcheck.transcript.model import Call


def book(path: Path, *sheets: list[list[object]]) -> Path:
    """Write a workbook of the sheets' rows and return its path."""
    import openpyxl

    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


@pytest.mark.parametrize(
    "headings",
    [
        "角色,内容",
        "说话人,文本",
        "speaker,text",
        "Role,Content",
        "发送方,消息内容",
        "讲话人,转写文本",
    ],
)
def test_usual_headings(headings: str) -> None:
    source = f"{headings}\n坐席,您好\n客户,你好\n"
    call = one_call(source)
    assert spoken(call) == [("agent", "您好"), ("customer", "你好")]
    speaker, text = headings.split(",")
    assert call.notes == (f"表格的列：说话人={speaker}、内容={text}",)
    assert_placed(call, source)


def test_rows_of_several_calls_are_gathered() -> None:
    source = "文件名,角色,内容,坐席工号\na.wav,客服,您好,7\nb.wav,客服,您好,8\na.wav,客户,你好,7\n"
    calls = all_items(source)
    assert all(isinstance(call, Call) for call in calls)
    assert [(call.call_id, call.agent_id, len(call.turns)) for call in calls] == [  # type: ignore[union-attr]
        ("a.wav", "7", 2),
        ("b.wav", "8", 1),
    ]


@pytest.mark.parametrize(
    ("heading", "cells", "expected", "note"),
    [
        ("开始时间", ("1.5", "3"), [1.5, 3.0], False),
        ("开始时间(ms)", ("1500", "3000"), [1.5, 3.0], False),
        ("开始时间（毫秒）", ("1500", "3000"), [1.5, 3.0], False),
        ("start_ms", ("1500", "3000"), [1.5, 3.0], False),
        ("开始时间", ("00:01.5", "00:03"), [1.5, 3.0], False),
        ("开始时间", ("00:00:01", "00:00:03"), [1.0, 3.0], False),
        ("开始时间", ("1500", "63000"), [1.5, 63.0], True),
        ("时间", ("2026-03-02 09:14:00", "2026-03-02 09:14:03"), [0.0, 3.0], False),
        ("时间", ("2026/3/2 9:14:00", "2026/3/2 9:14:03"), [0.0, 3.0], False),
    ],
)
def test_times_as_they_are_written(
    heading: str, cells: tuple[str, str], expected: list[float], note: bool
) -> None:
    call = one_call(f"角色,{heading},内容\n客服,{cells[0]},您好\n客户,{cells[1]},你好\n")
    assert [turn.start for turn in call.turns] == expected
    assert any("按毫秒读取" in told for told in call.notes) is note


def test_a_column_for_each_side() -> None:
    call = one_call("客户\t坐席\n我想查话费\t\n\t好的\n谢谢\t不客气\n")
    assert spoken(call) == [
        ("customer", "我想查话费"),
        ("agent", "好的"),
        ("customer", "谢谢"),
        ("agent", "不客气"),
    ]


def test_a_row_a_call_with_the_transcript_in_a_cell() -> None:
    source = (
        '通话编号,对话内容,工号\n7,"客服：您好\n客户：他说""不行""啊\n  真的",1024\n'
        '8,"客服：您好\n[00:75] 客户：在",1025\n'
    )
    first, second = all_items(source)
    assert isinstance(first, Call)
    assert (first.call_id, first.agent_id) == ("7", "1024")
    assert spoken(first) == [("agent", "您好"), ("customer", '他说"不行"啊\n真的')]
    assert first.turns[0].place(0) == (2, 7)
    assert [first.turns[1].place(offset) for offset in (0, 3, 4, 8)] == [
        (3, 4), (3, 8), (3, 9), (4, 3),
    ]  # fmt: skip
    assert isinstance(second, InputError)
    assert second.line == 6
    assert "no such time" in second.message


def test_quoted_cells_keep_their_places() -> None:
    source = '角色,内容\n客服,"您好，\n张""三""女士"\n客户,你好\n'
    call = one_call(source)
    assert call.turns[0].text == '您好，\n张"三"女士'
    assert [call.turns[0].place(at) for at in (0, 4, 5, 6)] == [(2, 5), (3, 1), (3, 2), (3, 4)]
    assert call.turns[1].place(0) == (4, 4)


def test_lines_of_a_quoted_cell_keep_their_places() -> None:
    call = one_call('角色,内容\n客服,"您好\n请讲"\n')
    assert [call.turns[0].place(at) for at in (0, 1, 3, 4)] == [(2, 5), (2, 6), (3, 1), (3, 2)]


def test_columns_are_mapped_by_the_user() -> None:
    columns = {"speaker": "谁", "text": "说了什么", "start": "何时"}
    call = one_call("何时,谁,说了什么\n1,客服,您好\n4,客户,你好\n", columns=columns)
    assert spoken(call) == [("agent", "您好"), ("customer", "你好")]
    assert times(call) == [(1.0, 4.0), (4.0, None)]
    error = one_error(
        "何时,谁,说了什么\n1,客服,您好\n",
        columns={"text": "内容", "speaker": "谁"},
        input_format="csv",
    )
    assert error.message == "no column '内容'; there are: 何时, 谁, 说了什么"


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("角色,内容\n", 1, "only headings"),
        ("角色,备注\n客服,您好\n", 1, "no column of what was said"),
        ("角色,内容,开始时间\n客服,您好,一点\n", 2, "must be seconds, mm:ss or hh:mm:ss"),
        ("角色,内容,开始时间\n客服,您好,-3\n", 2, "under zero"),
        ("角色,内容,时间\n客服,您好,2026-13-02 09:14:00\n", 2, "the time must be such as"),
    ],
)
def test_what_cannot_be_read(source: str, line: int, message: str) -> None:
    error = one_error(source, input_format="csv")
    assert error.line == line
    assert message in error.message


def test_a_workbook_reads_as_the_table_does(tmp_path: Path) -> None:
    path = book(
        tmp_path / "calls.xlsx",
        [["说明", None], ["本表为质检样本", None]],
        [["角色", "内容", "开始时间"], ["客服", "您好", 1], ["客户", "你好", 4.5], [None] * 3],
    )
    call = one_call(path)
    assert call.format == "xlsx"
    assert spoken(call) == [("agent", "您好"), ("customer", "你好")]
    assert times(call) == [(1.0, 4.5), (4.5, None)]
    assert [turn.place(0) for turn in call.turns] == [(2, 1), (3, 1)]


def test_workbooks_that_cannot_be_read(tmp_path: Path) -> None:
    path = book(tmp_path / "calls.xlsx", [["说明"], ["无"]])
    assert "no sheet has headings" in one_error(path).message
    path.write_bytes(path.read_bytes()[:900])
    assert "damaged" in one_error(path).message


def test_a_gb18030_table_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    text = (SAMPLES / "rows.csv").read_text(encoding="utf-8")
    path.write_bytes(text.encode("gb18030"))
    assert spoken(one_call(path)) == spoken(one_call(SAMPLES / "rows.csv"))
