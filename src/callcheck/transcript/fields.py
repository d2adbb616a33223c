"""What a call is told of beside its words: the names of its fields, and their values."""

from __future__ import annotations

import re
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.errors import ReadError
from callcheck.transcript.speakers import speaker_named
from callcheck.transcript.times import shown, written

KEYS = {
    "坐席": "agent_id", "座席": "agent_id", "客服": "agent_id", "工号": "agent_id",
    "坐席工号": "agent_id", "客服工号": "agent_id", "坐席编号": "agent_id", "坐席id": "agent_id",
    "客户等待振铃": "rings", "振铃": "rings", "振铃次数": "rings", "等待振铃": "rings",
    "挂机方": "hung_up_by", "挂断方": "hung_up_by",
    "时长": "duration", "通话时长": "duration", "日期": "date", "通话日期": "date",
    "呼叫方向": "direction", "呼叫类型": "direction", "标签": "tags",
    "通话编号": "call_id", "录音编号": "call_id", "通话id": "call_id", "会话id": "call_id",
    "会话编号": "call_id", "流水号": "call_id", "录音流水号": "call_id",
    "渠道": "channel", "角色": "role", "岗位": "role", "队列": "queue", "技能组": "queue",
    "通话时间": "started_at", "来电时间": "started_at",
    "agent_id": "agent_id", "rings": "rings", "hung_up_by": "hung_up_by",
    "duration": "duration", "date": "date", "direction": "direction", "tags": "tags",
    "call_id": "call_id", "channel": "channel", "role": "role", "queue": "queue",
    "started_at": "started_at",
}  # fmt: skip
"""The names, in lower case, by which the fields of a Call are known."""

VALUES = {
    "direction": {
        "呼入": "inbound", "来电": "inbound", "in": "inbound",
        "呼出": "outbound", "外呼": "outbound", "去电": "outbound", "out": "outbound",
    },
    "channel": {
        "电话": "voice", "语音": "voice", "phone": "voice", "call": "voice",
        "在线": "chat", "文字": "chat", "文本": "chat", "im": "chat", "text": "chat",
    },
}  # fmt: skip

_RINGS = re.compile(r"(\d{1,4})(?:\.0+)?\s*[次声]?")
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?!\d)")


def field_value(key: str, value: Any, line: int | None = None) -> Any:
    """Return the value of a Call's field as the model keeps it.  Raises ReadError."""
    text = str(value).strip()
    if key == "rings":
        match = _RINGS.fullmatch(text)
        if match is None:
            raise ReadError(
                Message("rings must be a whole number, not {value}", value=shown(value)), line
            )
        return int(match[1])
    if key == "duration":
        seconds = written(text, Message("the length"), line)
        if seconds is None or seconds < 0:
            raise ReadError(
                Message("the length must be seconds or mm:ss, not {value}", value=shown(value)),
                line,
            )
        return seconds
    if key == "hung_up_by":
        who = speaker_named(text)
        if who is None:
            raise ReadError(
                Message("who hung up must be 客服, 客户 or 系统, not {value}", value=shown(value)),
                line,
            )
        return who
    if key == "tags":
        return tuple(part for part in re.split(r"[,，、;；\s]+", text) if part)
    if key == "date":
        found = day(text)
        if found is None:
            raise ReadError(
                Message("the date must be YYYY-MM-DD, not {value}", value=shown(value)), line
            )
        return found
    return VALUES.get(key, {}).get(text.lower(), text)


def day(text: str) -> str | None:
    """Return the day a time or date begins with as YYYY-MM-DD; None where it has none."""
    from datetime import date

    match = _DAY.match(text.strip())
    if match is None:
        return None
    year, month, of_month = match[1], match[2] or match[4], match[3] or match[5]
    try:
        return date(int(year), int(month), int(of_month)).isoformat()
    except ValueError:
        return None


def with_day(values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with ``date`` filled in from ``started_at`` where it is missing."""
    if values.get("date") is None and values.get("started_at"):
        values["date"] = day(str(values["started_at"]))
    return values
