"""Where it cannot be told who is the agent, rules that need the roles are not evaluated."""

from __future__ import annotations

import json
from pathlib import Path

from reading import one_call

from callcheck.findings import CheckedCall
from packs_under_test import checker_for

RULES = """
- {id: shirk, category: shirking, deduct: 5, forbid: 不关我的事, message: 推诿,
   examples: {good: [好的。, 请讲。], bad: [不关我的事。, 这不关我的事。]}}
- {id: greet, category: opener, deduct: 5, require: 您好, message: 没有问候,
   examples: {good: [您好。, 您好，请讲。], bad: [请讲。, 说吧。]}}
- {id: pace, category: pace, deduct: 1, measure: pace, max: 10, message: 语速,
   examples: {good: [您好。, 请讲。], bad: [说吧。, 快说。]}}
"""


def check(tmp_path: Path, *said: tuple[int, str], agent_speaker: str | None = None) -> CheckedCall:
    """Check what FunASR heard of two speakers that it does not name."""
    sentences = [
        {"spk": who, "text": text, "start": at * 5000, "end": at * 5000 + 4000}
        for at, (who, text) in enumerate(said)
    ]
    source = json.dumps([{"sentence_info": sentences}], ensure_ascii=False)
    return checker_for(tmp_path, RULES).check(one_call(source, agent_speaker=agent_speaker))


def test_no_rule_is_judged_where_nobody_is_known(tmp_path: Path) -> None:
    checked = check(tmp_path, (0, "嗯。"), (1, "这不关我的事。"))
    assert checked.findings == ()
    assert {(one.rule, one.reason) for one in checked.not_evaluated} == {
        ("test-pack/shirk", "说话人未知"),
        ("test-pack/greet", "说话人未知"),
        ("test-pack/pace", "说话人未知"),
    }
    assert checked.pace is None
    assert "听不出谁是客服" in checked.call.notes[0]


def test_the_same_words_are_judged_once_the_user_tells(tmp_path: Path) -> None:
    checked = check(tmp_path, (0, "嗯。"), (1, "这不关我的事。"), agent_speaker="1")
    found = {finding.rule for finding in checked.findings}
    assert found == {"test-pack/shirk", "test-pack/greet", "test-pack/pace"}
    assert checked.not_evaluated == ()


def test_the_same_words_are_judged_where_the_agent_is_heard(tmp_path: Path) -> None:
    checked = check(tmp_path, (0, "我要投诉！"), (1, "您好，这不关我的事，请稍等。"))
    assert {finding.rule for finding in checked.findings} == {
        "test-pack/shirk",
        "test-pack/pace",
    }
    (note,) = checked.call.notes
    assert note.startswith("“1”判为客服：说了")
    assert "把握 0." in note


def test_words_of_the_customer_are_not_held_against_the_agent(tmp_path: Path) -> None:
    checked = check(tmp_path, (0, "您好，很高兴为您服务。"), (1, "这不关我的事，我要投诉。"))
    assert "test-pack/shirk" not in {finding.rule for finding in checked.findings}
