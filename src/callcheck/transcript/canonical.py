"""Canonical JSON, and JSONL with one such call a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from callcheck.findings import InputError
from callcheck.transcript.document import Document, Locator, decode, lines_of, parse_json
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call, Place, Turn
from callcheck.transcript.speakers import speaker_named

FORMAT = "json"
JSONL = "jsonl"
MAX_LINE = 64 * 1024 * 1024

_NUMBERS = {"rings": int, "duration": float}
_TEXTS = ("agent_id", "started_at", "date", "hung_up_by", "direction", "channel", "role", "queue")


def claims(document: Document) -> bool:
    """Whether the input is a canonical call: an object with ``turns`` that have ``text``."""
    if not document.looks_like_json:
        return False
    value = document.json
    return isinstance(value, dict) and isinstance(value.get("turns"), list)


def read(document: Document) -> Iterator[Call]:
    """Yield the one call of the file.  Raises ReadError."""
    yield call_from(document.json, document.path, Locator(document.text), document.agent_speaker)


def is_jsonl(document: Document) -> bool:
    """Whether the first line is a whole JSON object and there are more, or the name says so."""
    if not document.looks_like_json:
        return False
    first, newline, rest = document.head.partition(b"\n")
    if document.path.endswith((".jsonl", ".ndjson")):
        return True
    try:
        value = parse_json(decode(first)) if newline and rest.strip() else None
    except ReadError:
        return False
    return isinstance(value, dict) and rest.lstrip()[:1] == b"{"


def read_lines(document: Document) -> Iterator[Call | InputError]:
    """Yield each call of a JSONL file as its line is read; a bad line is an item."""
    seen: dict[str, int] = {}
    any_line = False
    with document.open() as file:
        for number, raw in lines_of(file):
            if not raw.strip():
                continue
            any_line = True
            try:
                text = decode(raw)
                if len(raw) > MAX_LINE:
                    raise ReadError("a line too long to be a call")
                locator = Locator(text)
                locator.line = number
                call = call_from(parse_json(text), document.path, locator, document.agent_speaker)
            except ReadError as error:
                yield InputError(document.path, number, error.message)
                continue
            if call.call_id is not None and call.call_id in seen:
                first = seen[call.call_id]
                yield InputError(
                    document.path,
                    number,
                    f"call id {call.call_id!r} again, first on line {first}; ids must differ",
                )
            elif call.call_id is not None:
                seen[call.call_id] = number
            yield call
    if not any_line:
        yield InputError(document.path, None, "the file is empty: write one call a line")


def call_from(value: Any, path: str, locator: Locator, agent_speaker: str | None = None) -> Call:
    """Make a Call of a canonical object.  Raises ReadError."""
    if not isinstance(value, dict):
        raise ReadError("a call is an object with 'turns'")
    turns = value.get("turns")
    if not isinstance(turns, list) or not turns:
        raise ReadError('no turns: a call is {"turns": [{"speaker": …, "text": …}, …]}')
    made = [
        _turn(item, number, locator, agent_speaker) for number, item in enumerate(turns, start=1)
    ]
    made, inferred = _ends(made, value.get("duration"))
    meta: dict[str, Any] = {key: _text(value, key) for key in _TEXTS}
    for key, kind in _NUMBERS.items():
        meta[key] = _number(value, key, kind)
    meta["date"] = meta["date"] or (meta["started_at"] or "")[:10] or None
    tags = value.get("tags")
    if tags is not None and not isinstance(tags, list):
        raise ReadError("'tags' must be a list of words")
    call_id = value.get("id", value.get("call_id"))
    return Call(
        path=path,
        turns=tuple(made),
        call_id=None if call_id is None else str(call_id),
        tags=None if tags is None else tuple(map(str, tags)),
        ends_inferred=inferred,
        format=FORMAT,
        **meta,
    )


def _turn(item: Any, number: int, locator: Locator, agent_speaker: str | None) -> Turn:
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise ReadError(f"turn {number} has no 'text'", locator.line)
    name = item.get("speaker", item.get("role"))
    speaker = speaker_named(str(name)) if name is not None else None
    if agent_speaker is not None and name is not None:
        speaker = "agent" if str(name) == agent_speaker else (speaker or "customer")
    line, column = locator.place(item["text"])
    start, end = _number(item, "start", float), _number(item, "end", float)
    for given in (start, end):
        if given is not None and given < 0:
            raise ReadError(f"turn {number}: a time under zero ({given:g} s)", line)
    if start is not None and end is not None and end < start:
        raise ReadError(f"turn {number} ends at {end:g} s, before its start", line)
    return Turn(
        number=number,
        speaker=speaker or "unknown",
        text=item["text"],
        places=(Place(0, line, column),),
        start=start,
        end=end,
        agent_id=_text(item, "agent_id"),
    )


def _ends(turns: list[Turn], duration: Any) -> tuple[list[Turn], bool]:
    """End a turn that has only a start where the next one starts."""
    from dataclasses import replace

    inferred = False
    for index, turn in enumerate(turns):
        if turn.start is None or turn.end is not None:
            continue
        following = turns[index + 1].start if index + 1 < len(turns) else duration
        if isinstance(following, int | float) and following >= turn.start:
            turns[index] = replace(turn, end=float(following))
        inferred = True
    return turns, inferred


def _text(value: dict[str, Any], key: str) -> str | None:
    found = value.get(key)
    return None if found is None else str(found)


def _number(value: dict[str, Any], key: str, kind: type[int] | type[float]) -> Any:
    found = value.get(key)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float):
        _not_a_number(key, found)
    return kind(found)


def _not_a_number(key: str, found: Any) -> NoReturn:
    raise ReadError(f"{key!r} must be a number, not {found!r}")
