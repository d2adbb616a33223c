"""Samples with a piece changed: they are read or refused, and what is read can be written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import SAMPLES, all_items, one_call, one_error, spoken, times

from callcheck.transcript.formats import FORMATS
from callcheck.transcript.model import Call
from callcheck.transcript.write import written

SOURCES = {path.name: path.read_bytes() for path in sorted(SAMPLES.iterdir())}
PIECES = (
    "null", "[]", "{}", "-1", "1e999", "NaN", '"', "true", "\0", "\r", "\n", "{", "[", ":", "：",
    "客服", "12:99", "9" * 20, "\\ud800", "-->", "**", ",", "\t", "|", "00:01", " ",
)  # fmt: skip


@given(
    st.sampled_from(sorted(SOURCES)),
    st.integers(0, 4000),
    st.integers(0, 12),
    st.sampled_from(PIECES) | st.binary(max_size=3),
    st.sampled_from(FORMATS) | st.none(),
)
def test_any_change_is_read_or_refused(
    name: str, at: int, gone: int, piece: str | bytes, format_id: str | None
) -> None:
    source = SOURCES[name]
    new = piece.encode() if isinstance(piece, str) else piece
    items = all_items(source[:at] + new + source[at + gone :], input_format=format_id)
    assert items
    for call in items:
        if isinstance(call, Call):
            for form in ("json", "jsonl"):
                again = one_call("".join(written([call], form)), input_format=form)
                assert (spoken(again), times(again)) == (spoken(call), times(call))
            again = one_call("".join(written([call], "text")), input_format="text")
            assert [_letters(said) for said in spoken(again)] == [
                _letters(said) for said in spoken(call)
            ]


def _letters(said: tuple[str, str]) -> tuple[str, str]:
    """Return what was said without its spaces, which plain text need not keep."""
    return said[0], "".join(said[1].replace("\0", "\ufffd").split())


SENTENCE = '{"text_seg": "您 好", "start": 0, "end": 900, "ts_list": %s}'
RUNTIME = '{"mode": "offline", "is_final": true, "text": "您好", "stamp_sents": [%s]}'


@pytest.mark.parametrize("stamps", ["[[0], [1, 2, 3]]", "[0, 1]", "5", '["ab", "cd"]'])
def test_word_times_of_another_shape_are_left_out(stamps: str) -> None:
    call = one_call(RUNTIME % (SENTENCE % stamps))
    assert (call.turns[0].text, call.turns[0].words) == ("您好", ())


def test_a_turn_without_a_start_stays_behind_what_it_follows() -> None:
    sentence = '{"Text": "%s", "ChannelId": %d, "BeginTime": %s, "EndTime": 9000}'
    rows = [("您好", 0, "500"), ("嗯", 0, "null"), ("再见", 0, "7500"), ("你好", 1, "4800")]
    sentences = ",".join(sentence % row for row in rows)
    call = one_call(f'{{"StatusText": "OK", "Result": {{"Sentences": [{sentences}]}}}}')
    assert [turn.text for turn in call.turns] == ["您好", "嗯", "你好", "再见"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{"turns": [{"text": "您好", "start": 1772414040}]}', "turn 1: a time of 492337 hours"),
        ("角色,内容,开始\n客服,您好,1e9\n", "a time of 277778 hours; is it in another unit"),
        ('[{"bg": "1", "ed": "9", "onebest": true, "speaker": "1"}]', "must be a string"),
    ],
)
def test_what_no_call_has(source: str, message: str) -> None:
    assert message in one_error(source).message


@pytest.mark.parametrize("said", ["10", "A-1024", "10086号"])
def test_a_number_said_alone_is_no_head_when_it_is_read_back(said: str) -> None:
    call = one_call(f'{{"turns": [{{"speaker": "agent", "text": "{said}"}}]}}')
    assert spoken(one_call("".join(written([call], "text")))) == [("agent", said)]


def test_a_staff_number_of_many_words_stays_in_the_head() -> None:
    call = one_call('{"agent_id": "小 李，早班", "turns": [{"speaker": "agent", "text": "您好"}]}')
    again = one_call("".join(written([call], "text")))
    assert (again.agent_id, spoken(again)) == (call.agent_id, spoken(call))
