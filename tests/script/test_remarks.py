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


BLOCK = (
    "客服：您好，这里是联讯客服。\n{first}\n\n客服：这不关我的事。\n\n"
    "{second}\n\n客服：感谢您的来电，再见。\n"
)
BEGIN, END = "<!-- callcheck: not-to-say -->", "<!-- callcheck: end -->"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (BEGIN, END, None),
        (BEGIN, "", "script.md:2: 'callcheck: not-to-say' is never closed"),
        (BEGIN, BEGIN, "script.md:6: 'callcheck: not-to-say' inside such a block"),
        ("", END, "script.md:6: 'callcheck: end' closes no block"),
    ],
)
def test_a_block_of_what_not_to_say_is_closed(
    lint: Callcheck, tmp_path: Path, first: str, second: str, told: str | None
) -> None:
    write(tmp_path, "script.md", BLOCK.format(first=first, second=second))
    ran = lint("script.md", "--isolated")
    assert ran.status == (2 if told else 0), ran.out
    assert (told or "") in ran.err
