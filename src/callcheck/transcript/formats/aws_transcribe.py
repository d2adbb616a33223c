"""Amazon Transcribe: words in seconds, by channel or by speaker, gathered into turns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.assemble import Said, assemble, records
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call
from callcheck.transcript.times import number

FORMAT = "aws-transcribe"
PAUSE = 1.0
"""Seconds of silence after which the words of one speaker are a new turn."""
_SENTENCE_END = re.compile(r"[。？！.?!]$")


def claims(value: Any) -> bool:
    """Whether it has results with transcripts or items."""
    results = value.get("results") if isinstance(value, dict) else None
    return isinstance(results, dict) and ("items" in results or "transcripts" in results)


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError, with the job's status where it failed."""
    value = document.json
    results = value["results"]
    channels = records(results, "channel_labels", "channels")
    lists = [records(channel, "items") for channel in channels] or [records(results, "items")]
    labels = _labels(results)
    utterances = [one for items in lists for one in _turns(items, labels)]
    if not utterances:
        raise ReadError(
            Message(
                "no words in it; the job's status is {status}",
                status=value.get("status") or Message("not told"),
            )
        )
    name = value.get("jobName")
    yield assemble(document, FORMAT, utterances, by_time=True, call_id=str(name) if name else None)


def _labels(results: dict[str, Any]) -> dict[Any, str]:
    """Return the speaker of each word by its start: older jobs have no label at the word."""
    return {
        word.get("start_time"): str(word["speaker_label"])
        for segment in records(results, "speaker_labels", "segments")
        for word in records(segment, "items")
        if "speaker_label" in word
    }


def _turns(items: list[dict[str, Any]], labels: dict[Any, str]) -> Iterator[Said]:
    """Gather the words of one channel; punctuation belongs to the word before it."""
    turn: Said | None = None
    for item in items:
        word = item["alternatives"][0]["content"]
        if item.get("type") == "punctuation":
            if turn is not None:
                turn.add(word)
            continue
        start = number(item.get("start_time"), "start_time")
        end = number(item.get("end_time"), "end_time")
        label = item.get("speaker_label", item.get("channel_label"))
        label = label or labels.get(item.get("start_time"))
        if turn is not None and _is_new(turn, label, start):
            yield turn
            turn = None
        if turn is None:
            turn = Said(label, start=start)
        turn.add_word(word, start, end)
        turn.end = end
    if turn is not None:
        yield turn


def _is_new(turn: Said, label: str | None, start: float | None) -> bool:
    if label != turn.label:
        return True
    if start is not None and turn.end is not None and start - turn.end >= PAUSE:
        return True
    return label is None and _SENTENCE_END.search(turn.text) is not None
