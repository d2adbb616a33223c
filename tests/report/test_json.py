"""The JSON document is the contract's, key for key."""

from __future__ import annotations

import json

from made import UNCLOSED, bad_call, clean_call, report

from callcheck import __version__
from callcheck.findings import InputError


def test_one_call_is_the_contracts_document() -> None:
    document = json.loads(report("json", bad_call()))
    (call,) = document["calls"]
    assert {key: value for key, value in document.items() if key != "calls"} == {
        "schema": 1,
        "callcheck": __version__,
        "profile": "default",
        "summary": {"calls": 1, "passed": 0, "failed": 1, "errors": 0, "findings": 3},
        "errors": [],
    }
    assert list(document) == ["schema", "callcheck", "profile", "summary", "calls", "errors"]
    findings = call.pop("findings")
    assert call == {
        "path": "calls/0007.txt",
        "call_id": None,
        "agent_id": "1024",
        "turns": 4,
        "agent_turns": 3,
        "score": {
            "total": 82.5,
            "max": 100.0,
            "passed": False,
            "vetoed": True,
            "sections": [
                {"id": "closer", "earned": 2.5, "max": 10.0},
                {"id": "words", "earned": 38.75, "max": 40.0},
            ],
        },
        "pace": {"characters_per_minute": 131.4, "speaking_seconds": 96.0},
        "not_evaluated": [{"rule": "default/rings", "reason": "没有振铃次数"}],
    }
    assert findings[0] == {
        "rule": "default/shirking-not-my-job",
        "pack": "default",
        "category": "shirking",
        "family": "shirking",
        "severity": "error",
        "clauses": ["CM-91"],
        "turn": 3,
        "speaker": "agent",
        "start": 31.0,
        "line": 6,
        "column": 18,
        "end_line": 7,
        "end_column": 5,
        "text": "这不关我的事，\n你去",
        "message": "推诿：说不归自己管",
        "suggestion": "我帮您查一下",
        "confidence": 0.85,
        "deduction": 10.0,
        "suppressed": None,
        "fingerprint": "9f2c",
    }
    assert [finding.get("note") for finding in findings] == [None, None, UNCLOSED.note]
    assert findings[1]["suppressed"] == {"by": "inline", "reason": "已申诉"}
    assert [findings[2][key] for key in ("turn", "start", "line", "column")] == [None] * 4


def test_calls_and_errors_are_counted_and_keep_their_order() -> None:
    errors = (InputError("calls/bad.json", 3, "不是 JSON"), InputError("calls/x.txt", None, "空"))
    document = json.loads(report("json", bad_call("b"), clean_call("a"), errors=errors))
    assert document["summary"] == {
        "calls": 2, "passed": 1, "failed": 1, "errors": 2, "findings": 3,
    }  # fmt: skip
    assert [call["path"] for call in document["calls"]] == ["b", "a"]
    assert document["errors"] == [
        {"path": "calls/bad.json", "line": 3, "message": "不是 JSON"},
        {"path": "calls/x.txt", "line": None, "message": "空"},
    ]


def test_a_run_without_calls_is_still_a_document() -> None:
    document = json.loads(report("json"))
    assert document["calls"] == []
    assert document["summary"]["calls"] == 0


def test_the_same_run_gives_the_same_bytes() -> None:
    assert report("json", bad_call(), clean_call()) == report("json", bad_call(), clean_call())
