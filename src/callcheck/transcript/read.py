"""Reading: the one way in.  A file, chosen by content, becomes calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from callcheck.findings import InputError
from callcheck.transcript import plain
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call
from callcheck.transcript.plain import read_text

__all__ = ["ReadError", "read_calls", "read_text"]

STDIN = "-"


def read_calls(
    path: str | Path,
    *,
    stdin: BinaryIO | bytes | None = None,
    input_format: str | None = None,
    agent_speaker: str | None = None,
    columns: dict[str, str] | None = None,
) -> Iterator[Call | InputError]:
    """Yield the calls of one input; what cannot be read is an item, not an exception.

    ``stdin`` is read where ``path`` is ``-``.  ``input_format`` names a reader and
    overrides the guess; ``agent_speaker`` names the agent's speaker or channel;
    ``columns`` maps the fields of a table to its headings.
    """
    try:
        data = None
        if str(path) == STDIN and stdin is not None:
            data = stdin if isinstance(stdin, bytes) else stdin.read()
        document = Document(str(path), data, agent_speaker=agent_speaker, columns=columns)
        yield from _read(document, input_format)
    except ReadError as error:
        yield InputError(str(path), error.line, error.message)
    except OSError as error:
        yield InputError(str(path), None, error.strerror or str(error))
    except RecursionError:
        yield InputError(str(path), None, "nested too deeply to be a call")


def _read(document: Document, input_format: str | None) -> Iterator[Call | InputError]:
    if not document.head.strip():
        raise ReadError("the file is empty: a transcript has lines such as 客服：您好")
    if input_format is None and _surely_plain(document):
        yield from plain.read(document)
        return
    from callcheck.transcript.formats import read_as, readers_claiming

    if input_format is not None:
        yield from read_as(input_format, document)
        return
    claimed = readers_claiming(document)
    if not claimed:
        raise ReadError("no reader knows this form; name one with --input-format")
    if len(claimed) > 1:
        raise ReadError(
            f"more than one reader claims it ({', '.join(claimed)}); choose with --input-format"
        )
    yield from read_as(claimed[0], document)


_PLAIN_NAME = re.compile(r"\.(txt|text|log)$", re.IGNORECASE)


def _surely_plain(document: Document) -> bool:
    """Text by name and by its first mark: no other reader needs to look."""
    return bool(_PLAIN_NAME.search(document.path)) and not document.looks_like_json
