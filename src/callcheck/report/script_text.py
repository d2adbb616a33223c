"""The report on scripts for a person: each finding at its place, the score of each, a count."""

from __future__ import annotations

from collections.abc import Iterator

from callcheck.findings import CallResult, Finding
from callcheck.messages import Message
from callcheck.report.model import Run, Style
from callcheck.report.quote import plain, span, underlined
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
from callcheck.report.words import CATEGORY, scored, verdict
from callcheck.transcript.model import Turn

INDENT = "      "


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield each script with findings in full, the others in a line, and the count."""
    scripts = passed = found = 0
    for result in run.calls:
        scripts += 1
        passed += result.score.passed
        found += sum(finding.suppressed is None for finding in result.checked.findings)
        yield "".join(line.rstrip() + "\n" for line in _script(result, style)).encode()
    if style.verbosity >= 0:
        told = Message(
            "话术 {scripts} 份，合格 {passed} 份，问题 {found} 处",
            scripts=scripts,
            passed=passed,
            found=found,
        )
        yield f"{style.say(told)}\n".encode()


def _script(result: CallResult, style: Style) -> Iterator[str]:
    score, call = result.score, result.checked.call
    if style.verbosity >= 0:
        for finding in result.checked.findings:
            yield from _finding(finding, result, style)
    elif score.passed:
        return
    told = verdict(score)
    if score.vetoed:
        told = Message("{verdict}（一票否决）", verdict=told)
    gate = paint(style.say(told), GOOD if score.passed else BAD, style)
    yield f"{paint(call.path, BOLD, style)}  {style.say(scored(score))}  {gate}"
    if style.verbosity >= 0:
        for note in call.notes:
            yield f"  {style.say(Message('说明'))}  {style.say(note)}"
        if result.checked.findings:
            yield ""


def _finding(finding: Finding, result: CallResult, style: Style) -> Iterator[str]:
    path = result.checked.call.path
    place = f"{path}:{finding.where or finding.line}:{finding.column}" if finding.line else path
    severity = severity_of(finding, style)
    kind = style.say(CATEGORY.get(finding.category, finding.category))
    yield f"{paint(place, BOLD, style)}  {severity}  {kind}  {paint(finding.rule, DIM, style)}"
    yield from _evidence(finding, result, style)
    yield from reasons(finding, style)
    yield from advice(finding, style)


def _evidence(finding: Finding, result: CallResult, style: Style) -> Iterator[str]:
    turn = _turn(finding, result)
    if turn is None:
        if finding.text:
            yield INDENT + plain(finding.text)
        return
    begin, end = span(turn, finding)
    width = max(style.width - len(INDENT), 20)
    for line, marks in underlined(turn.text, begin, end, width):
        yield INDENT + line
        yield INDENT + paint(marks, COLORS[finding.severity], style)


def _turn(finding: Finding, result: CallResult) -> Turn | None:
    if finding.turn is None or finding.text is None:
        return None
    return result.checked.call.turns[finding.turn - 1]
