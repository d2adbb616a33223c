"""Exports of chats and recorders: layouts, names, and what their stamps count from."""

from __future__ import annotations

import pytest
from reading import assert_placed, one_call, one_error, spoken

SAID = [("agent", "您好，请讲。\n在吗？"), ("customer", "我查话费。")]


@pytest.mark.parametrize(
    ("agent", "customer"),
    [
        ("客服 2026-03-02 10:02:11", "客户 2026-03-02 10:02:15"),
        ("客服 2026/3/2 10:02:11", "客户 2026/3/2 10:02:15"),
        ("2026年3月2日 10:02:11 客服", "2026年3月2日 10:02:15 客户"),
        ("[2026-03-02 10:02:11] 客服：", "[2026-03-02 10:02:15] 客户："),
        ("客服小李 2026-03-02 10:02:11", "客户 2026-03-02 10:02:15"),
        ("**客服** 10:02:11", "**客户** 10:02:15"),
        ("**客服 10:02:11**", "**客户 10:02:15**"),
        ("### 客服 10:02:11", "### 客户 10:02:15"),
        ("客服 10:02:11", "客户 10:02:15"),
        ("客服（10:02:11）：", "客户（10:02:15）："),
        ("客服1001 10:02:11", "138****1234 10:02:15"),
        ("客服 23:59:58", "客户 00:00:02"),
    ],
)
def test_messages_under_a_name_and_a_time_of_day(agent: str, customer: str) -> None:
    source = f"{agent}\n您好，请讲。\n在吗？\n\n{customer}\n我查话费。\n"
    call = one_call(source)
    assert (call.format, call.channel) == ("chat", "chat")
    assert spoken(call) == SAID
    assert [turn.start for turn in call.turns] == [0.0, 4.0]
    assert call.date == ("2026-03-02" if "2026" in agent else None)
    assert_placed(call, source)


@pytest.mark.parametrize(
    ("first", "second", "seconds", "channel"),
    [
        ("10:02", "10:03", [0.0, 60.0], "chat"),
        ("08:59", "09:01", [0.0, 120.0], "chat"),
        ("00:02", "00:09", [2.0, 9.0], None),
        ("05:10", "05:19", [310.0, 319.0], None),
        ("00:00:02", "00:01:09", [2.0, 69.0], None),
    ],
)
def test_what_stamps_count_from(
    first: str, second: str, seconds: list[float], channel: str | None
) -> None:
    call = one_call(f"客服 {first}\n您好\n客户 {second}\n你好\n")
    assert [turn.start for turn in call.turns] == seconds
    assert call.channel == channel


@pytest.mark.parametrize("mark", ["**{}**", "- {}：", "> {}：", "## {}"])
def test_messages_without_times(mark: str) -> None:
    source = f"{mark.format('客服')}\n您好\n{mark.format('客户')}\n你好\n"
    call = one_call(source)
    assert spoken(call) == [("agent", "您好"), ("customer", "你好")]
    assert call.channel is None
    assert_placed(call, source)


def test_a_markdown_table_is_a_table() -> None:
    call = one_call("| 角色 | 内容 |\n| :--- | --- |\n| 客服 | 您好 |\n| 客户 | 你好 |\n")
    assert call.format == "csv"
    assert spoken(call) == [("agent", "您好"), ("customer", "你好")]
    assert call.turns[0].place(0) == (3, 8)


def test_an_answer_of_digits_is_a_turn() -> None:
    call = one_call("客服：几位？\n客户：20\n坐席1：20\n客户 2：10:30\n")
    assert [text for _, text in spoken(call)] == ["几位？", "20", "20", "10:30"]


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ("客户 2026-03-02 09:14:00", "times run backwards: 2026-03-02 09:14:00 after 2026-03-02"),
        ("客户 2026-13-02 09:14:00", "no such time"),
    ],
)
def test_stamps_that_cannot_be(second: str, message: str) -> None:
    error = one_error(f"客服 2026-03-02 10:02:11\n您好\n{second}\n你好\n")
    assert (error.line, error.message.startswith(message)) == (3, True)
