"""Azure Language conversation input: conversationItems of one or more conversations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callcheck.transcript.assemble import Said, assemble, have, records, said
from callcheck.transcript.document import Document
from callcheck.transcript.model import Call
from callcheck.transcript.placed import line_of
from callcheck.transcript.times import ticks

FORMAT = "azure-conversation"
_CHANNELS = {"transcript": "voice", "text": "chat"}


def claims(value: Any) -> bool:
    """Whether it has conversations with conversationItems."""
    return have(_conversations(value), "conversationItems")


def read(document: Document) -> Iterator[Call]:
    """Yield each conversation as a call.  Raises ReadError."""
    for conversation in _conversations(document.json):
        name = conversation.get("id")
        yield assemble(
            document,
            FORMAT,
            [_said(item) for item in records(conversation, "conversationItems")],
            call_id=None if name is None else str(name),
            channel=_CHANNELS.get(str(conversation.get("modality"))),
        )


def _conversations(value: Any) -> list[dict[str, Any]]:
    return records(value, "analysisInput", "conversations") or records(value, "conversations")


def _said(item: dict[str, Any]) -> Said:
    line = line_of(item.get("text"))
    level = item.get("conversationItemLevelTiming") or {}
    start = ticks(level.get("offset"), "offset", line)
    length = ticks(level.get("duration"), "duration", line)
    end = None if start is None or length is None else round(start + length, 6)
    return said(item.get("role", item.get("participantId")), item.get("text"), start, end)
