"""Whisper and WhisperX: ``segments`` in seconds, with speakers where it was diarised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callcheck.transcript.assemble import (
    Said,
    TimedWords,
    assemble,
    have,
    records,
    said,
    timed,
)
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
    value = document.json
    loose = TimedWords(timed(records(value, "words"), "word", "start", "end", number))
    yield assemble(
        document,
        FORMAT,
        [_said(segment, loose) for segment in records(value, "segments")],
        trusted=False,
        duration=number(value.get("duration"), "duration"),
    )


def _said(segment: dict[str, Any], loose: TimedWords) -> Said:
    """``loose`` are the words of the whole call, as the hosted service lists them."""
    line = line_of(segment["text"])
    start, end = (number(segment[key], key, line) for key in ("start", "end"))
    own = timed(records(segment, "words"), "word", "start", "end", number)
    own = own or loose.within(start, end)
    return said(segment.get("speaker"), segment["text"], start, end, own)
