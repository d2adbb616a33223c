"""What a report is made from, and how it should look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from callcheck.findings import CallResult, InputError
from callcheck.messages import Language, said
from callcheck.packs.model import Pack, Profile, Rule


@dataclass(slots=True)
class Run:
    """All calls of one run, in the order of their paths.

    ``calls`` may be read once only: calls come as they are scored.  ``errors`` is
    complete when ``calls`` has been read to its end, and so are ``warnings``: what is
    worth saying and fails nothing.  ``pass_mark`` is the one in force, in points.
    """

    profile: Profile
    packs: Sequence[Pack]
    rules: Sequence[Rule]
    pass_mark: float
    calls: Iterable[CallResult]
    errors: list[InputError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    kind: str = "call"
    """What ``calls`` are: ``call``, or ``script``."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a report is to look: colour, width in cells, how much is told, in which language.

    ``verbosity`` is -1 (quiet), 0, or 1 and more.  The language is of what stands around
    the findings; reports that programs read do without it.
    """

    color: bool = False
    width: int = 100
    verbosity: int = 0
    language: Language | None = None

    def say(self, text: str) -> str:
        """Return a text in the style's language; None: as it stands in the program."""
        return said(text, self.language)
