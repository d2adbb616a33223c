"""Comments to callcheck in a script: suppressions with a reason, and blocks not to be said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from callcheck.messages import Message
from callcheck.script.model import Remark
from callcheck.transcript.errors import ReadError

BEGIN, END = "not-to-say", "end"
HELP = Message(
    "write 'callcheck: ignore[rule] why', 'ignore-file[rule] why', 'not-to-say' or 'end'"
)
_UNPAIRED = {
    BEGIN: Message(
        "'callcheck: not-to-say' inside such a block; close the first by 'callcheck: end'"
    ),
    END: Message("'callcheck: end' closes no block; write 'callcheck: not-to-say' before it"),
}
_REMARK = re.compile(
    r"callcheck:\s*(?P<verb>[a-z-]+)\s*(?:\[(?P<rules>[^\]]*)\])?\s*(?P<why>.*)", re.S
)
_COMMENT = re.compile(r"<!--(?P<html>.*?)-->|#\s*(?P<hash>callcheck:[^\n]*)", re.S)


_AT_LINE_END = {"markdown": "<!-- {} -->", "text": "# {}", "yaml": "# {}"}


def ignoring(rule: str, reason: str, form: str) -> str | None:
    """Return the remark that suppresses ``rule``, to stand at the end of a finding's line.

    ``form`` is the script's format; None where it has no such comment.
    """
    shape = _AT_LINE_END.get(form)
    return shape.format(f"callcheck: ignore[{rule}] {reason}".rstrip()) if shape else None


class Remarks:
    """Collects the remarks of one script while it is read."""

    def __init__(self) -> None:
        self.found: list[Remark] = []
        self.struck = False
        """Whether what is read now is marked as not to be said."""
        self._begun: int | None = None
        """The line (from 1) where that block began."""
        self._waiting: list[tuple[int, tuple[str, ...], str]] = []

    def add(self, comment: str, line: int, block: int | None) -> None:
        """Take one comment; ``block`` is what it stands beside (None: the next one to come).

        Raises ReadError for a remark that cannot be understood or gives no reason.
        """
        for match in _each(comment, line):
            verb, why = match["verb"], " ".join(match["why"].split())
            if verb in (BEGIN, END) and match["rules"] is None:
                if (verb == BEGIN) == self.struck:
                    raise ReadError(_UNPAIRED[verb], line)
                self.struck, self._begun = verb == BEGIN, line
                continue
            names = tuple(n.strip() for n in (match["rules"] or "").split(",") if n.strip())
            if verb not in ("ignore", "ignore-file") or not names:
                raise ReadError(
                    Message("'callcheck: {verb}' is not understood; {help}", verb=verb, help=HELP),
                    line,
                )
            if not why:
                told = Message(
                    "the suppression of '{names}' gives no reason", names=", ".join(names)
                )
                raise ReadError(Message("{told}; write why after the bracket", told=told), line)
            if verb == "ignore-file":
                self.found.append(Remark(line, names, why, None))
            elif block is None:
                self._waiting.append((line, names, why))
            else:
                self.found.append(Remark(line, names, why, block))

    def reached(self, block: int) -> None:
        """Give what was waiting to the block that has come."""
        for line, names, why in self._waiting:
            self.found.append(Remark(line, names, why, block))
        self._waiting.clear()

    def finish(self) -> list[Remark]:
        """Return all remarks; one with nothing after it is about nothing.

        Raises ReadError for a block that is never closed: all after it would go unread.
        """
        if self.struck:
            raise ReadError(
                Message("'callcheck: not-to-say' is never closed; write 'callcheck: end'"),
                self._begun,
            )
        for line, names, why in self._waiting:
            self.found.append(Remark(line, names, why, -1))
        return self.found


def comments(text: str) -> Iterator[re.Match[str]]:
    """Yield the comments of a stretch of text: ``<!-- … -->`` and ``# callcheck: …``."""
    yield from _COMMENT.finditer(text)


def body(match: re.Match[str]) -> str:
    """Return what a comment says."""
    return match["html"] if match["html"] is not None else match["hash"]


def _each(comment: str, line: int) -> Iterator[re.Match[str]]:
    for piece in re.split(r"(?=callcheck:)", comment):
        if piece.startswith("callcheck:"):
            match = _REMARK.match(piece)
            if match is None:
                raise ReadError(
                    Message("'{piece}' is not understood; {help}", piece=piece.strip(), help=HELP),
                    line,
                )
            yield match
