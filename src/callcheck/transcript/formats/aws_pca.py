"""Amazon Transcribe Post Call Analytics, parsed: SpeechSegments in seconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callcheck.transcript.assemble import Said, assemble, have, records, said, timed
from callcheck.transcript.document import Document
from callcheck.transcript.fields import day
from callcheck.transcript.model import Call, Speaker
from callcheck.transcript.placed import line_of
from callcheck.transcript.speakers import speaker_named
from callcheck.transcript.times import number

FORMAT = "aws-pca"


def claims(value: Any) -> bool:
    """Whether it has SpeechSegments."""
    return have(records(value, "SpeechSegments"), "SegmentSpeaker", "DisplayText")


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError."""
    value = document.json
    about = value.get("ConversationAnalytics") or {}
    roles: dict[str, Speaker] = {}
    for label in records(about, "SpeakerLabels"):
        who = speaker_named(str(label.get("DisplayText")))
        if who is not None:
            roles[str(label.get("Speaker"))] = who
    began = _told(about.get("ConversationTime"))
    yield assemble(
        document,
        FORMAT,
        [_said(segment) for segment in records(value, "SpeechSegments")],
        roles=roles,
        trusted=False,
        by_time=True,
        call_id=_told(about.get("GUID")),
        agent_id=_told(about.get("Agent")),
        duration=number(about.get("Duration"), "Duration"),
        started_at=began,
        date=day(began) if began else None,
    )


def _told(value: Any) -> str | None:
    """Return a word of the source; it writes what it does not know as "None"."""
    return None if value in (None, "", "None") else str(value)


def _said(segment: dict[str, Any]) -> Said:
    text = segment["DisplayText"]
    line = line_of(text)
    return said(
        segment["SegmentSpeaker"],
        text,
        number(segment.get("SegmentStartTime"), "SegmentStartTime", line),
        number(segment.get("SegmentEndTime"), "SegmentEndTime", line),
        timed(records(segment, "WordConfidence"), "Text", "StartTime", "EndTime", number),
    )
