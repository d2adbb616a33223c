"""What the vendors write in their other versions: labels, words and metadata elsewhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
from reading import all_items, one_call, spoken

from callcheck.findings import InputError
from callcheck.transcript.model import Call


def dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def words_of(call: Call) -> list[list[tuple[str, float, float]]]:
    """Return (word, start, stop) of each turn."""
    return [
        [(turn.text[word.begin : word.end], word.start, word.stop) for word in turn.words]
        for turn in call.turns
    ]


def heard_word(start: str, end: str, content: str) -> dict[str, Any]:
    """Return a word of Amazon Transcribe without a label of its own."""
    return {
        "type": "pronunciation",
        "start_time": start,
        "end_time": end,
        "alternatives": [{"content": content}],
    }


def segment(label: str, *starts: str) -> dict[str, Any]:
    """Return a segment of Amazon Transcribe, which labels the words by their start."""
    return {
        "speaker_label": label,
        "items": [{"start_time": start, "speaker_label": label} for start in starts],
    }


def test_transcribe_that_labels_speakers_in_segments_only() -> None:
    items = [
        heard_word("0.5", "0.9", "您好"),
        heard_word("1.0", "2.4", "很高兴为您服务"),
        {"type": "punctuation", "alternatives": [{"content": "。"}]},
        heard_word("2.9", "3.2", "我想查一下"),
        heard_word("3.3", "3.9", "话费"),
    ]
    labels = {
        "segments": [
            segment("spk_0", "0.5", "1.0"),
            segment("spk_1", "2.9"),
            segment("spk_1", "3.3"),
        ]
    }
    call = one_call(dumped({"results": {"speaker_labels": labels, "items": items}}))
    assert spoken(call) == [("agent", "您好很高兴为您服务。"), ("customer", "我想查一下话费")]
    assert words_of(call)[1] == [("我想查一下", 2.9, 3.2), ("话费", 3.3, 3.9)]


def dialogue(agent: str) -> dict[str, Any]:
    return {
        "AsrResult": [
            {"Role": "客服", "Identity": "客服", "Begin": 500, "End": 1900, "Words": agent},
            {"Role": "客户", "Identity": "客户", "Begin": 2000, "End": 2900, "Words": "你好。"},
        ]
    }


def test_a_page_of_results_is_as_many_calls() -> None:
    page = {
        "Code": "200",
        "Data": {
            "ResultInfo": [
                {
                    "AsrResult": dialogue("您好，请讲。"),
                    "Agent": {"Id": "1024", "Name": "小王", "SkillGroup": "话费"},
                    "Recording": {"CallId": "0001", "CallTime": "2026-03-02 09:14:00"},
                },
                {"AsrResult": {"AsrResult": []}, "Recording": {"CallId": "0002"}},
                {"AsrResult": dialogue("欢迎来电。"), "Recording": {"CallId": "0003"}},
            ]
        },
    }
    calls = [item for item in all_items(dumped(page)) if isinstance(item, Call)]
    assert [spoken(call)[0] for call in calls] == [
        ("agent", "您好，请讲。"),
        ("agent", "欢迎来电。"),
    ]
    told = [(call.call_id, call.agent_id, call.queue, call.date) for call in calls]
    assert told == [("0001", "1024", "话费", "2026-03-02"), ("0003", None, None, None)]


def test_a_recording_that_is_refused_does_not_stop_the_others() -> None:
    recordings = [
        {"key": "1", "sentence_info": [{"text": "您好。", "start": -5, "end": 2, "spk": 0}]},
        {"key": "2", "sentence_info": [{"text": "您好。", "start": 0, "end": 2, "spk": 0}]},
        {"key": "3", "sentence_info": [{"text": 5, "start": 0, "end": 2, "spk": 0}]},
    ]
    bad, good, other = all_items(dumped(recordings))
    assert isinstance(bad, InputError)
    assert "under zero" in bad.message
    assert isinstance(good, Call)
    assert good.call_id == "2"
    assert isinstance(other, InputError)


def test_phrases_of_the_call_centre_are_read_as_dialogues() -> None:
    phrase = {"Identity": "agent@x", "Role": "客服", "Begin": 240, "End": 1280, "Words": "您好。"}
    call = one_call(dumped({"Code": "OK", "Phrases": [phrase]}))
    assert (call.format, spoken(call)) == ("aliyun-quality", [("agent", "您好。")])
    assert call.turns[0].start == 0.24


LENS = {
    "CustomerMetadata": {"ContactId": "0001"},
    "Categories": {"MatchedCategories": ["投诉", "升级"]},
    "Transcript": [
        {
            "ParticipantRole": "AGENT",
            "Content": "您好，请讲。",
            "BeginOffsetMillis": 500,
            "EndOffsetMillis": 1900,
            "Items": [
                {"Content": "您好", "BeginOffsetMillis": 500, "EndOffsetMillis": 900},
                {"Content": "请讲", "BeginOffsetMillis": 1100, "EndOffsetMillis": 1900},
            ],
        }
    ],
}
PARSED = {
    "SpeechSegments": [
        {
            "SegmentSpeaker": "spk_0",
            "DisplayText": "您好，请讲。",
            "SegmentStartTime": 0.5,
            "SegmentEndTime": 1.9,
            "WordConfidence": [
                {"Text": "您好，", "StartTime": 0.5, "EndTime": 0.9},
                {"Text": "请讲。", "StartTime": 1.1, "EndTime": 1.9},
            ],
        }
    ]
}
SPOKEN = [
    {"word": "您好", "offset": 5_000_000, "duration": 4_000_000},
    {"word": "请讲", "offset": 11_000_000, "duration": 8_000_000},
]
NESTED = {
    "conversations": [
        {
            "id": "1",
            "conversationItems": [
                {
                    "participantId": "Agent",
                    "content": {"text": "您好，请讲。", "audioTimings": SPOKEN},
                }
            ],
        }
    ]
}
LEVEL = {
    "conversations": [
        {
            "id": "1",
            "conversationItems": [
                {"role": "Agent", "text": "您好，请讲。", "wordLevelTimings": SPOKEN}
            ],
        }
    ]
}
HOSTED = {
    "duration": 9.5,
    "segments": [{"start": 0.5, "end": 1.9, "text": "您好，请讲。"}],
    "words": [
        {"word": "您好", "start": 0.5, "end": 0.9},
        {"word": "请讲", "start": 1.1, "end": 1.9},
        {"word": "讲", "start": 7.0, "end": 7.2},
    ],
}


@pytest.mark.parametrize("source", [LENS, PARSED, NESTED, LEVEL, HOSTED])
def test_words_wherever_they_are_timed(source: object) -> None:
    call = one_call(dumped(source))
    timed = [(word.strip("，。"), start, stop) for word, start, stop in words_of(call)[0]]
    assert timed == [("您好", 0.5, 0.9), ("请讲", 1.1, 1.9)]
    assert (call.turns[0].start, call.turns[0].end) == (0.5, 1.9)


def test_what_contact_lens_tells_beside_the_words() -> None:
    call = one_call(dumped(LENS))
    assert (call.call_id, call.tags) == ("0001", ("投诉", "升级"))
    assert one_call(dumped(HOSTED)).duration == 9.5


def test_words_are_found_in_any_case_and_whole() -> None:
    spans = [("run", 0.3, 0.5), ("ALABAMA", 0.6, 1.0), ("a", 1.1, 1.2)]
    words = [{"word": word, "start": start, "end": stop} for word, start, stop in spans]
    text = "Run, Alabama, for a mile."
    source = {"segments": [{"start": 0, "end": 2, "text": text, "words": words}]}
    found = words_of(one_call(dumped(source)))[0]
    assert found == [("Run", 0.3, 0.5), ("Alabama", 0.6, 1.0), ("a", 1.1, 1.2)]
