"""The readers, by the name of their format.

A reader is a module with ``claims(document) -> bool``, asked in this order, and
``read(document)``, which yields calls (and an ``InputError`` for a bad one).  A new
format is one new file and one line here.  A *general* reader takes only what no
other claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from callcheck.findings import InputError
from callcheck.transcript import canonical, plain
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: whether an input is of it, and how it is read."""

    claims: Callable[[Document], bool]
    read: Callable[[Document], Iterator[Call | InputError]]
    general: bool = False


READERS: dict[str, Reader] = {
    "jsonl": Reader(canonical.is_jsonl, canonical.read_lines),
    "json": Reader(canonical.claims, canonical.read, general=True),
    "text": Reader(plain.claims, plain.read, general=True),
}


def readers_claiming(document: Document) -> list[str]:
    """Return the formats whose reader claims the input; general ones only if no other does."""
    if READERS["jsonl"].claims(document):
        return ["jsonl"]
    for general in (False, True):
        claimed = [
            name
            for name, reader in READERS.items()
            if reader.general is general and reader.claims(document)
        ]
        if claimed:
            return claimed[:1] if general else claimed
    return []


def read_as(name: str, document: Document) -> Iterator[Call | InputError]:
    """Read the input as a format.  Raises ReadError for an unknown name."""
    reader = READERS.get(name)
    if reader is None:
        near = get_close_matches(name, READERS, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"one of: {', '.join(READERS)}"
        raise ReadError(f"no input format {name!r}; {hint}")
    yield from reader.read(document)
