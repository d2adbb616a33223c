"""A match: words found in a turn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """Words found in a turn: characters [begin, end) of its folded text.

    ``turn`` is the turn's index from 0; ``source_begin`` and ``source_end``
    count characters of the turn's own text.
    """

    turn: int
    begin: int
    end: int
    source_begin: int
    source_end: int
    pattern: int = -1
    confidence: float = 1.0
    slots: tuple[tuple[str, str], ...] = ()
    name: str | None = None

    @property
    def length(self) -> int:
        """字 of the folded match."""
        return self.end - self.begin

    def overlaps(self, other: Match) -> bool:
        """Whether the two share a character of the same folded turn."""
        return self.begin < other.end and other.begin < self.end
