"""Google CCAI Insights: entries with roles, times in microseconds since 1970."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.assemble import Said, assemble, have, records, said
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call, Speaker
from callcheck.transcript.placed import line_of
from callcheck.transcript.times import number

FORMAT = "google-ccai"
_ROLES: dict[str, Speaker] = {
    "AGENT": "agent",
    "HUMAN_AGENT": "agent",
    "CUSTOMER": "customer",
    "END_USER": "customer",
    "AUTOMATED_AGENT": "system",
}


def claims(value: Any) -> bool:
    """Whether it has entries with a role and a text."""
    return have(records(value, "entries"), "role", "text")


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError."""
    entries = records(document.json, "entries")
    first = number(entries[0].get("start_timestamp_usec"), "start_timestamp_usec")
    began = None if first is None else _moment(first)
    yield assemble(
        document,
        FORMAT,
        [_said(entry, first) for entry in entries],
        roles=_ROLES,
        started_at=began,
        date=began[:10] if began else None,
    )


def _moment(microseconds: float) -> str:
    try:
        return datetime.fromtimestamp(microseconds / 1e6, UTC).isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise ReadError(
            Message(
                "start_timestamp_usec must count microseconds since 1970, not {microseconds:g}",
                microseconds=microseconds,
            )
        ) from error


def _said(entry: dict[str, Any], first: float | None) -> Said:
    line = line_of(entry["text"])
    at = number(entry.get("start_timestamp_usec"), "start_timestamp_usec", line)
    start = None if at is None or first is None else round((at - first) / 1e6, 6)
    return said(entry["role"], entry["text"], start)
