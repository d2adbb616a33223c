"""From a rule to its breaches: the forms of a rule, and what guards them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from callcheck.checks.conditions import applies
from callcheck.checks.count import check_count
from callcheck.checks.evaluate import Evaluator
from callcheck.checks.guards import Guards
from callcheck.checks.judgement import Breach, Undecided
from callcheck.checks.measure import check_measure
from callcheck.checks.obligation import check_forbid, check_forbid_after, check_require
from callcheck.checks.steps import check_steps
from callcheck.checks.weigh import check_weigh
from callcheck.matching.match import Match
from callcheck.matching.ruleset import CompiledRule
from callcheck.matching.scan import CallScan
from callcheck.messages import Message
from callcheck.packs.model import Rule

UNKNOWN_SPEAKERS = 0.2
"""Share of turns with no known speaker from which on nobody's words are judged."""


@dataclass(slots=True)
class Outcome:
    """What one rule says of one call."""

    breaches: list[Breach] = field(default_factory=list)
    spared: list[tuple[Match, str]] = field(default_factory=list)
    undecided: str | None = None
    applies: bool = True


def judge(compiled: CompiledRule, scan: CallScan) -> Outcome:
    """Judge one call by one rule."""
    rule, outcome = compiled.rule, Outcome()
    evaluator = Evaluator(scan, rule.confidence, rule.pack)
    try:
        if _speakers_unknown(scan):
            raise Undecided(Message("说话人未知"))
        if not applies(rule, evaluator):
            outcome.applies = False
            return outcome
        form = next(form for name, form in FORMS.items() if _has(rule, name))
        breaches = form(rule, evaluator, Guards(evaluator, compiled.guard_words), outcome)
        for breach in breaches:
            outcome.breaches.append(breach)
    except Undecided as undecided:
        # What is broken all the same stays broken.
        if not outcome.breaches:
            outcome.undecided = undecided.reason
    if rule.per_call:
        del outcome.breaches[1:]
    return outcome


def _has(rule: Rule, name: str) -> bool:
    return bool(getattr(rule, name))


def _speakers_unknown(scan: CallScan) -> bool:
    turns = scan.call.turns
    return sum(turn.speaker == "unknown" for turn in turns) > UNKNOWN_SPEAKERS * len(turns)


def _guarded(
    rule: Rule, matches: Iterable[Match], guards: Guards, outcome: Outcome
) -> Iterator[Match]:
    for match in matches:
        guard = guards.sparing(rule.unless, match)
        if guard is None:
            yield match
        else:
            outcome.spared.append((match, guard))


def _forbid(rule: Rule, evaluator: Evaluator, guards: Guards, outcome: Outcome) -> Iterator[Breach]:
    if rule.when is None:
        matches = check_forbid(rule, evaluator)
    else:
        matches = check_forbid_after(rule, evaluator, guards)
    for match in _guarded(rule, matches, guards, outcome):
        yield Breach(match)


def _count(rule: Rule, evaluator: Evaluator, guards: Guards, outcome: Outcome) -> Iterator[Breach]:
    assert rule.count is not None
    found = list(_guarded(rule, evaluator.matches(rule.count), guards, outcome))
    yield from check_count(rule, evaluator, found)


def _require(
    rule: Rule, evaluator: Evaluator, guards: Guards, outcome: Outcome
) -> Iterator[Breach]:
    yield from check_require(rule, evaluator, guards)


def _steps(rule: Rule, evaluator: Evaluator, guards: Guards, outcome: Outcome) -> Iterator[Breach]:
    yield from check_steps(rule, evaluator, guards)


def _measure(
    rule: Rule, evaluator: Evaluator, guards: Guards, outcome: Outcome
) -> Iterator[Breach]:
    yield from check_measure(rule, evaluator.call)


def _weigh(rule: Rule, evaluator: Evaluator, guards: Guards, outcome: Outcome) -> Iterator[Breach]:
    yield from check_weigh(rule, evaluator)


Form = Callable[[Rule, Evaluator, Guards, Outcome], Iterator[Breach]]
FORMS: dict[str, Form] = {
    "forbid": _forbid,
    "require": _require,
    "steps": _steps,
    "count": _count,
    "measure": _measure,
    "weigh": _weigh,
}
