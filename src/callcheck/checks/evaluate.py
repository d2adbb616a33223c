"""Looking for a *what* in a call: where it stands, and whether it is there at all."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Set
from dataclasses import replace

from callcheck.checks.clock import NO_ENDS, call_end, end_of, start_of
from callcheck.checks.judgement import Answer, Undecided
from callcheck.checks.scope import Scope, narrowed, spoken_by
from callcheck.matching.match import Match
from callcheck.matching.ruleset import Find
from callcheck.matching.scan import CallScan
from callcheck.matching.weigh import Weighed
from callcheck.messages import Message
from callcheck.packs.model import (
    AllOf,
    AnyOf,
    AtLeast,
    HangUp,
    Likely,
    Not,
    Quiet,
    Silence,
    Speaks,
    What,
)

EVERYWHERE = Scope()


class Evaluator:
    """Evaluates the *whats* of one rule on one scanned call."""

    def __init__(self, scan: CallScan, confidence: float, pack: str) -> None:
        self.scan = scan
        self.pack = pack
        self.call = scan.call
        self.confidence = confidence

    def matches(self, what: What, scope: Scope = EVERYWHERE) -> list[Match]:
        """Return where ``what`` stands in ``scope``, in order; overlaps keep the longest.

        Parts of ``all`` and ``at_least`` must share a turn.  Raises Undecided.
        """
        inner = self._scope(what, scope)
        if inner is None:
            return []
        found = self._find(what, inner)
        if what.name:
            found = [replace(match, name=match.name or what.name) for match in found]
        return found

    def truth(self, what: What, scope: Scope = EVERYWHERE) -> Answer:
        """Tell whether ``what`` is in ``scope``; parts may stand in different turns."""
        try:
            inner = self._scope(what, scope)
            if inner is None:
                return Answer(False, (label(what),))
            match what:
                case AllOf(near=None, parts=parts):
                    return _all([self.truth(part, inner) for part in parts])
                case AnyOf(parts=parts):
                    return _any([self.truth(part, inner) for part in parts], label(what))
                case AtLeast(n=n, parts=parts):
                    return _at_least([self.truth(part, inner) for part in parts], n)
                case Not(part=part):
                    answer = self.truth(part, inner)
                    opposite = None if answer.value is None else not answer.value
                    return Answer(opposite, (label(what),), reason=answer.reason)
            found = tuple(self._find(what, inner))
            return Answer(bool(found), () if found else (label(what),), found)
        except Undecided as undecided:
            return Answer(None, reason=undecided.reason)

    def in_turn(self, what: What, turn: int) -> list[Match]:
        """Return where ``what`` stands in one turn, whoever speaks it (for guards)."""
        if isinstance(what, Find):
            return self._patterns(what.patterns, {turn})
        if isinstance(what, AnyOf):
            return _longest(hit for part in what.parts for hit in self.in_turn(part, turn))
        if isinstance(what, AllOf | AtLeast):
            return self._together(what, [turn], lambda part: self.in_turn(part, turn))
        return self.matches(what, Scope(turns=frozenset([turn])))

    def first_by_anyone(self, find: Find) -> Match | None:
        """Return where ``find`` first stands in the call, whoever says it; None: nowhere."""
        found = self._patterns(find.patterns, set(range(len(self.call.turns))))
        return found[0] if found else None

    def _scope(self, what: What, scope: Scope) -> Scope | None:
        """Apply ``in``, ``after`` and ``before``; None where nothing is left."""
        if what.within is not None:
            speaker = what.by if isinstance(what, Find | Likely) else "agent"
            scope = narrowed(scope, what.within, self.call, speaker)
        if what.after is not None:
            found = self.matches(what.after, scope)
            if not found:
                return None
            scope = replace(scope, low=max(scope.low, (found[0].turn, found[0].end)))
        if what.before is not None:
            found = self.matches(what.before, scope)
            if found:
                scope = replace(scope, high=min(scope.high, (found[0].turn, found[0].begin)))
        return scope

    def _find(self, what: What, scope: Scope) -> list[Match]:
        match what:
            case Find():
                spoken = {
                    turn
                    for turn in scope.turn_indexes(self.call)
                    if what.by in ("any", self.call.turns[turn].speaker)
                }
                found = self._patterns(what.patterns, spoken)
                return [hit for hit in found if scope.holds(self.call, hit)]
            case AnyOf(parts=parts):
                return _longest(hit for part in parts for hit in self.matches(part, scope))
            case AllOf() | AtLeast():
                turns = list(scope.turn_indexes(self.call))
                return self._together(what, turns, lambda part: self.matches(part, scope))
            case Not():
                return []
            case Likely(turns=turns_wanted):
                likely = [hit for hit in self._event(what) if scope.holds(self.call, hit)]
                return likely if len(likely) >= turns_wanted else []
            case _:
                return [hit for hit in self._event(what) if scope.holds(self.call, hit)]

    def _patterns(self, patterns: Iterable[int], turns: Set[int]) -> list[Match]:
        candidates = self.scan.candidates
        return _longest(
            hit
            for index in patterns
            if index in candidates
            for turn in candidates[index] & turns
            for hit in self.scan.matches(index, turn)
            if hit.confidence >= self.confidence
        )

    def _together(
        self, what: AllOf | AtLeast, turns: list[int], find: Callable[[What], list[Match]]
    ) -> list[Match]:
        wanted = [_by_turn(find(part)) for part in what.parts if not isinstance(part, Not)]
        refused = [_by_turn(find(part.part)) for part in what.parts if isinstance(part, Not)]
        found = []
        for turn in turns:
            if any(turn in hits for hits in refused):
                continue
            present = [hits[turn] for hits in wanted if turn in hits]
            needed = what.n if isinstance(what, AtLeast) else len(wanted)
            if len(present) < needed or not present:
                continue
            near = what.near if isinstance(what, AllOf) else None
            joined = _joined(present, near)
            if joined is not None:
                found.append(self._spanning(joined))
        return found

    def _spanning(self, parts: list[Match]) -> Match:
        first = min(parts, key=lambda hit: hit.begin)
        last = max(parts, key=lambda hit: hit.end)
        return replace(
            first,
            end=last.end,
            source_end=last.source_end,
            confidence=min(hit.confidence for hit in parts),
            slots=tuple(slot for hit in parts for slot in hit.slots),
        )

    def _event(self, what: What) -> list[Match]:
        turns = self.call.turns
        match what:
            case Speaks(by=by):
                return [self.whole_turn(index) for index in spoken_by(self.call, by)]
            case Likely(clues=clues, by=by, over=over):
                weighed = self.scan.weighed(self.pack, clues, by)
                asked = self.confidence if over is None else over
                return [
                    replace(self.whole_turn(index), confidence=certainty(found))
                    for index, found in weighed.items()
                    if found.likely >= asked
                ]
            case HangUp(by=by):
                if self.call.hung_up_by is None:
                    raise Undecided(Message("来源没有说谁先挂机"))
                last = len(turns) - 1
                end = len(self.scan.view(last).exact)
                text = len(turns[last].text)
                return [Match(last, end, end, text, text)] if self.call.hung_up_by == by else []
            case Silence(seconds=seconds):
                return [
                    self.whole_turn(index)
                    for index in range(1, len(turns))
                    if self._pause_before(index) >= seconds
                ]
            case Quiet(speaker=speaker, seconds=seconds, at_start=at_start):
                return self._quiet(speaker, seconds, at_start)
        raise TypeError(f"no such what: {what!r}")

    def whole_turn(self, index: int) -> Match:
        """Return a match that covers a whole turn."""
        return Match(
            index, 0, len(self.scan.view(index).exact), 0, len(self.call.turns[index].text)
        )

    def _pause_before(self, index: int) -> float:
        if self.call.ends_inferred:
            raise Undecided(NO_ENDS)
        return start_of(self.call.turns[index]) - max(
            end_of(turn) for turn in self.call.turns[:index]
        )

    def _quiet(self, speaker: str, seconds: float, at_start: bool) -> list[Match]:
        """Turns of the other side after which ``speaker`` says nothing for ``seconds``."""
        turns = self.call.turns
        theirs = spoken_by(self.call, speaker)
        others = [index for index in range(len(turns)) if index not in theirs]
        if not others:
            return []
        if not theirs:
            return [Match(0, 0, 0, 0, 0)] if at_start else [self.whole_turn(others[0])]
        found = []
        for index in others[:1] if at_start else others:
            answer = next((later for later in theirs if later > index), None)
            if answer == index + 1 and turns[answer].start is None:
                continue
            until = call_end(self.call) if answer is None else start_of(turns[answer])
            if until - end_of(turns[index]) >= seconds:
                found.append(Match(0, 0, 0, 0, 0) if at_start else self.whole_turn(index))
        return found


def certainty(weighed: Weighed) -> float:
    """Return the confidence in what was weighed, which is never certain."""
    return min(round(weighed.likely, 2), 0.99)


def label(what: What) -> str:
    """Return what a report calls ``what``: its name, or nothing."""
    return what.name or ""


def _by_turn(found: Iterable[Match]) -> dict[int, list[Match]]:
    turns: dict[int, list[Match]] = defaultdict(list)
    for match in found:
        turns[match.turn].append(match)
    return turns


def _longest(found: Iterable[Match]) -> list[Match]:
    """Of matches that overlap in a turn keep the longest, then the surest; in order of place."""
    kept: list[Match] = []
    for match in sorted(found, key=lambda m: (m.turn, m.begin, -m.end, -m.confidence)):
        last = kept[-1] if kept else None
        if last is not None and last.turn == match.turn and match.begin < last.end:
            if match.length > last.length:
                kept[-1] = match
            continue
        kept.append(match)
    return kept


def _joined(parts: list[list[Match]], near: int | None) -> list[Match] | None:
    """Pick one match of every part, all within ``near`` 字 of their neighbours."""
    if near is None:
        return [matches[0] for matches in parts]
    placed = sorted(
        ((hit, number) for number, matches in enumerate(parts) for hit in matches),
        key=lambda item: (item[0].begin, item[0].end),
    )
    # A run of hits, each near the one before it, that holds a hit of every part.
    run: list[tuple[Match, int]] = []
    for item in placed:
        if run and _distance(run[-1][0], item[0]) > near:
            run = []
        run.append(item)
        latest = {number: hit for hit, number in run}
        picked = sorted(latest.values(), key=lambda hit: hit.begin)
        if len(picked) == len(parts) and all(
            _distance(a, b) <= near for a, b in itertools.pairwise(picked)
        ):
            return picked
    return None


def _distance(a: Match, b: Match) -> int:
    return max(a.begin - b.end, b.begin - a.end, 0)


def _all(answers: list[Answer]) -> Answer:
    matches = tuple(hit for answer in answers for hit in answer.matches)
    missing = tuple(name for answer in answers if answer.value is False for name in answer.missing)
    if any(answer.value is False for answer in answers):
        return Answer(False, missing, matches)
    return _unknown(answers) or Answer(True, (), matches)


def _any(answers: list[Answer], name: str) -> Answer:
    met = [answer for answer in answers if answer.value]
    if met:
        return met[0]
    missing = (name,) if name else tuple(part for answer in answers for part in answer.missing)
    return _unknown(answers) or Answer(False, missing)


def _at_least(answers: list[Answer], n: int) -> Answer:
    met = [answer for answer in answers if answer.value]
    if len(met) >= n:
        return Answer(True, (), tuple(hit for answer in met for hit in answer.matches))
    open_ = [answer for answer in answers if answer.value is None]
    if len(met) + len(open_) >= n:
        return _unknown(answers) or Answer(False)
    return Answer(False, tuple(part for a in answers if not a.value for part in a.missing))


def _unknown(answers: list[Answer]) -> Answer | None:
    reasons = [answer.reason for answer in answers if answer.value is None]
    return Answer(None, reason=reasons[0]) if reasons else None
