"""``steps``: things to be said in an order, with waits between them."""

from __future__ import annotations

from collections.abc import Iterator

from callcheck.checks.clock import call_end, end_of, said_at
from callcheck.checks.evaluate import Evaluator
from callcheck.checks.guards import Guards
from callcheck.checks.judgement import Breach, Undecided
from callcheck.checks.obligation import speaker_of, triggers
from callcheck.checks.scope import END, START, Place, Scope, answer_scope
from callcheck.matching.match import Match
from callcheck.messages import Message
from callcheck.packs.model import HangUp, Rule, Step


def check_steps(rule: Rule, evaluator: Evaluator, guards: Guards) -> Iterator[Breach]:
    """Yield a breach a trigger: the first step missing, out of order or too early.

    Raises Undecided where nothing is broken but something could not be judged.
    """
    undecided: Undecided | None = None
    starts = triggers(rule, evaluator, guards) if rule.when else [Match(0, 0, 0, 0, 0)]
    for trigger in starts:
        walk = _Walk(rule, evaluator, trigger)
        broken = walk.broken()
        if broken is not None:
            yield Breach(trigger if rule.when else None, None, broken)
        elif walk.undecided is not None:
            undecided = walk.undecided
    if undecided is not None:
        raise undecided


class _Walk:
    """One walk through the steps, from one trigger."""

    def __init__(self, rule: Rule, evaluator: Evaluator, trigger: Match) -> None:
        self.rule = rule
        self.evaluator = evaluator
        self.trigger = trigger
        self.undecided: Undecided | None = None
        self.scope = self._scope()
        self.at: Place = self.scope.low
        self.last: Match | None = None

    def _scope(self) -> Scope:
        rule, trigger = self.rule, self.trigger
        if rule.placed == "before":
            return Scope(START, (trigger.turn, trigger.begin))
        if rule.start == "start of call":
            scope = Scope()
        else:
            speaker = speaker_of(rule.steps[0].what)
            scope = answer_scope(
                rule.window, trigger, self.evaluator.call, speaker, after_words=True
            )
            if scope.turns is not None:
                scope = Scope(scope.low, (max(scope.turns) + 1, 0))
        if rule.until is not None:
            ended = self.evaluator.matches(rule.until, scope)
            if ended:
                return Scope(scope.low, (ended[0].turn, ended[0].begin))
        return scope

    def broken(self) -> str | None:
        """Walk the steps; return what is wrong with the first that is broken."""
        wait: float | None = None
        for number, step in enumerate(self.rule.steps, start=1):
            if step.what is None:
                wait = step.wait
                continue
            name = step.name or Message("第 {number} 步", number=number)
            try:
                found = self._find(step)
            except Undecided as undecided:
                self.undecided, wait = undecided, None
                continue
            if found is None:
                return None if self._let_off() else Message("缺少：{name}", name=name)
            if wait is not None and not self._waited(wait, found, step):
                return Message("{name}：没有先等 {wait:g} 秒", name=name, wait=wait)
            self.last, self.at, wait = found, (found.turn, found.end), None
        if wait is not None and not self._waited(wait, None, None):
            return Message("没有等够 {wait:g} 秒", wait=wait)
        return None

    def _find(self, step: Step) -> Match | None:
        assert step.what is not None
        if isinstance(step.what, HangUp):
            # Who hung up says nothing about when the words fell: it comes last.
            found = self.evaluator.matches(step.what)
        else:
            found = self.evaluator.matches(step.what, Scope(self.at, self.scope.high))
        return found[0] if found else None

    def _let_off(self) -> bool:
        """From the place of ``until`` on nothing more is owed."""
        return self.rule.until is not None and self.scope.high != END

    def _waited(self, wait: float, found: Match | None, step: Step | None) -> bool:
        """Tell whether ``wait`` seconds passed since the last step, as far as can be told."""
        call = self.evaluator.call
        try:
            since = end_of(call.turns[self.last.turn]) if self.last else 0.0
            if found is None or (step is not None and isinstance(step.what, HangUp)):
                until = call_end(call)
            else:
                until = said_at(call, found)
        except Undecided as undecided:
            self.undecided = undecided
            return True
        return until - since >= wait - self.rule.wait_tolerance
