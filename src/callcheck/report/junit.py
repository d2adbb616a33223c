"""JUnit XML: a suite a call, a case a rule, and one case for the call's own gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from callcheck.findings import CallResult, Finding, InputError
from callcheck.report.model import Run, Style
from callcheck.report.place import label, told
from callcheck.report.words import points
from callcheck.report.xml import escape

GATE = "callcheck/gate"


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield the document; a rule that was not evaluated is a skipped case."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="callcheck">\n'
    for call in run.calls:
        yield "".join(line + "\n" for line in _suite(call, run)).encode()
    for error in run.errors:
        yield "".join(line + "\n" for line in _broken(error)).encode()
    yield b"</testsuites>\n"


def _suite(result: CallResult, run: Run) -> Iterator[str]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in result.checked.findings:
        if finding.suppressed is None:
            found[finding.rule].append(finding)
    skipped = {item.rule: item.reason for item in result.checked.not_evaluated}
    names = sorted({rule.name for rule in run.rules} | set(found) | set(skipped))
    name = label(result.checked.call)
    failures = len(found) + (not result.score.passed)
    yield (
        f'<testsuite name="{escape(name)}" tests="{len(names) + 1}" failures="{failures}"'
        f' errors="0" skipped="{len(set(skipped) - set(found))}">'
    )
    yield from _gate(result, name, run)
    for rule in names:
        yield from _case(rule, name, found.get(rule, []), skipped.get(rule))
    yield "</testsuite>"


def _gate(result: CallResult, name: str, run: Run) -> Iterator[str]:
    score = result.score
    head = f'<testcase classname="{escape(name)}" name="{GATE}"'
    if score.passed:
        yield f"{head}/>"
        return
    why = "一票否决" if score.vetoed else f"及格线 {points(run.pass_mark)}"
    message = f"得分 {points(score.total)}/{points(score.max)}，{why}"
    yield f'{head}><failure message="{escape(message)}"/></testcase>'


def _case(rule: str, name: str, findings: list[Finding], skipped: str | None) -> Iterator[str]:
    head = f'<testcase classname="{escape(name)}" name="{escape(rule)}"'
    if findings:
        first = findings[0]
        body = escape("\n".join(_line(finding) for finding in findings))
        kind = f'message="{escape(told(first))}" type="{escape(first.severity)}"'
        yield f"{head}><failure {kind}>{body}</failure></testcase>"
    elif skipped is not None:
        yield f'{head}><skipped message="{escape(skipped)}"/></testcase>'
    else:
        yield f"{head}/>"


def _line(finding: Finding) -> str:
    place = "" if finding.line is None else f"{finding.line}:{finding.column} "
    return f"{place}{finding.text or finding.message}"


def _broken(error: InputError) -> Iterator[str]:
    name = escape(error.path)
    yield f'<testsuite name="{name}" tests="1" failures="0" errors="1" skipped="0">'
    yield f'<testcase classname="{name}" name="{GATE}"><error message="{escape(error.message)}"/>'
    yield "</testcase></testsuite>"
