"""FunASR AutoModel: a list with one recording an item, ``sentence_info`` in milliseconds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from callcheck.findings import InputError
from callcheck.transcript.assemble import Said, assemble, each_call, records, said
from callcheck.transcript.document import Document
from callcheck.transcript.model import Call
from callcheck.transcript.placed import Text, line_of
from callcheck.transcript.times import milliseconds

FORMAT = "funasr"
_TOKEN = re.compile(r"[一-鿿㐀-䶿]|[A-Za-z0-9'.-]*[A-Za-z0-9]")
_SENTENCE = re.compile(r"[^。？！?!]+[。？！?!]*")


def claims(value: Any) -> bool:
    """Whether its first item has sentences, or a text with the times of its characters."""
    items = _items(value)
    first = items[0] if items else {}
    return "sentence_info" in first or ("text" in first and "timestamp" in first)


def read(document: Document) -> Iterator[Call | InputError]:
    """Yield a call for each recording.  Raises ReadError."""
    yield from each_call(document, _items(document.json), lambda item: _call(document, item))


def _call(document: Document, item: dict[str, Any]) -> Call:
    key = item.get("key")
    sentences = records(item, "sentence_info")
    utterances = (
        [_said(sentence) for sentence in sentences]
        if sentences
        else by_token(item.get("text"), item.get("timestamp"))
    )
    return assemble(document, FORMAT, utterances, call_id=str(key) if key else None)


def _items(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict) and "sentence_info" in value:
        return [value]
    return records({"items": value}, "items")


def _said(sentence: dict[str, Any]) -> Said:
    text = sentence.get("text", sentence.get("sentence"))
    line = line_of(text)
    return said(
        sentence.get("spk"),
        text,
        milliseconds(sentence.get("start"), "start", line),
        milliseconds(sentence.get("end"), "end", line),
    )


def by_token(text: Any, stamps: Any) -> list[Said]:
    """Return the sentences of a text whose characters and words have [start, end] each.

    Where there are not as many stamps as tokens, the text is one utterance.
    """
    if not isinstance(text, Text) or not text.strip():
        return []
    pairs = [
        tuple(milliseconds(value, "timestamp", line_of(text)) for value in stamp)
        for stamp in (stamps if isinstance(stamps, list) else ())
        if isinstance(stamp, list) and len(stamp) == 2
    ]
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    if len(tokens) != len(pairs):
        bounds = (pairs[0][0], pairs[-1][1]) if pairs else (None, None)
        return [said(None, text, *bounds)]
    made = []
    for match in _SENTENCE.finditer(text):
        own = [
            (text[begin:end], *pair)
            for (begin, end), pair in zip(tokens, pairs, strict=True)
            if match.start() <= begin < match.end()
        ]
        if own:
            one = said(None, match[0], own[0][1], own[-1][2], own)  # type: ignore[arg-type]
            one.places = text.places(text.find(one.text, match.start()), match.end())
            made.append(one)
    return made
