"""What a check says: breaches, and what it could not decide."""

from __future__ import annotations

from dataclasses import dataclass

from callcheck.matching.match import Match


class Undecided(Exception):
    """The source has no means to judge this; ``reason`` says what is missing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach of a rule.

    ``match`` are the words (None: about the whole call); ``turn`` the index from
    0 of the turn where a missing thing is best seen; ``note`` what differs.
    """

    match: Match | None
    turn: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Three-valued truth: ``value`` is None where it cannot be decided."""

    value: bool | None
    missing: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    reason: str = ""
