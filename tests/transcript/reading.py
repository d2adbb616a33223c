"""What the tests of reading share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from callcheck.findings import InputError
from callcheck.transcript.model import Call
from callcheck.transcript.read import read_calls

SAMPLES = Path(__file__).parent / "samples"


def one_call(source: bytes | str | Path, **options: Any) -> Call:
    """Return the one call of a file, or of what is given as standard input."""
    items = all_items(source, **options)
    assert len(items) == 1, items
    assert isinstance(items[0], Call), items[0]
    return items[0]


def one_error(source: bytes | str | Path, **options: Any) -> InputError:
    """Return the one error of a file, or of what is given as standard input."""
    items = all_items(source, **options)
    assert len(items) == 1, items
    assert isinstance(items[0], InputError), items[0]
    return items[0]


def all_items(source: bytes | str | Path, **options: Any) -> list[Call | InputError]:
    """Return all that reading yields."""
    if isinstance(source, Path):
        return list(read_calls(source, **options))
    data = source.encode() if isinstance(source, str) else source
    return list(read_calls("-", stdin=data, **options))


def spoken(call: Call) -> list[tuple[str, str]]:
    """Return (speaker, text) of each turn."""
    return [(turn.speaker, turn.text) for turn in call.turns]


def times(call: Call) -> list[tuple[float | None, float | None]]:
    """Return (start, end) of each turn in seconds."""
    return [(turn.start, turn.end) for turn in call.turns]


def assert_placed(call: Call, source: str) -> None:
    """Assert that every character of every turn stands where its place says it does."""
    lines = source.split("\n")
    for turn in call.turns:
        for offset, char in enumerate(turn.text):
            if char == "\n":
                continue
            line, column = turn.place(offset)
            assert lines[line - 1][column - 1] == char, (turn.number, offset, char, line, column)
