"""The rule language's reference runs: every pack in it loads and its examples pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from callcheck.examples import run_examples
from callcheck.packs.load import load_packs

PAGE = Path(__file__).parent.parent / "docs" / "language.md"
BLOCKS = re.findall(r"```yaml\n(pack: (\S+)\n.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for text, name in BLOCKS])
def test_every_pack_of_the_reference_passes_its_examples(text: str, tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(text, encoding="utf-8")
    packs, _ = load_packs([], [path])
    results = list(run_examples(packs))
    assert results
    assert [(r.rule.id, r.got, r.example) for r in results if not r.passed] == []


def test_the_reference_shows_every_form() -> None:
    forms = ("forbid:", "require:", "when:", "steps:", "count:", "measure:", "unless:", "only_if:")
    shown = "".join(text for text, _ in BLOCKS)
    assert [form for form in forms if form not in shown] == []
