"""The report on scripts for a person: each finding at its place, the score of each, a count."""

from __future__ import annotations

from collections.abc import Iterator

from callcheck.findings import CallResult, Finding
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
from callcheck.report.words import CATEGORY, points, verdict
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
        told = f"话术 {scripts} 份，合格 {passed} 份，问题 {found} 处\n"
        yield told.encode()


def _script(result: CallResult, style: Style) -> Iterator[str]:
    score, call = result.score, result.checked.call
    if style.verbosity >= 0:
        for finding in result.checked.findings:
            yield from _finding(finding, result, style)
    elif score.passed:
        return
    told = verdict(score.passed) + ("（一票否决）" if score.vetoed else "")
    figure = f"{points(score.total)}/{points(score.max)}" if score.max else "无法评分"
    color = GOOD if score.passed else BAD
    yield f"{paint(call.path, BOLD, style)}  得分 {figure}  {paint(told, color, style)}"
    if style.verbosity >= 0:
        for note in call.notes:
            yield f"  说明  {note}"
        if result.checked.findings:
            yield ""


def _finding(finding: Finding, result: CallResult, style: Style) -> Iterator[str]:
    path = result.checked.call.path
    place = f"{path}:{finding.where or finding.line}:{finding.column}" if finding.line else path
    severity = severity_of(finding, style)
    kind = CATEGORY.get(finding.category, finding.category)
    yield f"{paint(place, BOLD, style)}  {severity}  {kind}  {paint(finding.rule, DIM, style)}"
    yield from _evidence(finding, result, style)
    yield from reasons(finding)
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
