"""DashScope (百炼) Paraformer, Fun-ASR: transcripts by channel, in milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callcheck.transcript.assemble import Said, assemble, have, records, said, timed
from callcheck.transcript.document import Document
from callcheck.transcript.model import Call
from callcheck.transcript.placed import line_of
from callcheck.transcript.times import milliseconds

FORMAT = "dashscope"


def claims(value: Any) -> bool:
    """Whether it has transcripts with sentences."""
    return have(records(value, "transcripts"), "sentences")


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError."""
    value = document.json
    properties = value.get("properties")
    length = properties.get("original_duration_in_milliseconds") if properties else None
    yield assemble(
        document,
        FORMAT,
        [
            _said(sentence, transcript.get("channel_id"))
            for transcript in records(value, "transcripts")
            for sentence in records(transcript, "sentences")
        ],
        by_time=True,
        duration=milliseconds(length, "original_duration_in_milliseconds"),
    )


def _said(sentence: dict[str, Any], channel: Any) -> Said:
    text = sentence["text"]
    line = line_of(text)
    return said(
        sentence.get("speaker_id", channel),
        text,
        milliseconds(sentence.get("begin_time"), "begin_time", line),
        milliseconds(sentence.get("end_time"), "end_time", line),
        timed(records(sentence, "words"), "text", "begin_time", "end_time", milliseconds),
    )
