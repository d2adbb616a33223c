"""Whisper and WhisperX: ``segments`` in seconds, with speakers where it was diarised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callcheck.transcript.assemble import Said, assemble, have, records, said, timed
from callcheck.transcript.document import Document
from callcheck.transcript.model import Call
from callcheck.transcript.placed import line_of
from callcheck.transcript.times import number

FORMAT = "whisper"


def claims(value: Any) -> bool:
    """Whether it has segments with start, end and text."""
    return have(records(value, "segments"), "start", "end", "text")


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError."""
    segments = records(document.json, "segments")
    yield assemble(document, FORMAT, [_said(segment) for segment in segments], trusted=False)


def _said(segment: dict[str, Any]) -> Said:
    line = line_of(segment["text"])
    return said(
        segment.get("speaker"),
        segment["text"],
        number(segment["start"], "start", line),
        number(segment["end"], "end", line),
        timed(records(segment, "words"), "word", "start", "end", number),
    )
