"""Markdown, for a comment on a pull request or a page of a wiki."""

from __future__ import annotations

from collections.abc import Iterator

from callcheck.findings import CallResult, Finding
from callcheck.messages import Message, listed
from callcheck.report.model import Run, Style
from callcheck.report.place import label
from callcheck.report.words import CATEGORY, SEVERITY, points, verdict

COLUMNS = (
    Message("轮次"),
    Message("级别"),
    Message("类别"),
    Message("原话"),
    Message("原因"),
    Message("条款"),
    Message("扣分"),
    Message("建议"),
)


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield a table of the calls, then a table of findings for each call that has any."""
    calls = list(run.calls)
    yield _encode(_overview(calls, style))
    for call in calls:
        if call.checked.findings:
            yield _encode(_findings(call, style))
    if run.errors:
        lines = ["", f"## {style.say(Message('读不了的文件'))}", ""]
        for error in run.errors:
            told = Message(
                "{place}：{told}", place=_cell(error.place), told=_cell(style.say(error.message))
            )
            lines.append(f"- {style.say(told)}")
        yield _encode(iter(lines))


def _encode(lines: Iterator[str]) -> bytes:
    return "".join(line + "\n" for line in lines).encode()


def _overview(calls: list[CallResult], style: Style) -> Iterator[str]:
    passed = sum(call.score.passed for call in calls)
    yield f"# {style.say(Message('通话检查'))}"
    yield ""
    yield style.say(Message("共 {calls} 通，合格 {passed} 通。", calls=len(calls), passed=passed))
    if calls:
        yield ""
        yield _heading(style, Message("通话"), Message("得分"), Message("结果"), Message("问题"))
        yield "| --- | ---: | --- | ---: |"
    for call in calls:
        costing = sum(finding.suppressed is None for finding in call.checked.findings)
        score = f"{points(call.score.total)}/{points(call.score.max)}"
        told = verdict(call.score)
        if call.score.vetoed:
            told = Message("{verdict}（一票否决）", verdict=told)
        yield f"| {_cell(label(call.checked.call))} | {score} | {style.say(told)} | {costing} |"


def _findings(call: CallResult, style: Style) -> Iterator[str]:
    yield ""
    yield f"## {_cell(label(call.checked.call))}"
    yield ""
    yield _heading(style, *COLUMNS)
    yield "| ---: | --- | --- | --- | --- | --- | ---: | --- |"
    for finding in call.checked.findings:
        yield _row(finding, style)


def _row(finding: Finding, style: Style) -> str:
    quiet = finding.suppressed
    cells = (
        "" if finding.turn is None else str(finding.turn),
        style.say(SEVERITY[finding.severity]),
        style.say(CATEGORY.get(finding.category, finding.category)),
        finding.text or "",
        style.say(finding.message),
        style.say(listed(finding.clauses)),
        style.say(Message("豁免：{reason}", reason=quiet.reason))
        if quiet
        else points(finding.deduction),
        finding.suggestion or "",
    )
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _heading(style: Style, *names: Message) -> str:
    return f"| {' | '.join(style.say(name) for name in names)} |"


def _cell(text: str) -> str:
    """Return the text for a table's cell: one line, no mark that Markdown would act on."""
    line = " ".join(text.split())
    return "".join("\\" + mark if mark in "\\|*_`<>[]#~" else mark for mark in line)
