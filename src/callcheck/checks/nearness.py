"""Near misses: for something missing, the closest thing that was said.

Four ways to miss: said by the wrong speaker, said elsewhere in the call, said
differently, never said.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from callcheck.checks.evaluate import Evaluator
from callcheck.checks.judgement import Undecided
from callcheck.checks.scope import Scope, narrowed, spoken_by
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


class NearMisses:
    """How close one call came to what a rule requires; asked once a trigger.

    What does not hang on the trigger is looked for once a call.
    """

    def __init__(self, required: What, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._finds = list(finds_in(required))

    def nearest(self, scope: Scope) -> str:
        """Say in Chinese how close the call came in ``scope``."""
        return self._elsewhere(scope) or self._differently(scope) or Message("没有说过")

    @cached_property
    def _first(self) -> tuple[Find, Match] | None:
        """The first of the finds that somebody says somewhere, and where first."""
        for find in self._finds:
            match = self._evaluator.first_by_anyone(find)
            if match is not None:
                return find, match
        return None

    def _elsewhere(self, scope: Scope) -> str | None:
        if self._first is None:
            return None
        find, match = self._first
        call = self._evaluator.call
        turn, speaker = match.turn + 1, call.turns[match.turn].speaker
        words = words_of(match, call)
        if find.by not in ("any", speaker):
            who = _SPEAKERS[speaker]
            return Message("第 {turn} 句由{who}说了“{words}”", turn=turn, who=who, words=words)
        if match.turn > self._last_turn(find, scope):
            return Message("说晚了：第 {turn} 句才说“{words}”", turn=turn, words=words)
        return Message("位置不对：第 {turn} 句说了“{words}”", turn=turn, words=words)

    def _last_turn(self, find: Find, scope: Scope) -> int:
        call = self._evaluator.call
        if find.within is not None:
            try:
                scope = narrowed(scope, find.within, call, find.by)
            except Undecided:
                return 0
        turns = scope.turn_indexes(call)
        return turns[-1] if turns else 0

    @cached_property
    def _alike(self) -> dict[int, tuple[float, str, str]]:
        """By agent turn: the clause most like what is wanted: likeness, clause, what is wanted."""
        from rapidfuzz import fuzz, process

        scan = self._evaluator.scan
        patterns = scan.matcher.ruleset.patterns
        samples = list(
            dict.fromkeys(patterns[index].sample for find in self._finds for index in find.patterns)
        )
        alike: dict[int, tuple[float, str, str]] = {}
        for turn in spoken_by(self._evaluator.call, "agent"):
            for clause in _clauses(scan.view(turn).exact):
                found = process.extractOne(
                    clause, samples, scorer=fuzz.ratio, processor=None, score_cutoff=ALIKE
                )
                if found is not None and found[1] > alike.get(turn, (0.0,))[0]:
                    alike[turn] = found[1], clause, found[0]
        return alike

    def _differently(self, scope: Scope) -> str | None:
        within = set(scope.turn_indexes(self._evaluator.call))
        turns = [turn for turn in self._alike if turn in within]
        if not turns:
            return None
        turn = max(turns, key=lambda turn: (self._alike[turn][0], -turn))
        _, words, wanted = self._alike[turn]
        return Message(
            "说法不同：第 {turn} 句说的是“{words}”，应为“{wanted}”",
            turn=turn + 1,
            words=words,
            wanted=wanted,
        )


def finds_in(what: What) -> Iterator[Find]:
    """Yield every ``Find`` of ``what``."""
    if isinstance(what, Find):
        yield what
    for name in ("parts", "part"):
        inner = getattr(what, name, ())
        for part in inner if isinstance(inner, tuple) else (inner,):
            yield from finds_in(part)


def words_of(match: Match, call: Call) -> str:
    """Return the source's own characters of ``match``."""
    return call.turns[match.turn].text[match.source_begin : match.source_end]


def _clauses(text: str) -> list[str]:
    for mark in PAUSES:
        text = text.replace(mark, ",")
    return [clause for clause in text.split(",") if clause]
