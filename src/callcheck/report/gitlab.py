"""A code quality report, which GitLab shows in merge requests."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import orjson

from callcheck.findings import CallResult, Finding
from callcheck.report.model import Run, Style
from callcheck.report.place import relative, told

SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}
VETO = "blocker"


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield the list of issues; suppressed findings are left out."""
    seen: set[str] = set()
    issues = [
        _issue(call, finding, _unique(finding.fingerprint, seen))
        for call in run.calls
        for finding in call.checked.findings
        if finding.suppressed is None
    ]
    yield orjson.dumps(issues, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _unique(fingerprint: str, seen: set[str]) -> str:
    """Return the fingerprint, hashed again while another issue has it: GitLab drops doubles."""
    while fingerprint in seen:
        fingerprint = sha256(fingerprint.encode()).hexdigest()
    seen.add(fingerprint)
    return fingerprint


def _issue(call: CallResult, finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "check_name": finding.rule,
        "description": told(finding),
        "severity": VETO if finding.veto else SEVERITIES[finding.severity],
        "fingerprint": fingerprint,
        "location": {
            "path": relative(call.checked.call.path),
            "positions": {
                "begin": {"line": finding.line or 1, "column": finding.column or 1},
                "end": {
                    "line": finding.end_line or finding.line or 1,
                    "column": finding.end_column or finding.column or 1,
                },
            },
        },
    }
