"""Near misses: for something missing, the closest thing that was said.

Four ways to miss: said by the wrong speaker, said elsewhere in the call, said
differently, never said.
"""

from __future__ import annotations

from collections.abc import Iterator

from callcheck.checks.evaluate import Evaluator
from callcheck.checks.judgement import Undecided
from callcheck.checks.scope import Scope, narrowed
from callcheck.matching.match import Match
from callcheck.matching.ruleset import Find
from callcheck.messages import Message
from callcheck.packs.model import What
from callcheck.text.fold import PAUSES
from callcheck.transcript.model import Call

ALIKE = 60
"""Likeness, of 100, from which on a clause is the same thing said differently."""

_SPEAKERS = {
    "agent": Message("坐席"),
    "customer": Message("客户"),
    "system": Message("系统"),
    "unknown": Message("未知说话人"),
}


def nearest(required: What, evaluator: Evaluator, scope: Scope) -> str:
    """Say in Chinese how close the call came to ``required`` in ``scope``."""
    finds = list(finds_in(required))
    return (
        _elsewhere(finds, evaluator, scope)
        or _differently(finds, evaluator, scope)
        or Message("没有说过")
    )


def finds_in(what: What) -> Iterator[Find]:
    """Yield every ``Find`` of ``what``."""
    if isinstance(what, Find):
        yield what
    for name in ("parts", "part"):
        inner = getattr(what, name, ())
        for part in inner if isinstance(inner, tuple) else (inner,):
            yield from finds_in(part)


def _elsewhere(finds: list[Find], evaluator: Evaluator, scope: Scope) -> str | None:
    call = evaluator.call
    for find in finds:
        for turn in range(len(call.turns)):
            for match in evaluator.in_turn(find, turn):
                speaker = call.turns[turn].speaker
                words = words_of(match, call)
                if find.by not in ("any", speaker):
                    who = _SPEAKERS[speaker]
                    return Message(
                        "第 {turn} 句由{who}说了“{words}”", turn=turn + 1, who=who, words=words
                    )
                if match.turn > _last_turn(find, evaluator, scope):
                    return Message("说晚了：第 {turn} 句才说“{words}”", turn=turn + 1, words=words)
                return Message("位置不对：第 {turn} 句说了“{words}”", turn=turn + 1, words=words)
    return None


def words_of(match: Match, call: Call) -> str:
    """Return the source's own characters of ``match``."""
    return call.turns[match.turn].text[match.source_begin : match.source_end]


def _last_turn(find: Find, evaluator: Evaluator, scope: Scope) -> int:
    if find.within is not None:
        try:
            scope = narrowed(scope, find.within, evaluator.call, find.by)
        except Undecided:
            return 0
    turns = scope.turn_indexes(evaluator.call)
    return max(turns, default=0)


def _differently(finds: list[Find], evaluator: Evaluator, scope: Scope) -> str | None:
    from rapidfuzz import fuzz

    patterns = evaluator.scan.matcher.ruleset.patterns
    samples = dict.fromkeys(patterns[index].sample for find in finds for index in find.patterns)
    best: tuple[float, str, int, str] | None = None
    for turn in scope.turn_indexes(evaluator.call):
        if evaluator.call.turns[turn].speaker != "agent":
            continue
        for clause in _clauses(evaluator.scan.view(turn).exact):
            for sample in samples:
                likeness = fuzz.ratio(sample, clause)
                if likeness >= ALIKE and (best is None or likeness > best[0]):
                    best = likeness, clause, turn, sample
    if best is None:
        return None
    return Message(
        "说法不同：第 {turn} 句说的是“{words}”，应为“{wanted}”",
        turn=best[2] + 1,
        words=best[1],
        wanted=best[3],
    )


def _clauses(text: str) -> list[str]:
    for mark in PAUSES:
        text = text.replace(mark, ",")
    return [clause for clause in text.split(",") if clause]
