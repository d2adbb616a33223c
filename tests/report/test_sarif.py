"""The SARIF log is valid, and says all that a finding says."""

from __future__ import annotations

import json

from made import bad_call, clean_call, report

import schemas
from callcheck.findings import InputError

ERRORS = (
    InputError("calls/坏 了.json", 3, "不是 JSON"),
    InputError("/elsewhere/空.txt", None, "空"),
)


def test_the_log_is_valid_against_its_schema() -> None:
    log = json.loads(report("sarif", bad_call(), clean_call(), errors=ERRORS))
    assert schemas.errors(log, schemas.SARIF) == []
    log["runs"][0]["results"][0]["level"] = "severe"
    assert schemas.errors(log, schemas.SARIF)


def test_a_finding_keeps_its_place_fingerprint_and_rule() -> None:
    (run,) = json.loads(report("sarif", bad_call()))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    pushed, sighed, unclosed = run["results"]
    assert run["tool"]["driver"]["rules"][pushed["ruleIndex"]]["id"] == pushed["ruleId"]
    assert (pushed["ruleId"], pushed["level"]) == ("default/shirking-not-my-job", "error")
    assert pushed["partialFingerprints"] == {"callcheck/v1": "9f2c"}
    place = pushed["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "calls/0007.txt"
    assert place["region"] == {
        "startLine": 6, "startColumn": 18, "endLine": 7, "endColumn": 5,
        "snippet": {"text": "这不关我的事，\n你去"},
    }  # fmt: skip
    assert sighed["level"] == "note"
    assert sighed["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "已申诉"}
    ]
    assert "suppressions" not in unclosed
    assert "region" not in unclosed["locations"][0]["physicalLocation"]


def test_rules_carry_their_clauses() -> None:
    (run,) = json.loads(report("sarif", bad_call()))["runs"]
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["fullDescription"]["text"] == "推诿：说不归自己管；CM-91 不推诿"
    assert rule["properties"]["tags"] == ["shirking", "CM-91"]
    assert rule["defaultConfiguration"]["level"] == "error"


def test_inputs_that_were_not_read_are_told() -> None:
    (run,) = json.loads(report("sarif", errors=ERRORS))["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    first, second = invocation["toolExecutionNotifications"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "calls/%E5%9D%8F%20%E4%BA%86.json"
    assert place["region"] == {"startLine": 3}
    uri = second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "file:///elsewhere/%E7%A9%BA.txt"
