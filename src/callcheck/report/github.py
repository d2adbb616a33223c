"""Workflow commands, which GitHub Actions shows as annotations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from callcheck.findings import CallResult, Finding
from callcheck.report.model import Run, Style
from callcheck.report.place import relative, told

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield one command a finding; suppressed findings are left out."""
    for call in run.calls:
        found = (f for f in call.checked.findings if f.suppressed is None)
        yield "".join(_command(call, finding) for finding in found).encode()
    for error in run.errors:
        place = {"file": relative(error.path), "line": error.line, "title": "callcheck"}
        yield _write("error", place, error.message).encode()


def _command(call: CallResult, finding: Finding) -> str:
    place = {
        "file": relative(call.checked.call.path),
        "line": finding.line,
        "endLine": finding.end_line,
        "col": finding.column,
        "endColumn": finding.end_column,
        "title": finding.rule,
    }
    return _write(LEVELS[finding.severity], place, told(finding))


def _write(level: str, place: Mapping[str, str | int | None], message: str) -> str:
    given = (f"{key}={_value(str(value))}" for key, value in place.items() if value is not None)
    return f"::{level} {','.join(given)}::{_message(message)}\n"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
