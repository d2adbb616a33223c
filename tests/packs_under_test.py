"""Small packs for tests: YAML in, findings out."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from callcheck.check import Checker
from callcheck.findings import CheckedCall
from callcheck.matching.cache import compile_ruleset
from callcheck.transcript.read import read_text


def checker_for(folder: Path, rules: str, *, words: str = "") -> Checker:
    """Compile a pack of these rules (YAML list items) and return its checker."""
    path = folder / "pack.yaml"
    text = f"pack: test-pack\nlanguage: 1\ntitle: 测试\n{dedent(words)}rules:\n{dedent(rules)}"
    path.write_text(text, encoding="utf-8")
    return Checker(compile_ruleset(None, (), (path,)))


def check_lines(checker: Checker, *lines: str) -> CheckedCall:
    """Check a call given as the lines of a plain-text transcript."""
    return checker.check(read_text("\n".join(lines), "call.txt"))
