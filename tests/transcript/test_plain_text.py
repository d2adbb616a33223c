"""Plain text: heads, speakers, times, continuation lines, places, encodings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import all_items, assert_placed, one_call, one_error, spoken, times

from callcheck.transcript.plain import read_text

CALL = """\
坐席: 1024
客户等待振铃: 2

[00:00:01] 客服：您好，很高兴为您服务。
[00:00:06] 客户：我想查话费。
"""


def test_head_and_turns() -> None:
    call = one_call(CALL)
    assert (call.agent_id, call.rings) == ("1024", 2)
    assert spoken(call) == [("agent", "您好，很高兴为您服务。"), ("customer", "我想查话费。")]
    assert [turn.place(0) for turn in call.turns] == [(4, 15), (5, 15)]
    assert times(call) == [(1.0, 6.0), (6.0, None)]
    assert call.ends_inferred


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("坐席: 1024", "agent_id", "1024"),
        ("坐席：A-1024", "agent_id", "A-1024"),
        ("客户等待振铃: 3", "rings", 3),
        ("振铃次数：3次", "rings", 3),
        ("挂机方: 客户", "hung_up_by", "customer"),
        ("挂机方: 坐席", "hung_up_by", "agent"),
        ("时长: 183.4", "duration", 183.4),
        ("时长: 03:03", "duration", 183.0),
        ("时长: 183秒", "duration", 183.0),
        ("日期: 2026/3/2", "date", "2026-03-02"),
        ("日期: 2026年3月2日", "date", "2026-03-02"),
        ("呼叫方向: 呼入", "direction", "inbound"),
        ("呼叫方向: outbound", "direction", "outbound"),
        ("渠道: 电话", "channel", "voice"),
        ("标签: 投诉、升级", "tags", ("投诉", "升级")),
        ("通话编号: 0007", "call_id", "0007"),
        ("岗位: 投诉专席", "role", "投诉专席"),
        ("技能组: 宽带", "queue", "宽带"),
        ("RINGS: 2", "rings", 2),
        ("公司: 某某公司", "values", {"公司": "某某公司"}),
    ],
)
def test_head_keys(line: str, field: str, value: object) -> None:
    call = one_call(f"{line}\n\n客服：您好\n")
    assert getattr(call, field) == value
    assert spoken(call) == [("agent", "您好")]


@pytest.mark.parametrize(
    "text",
    [
        "坐席：喂。",
        "坐席：您好\n\n客户：你好",
        "坐席：喂。\n\n客户：你好",
        "客服：1024号为您服务。\n",
    ],
)
def test_first_line_that_speaks_is_no_head(text: str) -> None:
    call = one_call(text)
    assert call.agent_id is None
    assert call.turns[0].speaker == "agent"
    assert call.turns[0].place(0) == (1, 4)


def test_head_may_run_into_the_first_turn() -> None:
    call = one_call("坐席: 1024\n振铃: 2\n[00:01] 客服：您好\n")
    assert (call.agent_id, call.rings, spoken(call)) == ("1024", 2, [("agent", "您好")])


@pytest.mark.parametrize(
    ("name", "speaker"),
    [
        ("客服", "agent"), ("坐席", "agent"), ("座席", "agent"), ("话务员", "agent"),
        ("接线员", "agent"), ("agent", "agent"), ("Agent", "agent"), ("AGENT", "agent"),
        ("A", "agent"), ("a", "agent"), ("坐席1", "agent"), ("坐席 12", "agent"),
        ("客户", "customer"), ("用户", "customer"), ("顾客", "customer"), ("来电人", "customer"),
        ("Customer", "customer"), ("B", "customer"), ("C", "customer"), ("客户2", "customer"),
        ("系统", "system"), ("IVR", "system"), ("ivr", "system"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("colon", [":", "：", " ：", ": "])
def test_speaker_names(name: str, speaker: str, colon: str) -> None:
    assert spoken(one_call(f"{name}{colon}您好，请讲。")) == [(speaker, "您好，请讲。")]


@pytest.mark.parametrize(
    ("stamp", "start", "end"),
    [
        ("[00:01]", 1.0, None),
        ("[01:02:03]", 3723.0, None),
        ("[00:01.250]", 1.25, None),
        ("[00:00:01,250]", 1.25, None),
        ("[00:01.0-00:05.2]", 1.0, 5.2),
        ("[00:01 - 00:05]", 1.0, 5.0),
        ("[00:00:01 --> 00:00:05]", 1.0, 5.0),
        ("00:01", 1.0, None),
        ("【00:01】", 1.0, None),
        ("（00:01）", 1.0, None),
    ],
)
def test_time_stamps(stamp: str, start: float, end: float | None) -> None:
    call = one_call(f"{stamp} 客服：您好")
    assert times(call) == [(start, end)]
    assert call.ends_inferred is (end is None)


def test_last_turn_ends_with_the_call() -> None:
    call = one_call("时长: 9\n\n[00:01] 客服：您好\n[00:06] 客户：嗯\n")
    assert times(call) == [(1.0, 6.0), (6.0, 9.0)]


@pytest.mark.parametrize(
    "line",
    [
        "注：以上为系统记录",
        "时间是10：30到11：00",
        "http://example.com/a:b",
        "10：30",
        "地址：北京路 8 号",
        "客服电话：10086",
    ],
)
def test_lines_that_continue_a_turn(line: str) -> None:
    source = f"客服：您好\n  {line}  \n客户：好"
    call = one_call(source)
    assert spoken(call) == [("agent", f"您好\n{line}"), ("customer", "好")]
    assert call.turns[0].place(3) == (2, 3)
    assert_placed(call, source)


def test_empty_turns_are_kept() -> None:
    assert spoken(one_call("客服：您好\n客户：\n客服：喂？")) == [
        ("agent", "您好"),
        ("customer", ""),
        ("agent", "喂？"),
    ]


def test_lines_before_the_first_turn_are_told() -> None:
    call = one_call("通话记录\n整理：质检组。\n客服：您好")
    assert spoken(call) == [("agent", "您好")]
    assert call.notes == ("第 1 行起有 2 行在第一句话之前，没有读作对话",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, newline: str) -> None:
    call = one_call(CALL.replace("\n", newline).encode(encoding))
    assert spoken(call) == spoken(one_call(CALL))
    assert [turn.places for turn in call.turns] == [turn.places for turn in one_call(CALL).turns]


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        (b"", None, "empty"),
        (b" \n\t\n", None, "empty"),
        (b"\xef\xbb\xbf", None, "empty"),
        ("客服：您好\n客户：\0\0".encode(), 2, "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", 3, "binary"),
        ("您好\n你好".encode(), 1, "no line names a speaker"),
        ("客服：您好\n客户：".encode() + b"\xff\xff", 2, "neither UTF-8 nor GB18030"),
        ("[00:09] 客服：您好\n[00:03] 客户：嗯".encode(), 2, "times run backwards"),
        ("[00:09-00:03] 客服：您好".encode(), 1, "before its start"),
        ("[-00:09] 客服：您好".encode(), 1, "under zero"),
        ("客服：您好\n[-00:09] 客户：好".encode(), 2, "under zero"),
        ("[00:75] 客服：您好".encode(), 1, "no such time"),
        ("[00:01] 王经理：您好".encode(), 1, "without a speaker"),
        ("振铃: 两声\n\n客服：您好".encode(), 1, "rings must be a whole number"),
        ("坐席: 1\n时长: 很久\n\n客服：您好".encode(), 2, "the length must be seconds"),
        ("挂机方: 谁\n\n客服：您好".encode(), 1, "who hung up"),
        ("日期: 下周\n\n客服：您好".encode(), 1, "YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_read(source: bytes, line: int | None, message: str) -> None:
    error = one_error(source, input_format="text") if source.strip() else one_error(source)
    assert error.line == line
    assert message in error.message


@pytest.mark.parametrize("line", [" " * 200_000, "客服" + " " * 200_000, "[" + " " * 200_000])
def test_lines_of_spaces_cost_no_more_than_their_length(line: str) -> None:
    assert spoken(one_call(f"客服：您好\n{line}\n客户：好"))[-1] == ("customer", "好")


def test_missing_file_is_an_item(tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert one_error(tmp_path / "none.txt").message == "No such file or directory"


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]),
    min_size=1,
    max_size=20,
)


@given(st.lists(st.tuples(st.sampled_from(["客服", "客户", "IVR"]), st.lists(WORDS, max_size=3))))
def test_every_character_stands_where_its_place_says(turns: list[tuple[str, list[str]]]) -> None:
    source = "客服：您好\n" + "\n".join(f"{name}：" + "\n  ".join(said) for name, said in turns)
    assert_placed(read_text(source, "call.txt"), source)


@given(st.binary(max_size=400))
def test_any_bytes_give_items_and_no_exception(data: bytes) -> None:
    assert all_items(data)
