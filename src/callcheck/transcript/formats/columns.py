"""The columns of a table: which is which, by their headings, and the calls they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from callcheck.findings import InputError
from callcheck.messages import Message, listed
from callcheck.transcript.assemble import Said, assemble, said
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.fields import KEYS, day, field_value, with_day
from callcheck.transcript.model import Call, Place, Turn
from callcheck.transcript.placed import Text
from callcheck.transcript.plain import is_turn, read_text
from callcheck.transcript.speakers import speaker_named
from callcheck.transcript.times import written

_HEADINGS = {
    "text": (
        "内容 文本 对话内容 通话内容 会话内容 聊天内容 消息内容 消息 语句 话语 识别结果 识别文本 "
        "转写文本 转写内容 转写结果 对话文本 通话文本 "
        "text content message utterance transcript sentence"
    ),
    "speaker": (
        "角色 说话人 发言人 讲话人 说话方 发送方 发送者 发送人 身份 说话角色 speaker role sender"
    ),
    "start": (
        "开始时间 起始时间 开始 时间 时间戳 发送时间 消息时间 "
        "start start_time begin begin_time timestamp time"
    ),
    "end": "结束时间 终止时间 结束 end end_time stop",
    "call_id": "文件名 文件 录音文件 file filename file_name id 通话 会话",
}
_FIELDS = {
    **KEYS,
    **{heading: field for field, headings in _HEADINGS.items() for heading in headings.split()},
}
_WORDS = {
    "text": Message("内容={heading}"),
    "speaker": Message("说话人={heading}"),
    "start": Message("开始={heading}"),
    "end": Message("结束={heading}"),
    "call_id": Message("通话={heading}"),
}
"""What is told of a field's column; of other fields the name is told."""
_UNIT = re.compile(r"\s*[(（\[_]\s*(ms|毫秒|s|秒|sec|seconds)\s*[)）\]]?$", re.IGNORECASE)
_DATED = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ T]\d")
FIELDS = (*_WORDS, *sorted(set(KEYS.values()) - set(_WORDS)))
"""What a column can hold, by the name that maps it."""
LONGEST_SECONDS = 36_000
"""Whole numbers beyond ten hours are milliseconds where the heading tells no unit."""

Row = tuple[int, Sequence[str]]


def field_named(heading: str) -> str | None:
    """Return the field that a heading stands for, or None."""
    name = _UNIT.sub("", heading.strip()).lower()
    return _FIELDS.get(name) or ("side" if speaker_named(name) else None)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column (from 0) holds which field; ``sides`` hold the words of one side each."""

    at: dict[str, int]
    sides: dict[int, str]
    milliseconds: bool
    note: str

    @staticmethod
    def of(headings: list[str], given: Mapping[str, str]) -> Columns:
        """Find the fields by the headings, as ``given`` or as usual.  Raises ReadError."""
        at: dict[str, int] = {}
        for field, heading in given.items():
            if heading not in headings:
                raise ReadError(
                    Message(
                        "no column {heading!r}; there are: {headings}",
                        heading=heading,
                        headings=", ".join(headings),
                    ),
                    1,
                )
            at[field] = headings.index(heading)
        for index, heading in enumerate(headings):
            usual = field_named(heading)
            if usual is not None and usual != "side" and index not in at.values():
                at.setdefault(usual, index)
        sides: dict[int, str] = {}
        if "text" not in at:
            sides = {
                index: heading for index, heading in enumerate(headings) if speaker_named(heading)
            }
            at = {field: index for field, index in at.items() if index not in sides}
        if "text" not in at and len(sides) < 2:
            raise ReadError(
                Message(
                    "no column of what was said: name one 内容 or text, or map it "
                    "(--column text=…); there are: {headings}",
                    headings=", ".join(headings),
                ),
                1,
            )
        start = headings[at["start"]] if "start" in at else ""
        unit = _UNIT.search(start)
        named = [_named(field, headings[index]) for field, index in at.items()]
        named += [Message("{heading}的话={heading}", heading=heading) for heading in sides.values()]
        return Columns(
            at,
            sides,
            unit is not None and unit[1].lower() in ("ms", "毫秒"),
            Message("表格的列：{columns}", columns=listed(named)),
        )

    def cell(self, row: Row, field: str) -> str:
        """Return the cell of a field, "" where the row has none."""
        index = self.at.get(field)
        return row[1][index] if index is not None and index < len(row[1]) else ""


def _named(field: str, heading: str) -> str:
    if field not in _WORDS:
        return f"{field}={heading}"
    return Message(_WORDS[field].template, heading=heading)


def calls_of(
    document: Document, format_id: str, columns: Columns, rows: Sequence[Row]
) -> Iterator[Call | InputError]:
    """Yield the calls of the rows, in the order in which their ids first come."""
    if not rows:
        raise ReadError(Message("only headings: the table has no rows"), 1)
    if "speaker" not in columns.at and not columns.sides and _holds_calls(columns, rows):
        yield from _calls_in_cells(document, format_id, columns, rows)
        return
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(str(columns.cell(row, "call_id")).strip(), []).append(row)
    for name, own in groups.items():
        try:
            yield _call(document, format_id, columns, own, name or None)
        except ReadError as error:
            yield InputError(document.path, error.line or own[0][0], error.message)


def _call(
    document: Document, format_id: str, columns: Columns, rows: Sequence[Row], name: str | None
) -> Call:
    utterances: list[Said] = []
    clock = _Clock(columns, rows)
    for row in rows:
        start, end = clock.times(row)
        for label, text in _sayings(columns, row):
            if not text.strip():
                continue
            one = said(label, text, start, end)
            if not one.places:
                one.places = [Place(0, row[0], 1)]
            utterances.append(one)
    fields = {**clock.began, **_about(columns, rows[0])}
    return assemble(
        document,
        format_id,
        utterances,
        notes=(columns.note, *clock.notes),
        call_id=name,
        **with_day(fields),
    )


def _sayings(columns: Columns, row: Row) -> Iterator[tuple[str | None, str]]:
    if not columns.sides:
        label = str(columns.cell(row, "speaker")).strip()
        yield label or None, columns.cell(row, "text")
    for index, label in columns.sides.items():
        if index < len(row[1]):
            yield label, row[1][index]


def _about(columns: Columns, row: Row) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in set(KEYS.values()) - {"call_id"}:
        value = columns.cell(row, field)
        if field in columns.at and value.strip():
            fields[field] = field_value(field, value, row[0])
    return fields


class _Clock:
    """The times of a call's rows in seconds from its start, however they are written."""

    def __init__(self, columns: Columns, rows: Sequence[Row]) -> None:
        self.columns = columns
        self.began: dict[str, Any] = {}
        self.notes: tuple[str, ...] = ()
        self._zero: datetime | None = None
        starts = [str(columns.cell(row, "start")).strip() for row in rows]
        starts = [start for start in starts if start]
        if starts and _DATED.match(starts[0]):
            self._zero = _moment(starts[0], rows[0][0])
            self.began = {"started_at": self._zero.isoformat(), "date": day(starts[0])}
        self._scale = 0.001 if columns.milliseconds else 1.0
        whole = bool(starts) and all(start.isdecimal() for start in starts)
        if whole and not columns.milliseconds and int(starts[-1][:18]) > LONGEST_SECONDS:
            self._scale = 0.001
            self.notes = (Message("时间列没有写单位，按毫秒读取"),)

    def times(self, row: Row) -> tuple[float | None, float | None]:
        """Return the start and end of a row.  Raises ReadError."""
        start, end = (self._seconds(row, field) for field in ("start", "end"))
        return start, end

    def _seconds(self, row: Row, field: str) -> float | None:
        text = str(self.columns.cell(row, field)).strip()
        if not text:
            return None
        if self._zero is not None and _DATED.match(text):
            return round((_moment(text, row[0]) - self._zero).total_seconds(), 3)
        value = written(text, Message("the time"), row[0])
        return None if value is None else round(value * self._scale, 6)


