"""Traces: for each rule, what its words met in a call and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from callcheck.check import Checker
from callcheck.checks.forms import Outcome, judge
from callcheck.checks.nearness import words_of
from callcheck.checks.weigh import clues_told
from callcheck.matching.ruleset import CompiledRule, Find
from callcheck.matching.scan import CallScan
from callcheck.messages import Message
from callcheck.packs.model import Likely, Rule
from callcheck.packs.references import own_whats_of
from callcheck.transcript.model import Call

FIRED, SPARED, MATCHED, NEAR = Message("命中"), Message("豁免"), Message("匹配"), Message("擦边")


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One thing a rule met: the turn (from 1), what became of it, the words, and why.

    ``turn`` is None where it is the whole call that a rule speaks of.
    """

    turn: int | None
    outcome: str
    text: str
    detail: str


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """One rule on one call."""

    rule: str
    verdict: str
    steps: tuple[TraceStep, ...]


def trace_call(call: Call, checker: Checker) -> Iterator[RuleTrace]:
    """Yield the trace of every rule on ``call``, in the order of the packs."""
    scan = CallScan(call, checker.matcher)
    judged = [(compiled, judge(compiled, scan)) for compiled in checker.ruleset.rules]
    broken = {
        (compiled.rule.pack, compiled.rule.id) for compiled, outcome in judged if outcome.breaches
    }
    for compiled, outcome in judged:
        steps = sorted(_steps(compiled, outcome, scan), key=_place)
        verdict = _verdict(compiled.rule, outcome, broken)
        yield RuleTrace(compiled.rule.name, verdict, tuple(steps))


def _verdict(rule: Rule, outcome: Outcome, broken: set[tuple[str, str]]) -> str:
    if outcome.undecided is not None:
        return Message("未评：{undecided}", undecided=outcome.undecided)
    if not outcome.applies:
        return Message("不适用：条件不成立")
    if not outcome.breaches:
        return Message("没有违反")
    if rule.yields_to is not None and (rule.pack, rule.yields_to) in broken:
        return Message(
            "{count} 处，由 {other} 算", count=len(outcome.breaches), other=rule.yields_to
        )
    return Message("{count} 处违反", count=len(outcome.breaches))


def _place(step: TraceStep) -> float:
    return float("inf") if step.turn is None else step.turn


def _steps(compiled: CompiledRule, outcome: Outcome, scan: CallScan) -> Iterator[TraceStep]:
    call = scan.call
    told: set[tuple[int, str]] = set()
    for breach in outcome.breaches:
        at = breach.match.turn if breach.match else breach.turn
        text = words_of(breach.match, call) if breach.match else ""
        if at is not None:
            told.add((at, text))
        yield TraceStep(None if at is None else at + 1, FIRED, text, breach.note or "")
    for match, guard in outcome.spared:
        told.add((match.turn, words_of(match, call)))
        yield TraceStep(
            match.turn + 1, SPARED, words_of(match, call), Message("豁免条件：{guard}", guard=guard)
        )
    if compiled.rule.weigh is not None:
        yield from _weighed(compiled.rule, told, scan)
    for likely in dict.fromkeys(
        what for what in own_whats_of(compiled.rule) if isinstance(what, Likely)
    ):
        yield from _likely(likely, compiled.rule, scan)
    for index in sorted(_patterns(compiled.rule)):
        pattern = scan.matcher.ruleset.patterns[index]
        for turn in sorted(scan.candidates.get(index, ())):
            found = scan.matches(index, turn)
            for match in found:
                text = words_of(match, call)
                if (turn, text) not in told:
                    told.add((turn, text))
                    speaker = call.turns[turn].speaker
                    yield TraceStep(turn + 1, MATCHED, text, f"{speaker}：{pattern.phrase}")
            if not found:
                text = call.turns[turn].text
                if (turn, pattern.phrase) not in told:
                    told.add((turn, pattern.phrase))
                    yield TraceStep(
                        turn + 1,
                        NEAR,
                        text,
                        Message("有核心词，不成短语：{phrase}", phrase=pattern.phrase),
                    )


def _weighed(rule: Rule, told: set[tuple[int, str]], scan: CallScan) -> Iterator[TraceStep]:
    """Yield the turns that more clues speak for than against, and that are not likely enough."""
    assert rule.weigh is not None
    fired = {turn for turn, _ in told}
    for turn, weighed in scan.weighed(rule.pack, rule.weigh).items():
        if weighed.likely < 0.5 or turn in fired or rule.kind not in (None, weighed.kind):
            continue
        words = scan.call.turns[turn].text[weighed.begin : weighed.end]
        detail = Message(
            "可能性 {likely:.2f}，要 {asked:g}：{clues}",
            likely=weighed.likely,
            asked=rule.confidence,
            clues=clues_told(weighed),
        )
        yield TraceStep(turn + 1, NEAR, words, detail)


def _likely(what: Likely, rule: Rule, scan: CallScan) -> Iterator[TraceStep]:
    """Yield the turns that the clues of ``what`` speak for, likely enough or not."""
    asked = rule.confidence if what.over is None else what.over
    for turn, weighed in scan.weighed(rule.pack, what.clues, what.by).items():
        if weighed.likely < min(asked, 0.5):
            continue
        detail = Message(
            "{name}的可能性 {likely:.2f}，要 {asked:g}：{clues}",
            name=what.clues,
            likely=weighed.likely,
            asked=asked,
            clues=clues_told(weighed),
        )
        outcome = MATCHED if weighed.likely >= asked else NEAR
        yield TraceStep(turn + 1, outcome, scan.call.turns[turn].text, detail)


def _patterns(rule: Rule) -> set[int]:
    finds = (what for what in own_whats_of(rule) if isinstance(what, Find))
    return {index for find in finds for index in find.patterns}
