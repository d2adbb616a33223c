"""The JSON document of the contract.

Calls come one at a time and are spooled, since the document says how many there
were before it lists them: memory does not grow with the run.
"""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any

import orjson

from callcheck import __version__
from callcheck.findings import CallResult, Finding, InputError
from callcheck.report.model import Run, Style

SCHEMA = 1
SPOOL_BYTES = 1 << 23
CHUNK_BYTES = 1 << 16


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield the document, one call a line."""
    passed = calls = findings = 0
    with SpooledTemporaryFile(max_size=SPOOL_BYTES) as spool:
        for call in run.calls:
            spool.write(b",\n" if calls else b"\n")
            spool.write(orjson.dumps(call_record(call)))
            calls += 1
            passed += call.score.passed
            findings += len(call.checked.findings)
        head = {
            "schema": SCHEMA,
            "callcheck": __version__,
            "profile": run.profile.id,
            "summary": {
                "calls": calls,
                "passed": passed,
                "failed": calls - passed,
                "errors": len(run.errors),
                "findings": findings,
            },
        }
        yield orjson.dumps(head)[:-1] + b',\n"calls":['
        spool.seek(0)
        while chunk := spool.read(CHUNK_BYTES):
            yield chunk
    errors = [error_record(error) for error in run.errors]
    yield (b"\n" if calls else b"") + b'],\n"errors":' + orjson.dumps(errors) + b"}\n"


def error_record(error: InputError) -> dict[str, Any]:
    """Return one input that could not be read as an item of ``errors``."""
    return {"path": error.path, "line": error.line, "message": error.message}


def call_record(result: CallResult) -> dict[str, Any]:
    """Return one call as an item of ``calls``."""
    call, score, pace = result.checked.call, result.score, result.checked.pace
    return {
        "path": call.path,
        "call_id": call.call_id,
        "agent_id": call.agent_id,
        "turns": len(call.turns),
        "agent_turns": sum(turn.speaker == "agent" for turn in call.turns),
        "score": {
            "total": float(score.total),
            "max": float(score.max),
            "passed": score.passed,
            "vetoed": score.vetoed,
            "sections": [
                {"id": section.id, "earned": float(section.earned), "max": float(section.max)}
                for section in score.sections
            ],
        },
        "pace": pace
        and {
            "characters_per_minute": round(pace.characters_per_minute, 1),
            "speaking_seconds": round(pace.speaking_seconds, 3),
        },
        "findings": [finding_record(finding) for finding in result.checked.findings],
        "not_evaluated": [
            {"rule": item.rule, "reason": item.reason} for item in result.checked.not_evaluated
        ],
    }


def finding_record(finding: Finding) -> dict[str, Any]:
    """Return one finding as an item of ``findings``; ``note`` and ``where`` where it has them."""
    quiet = finding.suppressed
    record = {
        "rule": finding.rule,
        "pack": finding.pack,
        "category": finding.category,
        "family": finding.family,
        "severity": finding.severity,
        "clauses": list(finding.clauses),
        "turn": finding.turn,
        "speaker": finding.speaker,
        "start": finding.start,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "text": finding.text,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "confidence": float(finding.confidence),
        "deduction": float(finding.deduction),
        "suppressed": quiet and {"by": quiet.by, "reason": quiet.reason},
        "fingerprint": finding.fingerprint,
    }
    if finding.note is not None:
        record["note"] = finding.note
    if finding.where is not None:
        record["where"] = finding.where
    return record
