"""Alibaba Cloud 智能对话分析 (智能质检): dialogues with roles, in milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callcheck.findings import InputError
from callcheck.transcript.assemble import Said, assemble, each_call, have, records, said
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
    ("AsrResult", "AsrResult"),
    ("AsrResult",),
    ("Dialogues",),
    ("Phrases",),
)


def claims(value: Any) -> bool:
    """Whether it has dialogues with Words and Begin, of one call or of a page of results."""
    return any(have(_items(result), "Words", "Begin") for result in _results(value))


def read(document: Document) -> Iterator[Call | InputError]:
    """Yield each call that has a dialogue.  Raises ReadError."""
    results = [result for result in _results(document.json) if _items(result)]
    yield from each_call(document, results, lambda result: _call(document, result))


def _results(value: Any) -> list[Any]:
    """Return the results of a page, each a call; else the one there is."""
    return (
        records(value, "Data", "ResultInfo") or records(value, "Data", "ResultInfo", "ResultInfo")
    ) or [value]


def _items(value: Any) -> list[dict[str, Any]]:
    return next((items for path in _PATHS if (items := records(value, *path))), [])


def _call(document: Document, result: dict[str, Any]) -> Call:
    items = _items(result)
    recording, agent = result.get("Recording") or {}, result.get("Agent") or {}
    began = str(recording.get("CallTime") or items[0].get("BeginTime") or "")
    known = {
        "call_id": recording.get("CallId"),
        "agent_id": agent.get("Id"),
        "queue": agent.get("SkillGroup"),
        "started_at": began,
        "date": day(began),
    }
    fields: dict[str, Any] = {key: str(value) for key, value in known.items() if value}
    return assemble(
        document,
        FORMAT,
        [_said(item) for item in items],
        by_time=True,
        **fields,
    )


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
