"""Canonical JSON and JSONL: fields, places through escapes, errors at their line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import SAMPLES, all_items, one_call, one_error, spoken, times

from callcheck.findings import InputError
from callcheck.transcript.model import Call


def test_the_canonical_call() -> None:
    call = one_call(SAMPLES / "canonical.json")
    assert call.format == "json"
    assert (call.call_id, call.agent_id, call.rings) == ("0001", "1024", 2)
    assert (call.hung_up_by, call.duration, call.tags) == ("customer", 9.5, ("查询",))
    assert (call.started_at, call.date) == ("2026-03-02T09:14:00+08:00", "2026-03-02")
    assert [turn.speaker for turn in call.turns] == ["agent", "customer", "agent"]
    assert times(call) == [(0.5, 4.2), (4.8, 7.1), (7.5, 9.0)]
    lines = (SAMPLES / "canonical.json").read_text(encoding="utf-8").split("\n")
    for turn in call.turns:
        line, column = turn.place(0)
        assert lines[line - 1][column - 1 :].startswith(turn.text + '"')


@pytest.mark.parametrize("key", ["speaker", "role"])
def test_turns_alone_are_a_call(key: str) -> None:
    turns = [{key: "客服", "text": "您好"}, {key: "CUSTOMER", "text": "你好", "more": [1]}]
    expected = [("agent", "您好"), ("customer", "你好")]
    assert spoken(one_call(json.dumps({"turns": turns, "unknown": {"a": 1}}))) == expected
    assert spoken(one_call(json.dumps(turns))) == expected
    assert [spoken(one) for one in all_items(json.dumps([{"turns": turns}] * 2))] == [
        expected,
        expected,
    ]


def test_starts_alone_end_where_the_next_starts() -> None:
    turns = [{"text": "您好", "start": 1}, {"text": "喂", "start": 2.5}]
    call = one_call(json.dumps({"turns": turns, "duration": 4}))
    assert times(call) == [(1.0, 2.5), (2.5, 4.0)]
    assert call.ends_inferred


def test_places_go_through_escapes() -> None:
    text = '他说"不行"\t就走了'
    for ascii_only in (False, True):
        source = json.dumps({"turns": [{"text": text}]}, ensure_ascii=ascii_only)
        turn = one_call(source).turns[0]
        assert turn.text == text
        for offset, char in enumerate(text):
            line, column = turn.place(offset)
            written = json.dumps(char, ensure_ascii=ascii_only)[1:-1]
            assert line == 1
            assert source[column - 1 :].startswith(written)


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ('{"turns": [\n{"text": "您好"},\n{"text": "再', 3, "breaks off"),
        ('{"turns": [\n{"text": "您好"},\n', 3, "breaks off"),
        ('{"turns": [\n{"text": "您好"} // 开头\n]}', 2, "comment"),
        ('{"turns": [\n{"text": "您好"},\n...\n]}', 3, "left out"),
        ('{"turns": [\n{"text": "您好"},\n]}', 3, "not JSON"),
        ('{"turns": []}', 1, "no turns"),
        ('{"turns": 5}', 1, "no turns"),
        ('{"turns": [{"speaker": "agent"}]}', 1, "turn 1 has no 'text'"),
        ('{"turns": [\n{"text": "好", "start": "x"}]}', 2, "turn 1: 'start' must be a number"),
        ('{"turns": [\n{"text": "好", "start": NaN}]}', 2, "must be a number"),
        ('{"turns": [\n{"text": "好", "start": -2}]}', 2, "under zero"),
        ('{"turns": [\n{"text": "好", "start": 2, "end": 1}]}', 2, "before its start"),
        (
            '{"turns": [{"text": "好", "start": 9},\n{"text": "好", "start": 3}]}',
            2,
            "times run backwards: turn 2",
        ),
        ('{"turns": [{"text": "好"}], "id": {}}', 1, "'id' must be a word or a number, not '{}'"),
        ('{"turns": [{"text": "好"}],\n"call_id": true}', 1, "'call_id' must be a word or a"),
        ('{"turns": [{"text": "好"}], "agent_id": false}', 1, "'agent_id' must be a word or a"),
        ('{"turns": [{"text": "好", "agent_id": []}]}', 1, "'agent_id' must be a word or a"),
        ('{"turns": [{"text": "好"}], "rings": true}', 1, "'rings' must be a number"),
        ('{"turns": [{"text": "好"}], "rings": 1e400}', 1, "whole number"),
        ('{"turns": [{"text": "好"}], "duration": -1}', 1, "length"),
        ('{"turns": [{"text": "好"}], "tags": "投诉"}', 1, "'tags' must be a list"),
        ('{"turns": [{"text": "好"}], "hung_up_by": "nobody"}', 1, "who hung up"),
        ('{"$schema": "http://json-schema.org/draft-07/schema#"}', None, "JSON Schema"),
        ('{"name": "x", "items": [1]}', None, "no form known here (it has: name, items)"),
        ('{"a": ' * 5000, 1, "nested too deeply"),
    ],
)
def test_what_cannot_be_read(source: str, line: int | None, message: str) -> None:
    error = one_error(source)
    assert message in error.message
    assert error.line == line


def jsonl(tmp_path: Path, *lines: str | bytes) -> list[Call | InputError]:
    path = tmp_path / "calls.jsonl"
    path.write_bytes(b"\n".join(one if isinstance(one, bytes) else one.encode() for one in lines))
    return all_items(path)


def test_jsonl_goes_on_after_a_bad_line(tmp_path: Path) -> None:
    good = '{"id": "%s", "turns": [{"role": "agent", "text": "您好"}]}'
    items = jsonl(
        tmp_path, good % "1", "", '{"turns": [{"te', "[]", b"\xff\xff", '{"a": 1}', good % "2"
    )
    assert [type(item).__name__ for item in items] == ["Call", *["InputError"] * 4, "Call"]
    assert [item.line for item in items if isinstance(item, InputError)] == [3, 4, 5, 6]
    calls = [item for item in items if isinstance(item, Call)]
    assert [call.call_id for call in calls] == ["1", "2"]
    assert [call.turns[0].place(0)[0] for call in calls] == [1, 7]


def test_jsonl_tells_an_id_that_comes_again_and_scores_it(tmp_path: Path) -> None:
    line = '{"id": 7, "turns": [{"role": "agent", "text": "您好"}]}'
    first, error, second = jsonl(tmp_path, line, line)
    assert isinstance(first, Call)
    assert isinstance(second, Call)
    assert isinstance(error, InputError)
    assert error.line == 2
    assert "is on line 1 too" in error.message


def test_jsonl_is_known_by_its_content() -> None:
    line = '{"turns": [{"role": "agent", "text": "您好"}]}\n'
    assert len(all_items(line * 3)) == 3


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize(
    "turns",
    [
        [{"text": "您好"}, {"text": '说"不\\行"'}],
        [{"words": [{"text": "再见"}], "text": "您好"}, {"text": "再见"}],
        [{"speaker": "text", "text": 'a"text": "b'}, {"text": "\ud83d"}],
        [{"text": "您好", "more": {"text": "您好"}}, {"text": "您好"}],
    ],
)
def test_places_in_a_line_of_jsonl(
    turns: list[dict[str, object]], ascii_only: bool, tmp_path: Path
) -> None:
    if not ascii_only:
        turns = json.loads(json.dumps(turns).replace("\\ud83d", "x"))
    line = json.dumps({"id": 1, "turns": turns}, ensure_ascii=ascii_only)
    (call,) = jsonl(tmp_path, "", line)
    assert isinstance(call, Call)
    keys = [at for at in range(len(line)) if line.startswith('"text": "', at)]
    for turn in call.turns:
        number, column = turn.place(0)
        assert number == 2
        assert column - 1 - len('"text": "') in keys
        said, _ = json.JSONDecoder().raw_decode(line[column - 2 :])
        assert said.replace("\ud83d", "\ufffd") == turn.text


def test_half_a_surrogate_pair_can_be_written_out() -> None:
    call = one_call('{"turns": [{"text": "\\ud83d好\\ud83d\\ude00"}]}')
    assert call.turns[0].text == "\ufffd好😀"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["turns", "text", "speaker", "start", "end", "id", "tags", "words", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_gives_items_and_no_exception(value: object) -> None:
    assert all_items(json.dumps({"turns": value}))
    assert all_items(json.dumps([value]))
