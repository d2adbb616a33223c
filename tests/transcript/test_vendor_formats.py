"""Each format of the vendors, in samples of our own: the same three turns in each."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import SAMPLES, all_items, one_call, one_error, spoken, times

from callcheck.transcript.formats import FORMATS, JSON_READERS

SAID = [
    ("agent", "您好，很高兴为您服务，请问有什么可以帮您？"),
    ("customer", "我想查一下上个月的话费。"),
    ("agent", "好的，请稍等。"),
]
SPANS = [(0.5, 4.2), (4.8, 7.1), (7.5, 9.0)]
STARTS = [(0.0, 4.3), (4.3, 7.0), (7.0, None)]
WHOLE = [(0.0, 4.0), (4.0, 7.0), (7.0, None)]
NONE = [(None, None)] * 3

TOLD = [
    ("aliyun-quality.json", "aliyun-quality", SPANS),
    ("aws-call-analytics.json", "aws-analytics", SPANS),
    ("aws-contact-lens.json", "aws-analytics", SPANS),
    ("aws-contact-lens-chat.json", "aws-analytics", STARTS),
    ("aws-pca.json", "aws-pca", SPANS),
    ("azure-conversation.json", "azure-conversation", NONE),
    ("google-ccai.json", "google-ccai", STARTS),
    ("subtitles.srt", "srt", SPANS),
    ("subtitles.vtt", "vtt", SPANS),
    ("rows.csv", "csv", SPANS),
    ("sides.tsv", "csv", NONE),
    ("calls.csv", "csv", NONE),
    ("script.md", "chat", NONE),
    ("plain.txt", "text", SPANS),
]
HEARD = [
    ("aliyun-filetrans.json", "aliyun-filetrans", SPANS),
    ("aliyun-filetrans-v2.json", "aliyun-filetrans", SPANS),
    ("dashscope.json", "dashscope", SPANS),
    ("tencent.json", "tencent", SPANS),
    ("tencent-lines.json", "tencent", SPANS),
    ("iflytek.json", "iflytek", SPANS),
    ("iflytek-answer.json", "iflytek", SPANS),
    ("iflytek-order.json", "iflytek-order", SPANS),
    ("funasr.json", "funasr", SPANS),
    ("whisperx.json", "whisper", SPANS),
    ("aws-transcribe-channels.json", "aws-transcribe", SPANS),
    ("aws-transcribe-speakers.json", "aws-transcribe", SPANS),
    ("azure-batch.json", "azure-batch", SPANS),
    ("chat.txt", "chat", WHOLE),
    ("meeting.txt", "chat", WHOLE),
    ("names.txt", "chat", NONE),
]
UNTOLD = [
    ("funasr-text.json", "funasr", SPANS),
    ("funasr-runtime.json", "funasr-runtime", SPANS),
    ("whisper.json", "whisper", SPANS),
]


@pytest.mark.parametrize(("name", "format_id", "spans"), [*TOLD, *HEARD, *UNTOLD])
def test_turns_times_and_places(
    name: str, format_id: str, spans: list[tuple[float | None, float | None]]
) -> None:
    call = one_call(SAMPLES / name)
    assert call.format == format_id
    assert [turn.text for turn in call.turns] == [text for _, text in SAID]
    assert times(call) == spans
    lines = (SAMPLES / name).read_text(encoding="utf-8-sig").split("\n")
    for turn in call.turns:
        line, column = turn.place(0)
        written = (turn.text[0], json.dumps(turn.text[0])[1:-1])
        assert lines[line - 1][column - 1 :].startswith(written)


@pytest.mark.parametrize("name", [name for name, _, _ in [*TOLD, *HEARD]])
def test_speakers(name: str) -> None:
    call = one_call(SAMPLES / name)
    assert spoken(call) == SAID
    heard = name in {name for name, _, _ in HEARD}
    assert any("判为客服" in note for note in call.notes) is heard


@pytest.mark.parametrize("name", [name for name, _, _ in UNTOLD])
def test_speakers_that_the_source_does_not_tell_apart(name: str) -> None:
    call = one_call(SAMPLES / name)
    assert {turn.speaker for turn in call.turns} == {"unknown"}
    assert call.notes == ("来源没有区分说话人，说话人记为不明",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("aliyun-quality.json", {"agent_id": "1024", "date": "2026-03-02"}),
        ("aliyun-filetrans.json", {"duration": 9.5}),
        ("dashscope.json", {"duration": 9.5}),
        ("tencent.json", {"duration": 9.5}),
        ("iflytek-order.json", {"duration": 9.5}),
        ("funasr.json", {"call_id": "0001"}),
        ("aws-contact-lens.json", {"duration": 9.5, "channel": "voice"}),
        ("aws-contact-lens-chat.json", {"channel": "chat", "date": "2026-03-02"}),
        ("aws-pca.json", {"agent_id": "1024", "call_id": "0001", "duration": 9.5}),
        ("google-ccai.json", {"started_at": "2026-03-02T01:14:00.500000+00:00"}),
        ("azure-batch.json", {"duration": 9.5}),
        ("azure-conversation.json", {"call_id": "0001", "channel": "voice"}),
        ("rows.csv", {"agent_id": "1024", "call_id": "0001"}),
        ("calls.csv", {"agent_id": "1024", "call_id": "0001"}),
        ("chat.txt", {"started_at": "2026-03-02T09:14:00"}),
    ],
)
def test_what_else_the_source_tells(name: str, expected: dict[str, object]) -> None:
    call = one_call(SAMPLES / name)
    assert {key: getattr(call, key) for key in expected} == expected


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("aliyun-filetrans.json", [("我", 4.8, 5.0), ("想", 5.0, 5.2)]),
        ("dashscope.json", [("我想", 4.8, 7.1)]),
        ("tencent.json", [("我想", 4.8, 5.1)]),
        ("whisperx.json", [("我", 4.8, 5.0)]),
        ("iflytek-order.json", [("我想", 4.8, 5.2), ("查一下上个月的话费", 5.3, 5.7)]),
    ],
)
def test_times_of_words(name: str, words: list[tuple[str, float, float]]) -> None:
    turn = one_call(SAMPLES / name).turns[1]
    found = [(turn.text[word.begin : word.end], word.start, word.stop) for word in turn.words]
    assert found == words


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({"StatusText": "SUCCESS_WITH_NO_VALID_FRAGMENT", "Result": {}}, "NO_VALID_FRAGMENT"),
        (
            {"Response": {"Data": {"TaskId": 1, "Result": "", "ErrorMsg": "音频下载失败"}}},
            "音频下载失败",
        ),
        (
            {"content": {"orderResult": ""}, "descInfo": "task not finished"},
            "task not finished",
        ),
        ({"status": "FAILED", "results": {"items": []}}, "FAILED"),
        ({"recognizedPhrases": []}, "no phrase"),
        ([{"bg": "x", "ed": "2", "onebest": "您好", "speaker": "1"}], "bg must be a number"),
        ([{"sentence_info": [{"text": "您好", "start": -5, "end": 2}]}], "under zero"),
        ({"segments": [{"text": 5, "start": 1, "end": 2}]}, "must be a string"),
        ({"entries": [{"role": "AGENT", "text": "", "start_timestamp_usec": 1}]}, "no words"),
        ({"results": {"items": [{"type": "pronunciation"}]}}, "not of the form"),
    ],
)
def test_what_a_vendor_reader_refuses(source: object, message: str) -> None:
    assert message in one_error(json.dumps(source, ensure_ascii=False)).message


def test_input_format_overrides_the_content() -> None:
    call = one_call((SAMPLES / "subtitles.srt").read_bytes(), input_format="text")
    assert call.format == "text"
    assert call.turns[0].text.startswith(SAID[0][1])


def test_unknown_input_format_names_the_nearest() -> None:
    error = one_error("客服：您好", input_format="wisper")
    assert error.message == "no input format 'wisper'; did you mean 'whisper'?"


def test_a_file_that_two_readers_claim_names_both() -> None:
    both = {
        "entries": [{"role": "AGENT", "text": "您好"}],
        "segments": [{"text": "您好", "start": 1, "end": 2}],
    }
    error = one_error(json.dumps(both))
    assert "whisper, google-ccai" in error.message
    assert one_call(json.dumps(both), input_format="whisper").format == "whisper"


VALUE = st.none() | st.integers(-9, 9) | st.text(max_size=4) | st.just([]) | st.just({})


@given(st.sampled_from([name for name, _, _ in [*TOLD, *HEARD, *UNTOLD]]), st.data())
def test_a_damaged_sample_gives_items_and_no_exception(name: str, data: st.DataObject) -> None:
    source = (SAMPLES / name).read_bytes()
    at = data.draw(st.integers(0, len(source)))
    length = data.draw(st.integers(0, 60))
    damaged = source[:at] + data.draw(st.binary(max_size=6)) + source[at + length :]
    assert all_items(damaged)
    assert all_items(damaged, input_format=data.draw(st.sampled_from(FORMATS)))


@given(st.sampled_from(sorted(JSON_READERS)), st.data())
def test_a_value_of_the_wrong_kind_gives_items_and_no_exception(
    name: str, data: st.DataObject
) -> None:
    samples = [path for path in sorted(SAMPLES.glob("*.json")) if path.name.startswith(name[:3])]
    value = json.loads(data.draw(st.sampled_from(samples)).read_text(encoding="utf-8"))
    spots = list(_spots(value))
    container, key = data.draw(st.sampled_from(spots))
    container[key] = data.draw(VALUE)
    assert all_items(json.dumps(value), input_format=name)


def _spots(value: object) -> list[tuple[object, object]]:
    """Return (container, key) of every value inside."""
    found: list[tuple[object, object]] = []
    pairs = value.items() if isinstance(value, dict) else ()
    pairs = enumerate(value) if isinstance(value, list) else pairs
    for key, inner in pairs:
        found.append((value, key))
        found.extend(_spots(inner))
    return found
