"""Calls written out: canonical JSON, JSONL and plain text, which read back the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.errors import ReadError
from callcheck.transcript.head import read_head
from callcheck.transcript.model import Call, Turn
from callcheck.transcript.plain import is_turn

FORMATS = ("json", "jsonl", "text")

_FIELDS = (
    "agent_id", "started_at", "date", "rings", "hung_up_by", "duration", "direction", "channel",
    "role", "queue",
)  # fmt: skip
_HEAD = {
    "call_id": "通话编号", "agent_id": "坐席", "started_at": "通话时间", "date": "日期",
    "rings": "客户等待振铃", "hung_up_by": "挂机方", "duration": "时长", "direction": "呼叫方向",
    "channel": "渠道", "role": "岗位", "queue": "队列",
}  # fmt: skip
_NAMES = {"agent": "客服", "customer": "客户", "system": "系统", "unknown": "未知"}


def as_object(call: Call) -> dict[str, Any]:
    """Return the call as canonical JSON has it; what is not known is left out."""
    found: dict[str, Any] = {"id": call.call_id}
    found.update({key: getattr(call, key) for key in _FIELDS})
    if call.date is not None and (call.started_at or "").startswith(call.date):
        del found["date"]
    found["tags"] = None if call.tags is None else list(call.tags)
    found["values"] = call.values or None
    made = {key: value for key, value in found.items() if value is not None}
    made["turns"] = [_turn(call, index) for index in range(len(call.turns))]
    return made


def written(calls: Iterable[Call], format_id: str) -> Iterator[str]:
    """Yield the pieces of the file that holds the calls.

    ``json`` is one object where there is one call, a list where there are more;
    ``text`` of more than one call is to be read by people, not back.
    """
    import json

    if format_id == "jsonl":
        for call in calls:
            yield json.dumps(as_object(call), ensure_ascii=False) + "\n"
    elif format_id == "json":
        yield from _json(calls)
    elif format_id == "text":
        for number, call in enumerate(calls):
            yield ("\n" if number else "") + as_text(call)
    else:
        raise ValueError(
            Message(
                "no format {format_id!r}; one of: {formats}",
                format_id=format_id,
                formats=", ".join(FORMATS),
            )
        )


def as_text(call: Call) -> str:
    """Return the call as plain text: its head, an empty line, a turn a line."""
    head = [
        f"{_key(key, str(value))}: {_in_head(key, value)}"
        for key in _HEAD
        if (value := getattr(call, key)) is not None
    ]
    if call.tags:
        head.append(f"标签: {'、'.join(call.tags)}")
    head += [f"{key}: {value}" for key, value in call.values.items()]
    turns = [_line(call, index) for index in range(len(call.turns))]
    if not head and _reads_as_head("\n".join(turns)):
        head = [f"{_HEAD['call_id']}:"]  # keeps 客服：10086, said alone, from being a head
    return "\n".join([*map(_one_line, head), *([""] if head else []), *turns]) + "\n"


def _reads_as_head(text: str) -> bool:
    try:
        return bool(read_head([*text.split("\n"), ""], is_turn)[0])
    except ReadError:
        return True


def _key(key: str, value: str) -> str:
    """Return the name of a field in the head; 坐席 before many words would be a turn."""
    return "工号" if key == "agent_id" and not re.fullmatch(r"[\w-]+", value) else _HEAD[key]


def _json(calls: Iterable[Call]) -> Iterator[str]:
    import json

    made = (json.dumps(as_object(call), ensure_ascii=False, indent=1) for call in calls)
    first = next(made, None)
    if first is None:
        return
    second = next(made, None)
    if second is None:
        yield first + "\n"
        return
    yield f"[\n{first},\n{second}"
    for one in made:
        yield ",\n" + one
    yield "\n]\n"


def _turn(call: Call, index: int) -> dict[str, Any]:
    turn = call.turns[index]
    found: dict[str, Any] = {
        "speaker": turn.speaker,
        "text": turn.text,
        "start": turn.start,
        "end": _own_end(call, index),
        "agent_id": turn.agent_id,
        "words": [[word.begin, word.end, word.start, word.stop] for word in turn.words] or None,
    }
    return {key: value for key, value in found.items() if value is not None}


def _own_end(call: Call, index: int) -> float | None:
    """Return the turn's end, unless it was taken from the next start and would be again."""
    turn = call.turns[index]
    if not call.ends_inferred:
        return turn.end
    last = index + 1 == len(call.turns)
    following = call.duration if last else call.turns[index + 1].start
    return None if turn.end == following else turn.end


def _line(call: Call, index: int) -> str:
    turn = call.turns[index]
    return f"{_stamp(turn, _own_end(call, index))}{_NAMES[turn.speaker]}：{_said(turn.text)}"


def _stamp(turn: Turn, end: float | None) -> str:
    if turn.start is None:
        return ""
    return f"[{_clock(turn.start)}] " if end is None else f"[{_clock(turn.start)}-{_clock(end)}] "


def _clock(seconds: float) -> str:
    whole, rest = divmod(round(seconds * 1000), 1000)
    clock = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    return f"{clock}.{rest:03}" if rest else clock


def _said(text: str) -> str:
    """Return the text for one line; what would read as a turn of its own joins its line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    first, *more = text.split("\n")
    for line in more:
        own = line.strip()
        plain = bool(own) and own == line and not is_turn(line) and not line.startswith("[")
        first += ("\n" if plain else " ") + own
    return first


def _one_line(line: str) -> str:
    return " ".join(line.replace("\0", "\ufffd").splitlines())


def _in_head(key: str, value: Any) -> Any:
    if key == "hung_up_by":
        return _NAMES.get(str(value), value)
    return f"{value:g}" if isinstance(value, float) else value
