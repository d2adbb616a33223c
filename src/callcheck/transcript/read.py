"""Reading: the one way in.  A file, chosen by content, becomes calls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from callcheck.files import legible
from callcheck.findings import InputError
from callcheck.messages import Message, os_reason
from callcheck.transcript import plain
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.head import reads_as_head
from callcheck.transcript.model import Call
from callcheck.transcript.plain import read_text

__all__ = ["ReadError", "read_calls", "read_text"]

STDIN = "-"
MAX_TURN = 100_000
"""Characters of one turn: more than a working day's talk; longer is not speech."""
_PLAIN_NAME = re.compile(r"^[^.]*$|\.(?:txt|text|log)$", re.IGNORECASE)
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06")
_MARKS = (b"-->", b"**", b"\t", b"|")
"""Marks of other forms that may bear the name of a plain text."""


def read_calls(
    path: str | Path,
    *,
    stdin: BinaryIO | bytes | None = None,
    input_format: str | None = None,
    agent_speaker: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Call | InputError]:
    """Yield the calls of one input; what cannot be read is an item, not an exception.

    ``stdin`` is read where ``path`` is ``-``.  ``input_format`` names a reader and
    overrides the guess; ``agent_speaker`` names the agent's speaker or channel;
    ``columns`` maps fields (speaker, text, start, call_id, …) to a table's headings.
    """
    for item in _items(path, stdin, input_format, agent_speaker, columns):
        yield replace(item, path=legible(item.path))


def _items(
    path: str | Path,
    stdin: BinaryIO | bytes | None,
    input_format: str | None,
    agent_speaker: str | None,
    columns: Mapping[str, str] | None,
) -> Iterator[Call | InputError]:
    try:
        data = None
        if str(path) == STDIN and stdin is not None:
            data = stdin if isinstance(stdin, bytes) else stdin.read()
        document = Document(str(path), data, agent_speaker=agent_speaker, columns=columns)
        if document.head.startswith(_PACKED):
            yield from _unpacked(document, input_format)
        else:
            yield from _calls(document, input_format)
    except OSError as error:
        yield InputError(str(path), None, os_reason(error))


def _unpacked(document: Document, input_format: str | None) -> Iterator[Call | InputError]:
    from callcheck.transcript.archive import documents_in

    for item in documents_in(document):
        if isinstance(item, InputError):
            yield item
        else:
            yield from _calls(item, input_format)


def _calls(document: Document, input_format: str | None) -> Iterator[Call | InputError]:
    try:
        for item in _read(document, input_format):
            yield _too_long(item) or item
    except ReadError as error:
        yield InputError(document.path, error.line, error.message)
    except RecursionError:
        yield InputError(document.path, None, Message("nested too deeply to be a call"))


def _too_long(call: Call | InputError) -> InputError | None:
    """Refuse a call of which one turn is a whole file, by its look not speech."""
    if isinstance(call, InputError):
        return None
    for turn in call.turns:
        if len(turn.text) > MAX_TURN:
            told = Message(
                "turn {number} has {count:,} characters, more than {max_turn:,}",
                number=turn.number,
                count=len(turn.text),
                max_turn=MAX_TURN,
            )
            return InputError(
                call.path,
                turn.place(0)[0],
                Message("{told}: write a turn as it was said", told=told),
            )
    return None


def _read(document: Document, input_format: str | None) -> Iterator[Call | InputError]:
    if not document.head.strip(b" \t\r\n\f\v\xef\xbb\xbf"):
        raise ReadError(Message("the file is empty: a transcript has lines such as 客服：您好"))
    if input_format is None and _surely_plain(document):
        yield from plain.read(document)
        return
    from callcheck.transcript.formats import choose, read_as

    yield from read_as(input_format or choose(document), document)


def _surely_plain(document: Document) -> bool:
    """Text by name and by its first line: no other reader needs to look."""
    if not _PLAIN_NAME.search(document.name) or document.looks_like_json:
        return False
    if any(mark in document.head for mark in _MARKS):
        return False
    first = document.text.lstrip().partition("\n")[0]
    return plain.is_turn(first) or reads_as_head(first)