def _moment(text: str, line: int) -> datetime:
    plain = re.sub(r"[/.年月]", "-", text.split("+")[0].replace("日", ""), count=2)
    match = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T]+(.*)", plain)
    try:
        if match is None:
            raise ValueError
        date = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
        hours, _, rest = match[4].strip().removesuffix("Z").partition(":")
        return datetime.fromisoformat(f"{date}T{int(hours):02}:{rest or '00'}")
    except ValueError:
        raise ReadError(
            Message("the time must be such as 2026-03-02 09:14:00, not {text!r}", text=text[:40]),
            line,
        ) from None


def _holds_calls(columns: Columns, rows: Sequence[Row]) -> bool:
    """Whether the first cell of words is a transcript of its own."""
    first = next((cell for row in rows if (cell := columns.cell(row, "text")).strip()), "")
    return is_turn(first.strip().partition("\n")[0])


def _calls_in_cells(
    document: Document, format_id: str, columns: Columns, rows: Sequence[Row]
) -> Iterator[Call | InputError]:
    for row in rows:
        text = columns.cell(row, "text")
        if not text.strip():
            continue
        try:
            call = _moved(read_text(str(text), document.path), text, row[0])
            name = str(columns.cell(row, "call_id")).strip()
            about = {**_about(columns, row), **({"call_id": name} if name else {})}
            yield replace(
                call,
                format=format_id,
                notes=(columns.note, *call.notes),
                **with_day(about),
            )
        except ReadError as error:
            inside = (error.line or 1) - 1
            yield InputError(document.path, row[0] + inside, error.message)


def _moved(call: Call, cell: str, row: int) -> Call:
    """Return the call with the places of the cell's text turned into those of the file."""
    starts = [0, *(match.end() for match in re.finditer("\n", cell))]

    def moved(turn: Turn) -> Turn:
        places: list[Place] = []
        ends = [place.offset - 1 for place in turn.places[1:]] + [len(turn.text)]
        for place, end in zip(turn.places, ends, strict=True):
            at = min(starts[place.line - 1] + place.column - 1, len(cell))
            if isinstance(cell, Text):
                places += cell.places(at, at + end - place.offset, place.offset)
            else:
                places.append(Place(place.offset, row, at + 1))
        return replace(turn, places=tuple(places))

    return replace(call, turns=tuple(map(moved, call.turns)))
