"""What a run says: findings, what could not be judged, and the scores."""

from __future__ import annotations

from dataclasses import dataclass

from callcheck.messages import placed
from callcheck.transcript.model import Call


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding costs nothing: by ``inline``, ``baseline`` or ``config``."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule, with the words and their place.

    ``turn``, ``start`` (seconds), ``line`` and ``column`` (1-based; ``end_column``
    exclusive) are None for a finding about the whole call.  ``deduction`` is in
    points; ``confidence`` is in (0, 1].
    """

    rule: str
    pack: str
    category: str
    family: str
    severity: str
    clauses: tuple[str, ...]
    turn: int | None
    speaker: str | None
    start: float | None
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None
    text: str | None
    message: str
    suggestion: str | None
    confidence: float
    deduction: float
    fingerprint: str
    suppressed: Suppression | None = None
    veto: bool = False
    note: str | None = None
    """For a missing phrase: the nearest thing said and what differs."""
    where: str | None = None
    """For a script that is no text: the cell (话术!B3) or paragraph (第3段) of ``line``."""


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A rule that the source gave no means to judge, and why."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Spared:
    """A match that a guard cancelled; shown by ``trace``.

    ``begin`` is where its text begins in the turn's, in characters from 0.
    """

    rule: str
    turn: int
    begin: int
    text: str
    guard: str


@dataclass(frozen=True, slots=True)
class Pace:
    """字 a minute over the agent's speaking time (contract, Pace)."""

    characters_per_minute: float
    speaking_seconds: float


@dataclass(frozen=True, slots=True)
class SectionScore:
    """Points of one section of a scorecard."""

    id: str
    earned: float
    max: float


@dataclass(frozen=True, slots=True)
class Score:
    """A call's scorecard: ``total`` of ``max`` (100), its sections, and the gate."""

    total: float
    max: float
    passed: bool
    vetoed: bool
    sections: tuple[SectionScore, ...]

    @property
    def judged(self) -> bool:
        """Whether anything of the call could be judged: without it ``passed`` says nothing."""
        return self.max > 0


@dataclass(frozen=True, slots=True)
class CheckedCall:
    """What the checks found in one call, before scoring.

    ``findings`` are ordered by turn, column and rule; findings about the whole
    call (turn None) come last.  Their ``deduction`` is settled: limits a call,
    overlaps and previews are already taken into account.
    """

    call: Call
    findings: tuple[Finding, ...]
    not_evaluated: tuple[NotEvaluated, ...]
    spared: tuple[Spared, ...]
    pace: Pace | None
    not_applicable: frozenset[str] = frozenset()
    """Rules whose condition was false: they count neither way."""


@dataclass(frozen=True, slots=True)
class CallResult:
    """One scored call."""

    checked: CheckedCall
    score: Score


@dataclass(frozen=True, slots=True)
class InputError:
    """An input that could not be read: an item of the result, not an exception."""

    path: str
    line: int | None
    message: str

    @property
    def place(self) -> str:
        """The file, and the line (from 1) where there is one."""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def told(self) -> str:
        """Return the place and what is wrong there."""
        return placed(self.place, self.message)

    def __str__(self) -> str:
        return str(self.told())
