"""One finding for words said once, points taken once, and an identity that lasts."""

from __future__ import annotations

from pathlib import Path

import pytest

from packs_under_test import check_lines, checker_for

REST = "message: 推诿, examples: {good: [好的。, 请讲。], bad: [甲, 乙]}"


def test_overlapping_words_give_one_finding_that_cites_every_clause(tmp_path: Path) -> None:
    rules = f"""
- {{id: short, clause: A-1, category: shirking, deduct: 5, forbid: 不关我的事, {REST}}}
- {{id: long, clause: A-2, category: shirking, deduct: 3, forbid: 这不关我的事, {REST}}}
- {{id: other, clause: A-3, category: arrogance, deduct: 9, forbid: 我的事, {REST}}}
"""
    (finding,) = check_lines(checker_for(tmp_path, rules), "客服：这不关我的事。").findings
    assert (finding.rule, finding.text) == ("test-pack/long", "这不关我的事")
    assert set(finding.clauses) == {"A-1", "A-2", "A-3"}
    assert finding.deduction == 3


def test_a_rule_yields_to_another_that_finds_something(tmp_path: Path) -> None:
    rules = f"""
- {{id: late, category: promise, deduct: 2, forbid: 等通知, {REST}}}
- {{id: vague, category: promise, deduct: 2, yields_to: late, forbid: 说不准, {REST}}}
"""
    checker = checker_for(tmp_path, rules)
    told = [
        [finding.rule for finding in check_lines(checker, *lines).findings]
        for lines in (["客服：说不准。"], ["客服：说不准。", "客服：等通知。"], ["客服：等通知。"])
    ]
    assert told == [["test-pack/vague"], ["test-pack/late"], ["test-pack/late"]]


@pytest.mark.parametrize(
    ("guard", "lines", "found"),
    [
        ("next: {not: 我查}", ["客服：没有。", "客户：啊？", "客服：我查一下。"], 1),
        ("next: {not: 我查}", ["客服：没有。", "客户：啊？", "客服：嗯。"], 0),
        ("next: {not: 我查}", ["客服：没有。"], 1),
        ("previous: {not: 退款}", ["客户：我要退款。", "客服：没有。"], 1),
        ("previous: {not: 退款}", ["客户：你好。", "客服：没有。"], 0),
        ("before: {not: 这个}", ["客服：这个没有。"], 1),
        ("before: {not: 这个}", ["客服：没有。"], 0),
    ],
)
def test_a_guard_may_ask_that_words_are_absent(
    tmp_path: Path, guard: str, lines: list[str], found: int
) -> None:
    rules = f"""
- {{id: it, category: plain_refusal, deduct: 2, forbid: 没有, unless: [{{{guard}}}], {REST}}}
"""
    assert len(check_lines(checker_for(tmp_path, rules), *lines).findings) == found


def test_later_findings_of_a_limited_rule_cost_nothing(tmp_path: Path) -> None:
    rules = f"""
- {{id: it, category: verbal_tic, deduct: 2, limit: 2, forbid: 我晕, {REST}}}
"""
    findings = check_lines(
        checker_for(tmp_path, rules), "客服：我晕。", "客服：我晕。", "客服：我晕。"
    ).findings
    assert [finding.deduction for finding in findings] == [2, 2, 0]


def test_a_preview_rule_is_shown_and_costs_nothing(tmp_path: Path) -> None:
    rules = f"""
- {{id: it, category: verbal_tic, deduct: 2, status: preview, forbid: 我晕, {REST}}}
"""
    (finding,) = check_lines(checker_for(tmp_path, rules), "客服：我晕。").findings
    assert finding.deduction == 0


def test_fingerprints_stay_when_lines_move_and_tell_equals_apart(tmp_path: Path) -> None:
    rules = f"""
- {{id: it, category: verbal_tic, deduct: 2, forbid: 我晕, {REST}}}
- {{id: bye, category: closer, deduct: 2, require: 再见, {REST}}}
"""
    checker = checker_for(tmp_path, rules)
    before = check_lines(checker, "客服：我晕。", "客服：我晕。").findings
    after = check_lines(
        checker, "客户：喂。", "客服：您好。", "客服：我晕。", "客服：我晕！"
    ).findings
    assert [finding.rule for finding in before].count("test-pack/it") == 2
    assert len({finding.fingerprint for finding in before}) == len(before)
    assert {finding.fingerprint for finding in before} == {f.fingerprint for f in after}
