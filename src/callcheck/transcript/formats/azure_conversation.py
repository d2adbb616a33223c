"""Azure Language conversation input: conversationItems of one or more conversations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callcheck.findings import InputError
from callcheck.transcript.assemble import Said, assemble, each_call, have, records, said, timed
from callcheck.transcript.document import Document
from callcheck.transcript.model import Call
from callcheck.transcript.placed import line_of
from callcheck.transcript.times import ticks

FORMAT = "azure-conversation"
_CHANNELS = {"transcript": "voice", "text": "chat"}


def claims(value: Any) -> bool:
    """Whether it has conversations with conversationItems."""
    return have(_conversations(value), "conversationItems")


def read(document: Document) -> Iterator[Call | InputError]:
    """Yield each conversation as a call.  Raises ReadError."""
    conversations = _conversations(document.json)
    yield from each_call(document, conversations, lambda one: _call(document, one))


def _call(document: Document, conversation: dict[str, Any]) -> Call:
    name = conversation.get("id")
    return assemble(
        document,
        FORMAT,
        [_said(item) for item in records(conversation, "conversationItems")],
        call_id=None if name is None else str(name),
        channel=_CHANNELS.get(str(conversation.get("modality"))),
    )


def _conversations(value: Any) -> list[dict[str, Any]]:
    return records(value, "analysisInput", "conversations") or records(value, "conversations")


def _said(item: dict[str, Any]) -> Said:
    content = item.get("content") or item
    text = content.get("text")
    line = line_of(text)
    level = item.get("conversationItemLevelTiming") or {}
    start = ticks(level.get("offset"), "offset", line)
    length = ticks(level.get("duration"), "duration", line)
    end = None if start is None or length is None else round(start + length, 6)
    spoken = _words(content)
    if start is None and spoken:
        start, end = spoken[0][1], spoken[-1][2]
    return said(item.get("role", item.get("participantId")), text, start, end, spoken)


def _words(content: dict[str, Any]) -> list[tuple[str, float | None, float | None]]:
    items = records(content, "wordLevelTimings") or records(content, "audioTimings")
    found = timed(items, "word", "offset", "duration", ticks)
    return [
        (word, start, None if start is None or length is None else round(start + length, 6))
        for word, start, length in found
    ]
