"""Azure batch transcription: recognizedPhrases by channel or speaker, in ticks or ISO periods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.assemble import Said, assemble, records, said
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call
from callcheck.transcript.placed import line_of
from callcheck.transcript.times import milliseconds, period, ticks

FORMAT = "azure-batch"


def claims(value: Any) -> bool:
    """Whether it has recognizedPhrases."""
    return isinstance(value, dict) and isinstance(value.get("recognizedPhrases"), list)


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError."""
    value = document.json
    phrases = [
        phrase
        for phrase in records(value, "recognizedPhrases")
        if phrase.get("recognitionStatus", "Success") == "Success" and records(phrase, "nBest")
    ]
    if not phrases:
        raise ReadError(
            Message("no phrase in it was recognised: the recording was silent, or failed")
        )
    by_channel = len({phrase.get("channel") for phrase in phrases}) > 1
    yield assemble(
        document,
        FORMAT,
        [_said(phrase, by_channel) for phrase in phrases],
        by_time=True,
        duration=_time(value, "duration"),
    )


def _said(phrase: dict[str, Any], by_channel: bool) -> Said:
    best = records(phrase, "nBest")[0]
    text = best["display"]
    start, length = _time(phrase, "offset"), _time(phrase, "duration")
    end = None if start is None or length is None else round(start + length, 6)
    label = phrase.get("channel") if by_channel else phrase.get("speaker", phrase.get("channel"))
    return said(label, text, start, end, _words(best))


def _words(best: dict[str, Any]) -> list[tuple[str, float | None, float | None]]:
    found: list[tuple[str, float | None, float | None]] = []
    for key, word in (("displayWords", "displayText"), ("words", "word")):
        for item in records(best, key):
            start, length = _time(item, "offset"), _time(item, "duration")
            if start is not None and length is not None and isinstance(item.get(word), str):
                found.append((item[word], start, round(start + length, 6)))
        if found:
            break
    return found


def _time(item: dict[str, Any], key: str) -> float | None:
    """Return seconds of whichever of the three spellings of a time there is."""
    line = line_of(item.get(key))
    for name in (f"{key}InTicks", f"{key}Ticks"):
        if item.get(name) is not None:
            return ticks(item[name], name, line)
    if item.get(f"{key}Milliseconds") is not None:
        return milliseconds(item[f"{key}Milliseconds"], f"{key}Milliseconds", line)
    return period(item.get(key), key, line)
