"""The hardest clauses, written in the language by others, pass unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from callcheck.examples import run_examples
from callcheck.packs.load import load_packs

HARD = Path(__file__).parent.parent / ".." / "shared" / "hard-clauses.yaml"


@pytest.mark.skipif(not HARD.is_file(), reason="../shared/hard-clauses.yaml is not here")
def test_the_hard_clauses_pass_unchanged() -> None:
    packs, _ = load_packs([], [HARD])
    results = list(run_examples(packs))
    assert len(results) == 138
    assert [(r.rule.id, r.expected, r.got) for r in results if not r.passed] == []
