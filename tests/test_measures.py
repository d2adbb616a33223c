"""Figures of a call, measured on time stamps."""

from __future__ import annotations

from pathlib import Path

import pytest

from packs_under_test import check_lines, checker_for

INTERRUPTION = """
- {id: it, category: interruption, deduct: 1, measure: interruption, overlap: 1s, max: 0,
   message: 抢话, examples: {good: [好的。, 请讲。], bad: [甲, 乙]}}
"""


@pytest.mark.parametrize(
    ("lines", "often"),
    [
        (["[00:00-00:05] 客户：我想问。", "[00:05-00:07] 客服：您说。"], 0),
        (["[00:00-00:05] 客户：我想问。", "[00:03-00:07] 客服：您说。"], 1),
        # Half a second is not yet an interruption.
        (["[00:00-00:05] 客户：我想问。", "[00:04.5-00:07] 客服：您说。"], 0),
        # Who began first interrupts nobody.
        (["[00:02-00:09] 客服：您说。", "[00:03-00:08] 客户：我想问。"], 0),
        # A short word of the customer's own does not end the long one before it.
        (
            [
                "[00:00-00:20] 客户：我想问一下。",
                "[00:02-00:03] 客户：嗯。",
                "[00:05-00:06] 客服：您说。",
                "[00:10-00:11] 客服：等等。",
            ],
            2,
        ),
    ],
)
def test_interruptions_are_counted(tmp_path: Path, lines: list[str], often: int) -> None:
    findings = check_lines(checker_for(tmp_path, INTERRUPTION), *lines).findings
    assert [finding.note for finding in findings] == (
        [f"实测 {often} 次，应不高于 0"] if often else []
    )
