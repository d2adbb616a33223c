"""The report for a person: the score first, then each finding with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain, islice

from callcheck.findings import CallResult, Finding, NotEvaluated
from callcheck.messages import Message
from callcheck.packs.model import Rule
from callcheck.report.model import Run, Style
from callcheck.report.quote import cells, pad, plain, span, underlined
from callcheck.report.terminal import (
    BAD,
    BOLD,
    COLORS,
    DIM,
    GOOD,
    advice,
    paint,
    reasons,
    severity_of,
)
from callcheck.report.words import (
    CATEGORY,
    SECTION,
    SPEAKER,
    clock,
    points,
    scored,
    verdict,
)
from callcheck.transcript.model import Call, Turn

MOST_FREQUENT = 10
LOWEST = 10


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield one call in full, or several in brief (in full if verbose) and a summary."""
    if run.kind == "script":
        from callcheck.report.script_text import render as render_scripts

        yield from render_scripts(run, style)
        return
    calls = iter(run.calls)
    first = list(islice(calls, 2))
    several = len(first) > 1
    brief = several and style.verbosity < 1
    tally = _Tally()
    for number, call in enumerate(chain(first, calls)):
        tally.add(call)
        lines = list(call_lines(call, run, style, brief=brief))
        if number and lines and not brief:
            lines.insert(0, "")
        yield _encode(lines)
    if several and style.verbosity >= 0:
        yield _encode(_summary(tally, {rule.name: rule for rule in run.rules}, style))


def _encode(lines: Iterable[str]) -> bytes:
    return "".join(line.rstrip() + "\n" for line in lines).encode()


def call_lines(result: CallResult, run: Run, style: Style, *, brief: bool = False) -> Iterator[str]:
    """Yield the lines of one call's report; ``brief``: a line a finding."""
    call, findings = result.checked.call, result.checked.findings
    if style.verbosity < 0:
        if not result.score.passed:
            yield _headline(result, run, style)
        return
    yield _headline(result, run, style)
    if brief:
        yield from (_short(finding, style) for finding in findings)
        return
    yield from _about(result, style)
    yield ""
    for finding in findings:
        yield from _full(finding, call, style)
    if not findings:
        yield f"  {style.say(Message('没有发现问题'))}"
    yield from _unjudged(result.checked.not_evaluated, style)
    if style.verbosity >= 1:
        yield from _asides(result, style)


def _headline(result: CallResult, run: Run, style: Style) -> str:
    call, score = result.checked.call, result.score
    say = style.say
    told = verdict(score)
    if score.vetoed:
        told = Message("{verdict}（一票否决）", verdict=told)
    elif not score.passed and score.max and score.total < run.pass_mark:
        told = Message("{verdict}（及格线 {points}）", verdict=told, points=points(run.pass_mark))
    who = f"  {say(Message('坐席 {id}', id=call.agent_id))}" if call.agent_id else ""
    which = f"  {say(Message('通话 {id}', id=call.call_id))}" if call.call_id else ""
    lead = paint(say(scored(score)), BOLD, style)
    color = GOOD if score.passed else BAD
    return f"{lead}  {paint(say(told), color, style)}  {paint(call.path, BOLD, style)}{which}{who}"


def _about(result: CallResult, style: Style) -> Iterator[str]:
    call, pace = result.checked.call, result.checked.pace
    agent = sum(turn.speaker == "agent" for turn in call.turns)
    facts = Message("共 {turns} 轮，客服 {agent} 轮", turns=len(call.turns), agent=agent)
    if pace:
        facts = Message(
            "{facts}，语速 {pace:.1f} 字/分钟", facts=facts, pace=pace.characters_per_minute
        )
    yield paint(f"  {style.say(facts)}", DIM, style)
    names = (style.say(SECTION.get(section.id, section.id)) for section in result.score.sections)
    sections = (
        f"{name} {points(section.earned)}/{points(section.max)}"
        for name, section in zip(names, result.score.sections, strict=True)
    )
    if result.score.sections:
        yield paint("  " + "  ".join(sections), DIM, style)


def _short(finding: Finding, style: Style) -> str:
    cost = (
        f"-{points(finding.deduction)}"
        if finding.suppressed is None
        else style.say(Message("豁免"))
    )
    quoted = style.say(_quotation(finding.text)) if finding.text else ""
    severity = severity_of(finding, style)
    where = pad(style.say(_where(finding)), 14)
    return (
        f"  {severity} {where} {pad(cost, 5)} {style.say(finding.message)}{quoted}  {finding.rule}"
    )


def _quotation(words: str) -> Message:
    """Return words of a call in quotation marks."""
    return Message("「{words}」", words=plain(words))


