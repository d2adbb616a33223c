"""Who is the agent: roles, the user's word, what is said, and when it cannot be told."""

from __future__ import annotations

import json

import pytest
from reading import SAMPLES, one_call, one_error, spoken


def heard(*turns: tuple[object, str]) -> bytes:
    """Return FunASR output of (speaker, text)."""
    sentences = [
        {"spk": who, "text": text, "start": at * 1000, "end": at * 1000 + 900}
        for at, (who, text) in enumerate(turns)
    ]
    return json.dumps([{"sentence_info": sentences}], ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("turns", "speakers"),
    [
        (((0, "您好，很高兴为您服务。"), (1, "我想查一下话费。")), ["agent", "customer"]),
        (((0, "喂，我要投诉你们公司！"), (1, "您好，请您稍等。")), ["customer", "agent"]),
        (((0, "我想问一下退款。"), (1, "嗯。")), ["unknown", "unknown"]),
        (((0, "嗯。"), (1, "对。")), ["unknown", "unknown"]),
        (((0, "您好。"), (1, "您好。")), ["unknown", "unknown"]),
        (((0, "您好，很高兴为您服务。"), (0, "我想查一下话费。")), ["unknown", "unknown"]),
        (((0, "您好，工号 1024 很高兴为您服务。"), (0, "请稍等。")), ["agent", "agent"]),
        (
            ((0, "您好，很高兴为您服务。"), (1, "我要投诉。"), (2, "嗯。")),
            ["agent", "customer", "customer"],
        ),
    ],
)  # fmt: skip
def test_by_what_is_said(turns: tuple[tuple[int, str], ...], speakers: list[str]) -> None:
    call = one_call(heard(*turns))
    assert [turn.speaker for turn in call.turns] == speakers
    assert len(call.notes) == 1


def test_the_reason_and_the_confidence_are_told() -> None:
    call = one_call(heard((0, "您好，很高兴为您服务。"), (1, "好。")))
    assert call.notes == ("“0”判为客服：说了“为您服务”“您好”，把握 0.86",)


def test_the_user_has_the_last_word() -> None:
    source = heard((0, "您好，很高兴为您服务。"), (1, "我想查一下话费。"))
    call = one_call(source, agent_speaker="1")
    assert [turn.speaker for turn in call.turns] == ["customer", "agent"]
    assert call.notes == ()
    error = one_error(source, agent_speaker="9")
    assert error.message == "no speaker '9' in this call; it has: 0, 1"


def test_the_users_word_does_not_undo_what_a_source_names_itself() -> None:
    path = SAMPLES / "aliyun-quality.json"
    assert spoken(one_call(path, agent_speaker="0")) == spoken(one_call(path))
    swapped = one_call(path, agent_speaker="客户")
    assert [turn.speaker for turn in swapped.turns] == ["customer", "agent", "customer"]


def test_the_one_side_that_is_not_named() -> None:
    call = one_call(heard(("客服", "您好。"), ("7", "你好。")))
    assert [turn.speaker for turn in call.turns] == ["agent", "customer"]
    assert call.notes == ("说话人“7”没有标明是哪一方，记为客户",)


def test_canonical_turns_with_unknown_names() -> None:
    turns = [
        {"speaker": "spk1", "text": "您好，很高兴为您服务。"},
        {"speaker": "spk2", "text": "在"},
    ]
    call = one_call(json.dumps({"turns": turns}))
    assert [turn.speaker for turn in call.turns] == ["agent", "customer"]


def test_utterances_out_of_order_are_sorted_and_told() -> None:
    source = "角色,内容,开始时间\n客户,你好,4\n客服,您好,1\n"
    call = one_call(source)
    assert spoken(call) == [("agent", "您好"), ("customer", "你好")]
    assert call.notes[-1] == "来源的句子没有按时间排列，已按开始时间排序"


def cues(*lines: tuple[str, str]) -> bytes:
    """Return a WebVTT file of (voice, text)."""
    body = "".join(
        f"00:{at:02}.000 --> 00:{at:02}.900\n<v {voice}>{text}\n\n"
        for at, (voice, text) in enumerate(lines)
    )
    return f"WEBVTT\n\n{body}".encode()


def test_voices_all_of_one_side_are_not_believed_where_both_are_heard() -> None:
    call = one_call(cues(("Agent", "您好，很高兴为您服务。"), ("Agent", "我想查一下话费。")))
    assert [turn.speaker for turn in call.turns] == ["unknown", "unknown"]
    assert "标注不可信" in call.notes[0]


def test_voices_of_one_side_are_believed_where_only_it_is_heard() -> None:
    call = one_call(cues(("Agent", "您好，很高兴为您服务。"), ("Agent", "请稍等。")))
    assert [turn.speaker for turn in call.turns] == ["agent", "agent"]


def test_voices_that_seem_swapped_are_told_but_kept() -> None:
    call = one_call(cues(("Customer", "您好，很高兴为您服务。"), ("Agent", "我想查一下话费。")))
    assert [turn.speaker for turn in call.turns] == ["customer", "agent"]
    assert call.notes == (
        "来源的说话人像是标反了：“Customer”说的像客服；可用 --agent-speaker 指明",
    )
