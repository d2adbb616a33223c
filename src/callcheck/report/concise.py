"""One line a finding: ``path:line:column: rule message``, which editors can follow."""

from __future__ import annotations

from collections.abc import Iterator

from callcheck.findings import CallResult, Finding
from callcheck.report.model import Run, Style


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield the lines; suppressed findings are left out."""
    for call in run.calls:
        yield "".join(line + "\n" for line in _lines(call)).encode()


def _lines(result: CallResult) -> Iterator[str]:
    for finding in result.checked.findings:
        if finding.suppressed is None:
            yield f"{_place(result, finding)}: {finding.rule} {finding.message}{_quoted(finding)}"


def _place(result: CallResult, finding: Finding) -> str:
    path = result.checked.call.path
    if finding.line is None:
        return path
    return f"{path}:{finding.where or finding.line}:{finding.column}"


def _quoted(finding: Finding) -> str:
    return f"「{' '.join(finding.text.split())}」" if finding.text else ""
