"""The vendors' own samples, where they are at hand: read in place, never copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import all_items, one_call, one_error

from callcheck.transcript.model import Call

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "real"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the vendors' samples (../shared/real) are not here"
)

Expected = tuple[str, int, str, float | None, float | None, str, int]
"""format, number of turns, and of the first: speaker, start, end, beginning, line."""

READ: dict[str, Expected] = {
    "aliyun_dashscope_paraformer_1.json": (
        "dashscope", 1, "unknown", 0.76, 3.24, "Hello World", 20,
    ),
    "aliyun_dashscope_paraformer_2.json": (
        "dashscope", 1, "unknown", 0.68, 4.48, "Hello World", 20,
    ),
    "aliyun_filetrans_callback_legacy_v2.json": (
        "aliyun-filetrans", 1, "unknown", 0.34, 2.365, "北京的天气", 10,
    ),
    "aliyun_filetrans_with_words.json": (
        "aliyun-filetrans", 1, "unknown", 0.34, 2.365, "北京的天气", 9,
    ),
    "aliyun_qualitycheck_dialogue.SCHEMA_DERIVED.json": (
        "aliyun-quality", 1, "agent", 72.0, 80.0, "你好，请问", 18,
    ),
    "aws_contact_lens_chat.json": ("aws-analytics", 31, "system", 0.0, 1.741, "Hello, thanks", 444),
    "aws_contact_lens_voice.json": ("aws-analytics", 10, "agent", 0.0, 0.09, "Okay.", 115),
    "aws_pca_parsed.json": ("aws-pca", 12, "agent", 0.04, 0.25, "MM.", 148),
    "aws_transcribe_call_analytics.json": (
        "aws-analytics", 3, "customer", 6.04, 11.65, "Hey Mr", 14,
    ),
    "aws_transcribe_channel_id.json": (
        "aws-transcribe", 2, "customer", 4.86, 6.87, "I've been on hold for an hour.", 22,
    ),
    "aws_transcribe_diarization.json": (
        "aws-transcribe", 2, "customer", 4.87, 6.88, "I've been on hold for an hour.", 88,
    ),
    "aws_transcribe_zh_truncated.json": (
        "aws-transcribe", 1, "unknown", 0.44, 36.3, "今天这是的欧地址了，适合", 17,
    ),
    "azure_batch_transcription.json": (
        "azure-batch", 3, "unknown", 0.04, 2.22, "Run Alabama", 30,
    ),
    "azure_content_understanding_callcenter.vtt": (
        "vtt", 13, "unknown", 0.08, 0.64, "Good day.", 4,
    ),
    "azure_language_conversation_input.json": (
        "azure-conversation", 17, "agent", None, None, "Hello, you’re chatting", 14,
    ),
    "deepgram_example.srt": ("srt", 2, "agent", 1.023, 5.21, "Hello! How can", 3),
    "deepgram_example.vtt": ("vtt", 2, "agent", 1.023, 5.21, "Hello! How can", 4),
    "funasr_autoModel_sentence_info.json": ("funasr", 2, "unknown", 0.41, 23.43, "嗯，", 5),
    "funasr_runtime_websocket_offline.json": (
        "funasr-runtime", 1, "unknown", 0.43, 1.13, "正是因为,", 9,
    ),
    "google_ccai_conversation.json": ("google-ccai", 14, "agent", 0.0, 15.0, "Hi there", 5),
    "iflytek_lfasr_v1.json": ("iflytek", 4, "unknown", 0.18, 2.11, "你他怎么", 5),
    "iflytek_lfasr_v2_getResult.json": ("iflytek-order", 3, "unknown", 0.88, 1.68, "为", 3),
    "tencent_asr_rec.json": ("tencent", 1, "unknown", 0.02, 2.38, "腾讯云语音识别", 12),
    "whisper_openai_word_timestamps.json": ("whisper", 6, "unknown", 0.66, 7.92, "Jane? Mark?", 7),
    "whisperx_diarized_truncated.json": ("whisper", 3, "unknown", 1.238, 2.299, "Yeah, sorry", 6),
}  # fmt: skip
REFUSED: dict[str, tuple[int | None, str]] = {
    "aws_contact_lens_voice_redacted.RAW_WITH_COMMENTS.txt": (10, "JSON has no comments"),
    "aws_transcribe_call_analytics.RAW_ELIDED.txt": (14, "left out with '...'"),
    "azure_batch_transcription.schema.v2024-11-15.json": (None, "a JSON Schema"),
    "azure_batch_transcription.schema.v3_2.json": (None, "a JSON Schema"),
}


def test_every_sample_is_told_of_here() -> None:
    names = {path.name for path in (SHARED / "formats").iterdir()}
    assert names == {*READ, *REFUSED}


@pytest.mark.parametrize("name", READ)
def test_what_is_read(name: str) -> None:
    call = one_call(SHARED / "formats" / name)
    first = call.turns[0]
    format_id, turns, speaker, start, end, text, line = READ[name]
    assert (call.format, len(call.turns), first.speaker) == (format_id, turns, speaker)
    assert (first.start, first.end) == (start, end)
    assert first.text.startswith(text)
    assert first.place(0)[0] == line
    starts = [turn.start for turn in call.turns if turn.start is not None]
    assert starts == sorted(starts)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_transcript(name: str) -> None:
    error = one_error(SHARED / "formats" / name)
    line, message = REFUSED[name]
    assert error.line == line
    assert message in error.message


def test_who_is_the_agent_is_settled_by_the_user() -> None:
    path = SHARED / "formats" / "funasr_autoModel_sentence_info.json"
    call = one_call(path, agent_speaker="1")
    assert [turn.speaker for turn in call.turns] == ["customer", "agent"]


def test_labels_that_cannot_be_right_are_told() -> None:
    vtt = one_call(SHARED / "formats" / "azure_content_understanding_callcenter.vtt")
    assert "标注不可信" in vtt.notes[0]
    pca = one_call(SHARED / "formats" / "aws_pca_parsed.json")
    assert "像是标反了" in pca.notes[0]


def test_a_thousand_dialogues_are_read_line_by_line() -> None:
    items = all_items(SHARED / "dialogues.jsonl")
    calls = [item for item in items if isinstance(item, Call)]
    assert len(items) == len(calls) == 1155
    assert sum(turn.speaker == "agent" for call in calls for turn in call.turns) == 8165
