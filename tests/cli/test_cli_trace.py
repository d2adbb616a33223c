"""``callcheck trace`` and ``calibrate``: why a rule fired or did not, and what calls measure."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Callcheck

SPARED = """\
客服：您好，联讯客服，请问有什么可以帮您？
客户：上次那位说不归你们管。
客服：不是说不归我们管，我帮您查一下。
客户：那这个谁负责？
客服：这不关我的事。
"""
TIMED = """\
[00:00.0-00:06.0] 客服：您好，联讯客服，请问有什么可以帮您？
[00:07.0-00:09.0] 客户：我想查一下话费。
[00:10.0-00:20.0] 客服：好的，您这个月的话费是三十八块五毛钱，请问还需要别的帮助吗？
"""


@pytest.mark.parametrize(
    ("turn", "mark", "words"),
    [(5, "命中", "不关我的事"), (3, "豁免", "不归我们管")],
)
def test_trace_tells_turn_by_turn_what_fired_and_what_was_spared(
    folder: Path, callcheck: Callcheck, turn: int, mark: str, words: str
) -> None:
    (folder / "t.txt").write_text(SPARED, encoding="utf-8")
    ran = callcheck("trace", "t.txt", "default/shirking-not-our-job")
    assert ran.status == 0
    told = [line for line in ran.out.splitlines() if f"第 {turn} 句" in line and mark in line]
    assert told and words in told[0]


def test_trace_names_the_guard(folder: Path, callcheck: Callcheck) -> None:
    (folder / "t.txt").write_text(SPARED, encoding="utf-8")
    ran = callcheck("trace", "t.txt", "default/shirking-not-our-job")
    assert "“不归我们管”  豁免条件：negated" in ran.out


def test_trace_of_no_rule_tells_every_rule_that_had_something(
    folder: Path, callcheck: Callcheck
) -> None:
    (folder / "t.txt").write_text(SPARED, encoding="utf-8")
    ran = callcheck("trace", "t.txt")
    assert "default/shirking-not-our-job  1 处违反" in ran.out
    assert "default/opener  没有违反" in ran.out


def test_calibrate_gives_the_spread_of_what_was_measured(
    folder: Path, callcheck: Callcheck
) -> None:
    (folder / "timed").mkdir()
    (folder / "timed" / "t.txt").write_text(TIMED, encoding="utf-8")
    lines = callcheck("calibrate", "timed").out.splitlines()
    # The customer is answered after 1 s; 42 字 in 16 s are 157.5 a minute.
    assert "1        0   157.5" in next(line for line in lines if line.startswith("pace  "))
    assert "1        0     1.0" in next(line for line in lines if line.startswith("response_time"))
    assert "0        1       –" in next(line for line in lines if line.startswith("rings"))
