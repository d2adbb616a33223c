"""Amazon Transcribe Call Analytics and Contact Lens, voice (milliseconds) and chat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.assemble import Said, assemble, records, said, timed
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.fields import day
from callcheck.transcript.model import Call, Speaker
from callcheck.transcript.placed import line_of
from callcheck.transcript.speakers import speaker_named
from callcheck.transcript.times import milliseconds, shown

FORMAT = "aws-analytics"


def claims(value: Any) -> bool:
    """Whether it has a Transcript whose items have Content, or are events of a chat."""
    items = records(value, "Transcript")
    return any("Content" in item for item in items) or (
        bool(items) and "ParticipantRole" in items[0]
    )


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError."""
    value = document.json
    items = [item for item in records(value, "Transcript") if "Content" in item]
    roles: dict[str, Speaker] = {}
    for one in records(value, "Participants"):
        who = speaker_named(str(one.get("ParticipantRole")))
        if who is not None and "ParticipantId" in one:
            roles[str(one["ParticipantId"])] = who
    began = _moment(items[0]["AbsoluteTime"]) if items and "AbsoluteTime" in items[0] else None
    name = value.get("JobName") or (value.get("CustomerMetadata") or {}).get("ContactId")
    categories = (value.get("Categories") or {}).get("MatchedCategories")
    characteristics = value.get("ConversationCharacteristics") or {}
    yield assemble(
        document,
        FORMAT,
        [_said(item, began) for item in items],
        roles=roles,
        by_time=True,
        call_id=str(name) if name else None,
        channel=str(value["Channel"]).lower() if value.get("Channel") else None,
        duration=milliseconds(
            characteristics.get("TotalConversationDurationMillis"), Message("the duration")
        ),
        tags=tuple(map(str, categories)) if categories and isinstance(categories, list) else None,
        started_at=str(items[0]["AbsoluteTime"]) if began else None,
        date=day(str(items[0]["AbsoluteTime"])) if began else None,
    )


def _said(item: dict[str, Any], began: datetime | None) -> Said:
    line = line_of(item["Content"])
    start = milliseconds(item.get("BeginOffsetMillis"), "BeginOffsetMillis", line)
    if began is not None and "AbsoluteTime" in item:
        start = round((_moment(item["AbsoluteTime"]) - began).total_seconds(), 3)
    return said(
        item.get("ParticipantRole", item.get("ParticipantId")),
        item["Content"],
        start,
        milliseconds(item.get("EndOffsetMillis"), "EndOffsetMillis", line),
        timed(
            records(item, "Items"),
            "Content",
            "BeginOffsetMillis",
            "EndOffsetMillis",
            milliseconds,
        ),
    )


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise ReadError(
            Message(
                "AbsoluteTime must be such as 2022-10-27T03:31:50Z, not {value}", value=shown(value)
            ),
            line_of(value),
        ) from error
    return moment.replace(tzinfo=None)
