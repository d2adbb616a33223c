"""Markdown, for a comment on a pull request or a page of a wiki."""

from __future__ import annotations

from collections.abc import Iterator

from callcheck.findings import CallResult, Finding
from callcheck.report.model import Run, Style
from callcheck.report.place import label
from callcheck.report.words import CATEGORY, SEVERITY, points, verdict


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield a table of the calls, then a table of findings for each call that has any."""
    calls = list(run.calls)
    yield _encode(_overview(calls))
    for call in calls:
        if call.checked.findings:
            yield _encode(_findings(call))
    if run.errors:
        lines = ["", "## 读不了的文件", ""]
        for error in run.errors:
            place = error.path if error.line is None else f"{error.path}:{error.line}"
            lines.append(f"- {_cell(place)}：{_cell(error.message)}")
        yield _encode(iter(lines))


def _encode(lines: Iterator[str]) -> bytes:
    return "".join(line + "\n" for line in lines).encode()


def _overview(calls: list[CallResult]) -> Iterator[str]:
    passed = sum(call.score.passed for call in calls)
    yield "# 通话检查"
    yield ""
    yield f"共 {len(calls)} 通，合格 {passed} 通。"
    if calls:
        yield ""
        yield "| 通话 | 得分 | 结果 | 问题 |"
        yield "| --- | ---: | --- | ---: |"
    for call in calls:
        costing = sum(finding.suppressed is None for finding in call.checked.findings)
        score = f"{points(call.score.total)}/{points(call.score.max)}"
        told = verdict(call.score.passed) + ("（一票否决）" if call.score.vetoed else "")
        yield f"| {_cell(label(call.checked.call))} | {score} | {told} | {costing} |"


def _findings(call: CallResult) -> Iterator[str]:
    yield ""
    yield f"## {_cell(label(call.checked.call))}"
    yield ""
    yield "| 轮次 | 级别 | 类别 | 原话 | 原因 | 条款 | 扣分 | 建议 |"
    yield "| ---: | --- | --- | --- | --- | --- | ---: | --- |"
    for finding in call.checked.findings:
        yield _row(finding)


def _row(finding: Finding) -> str:
    quiet = finding.suppressed
    cells = (
        "" if finding.turn is None else str(finding.turn),
        SEVERITY[finding.severity],
        CATEGORY.get(finding.category, finding.category),
        finding.text or "",
        finding.message,
        "、".join(finding.clauses),
        f"豁免：{quiet.reason}" if quiet else points(finding.deduction),
        finding.suggestion or "",
    )
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    """Return the text for a table's cell: one line, no mark that Markdown would act on."""
    line = " ".join(text.split())
    return "".join("\\" + mark if mark in "\\|*_`<>[]#~" else mark for mark in line)
