"""Alibaba Cloud 录音文件识别: sentences by channel, in milliseconds; old and new spelling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.assemble import Said, assemble, have, records, said, timed
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call
from callcheck.transcript.placed import line_of
from callcheck.transcript.times import milliseconds

FORMAT = "aliyun-filetrans"


def claims(value: Any) -> bool:
    """Whether it has Result.Sentences, or the ``result`` list of a version 2 callback."""
    if not isinstance(value, dict):
        return False
    status = "StatusText" in value or "status_text" in value
    return (
        have(records(value, "Result", "Sentences"), "Text", "BeginTime")
        or have(records(value, "result"), "text", "begin_time")
        or (status and ("Result" in value or "result" in value))
    )


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError, with the service's status where it failed."""
    value = document.json
    new = "Result" in value
    items = records(value, "Result", "Sentences") if new else records(value, "result")
    status = str(value.get("StatusText", value.get("status_text", "")))
    if not items:
        raise ReadError(
            Message(
                "no sentences in it; the service said {status}", status=status or Message("nothing")
            )
        )
    words = records(value, "Result", "Words")
    utterances = [_said(item, words) if new else _old(item) for item in items]
    yield assemble(
        document,
        FORMAT,
        utterances,
        by_time=True,
        duration=milliseconds(value.get("BizDuration", value.get("biz_duration")), "BizDuration"),
    )


def _said(item: dict[str, Any], words: list[dict[str, Any]]) -> Said:
    line = line_of(item["Text"])
    start = milliseconds(item.get("BeginTime"), "BeginTime", line)
    end = milliseconds(item.get("EndTime"), "EndTime", line)
    own = [
        word
        for word in timed(_of_channel(words, item), "Word", "BeginTime", "EndTime", milliseconds)
        if start is not None and end is not None and start <= (word[1] or 0) < end
    ]
    return said(item.get("ChannelId"), item["Text"], start, end, own)


def _of_channel(words: list[dict[str, Any]], item: dict[str, Any]) -> list[dict[str, Any]]:
    return [word for word in words if word.get("ChannelId") == item.get("ChannelId")]


def _old(item: dict[str, Any]) -> Said:
    line = line_of(item["text"])
    return said(
        item.get("channel_id"),
        item["text"],
        milliseconds(item.get("begin_time"), "begin_time", line),
        milliseconds(item.get("end_time"), "end_time", line),
    )
