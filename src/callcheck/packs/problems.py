"""What is wrong with a rule file: always a place, what is wrong, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from callcheck.messages import Message, hinted, placed


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a rule file.

    ``path`` is empty, and ``line`` and ``column`` None, where no file is to blame
    (an unknown pack id on the command line).  Lines and columns count from 1.
    ``asked`` is the option whose value is to blame, and that value, where there is one.
    """

    path: str
    line: int | None
    column: int | None
    message: str
    hint: str | None = None
    asked: tuple[str, str] | None = None

    def told(self) -> str:
        """Return the place, what is wrong, and what would be right."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return placed(place, hinted(self.message, self.hint))

    def __str__(self) -> str:
        return str(self.told())


class PackError(ValueError):
    """Rule packs or a profile that cannot be used, with everything that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[PackError], tuple[tuple[Problem, ...]]]:
        return PackError, (self.problems,)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems once each, by file, line and column."""
    return tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda problem: (problem.path, problem.line or 0, problem.column or 0),
        )
    )


def did_you_mean(wrong: str, known: Iterable[str], *, otherwise: str | None = None) -> str | None:
    """Return a hint that names the nearest of ``known``, or ``otherwise``."""
    # Of a name of two or three 字, one that differs is half of it.
    cutoff = 0.5 if len(wrong) <= 3 else 0.6
    near = get_close_matches(wrong, list(known), n=1, cutoff=cutoff)
    return Message("did you mean '{near}'?", near=near[0]) if near else otherwise


def one_of(known: Iterable[str]) -> str:
    """Return a hint that lists what may stand here."""
    return Message("one of: {known}", known=", ".join(known))
