"""FunASR runtime over WebSocket, offline mode: ``stamp_sents`` in milliseconds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from callcheck.transcript.assemble import Said, assemble, records
from callcheck.transcript.document import Document
from callcheck.transcript.formats.funasr import by_token
from callcheck.transcript.model import Call
from callcheck.transcript.placed import Text, Within, line_of, parse_json
from callcheck.transcript.times import milliseconds

FORMAT = "funasr-runtime"
_WORD = re.compile(r"\S+")


def claims(value: Any) -> bool:
    """Whether it is a final answer: ``text`` with ``mode`` or ``is_final``."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("text"), str)
        and "segments" not in value
        and ("stamp_sents" in value or ("mode" in value and "is_final" in value))
    )


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError."""
    value = document.json
    sentences = records(value, "stamp_sents")
    if sentences:
        utterances = [_said(sentence) for sentence in sentences]
    else:
        stamps = value.get("timestamp")
        if isinstance(stamps, Text) and stamps.strip():
            stamps = parse_json(Within(stamps))
        utterances = by_token(value["text"], stamps)
    name = value.get("wav_name")
    yield assemble(document, FORMAT, utterances, call_id=str(name) if name else None)


def _said(sentence: dict[str, Any]) -> Said:
    """Join the words of ``text_seg``, which are set apart by spaces, and its mark."""
    text = sentence["text_seg"]
    line = line_of(text)
    spoken = list(_WORD.finditer(text))
    stamps = _pairs(sentence.get("ts_list"))
    if len(stamps) != len(spoken):
        stamps = [[None, None]] * len(spoken)
    made = Said(
        None if sentence.get("spk") is None else str(sentence["spk"]),
        start=milliseconds(sentence.get("start"), "start", line),
        end=milliseconds(sentence.get("end"), "end", line),
    )
    for match, (begin, end) in zip(spoken, stamps, strict=True):
        times = (milliseconds(value, "ts_list", line) for value in (begin, end))
        made.add_word(_part(text, *match.span()), *times)
    mark = sentence.get("punc")
    if isinstance(mark, str):
        made.add(mark)
    return made


def _pairs(stamps: Any) -> list[list[Any]]:
    pairs = stamps if isinstance(stamps, list) else []
    return [pair for pair in pairs if isinstance(pair, list) and len(pair) == 2]


def _part(text: Any, begin: int, end: int) -> str:
    return text.part(begin, end) if isinstance(text, Text) else text[begin:end]
