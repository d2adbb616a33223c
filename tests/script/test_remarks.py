"""Remarks in a script: which findings they answer for, and which names mean nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Callcheck
from documents import write

SCRIPT = """\
客服：您好，联讯客服。
客服：喂，在吗？ # callcheck: ignore[{name}] 原话
客服：谢谢，再见。
"""


@pytest.mark.parametrize(
    ("name", "args", "status"),
    [
        ("default/tic-hailing", (), 0),
        ("tic-hailing", (), 0),
        ("verbal_tic", (), 0),
        ("default/tic-*", (), 0),
        ("closer", (), 1),
        ("tic-hailing", ("--select", "closer"), 0),
        ("closer", ("--ignore", "closer"), 1),
        ("tic-haling", (), 2),
    ],
)
def test_a_remark_answers_for_the_rules_it_names(
    lint: Callcheck, tmp_path: Path, name: str, args: tuple[str, ...], status: int
) -> None:
    write(tmp_path, "a.txt", SCRIPT.format(name=name))
    ran = lint("a.txt", "--isolated", *args)
    assert ran.status == status, ran.err
    told = "a.txt:2: callcheck: ignore: no rule, pack, category or clause 'tic-haling'"
    assert (told in ran.err) == (status == 2)
