"""What is too long to be speech is refused, with its place, and the rest goes on."""

from __future__ import annotations

from callcheck.findings import InputError
from callcheck.transcript.plain import read_text
from callcheck.transcript.read import MAX_TURN, read_calls


def test_a_turn_as_long_as_a_file_is_refused() -> None:
    text = "客户：喂。\n客服：" + "您好" * MAX_TURN
    (item,) = read_calls("-", stdin=text.encode())
    assert isinstance(item, InputError)
    assert (item.path, item.line) == ("-", 2)
    assert "write a turn as it was said" in item.message


def test_a_long_turn_that_somebody_may_have_said_is_read() -> None:
    (call,) = read_calls("-", stdin=("客服：" + "您" * MAX_TURN).encode())
    assert not isinstance(call, InputError)


def test_a_named_agent_above_the_turns_is_a_head() -> None:
    call = read_text("坐席: 小鹿\n\n客服：您好。\n客户：好。", "call.txt")
    assert (call.agent_id, [turn.text for turn in call.turns]) == ("小鹿", ["您好。", "好。"])
    call = read_text("坐席: 您好\n\n客户: 好", "call.txt")
    assert [turn.text for turn in call.turns] == ["您好", "好"]
