"""The part of a call in which something is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from callcheck.checks.clock import end_of, said_at
from callcheck.matching.match import Match
from callcheck.packs.model import Window
from callcheck.transcript.model import Call

Place = tuple[int, int]
"""A turn's index and a character of its folded text."""
START: Place = (0, 0)
END: Place = (1 << 30, 0)


@dataclass(frozen=True, slots=True)
class Scope:
    """Places from ``low`` up to ``high``, on some ``turns`` only (None: all), and seconds."""

    low: Place = START
    high: Place = END
    turns: frozenset[int] | None = None
    since: float | None = None
    until: float | None = None

    def holds(self, call: Call, match: Match) -> bool:
        """Tell whether the words of ``match`` stand in this scope.

        Raises Undecided where the scope is in seconds and the source has none.
        """
        if not self.low <= (match.turn, match.begin) < self.high:
            return False
        if self.turns is not None and match.turn not in self.turns:
            return False
        if self.since is None and self.until is None:
            return True
        at = said_at(call, match)
        return (self.since is None or at >= self.since) and (self.until is None or at <= self.until)

    def turn_indexes(self, call: Call) -> range | list[int]:
        """Indexes of the turns that may hold something."""
        first, last = self.low[0], min(self.high[0], len(call.turns) - 1)
        if self.turns is None:
            return range(first, last + 1)
        return sorted(turn for turn in self.turns if first <= turn <= last)


def spoken_by(call: Call, speaker: str) -> list[int]:
    """Indexes of the turns of ``speaker`` (``any``: all)."""
    return list(_of(speaker, call, range(len(call.turns))))


def later_of(call: Call, speaker: str, turn: int) -> Iterator[int]:
    """Yield the indexes of the turns of ``speaker`` after ``turn``, one by one."""
    return _of(speaker, call, range(turn + 1, len(call.turns)))


def _of(speaker: str, call: Call, indexes: Iterable[int]) -> Iterator[int]:
    """Yield those of ``indexes`` that are turns of ``speaker``, one by one: few are asked for."""
    return (index for index in indexes if speaker in ("any", call.turns[index].speaker))


def narrowed(scope: Scope, window: Window, call: Call, speaker: str) -> Scope:
    """Apply an ``in:`` window to ``scope``, counting the turns of ``speaker``."""
    count = int(window.n)
    match window.kind:
        case "first_turns":
            return _on(scope, spoken_by(call, speaker)[:count])
        case "last_turns":
            return _on(scope, spoken_by(call, speaker)[-count:])
        case "first_seconds":
            return replace(scope, until=window.n)
        case "last_seconds":
            return replace(scope, since=_end_of_talk(call) - window.n)
    return scope


def _end_of_talk(call: Call) -> float:
    return call.duration if call.duration is not None else end_of(call.turns[-1])


def _on(scope: Scope, turns: list[int]) -> Scope:
    wanted = frozenset(turns)
    return replace(scope, turns=wanted if scope.turns is None else scope.turns & wanted)


def answer_scope(
    window: Window | None, trigger: Match, call: Call, speaker: str, *, after_words: bool
) -> Scope:
    """Return where the answer to ``trigger`` is owed (the ``within:`` key).

    ``after_words``: in the trigger's own turn only what follows its words counts.
    """
    kind = window.kind if window else "call"
    count = int(window.n) if window else 0
    own = (trigger.turn, trigger.end if after_words else 0)
    later = later_of(call, speaker, trigger.turn)
    earlier = _of(speaker, call, range(trigger.turn - 1, -1, -1))
    match kind:
        case "same_turn":
            return Scope(own, (trigger.turn + 1, 0))
        case "turns":
            return Scope(own, turns=frozenset([trigger.turn, *islice(later, count)]))
        case "next_turns":
            return Scope((trigger.turn + 1, 0), turns=frozenset(islice(later, count)))
        case "seconds":
            at = said_at(call, trigger, ending=True)
            return Scope(own, since=None, until=at + (window.n if window else 0))
        case "turns_before":
            turns = frozenset([trigger.turn, *islice(earlier, count)])
            return Scope(START, (trigger.turn, trigger.begin), turns)
        case "any_before":
            return Scope(START, (trigger.turn, trigger.begin))
    return Scope(own)
