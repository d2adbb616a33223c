"""The shipped packs keep their own promises: every example of every rule."""

from __future__ import annotations

import pytest

from callcheck.examples import run_examples
from callcheck.packs.load import load_packs, shipped_packs


@pytest.mark.parametrize("pack_id", shipped_packs())
def test_every_example_gives_what_it_says(pack_id: str) -> None:
    packs, _ = load_packs([pack_id])
    failed = [
        f"{result.rule.name}: {result.expected} expected, {result.got}: "
        f"{result.example.turn or result.example.lines}"
        for result in run_examples(packs)
        if not result.passed
    ]
    assert failed == []
