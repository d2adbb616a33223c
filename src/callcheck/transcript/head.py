"""The head of a plain-text transcript: ``key: value`` lines before an empty line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from callcheck.transcript.errors import ReadError
from callcheck.transcript.speakers import speaker_named

KEYS = {
    "坐席": "agent_id", "座席": "agent_id", "客服": "agent_id", "工号": "agent_id",
    "客户等待振铃": "rings", "振铃": "rings", "振铃次数": "rings", "等待振铃": "rings",
    "挂机方": "hung_up_by", "时长": "duration", "通话时长": "duration", "日期": "date",
    "呼叫方向": "direction", "标签": "tags", "通话编号": "call_id", "录音编号": "call_id",
    "渠道": "channel", "角色": "role", "岗位": "role", "队列": "queue", "技能组": "queue",
    "开始时间": "started_at", "通话时间": "started_at",
    "agent_id": "agent_id", "rings": "rings", "hung_up_by": "hung_up_by",
    "duration": "duration", "date": "date", "direction": "direction", "tags": "tags",
    "call_id": "call_id", "channel": "channel", "role": "role", "queue": "queue",
    "started_at": "started_at",
}  # fmt: skip
VALUES = {
    "呼入": "inbound", "呼出": "outbound", "电话": "voice", "语音": "voice", "在线": "chat",
    "文字": "chat",
}  # fmt: skip

_LINE = re.compile(r"\s*([^:：\s][^:：]{0,15}?)\s*[:：]\s*(.*?)\s*$")
_SENTENCE = re.compile(r"[，。？！,?!]|^$")


def read_head(lines: list[str], is_turn: Callable[[str], bool]) -> tuple[dict[str, Any], int]:
    """Return the head's values and the index of the first line after it.

    A head is a block of ``key: value`` lines ended by an empty line.  ``坐席: 1024``
    in it is a key; a line that says a sentence is a turn, and there is no head.
    Raises ReadError for a value that cannot be.
    """
    start = next((index for index, line in enumerate(lines) if line.strip()), 0)
    values: dict[str, Any] = {}
    other: dict[str, str] = {}
    for index in range(start, len(lines)):
        line = lines[index]
        if not line.strip():
            if index == start:
                break
            return ({**values, "values": other} if other else values), index + 1
        match = _LINE.match(line)
        if match is None or (is_turn(line) and not _is_key(match[1], match[2])):
            break
        key = KEYS.get(match[1].lower())
        if key is None:
            other[match[1]] = match[2]
        else:
            values[key] = head_value(key, match[2], index + 1)
            if key == "started_at":
                values.setdefault("date", match[2][:10])
    return {}, start


def _is_key(name: str, value: str) -> bool:
    return name.lower() in KEYS and not _SENTENCE.search(value)


def head_value(key: str, value: str, line: int | None) -> Any:
    """Return the value of a head key.  Raises ReadError."""
    if key == "rings":
        if not value.isdigit():
            raise ReadError(f"rings must be a whole number, not {value!r}", line)
        return int(value)
    if key == "duration":
        return _duration(value, line)
    if key == "hung_up_by":
        who = speaker_named(value)
        if who is None:
            raise ReadError(f"who hung up must be 客服, 客户 or 系统, not {value!r}", line)
        return who
    if key == "tags":
        return tuple(part for part in re.split(r"[,，、;；\s]+", value) if part)
    return VALUES.get(value, value)


def _duration(value: str, line: int | None) -> float:
    text = value.removesuffix("秒").removesuffix("s").strip()
    try:
        total = 0.0
        for part in text.split(":"):
            total = total * 60 + float(part)
    except ValueError:
        total = -1
    if total < 0:
        raise ReadError(f"the length must be seconds or mm:ss, not {value!r}", line)
    return total