def _full(finding: Finding, call: Call, style: Style) -> Iterator[str]:
    severity = severity_of(finding, style)
    kind = style.say(CATEGORY.get(finding.category, finding.category))
    name = paint(finding.rule, DIM, style)
    yield f"  {severity}  {style.say(_where(finding))}  {paint(kind, BOLD, style)}  {name}"
    if finding.turn is not None:
        turn = call.turns[finding.turn - 1]
        if style.verbosity >= 1 and finding.turn > 1:
            yield paint(f"      {_said(call.turns[finding.turn - 2], style)}", DIM, style)
        yield from _evidence(finding, turn, style)
        if style.verbosity >= 1 and finding.turn < len(call.turns):
            yield paint(f"      {_said(call.turns[finding.turn], style)}", DIM, style)
    yield from reasons(finding, style)
    if not finding.suppressed:
        cost: str = points(finding.deduction)
        if finding.veto:
            cost = Message("{cost}（一票否决）", cost=cost)
        yield f"    {style.say(Message('扣分'))}  {style.say(cost)}"
    if finding.confidence < 1:
        yield f"    {style.say(Message('把握'))}  {finding.confidence:.0%}"
    yield from advice(finding, style)


def _evidence(finding: Finding, turn: Turn, style: Style) -> Iterator[str]:
    label = style.say(_label(turn))
    indent = " " * 6
    width = max(style.width - len(indent) - cells(label), 20)
    begin, end = span(turn, finding)
    color = COLORS[finding.severity]
    shown = False
    for line, marks in underlined(turn.text, begin, end, width):
        yield indent + (label if not shown else " " * cells(label)) + line
        yield indent + " " * cells(label) + paint(marks, color, style)
        shown = True
    if not shown:
        yield indent + _said(turn, style)


def _unjudged(items: Sequence[NotEvaluated], style: Style) -> Iterator[str]:
    if items:
        yield f"  {style.say(Message('未评'))}"
        for item in items:
            told = Message("{rule}：{reason}", rule=item.rule, reason=item.reason)
            yield paint(f"    {style.say(told)}", DIM, style)


def _asides(result: CallResult, style: Style) -> Iterator[str]:
    notes, spared = result.checked.call.notes, result.checked.spared
    if notes:
        yield f"  {style.say(Message('说明'))}"
        for note in notes:
            yield paint(f"    {style.say(note)}", DIM, style)
    if spared:
        yield f"  {style.say(Message('未计（另有说法）'))}"
        for item in spared:
            told = Message(
                "第 {turn} 轮「{words}」 {rule}：{guard}",
                turn=item.turn,
                words=plain(item.text),
                rule=item.rule,
                guard=item.guard,
            )
            yield paint(f"    {style.say(told)}", DIM, style)


def _where(finding: Finding) -> Message:
    if finding.turn is None:
        return Message("整通电话")
    turn = Message("第 {turn} 轮", turn=finding.turn)
    if finding.start is None:
        return turn
    return Message("{turn} {moment}", turn=turn, moment=clock(finding.start))


def _said(turn: Turn, style: Style) -> str:
    return f"{style.say(_label(turn))}{plain(turn.text)}"


def _label(turn: Turn) -> Message:
    return Message("{speaker}：", speaker=SPEAKER[turn.speaker])


@dataclass(slots=True)
class _Tally:
    """The summary's figures; it keeps a few calls, not all."""

    calls: int = 0
    passed: int = 0
    scored: int = 0
    total: float = 0.0
    findings: Counter[str] = field(default_factory=Counter)
    lowest: list[tuple[float, int, str, int]] = field(default_factory=list)

    def add(self, result: CallResult) -> None:
        self.calls += 1
        self.passed += result.score.passed
        counted = [f for f in result.checked.findings if f.suppressed is None]
        self.findings.update(finding.rule for finding in counted)
        if result.score.max:
            self.scored += 1
            self.total += result.score.total
            path = result.checked.call.path
            entry = (result.score.total, self.calls, path, len(counted))
            self.lowest = nsmallest(LOWEST, [*self.lowest, entry])


def _summary(tally: _Tally, rules: dict[str, Rule], style: Style) -> Iterator[str]:
    say = style.say
    mean = f"{tally.total / tally.scored:.1f}" if tally.scored else say(Message("无"))
    rate = f"{tally.passed / tally.calls:.1%}"
    figures = Message(
        "通话 {calls} 通  平均得分 {mean}  合格率 {rate}（{passed}/{calls}）",
        calls=tally.calls,
        mean=mean,
        rate=rate,
        passed=tally.passed,
    )
    yield ""
    yield paint(say(Message("汇总")), BOLD, style)
    yield f"  {say(figures)}"
    if tally.findings:
        yield f"  {say(Message('最常见的问题'))}"
        most = sorted(tally.findings.items(), key=lambda item: (-item[1], item[0]))
        for name, count in most[:MOST_FREQUENT]:
            told = rules[name].message if name in rules else ""
            times = say(Message("{count:>5} 次", count=count))
            yield f"    {times}  {name}  {told}".rstrip()
    if tally.lowest and tally.findings:
        yield f"  {say(Message('得分最低的通话'))}"
        for total, _, path, count in tally.lowest:
            call = Message("{path}（{count} 处问题）", path=path, count=count)
            yield f"    {points(total):>6}  {say(call)}"
