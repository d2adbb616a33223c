"""Tencent Cloud 录音文件识别: ResultDetail in milliseconds, or the lines of Result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.assemble import Said, assemble, records, said, timed
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call
from callcheck.transcript.placed import Text, line_of
from callcheck.transcript.times import CLOCK, clock, milliseconds, number

FORMAT = "tencent"
_LINE = re.compile(rf"^\[({CLOCK}),({CLOCK})(?:,(\d+))?\][ \t]*(.*)$", re.MULTILINE)


def claims(value: Any) -> bool:
    """Whether it is the status of a recognition task, with its result."""
    data = _data(value)
    detailed = isinstance(data.get("ResultDetail"), list)
    return "TaskId" in data and (detailed or isinstance(data.get("Result"), str))


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError, with the service's word where it failed."""
    data = _data(document.json)
    items = records(data, "ResultDetail")
    result = data.get("Result")
    if items:
        utterances = [_said(item) for item in items]
    elif isinstance(result, Text) and result.strip():
        utterances = _lines(result)
    else:
        told = data.get("ErrorMsg") or data.get("StatusStr") or "nothing"
        raise ReadError(Message("no result in it; the service said {told}", told=told))
    yield assemble(
        document,
        FORMAT,
        utterances,
        by_time=True,
        duration=number(data.get("AudioDuration"), "AudioDuration"),
    )


def _data(value: Any) -> dict[str, Any]:
    for key in ("Response", "Data"):
        if isinstance(value, dict) and isinstance(value.get(key), dict):
            value = value[key]
    return value if isinstance(value, dict) else {}


def _said(item: dict[str, Any]) -> Said:
    text = item["FinalSentence"]
    line = line_of(text)
    start = milliseconds(item.get("StartMs"), "StartMs", line)
    words = timed(records(item, "Words"), "Word", "OffsetStartMs", "OffsetEndMs", milliseconds)
    return said(
        item.get("SpeakerId"),
        text,
        start,
        milliseconds(item.get("EndMs"), "EndMs", line),
        [(word, _since(start, begin), _since(start, end)) for word, begin, end in words],
    )


def _since(start: float | None, offset: float | None) -> float | None:
    return None if start is None or offset is None else round(start + offset, 6)


def _lines(result: Text) -> list[Said]:
    """Read lines such as ``[0:0.020,0:2.380,1]  您好`` of one string."""
    utterances = []
    for match in _LINE.finditer(result):
        made = said(match[3], match[4], clock(match[1]), clock(match[2]))
        made.places = result.places(match.start(4), match.end(4))
        utterances.append(made)
    if not utterances:
        raise ReadError(
            Message("Result has no lines such as [0:0.020,0:2.380,0]  您好"), line_of(result)
        )
    return utterances
