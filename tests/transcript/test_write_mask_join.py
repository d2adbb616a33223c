"""Writing calls out, masking personal data, joining metadata."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import SAMPLES, all_items, one_call, spoken, times

from callcheck.transcript.errors import ReadError
from callcheck.transcript.mask import found_in, mask_call, mask_text
from callcheck.transcript.metadata import load_metadata
from callcheck.transcript.model import Call, Place, Turn
from callcheck.transcript.write import written

KEPT = ("call_id", "agent_id", "started_at", "date", "rings", "hung_up_by", "duration", "tags")


def back(call: Call, format_id: str) -> Call:
    """Return the call as it reads after it was written."""
    return one_call("".join(written([call], format_id)), input_format=format_id)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
@pytest.mark.parametrize("format_id", ["json", "jsonl", "text"])
def test_what_is_written_reads_back_the_same(path: Path, format_id: str) -> None:
    call = one_call(path)
    again = back(call, format_id)
    assert spoken(again) == spoken(call)
    assert times(again) == times(call)
    assert again.ends_inferred is call.ends_inferred
    assert [getattr(again, key) for key in KEPT] == [getattr(call, key) for key in KEPT]
    if format_id != "text":
        assert [turn.words for turn in again.turns] == [turn.words for turn in call.turns]


def test_several_calls_are_a_list_or_lines() -> None:
    calls = [one_call(SAMPLES / name) for name in ("canonical.json", "plain.txt", "rows.csv")]
    for format_id in ("json", "jsonl"):
        items = all_items("".join(written(calls, format_id)))
        assert [spoken(item) for item in items if isinstance(item, Call)] == list(
            map(spoken, calls)
        )


SAID = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30)
TURNS = st.lists(
    st.tuples(st.sampled_from(["agent", "customer", "system", "unknown"]), SAID), min_size=1
)


@given(TURNS)
def test_any_words_survive_json(turns: list[tuple[str, str]]) -> None:
    call = Call("x", tuple(Turn(1, who, text, (Place(0, 1, 1),)) for who, text in turns))  # type: ignore[arg-type]
    assert spoken(back(call, "json")) == turns
    assert spoken(back(call, "jsonl")) == turns


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我的电话13800138000，请记一下", "我的电话***********，请记一下"),
        ("138 0013 8000", "*** **** ****"),
        ("138-0013-8000", "***-****-****"),
        ("+8613800138000", "**************"),
        ("座机010-62345678转 5", "座机***-********转 5"),
        ("幺三八零零幺三八零零零", "***********"),
        ("身份证11010519491231002X", "身份证******************"),
        ("卡号6222021234567890129", "卡号6222021234567890129"),
        ("卡号4111 1111 1111 1111", "卡号**** **** **** ****"),
        ("邮箱 wang.li@example.com。", "邮箱 ****.**@*******.***。"),
        ("车牌京A12345停在", "车牌*******停在"),
        ("沪AD12345", "********"),
        ("订单号 20260302123456", "订单号 20260302123456"),
        ("拨打 10086 或 95588", "拨打 10086 或 95588"),
        ("身份证110105194912310021", "身份证110105194912310021"),
        ("余额 1234.50 元", "余额 1234.50 元"),
    ],
)
def test_masking(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@given(st.text(st.sampled_from("0123456789 -@a.京A幺三Xx您")))
def test_masking_keeps_every_other_character_in_place(text: str) -> None:
    masked = mask_text(text)
    hidden = {at for begin, end, _ in found_in(text) for at in range(begin, end)}
    assert len(masked) == len(text)
    assert all(masked[at] == text[at] for at in range(len(text)) if at not in hidden)
    assert mask_text(masked) == masked


def test_a_masked_call_keeps_its_places() -> None:
    call = one_call("客服：您的号码是13800138000吗\n客户：是")
    masked = mask_call(call)
    assert masked.turns[0].text == "您的号码是***********吗"
    assert [turn.places for turn in masked.turns] == [turn.places for turn in call.turns]


def told(tmp_path: Path, name: str, text: str) -> Path:
    """Write a file and return its path."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.csv", "文件名,工号,振铃次数,日期,备注\n0001.txt,1024,2,2026/3/2,回访\n"),
        ("m.tsv", "file\tagent_id\trings\tdate\t备注\n0001\t1024\t2\t2026-03-02\t回访\n"),
        ("m.json", '{"0001": {"agent_id": 1024, "rings": 2, "date": "20260302", "备注": "回访"}}'),
        (
            "m.json",
            '[{"file": "0001.txt", "工号": 1024, "振铃": "2", "日期": "2026-3-2", "备注": "回访"}]',
        ),
    ],
)  # fmt: skip
def test_metadata_by_file_name(tmp_path: Path, name: str, text: str) -> None:
    metadata = load_metadata(told(tmp_path, name, text))
    call = metadata.join(one_call(told(tmp_path, "0001.txt", "坐席: 7\n\n客服：您好")))
    assert (call.agent_id, call.rings, call.date) == ("1024", 2, "2026-03-02")
    assert call.values == {"备注": "回访"}
    assert metadata.unused() == []


def test_metadata_by_call_id(tmp_path: Path) -> None:
    metadata = load_metadata(told(tmp_path, "m.csv", "通话编号,挂机方\n7,客户\n8,坐席\n9,客户\n"))
    lines = '{"id": 7, "turns": [{"text": "您好"}]}\n{"id": 8, "turns": [{"text": "您好"}]}\n'
    calls = [metadata.join(item) for item in all_items(lines) if isinstance(item, Call)]
    assert [call.hung_up_by for call in calls] == ["customer", "agent"]
    assert metadata.unused() == ["9"]


def test_metadata_from_a_workbook(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.worksheets[0].append(["文件名", "坐席"])
    book.worksheets[0].append(["0001.txt", 1024])
    book.save(tmp_path / "m.xlsx")
    metadata = load_metadata(tmp_path / "m.xlsx")
    assert metadata.join(Call("calls/0001.txt", ())).agent_id == "1024"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("工号,日期\n7,2026-03-02\n", 2, "no file name"),
        ("文件名,振铃\na.txt,1\nb.txt,两\n", 3, "rings must be a whole number"),
        ("文件名,振铃\na.txt,1\na.txt,2\n", 3, "comes twice"),
        ("文件名,振铃\n", None, "no records"),
        ('{"a.txt": 5}', None, "must be an object"),
        ('[{"file": "a", "rings": [1]}]', 1, "'rings' must be a word or a number"),
        ('[{"file": "a",', 1, "breaks off"),
    ],
)
def test_metadata_that_cannot_be_used(
    tmp_path: Path, text: str, line: int | None, message: str
) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        load_metadata(told(tmp_path, "m", text))
    assert caught.value.line == line


def test_canonical_json_leaves_out_what_is_not_known() -> None:
    (text,) = written([one_call("客服：您好")], "json")
    assert json.loads(text) == {"turns": [{"speaker": "agent", "text": "您好"}]}
