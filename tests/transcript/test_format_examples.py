"""The examples of docs/formats.md are read as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from reading import all_items

from callcheck.transcript.formats import FORMATS
from callcheck.transcript.model import Call

DOC = Path(__file__).parents[2] / "docs" / "formats.md"
EXAMPLES = dict(
    re.findall(r"^### (\S+)\n\n```\w+\n(.*?)```$", DOC.read_text("utf-8"), re.DOTALL | re.MULTILINE)
)


def test_every_format_has_an_example() -> None:
    assert set(EXAMPLES) == set(FORMATS) - {"xlsx"}


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("named", [False, True])
def test_an_example_is_read_as_its_format(name: str, named: bool) -> None:
    calls = all_items(EXAMPLES[name], input_format=name if named else None)
    form = {"jsonl": "json"}.get(name, name)
    assert all(isinstance(call, Call) and call.format == form for call in calls), calls
    said = {"".join(turn.text for turn in call.turns[:2]) for call in calls}  # type: ignore[union-attr]
    assert said <= {"您好，请讲。", "您好，请讲。我查话费。"}
    lines = EXAMPLES[name].split("\n")
    line, column = calls[0].turns[0].place(0)  # type: ignore[union-attr]
    assert lines[line - 1][column - 1] == "您"
