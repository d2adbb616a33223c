"""SARIF 2.1.0, for code scanning: columns are code points, suppressions are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from callcheck import __version__
from callcheck.findings import CallResult, Finding, InputError
from callcheck.packs.model import Rule
from callcheck.report.model import Run, Style
from callcheck.report.place import relative, told

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield the log: one run, every finding a result."""
    rules = {rule.name: index for index, rule in enumerate(run.rules)}
    summaries = {clause.id: clause.summary for pack in run.packs for clause in pack.clauses}
    results = [
        _result(call, finding, rules)
        for call in run.calls
        for finding in call.checked.findings
    ]  # fmt: skip
    driver = {
        "name": "callcheck",
        "semanticVersion": __version__,
        "rules": [_rule(rule, summaries) for rule in run.rules],
    }
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": not run.errors,
                        "toolExecutionNotifications": [_notification(e) for e in run.errors],
                    }
                ],
                "results": results,
            }
        ],
    }
    yield orjson.dumps(log, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _rule(rule: Rule, summaries: dict[str, str]) -> dict[str, Any]:
    clauses = [
        f"{clause} {summaries[clause]}" if clause in summaries else clause
        for clause in rule.clauses
    ]
    described: dict[str, Any] = {
        "id": rule.name,
        "shortDescription": {"text": rule.message},
        "fullDescription": {"text": "；".join([rule.message, *clauses])},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": list(dict.fromkeys([rule.category, rule.family, *rule.clauses]))},
    }
    if rule.suggestion:
        described["help"] = {"text": f"建议：{rule.suggestion}"}
    if rule.aliases:
        described["deprecatedIds"] = [f"{rule.pack}/{alias}" for alias in rule.aliases]
    return described


def _result(call: CallResult, finding: Finding, rules: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": LEVELS[finding.severity],
        "message": {"text": told(finding)},
        "locations": [_location(call, finding)],
        "partialFingerprints": {"callcheck/v1": finding.fingerprint},
        "properties": {
            "confidence": float(finding.confidence),
            "deduction": float(finding.deduction),
            "turn": finding.turn,
        },
    }
    if finding.rule in rules:
        result["ruleIndex"] = rules[finding.rule]
    if finding.suppressed:
        suppression = {
            "kind": "inSource" if finding.suppressed.by == "inline" else "external",
            "status": "accepted",
            "justification": finding.suppressed.reason,
        }
        result["suppressions"] = [suppression]
    return result


def _location(call: CallResult, finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(call.checked.call.path)}}
    if finding.line is not None:
        place["region"] = {
            "startLine": finding.line,
            "startColumn": finding.column,
        }
        if finding.end_line is not None:
            place["region"] |= {
                "endLine": finding.end_line,
                "endColumn": finding.end_column,
                "snippet": {"text": finding.text or ""},
            }
    location: dict[str, Any] = {"physicalLocation": place}
    named = call.checked.call.call_id or finding.where
    if named:
        kind = "call" if call.checked.call.call_id else "element"
        location["logicalLocations"] = [{"name": named, "kind": kind}]
    return location


def _notification(error: InputError) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(error.path)}}
    if error.line is not None:
        place["region"] = {"startLine": error.line}
    return {
        "level": "error",
        "message": {"text": error.message},
        "locations": [{"physicalLocation": place}],
    }


def _uri(path: str) -> str:
    near = relative(path)
    return Path(near).as_uri() if Path(near).is_absolute() else quote(near)
