"""The call: what every reader makes and every check reads."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

Speaker = Literal["agent", "customer", "system", "unknown"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run of a turn's text begins in the source file.

    ``offset`` counts characters of the turn's text from 0; ``line`` and
    ``column`` count from 1 in the source.  A turn of JSON has a place for its
    first character and one after every escape.
    """

    offset: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class WordTime:
    """When one word was spoken: characters [begin, end) of the turn, in seconds."""

    begin: int
    end: int
    start: float
    stop: float


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's words, with their exact place in the source.

    ``number`` counts from 1 in file order.  ``start`` and ``end`` are seconds
    from the start of the call, or None where the source has none.  A line that
    continues the turn is joined to ``text`` with a newline and has a place of
    its own.
    """

    number: int
    speaker: Speaker
    text: str
    places: tuple[Place, ...]
    start: float | None = None
    end: float | None = None
    words: tuple[WordTime, ...] = ()
    agent_id: str | None = None

    def place(self, offset: int) -> tuple[int, int]:
        """Return the (line, column), both 1-based, of the character at ``offset``."""
        index = bisect_right([place.offset for place in self.places], offset) - 1
        place = self.places[max(index, 0)]
        return place.line, place.column + offset - place.offset


@dataclass(frozen=True, slots=True)
class Call:
    """One call.  Metadata the source does not carry is None, never a guess."""

    path: str
    turns: tuple[Turn, ...]
    call_id: str | None = None
    agent_id: str | None = None
    started_at: str | None = None
    date: str | None = None
    """Day of the call, YYYY-MM-DD."""
    rings: int | None = None
    hung_up_by: str | None = None
    """``agent``, ``customer`` or ``system``."""
    duration: float | None = None
    """Length of the whole call in seconds."""
    direction: str | None = None
    """``inbound`` or ``outbound``."""
    channel: str | None = None
    """``voice`` or ``chat``."""
    role: str | None = None
    queue: str | None = None
    tags: tuple[str, ...] | None = None
    ends_inferred: bool = False
    """True where turns have starts only, and ends were taken from the next start."""
    format: str = "text"
    """The id of the reader that read it."""
    notes: tuple[str, ...] = ()
    """What the reader had to infer (who is the agent, …), for the report."""
    values: dict[str, str] = field(default_factory=dict)
    """Other head keys as written, e.g. values for slots."""
