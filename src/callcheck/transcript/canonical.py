"""Canonical JSON: a call with its ``turns``, a list of such calls, or a list of turns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.assemble import Said, infer_ends
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.fields import field_value, with_day
from callcheck.transcript.model import Call, Place, Speaker, Turn, WordTime
from callcheck.transcript.placed import Text, line_of
from callcheck.transcript.speakers import speaker_named
from callcheck.transcript.times import LONGEST, check_time, number, shown

FORMAT = "json"

_TEXTS = ("agent_id", "started_at", "direction", "channel", "role", "queue")
_FIELDS = (*_TEXTS, "date", "rings", "hung_up_by", "duration")
_SHAPE = '{"turns": [{"speaker": "agent", "text": "您好"}, …]}'


def claims(document: Document) -> bool:
    """Whether the input holds ``turns``, or is a list of calls that do, or of turns."""
    if not document.looks_like_json:
        return False
    value = document.json
    if isinstance(value, list) and value:
        value = value[0]
        if isinstance(value, dict) and isinstance(value.get("text"), str):
            return "speaker" in value or "role" in value
    return isinstance(value, dict) and "turns" in value


def read(document: Document) -> Iterator[Call]:
    """Yield the calls of the file.  Raises ReadError."""
    value = document.json
    if not isinstance(value, list):
        yield call_from(value, document)
    elif value and isinstance(value[0], dict) and "turns" not in value[0]:
        yield call_from({"turns": value}, document)
    else:
        for item in value:
            yield call_from(item, document)


def call_from(value: Any, document: Document, line: int = 1) -> Call:
    """Make a Call of a canonical object that begins on ``line``.  Raises ReadError."""
    if not isinstance(value, dict):
        raise ReadError(Message("a call must be an object: {shape}", shape=_SHAPE), line)
    items = value.get("turns")
    if not isinstance(items, list) or not items:
        raise ReadError(Message("no turns: a call is {shape}", shape=_SHAPE), line)
    labels = [_label(item, index, line) for index, item in enumerate(items, start=1)]
    speakers, notes = _speakers(items, labels, document.agent_speaker)
    turns = [
        _turn(item, index, speakers[label], line)
        for index, (item, label) in enumerate(zip(items, labels, strict=True), start=1)
    ]
    _check_order(turns)
    fields = _fields(value, line)
    inferred = infer_ends(turns, fields.get("duration"))
    return Call(
        path=document.path,
        turns=tuple(turns),
        call_id=_word(value, "id" if "id" in value else "call_id", line),
        ends_inferred=inferred,
        format=FORMAT,
        notes=notes,
        **fields,
    )


def _name(value: Any) -> str | None:
    return None if value is None else str(value)


def _word(holder: dict[str, Any], key: str, line: int) -> str | None:
    """Return what names something: a word or a number.  Raises ReadError."""
    given = holder.get(key)
    if isinstance(given, bool) or not isinstance(given, str | int | float | None):
        wanted = Message(
            "{key!r} must be a word or a number, not {given}", key=key, given=shown(given)
        )
        raise ReadError(wanted, line_of(given) or line)
    return _name(given)


def _label(item: Any, index: int, line: int) -> str | None:
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise ReadError(
            Message("turn {index} has no 'text': a call is {shape}", index=index, shape=_SHAPE),
            line,
        )
    return _name(item.get("speaker", item.get("role")))


def _speakers(
    items: list[dict[str, Any]], labels: list[str | None], agent_speaker: str | None
) -> tuple[dict[str | None, Speaker], tuple[str, ...]]:
    different = set(labels)
    named: dict[str | None, Speaker] = {}
    for label in different:
        who = speaker_named(label or "")
        if who is not None:
            named[label] = who
    if len(named) == len(different) and agent_speaker not in different:
        return named, ()
    from callcheck.transcript.who import speakers_of

    said = [Said(label, item["text"]) for item, label in zip(items, labels, strict=True)]
    return speakers_of(said, agent_speaker)


def _turn(item: dict[str, Any], index: int, speaker: Speaker, line: int) -> Turn:
    text = item["text"]
    places = tuple(text.places()) if isinstance(text, Text) else (Place(0, line, 1),)
    start, end = (_seconds(item.get(key), key, index, places[0].line) for key in ("start", "end"))
    if start is not None and end is not None and end < start:
        raise ReadError(
            Message("turn {index} ends at {end:g} s, before its start", index=index, end=end),
            places[0].line,
        )
    return Turn(
        index,
        speaker,
        str(text),
        places,
        start,
        end,
        _words(item, index, places[0].line) if "words" in item else (),
        _word(item, "agent_id", places[0].line),
    )


def _check_order(turns: list[Turn]) -> None:
    latest = 0.0
    for turn in turns:
        if turn.start is not None and turn.start < latest:
            raise ReadError(
                Message(
                    "times run backwards: turn {number} starts at {start:g} s, "
                    "after one that starts at {latest:g} s; sort the turns by start",
                    number=turn.number,
                    start=turn.start,
                    latest=latest,
                ),
                turn.places[0].line,
            )
        latest = turn.start or latest


def _seconds(value: Any, key: str, index: int, line: int) -> float | None:
    if value is None or (type(value) is float and 0 <= value < LONGEST):
        return value
    if isinstance(value, str):
        raise ReadError(
            Message(
                "turn {index}: {key!r} must be a number, not {value}",
                index=index,
                key=key,
                value=shown(value),
            ),
            line,
        )
    seconds = number(value, Message("turn {index}: {key!r}", index=index, key=key), line)
    if seconds is not None:
        check_time(seconds, line, Message("turn {index}: a time", index=index))
    return seconds


def _words(item: dict[str, Any], index: int, line: int) -> tuple[WordTime, ...]:
    """Word times as ``convert`` writes them: [first character, end, start, stop]."""
    words = []
    size = len(item["text"])
    for entry in item["words"] if isinstance(item["words"], list) else ():
        if not isinstance(entry, list) or len(entry) != 4:
            return ()  # another tool's words: their form is not ours to judge
        begin, end, start, stop = (
            number(one, Message("turn {index}: 'words'", index=index), line) for one in entry
        )
        if None in (begin, end, start, stop):
            return ()
        made = WordTime(int(begin or 0), int(end or 0), start or 0.0, stop or 0.0)
        if not 0 <= made.begin <= made.end <= size:
            raise ReadError(
                Message("turn {index}: 'words' reach beyond its text", index=index), line
            )
        words.append(made)
    return tuple(words)


def _fields(value: dict[str, Any], line: int) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key in _FIELDS:
        given = value.get(key)
        if given is None or given == "":
            continue
        at = line_of(given) or line
        if key in ("rings", "duration") and isinstance(given, str | bool):
            raise ReadError(
                Message("{key!r} must be a number, not {given}", key=key, given=shown(given)), at
            )
        fields[key] = field_value(key, _word(value, key, line), at)
    tags = value.get("tags")
    if tags is not None:
        if not isinstance(tags, list):
            raise ReadError(Message("'tags' must be a list of words"), line)
        fields["tags"] = tuple(map(str, tags))
    extra = value.get("values")
    if isinstance(extra, dict):
        fields["values"] = {
            key: str(item) for key, item in extra.items() if isinstance(item, str | int | float)
        }
    return with_day(fields)
