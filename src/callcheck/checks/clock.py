"""When words were said: seconds of a place in a call."""

from __future__ import annotations

from callcheck.checks.judgement import Undecided
from callcheck.matching.match import Match
from callcheck.messages import Message
from callcheck.transcript.model import Call, Turn

NO_TIMES = Message("来源没有时间")
NO_ENDS = Message("来源没有每句话的结束时间")
NO_CALL_END = Message("来源没有通话结束的时间")


def start_of(turn: Turn) -> float:
    """Seconds at which ``turn`` begins.  Raises Undecided where there are none."""
    if turn.start is None:
        raise Undecided(NO_TIMES)
    return turn.start


def end_of(turn: Turn) -> float:
    """Seconds at which ``turn`` ends.  Raises Undecided where there are none."""
    if turn.end is None:
        raise Undecided(NO_TIMES if turn.start is None else NO_ENDS)
    return turn.end


def call_end(call: Call) -> float:
    """Seconds at which the call ends.  Raises Undecided where nothing says so."""
    if call.duration is None:
        raise Undecided(NO_CALL_END)
    return call.duration


def said_at(call: Call, match: Match, *, ending: bool = False) -> float:
    """Seconds at which the words of ``match`` begin (or end).

    From word times where the source has them, else by the share of the turn's
    characters that come before.
    """
    turn = call.turns[match.turn]
    offset = match.source_end if ending else match.source_begin
    for word in turn.words:
        if word.begin <= offset < word.end or (ending and word.begin < offset <= word.end):
            return word.stop if ending else word.start
    if offset <= 0 or not turn.text:
        return start_of(turn)
    start, end = start_of(turn), end_of(turn)
    return start + (end - start) * min(offset / len(turn.text), 1.0)
