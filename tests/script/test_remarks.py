"""Remarks in a script: they answer for findings, whatever rules are chosen to run."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Callcheck
from documents import write

SCRIPT = """\
客服：您好，这里是联讯客服，请问有什么可以帮您？
客服：好的，马上为您转接。 <!-- callcheck: ignore[{rule}] 由下一份话术结束 -->
"""


@pytest.mark.parametrize("rule", ["closer", "default/closer", "default", "default/clos*", "ALL"])
def test_a_remark_answers_for_the_finding_beside_it(
    lint: Callcheck, tmp_path: Path, rule: str
) -> None:
    write(tmp_path, "script.md", SCRIPT.format(rule=rule))
    ran = lint("script.md", "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    (finding,) = ran.json["calls"][0]["findings"]
    assert finding["rule"] == "default/closer"
    assert finding["suppressed"] == {"by": "inline", "reason": "由下一份话术结束"}
    assert lint("script.md", "--ignore-suppressions").status == 1


@pytest.mark.parametrize("choice", [("--select", "opener"), ("--ignore", "closer")])
def test_a_remark_may_name_a_rule_that_is_not_chosen(
    lint: Callcheck, tmp_path: Path, choice: tuple[str, str]
) -> None:
    write(tmp_path, "script.md", SCRIPT.format(rule="closer"))
    ran = lint("script.md", *choice)
    assert (ran.status, ran.err) == (0, "")
