"""JSONL: one canonical call a line, read line by line, in constant memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from callcheck.findings import InputError
from callcheck.messages import Message
from callcheck.transcript.canonical import call_from
from callcheck.transcript.document import Document, decode
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call
from callcheck.transcript.placed import Source, parse_json, text_of

MAX_LINE = 64 * 1024 * 1024
"""Bytes of one line; a longer one is no call."""
_TEXT = re.compile(r'"text"\s*+:\s*+"([^"\\]*+(?:\\.[^"\\]*+)*+)"')
_NAMES = (".jsonl", ".ndjson")


def claims(document: Document) -> bool:
    """Whether the name says so, or the first line is a whole object and the next begins one."""
    if not document.looks_like_json:
        return False
    if document.name.lower().endswith(_NAMES):
        return True
    first, _, rest = document.head.partition(b"\n")
    if rest.lstrip()[:1] != b"{" or not first.strip().startswith((b"{", b"\xef\xbb\xbf{")):
        return False
    try:
        parse_json(decode(first))
    except ReadError:
        return False
    return True


def read(document: Document) -> Iterator[Call | InputError]:
    """Yield each call as its line is read; a bad line is an item, and the rest goes on.

    An id that comes again is told as an error, and its call is read all the same.
    """
    seen: dict[str, int] = {}
    with document.open() as file:
        for number, raw in _lines(file):
            try:
                call = _call(raw, number, document)
            except ReadError as error:
                yield InputError(document.path, number, error.message)
                continue
            if call.call_id is not None:
                first = seen.setdefault(call.call_id, number)
                if first != number:
                    message = Message(
                        "id {call_id!r} is on line {first} too; ids must differ",
                        call_id=call.call_id,
                        first=first,
                    )
                    yield InputError(document.path, number, message)
            yield call


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield (number, line) of each line that is not blank; of one too long, its beginning."""
    number = 0
    while raw := file.readline(MAX_LINE + 1):
        number += 1
        rest = raw
        while len(rest) > MAX_LINE and not rest.endswith(b"\n"):
            rest = file.readline(MAX_LINE + 1)
        if not raw.isspace():
            yield number, raw


def _call(raw: bytes, number: int, document: Document) -> Call:
    if len(raw) > MAX_LINE:
        raise ReadError(
            Message(
                "a line of more than {max_line} MB is no call", max_line=MAX_LINE // 1024 // 1024
            )
        )
    text = decode(raw)
    value = _parsed_fast(text, number)
    if value is None:
        value = parse_json(text, number)
    return call_from(value, document, number)


def _parsed_fast(text: str, number: int) -> Any:
    """Parse a line, with the places of the turns' texts only; None where that fails.

    Every string under a key ``text`` must be that of a turn, in their order: then
    there is no need of the slower parser, which keeps the place of every string.
    """
    import orjson

    try:
        value = orjson.loads(text)
        turns = value["turns"]
        found = list(_TEXT.finditer(text))
        if len(found) != len(turns):
            return None
        source = Source(text, number)
        for turn, match in zip(turns, found, strict=True):
            written = match[1]
            said = orjson.loads(f'"{written}"') if "\\" in written else written
            if turn["text"] != said:
                return None
            turn["text"] = text_of(said, source, match.start(1), len(written))
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
    return value
