"""Alibaba Cloud 智能对话分析 (智能质检): dialogues with roles, in milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callcheck.transcript.assemble import Said, assemble, have, records, said
from callcheck.transcript.document import Document
from callcheck.transcript.fields import day
from callcheck.transcript.model import Call
from callcheck.transcript.placed import line_of
from callcheck.transcript.speakers import speaker_named
from callcheck.transcript.times import milliseconds

FORMAT = "aliyun-quality"
_PATHS = (
    ("Data", "Dialogues"),
    ("Data", "Dialogues", "Dialogue"),
    ("Data", "AsrResult", "AsrResult"),
    ("Data", "AsrResult"),
    ("Dialogues",),
)


def claims(value: Any) -> bool:
    """Whether it has dialogues with Words and Begin."""
    return have(_items(value), "Words", "Begin")


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError."""
    items = _items(document.json)
    began = items[0].get("BeginTime")
    yield assemble(
        document,
        FORMAT,
        [_said(item) for item in items],
        started_at=str(began) if began else None,
        date=day(str(began)) if began else None,
    )


def _items(value: Any) -> list[dict[str, Any]]:
    return next((items for path in _PATHS if (items := records(value, *path))), [])


def _said(item: dict[str, Any]) -> Said:
    line = line_of(item["Words"])
    made = said(
        item.get("Role", item.get("ChannelId")),
        item["Words"],
        milliseconds(item.get("Begin"), "Begin", line),
        milliseconds(item.get("End"), "End", line),
    )
    identity = item.get("Identity")
    if identity and speaker_named(str(identity)) is None and made.label is not None:
        made.agent_id = str(identity) if speaker_named(made.label) == "agent" else None
    return made
