"""``callcheck trace`` and ``calibrate``: why a rule fired or did not, and what calls measure."""

from __future__ import annotations

import json
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


def test_trace_tells_what_clues_make_of_a_turn(folder: Path, callcheck: Callcheck) -> None:
    (folder / "t.txt").write_text(
        "客户：等了三天没人管，你们太差了！\n客服：哦。\n", encoding="utf-8"
    )
    ran = callcheck("trace", "t.txt", "default/apology-after-complaint")
    told = [line for line in ran.out.splitlines() if "不满的可能性" in line]
    assert told and told[0].startswith("  第 1 句  匹配") and "“没人管”" in told[0]


def test_trace_of_what_the_whole_call_lacks_names_no_turn(
    folder: Path, callcheck: Callcheck
) -> None:
    (folder / "t.txt").write_text(SPARED, encoding="utf-8")
    ran = callcheck("trace", "t.txt", "default/closer")
    assert "  整通电话  命中  没有说过" in ran.out


def test_trace_names_each_call_of_a_file(folder: Path, callcheck: Callcheck) -> None:
    rows = [{"id": name, "turns": [{"speaker": "agent", "text": "您好"}]} for name in ("7", "8")]
    (folder / "two.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    lines = callcheck("trace", "two.jsonl", "default/opener").out.splitlines()
    assert [line for line in lines if line.startswith("two")] == [
        "two.jsonl  通话 7",
        "two.jsonl  通话 8",
    ]


def test_trace_reads_standard_input(folder: Path, callcheck: Callcheck) -> None:
    ran = callcheck("trace", "-", "default/shirking-not-our-job", stdin=SPARED.encode())
    assert "第 5 句  命中  “不关我的事”" in ran.out


@pytest.mark.parametrize("command", ["trace", "calibrate"])
def test_what_cannot_be_read_is_told_with_its_line_if_there_is_one(
    folder: Path, callcheck: Callcheck, command: str
) -> None:
    missing = callcheck(command, "none.txt")
    assert missing.status == 2 and missing.err.startswith("callcheck: none.txt: ")
    (folder / "bad.jsonl").write_text('{"turns": []}\nnot json\n', encoding="utf-8")
    broken = callcheck(command, "bad.jsonl")
    assert broken.status == 2 and "callcheck: bad.jsonl:2: " in broken.err


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
