"""The example calls show what their names say, under the default profile."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CALLS = Path(__file__).parents[2] / "corpora" / "calls"


@pytest.fixture(scope="module")
def scored() -> dict[str, Any]:
    """Every example call as the JSON document has it, by name."""
    command = [sys.executable, "-m", "callcheck", "score", str(CALLS)]
    result = subprocess.run(
        [*command, "--format", "json", "--exit-zero"], capture_output=True, check=True
    )
    return {Path(call["path"]).stem: call for call in json.loads(result.stdout)["calls"]}


@pytest.mark.parametrize("name", ["clean", "clean-complaint", "quoting", "script"])
def test_clean_calls_break_nothing(name: str, scored: dict[str, Any]) -> None:
    call = scored[name]
    assert call["findings"] == []
    assert call["score"]["total"] == 100
    assert call["score"]["passed"]


@pytest.mark.parametrize(
    ("name", "category", "turns"),
    [
        ("shirking", "shirking", {5, 7}),
        ("blaming", "blaming", {3, 5}),
        ("contradicting", "contradicting", {3, 5, 7}),
        ("arrogance", "arrogance", {3, 5, 7}),
        ("rebuking", "rebuking", {3, 5}),
        ("abuse", "abuse", {3, 5}),
        ("plain-refusal", "plain_refusal", {3, 5}),
        ("hold", "hold", {5}),
    ],
)
def test_calls_break_what_they_are_named_after(
    name: str, category: str, turns: set[int], scored: dict[str, Any]
) -> None:
    found = {f["turn"] for f in scored[name]["findings"] if f["category"] == category}
    assert turns <= found
