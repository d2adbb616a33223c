"""Alibaba Cloud 录音文件识别: sentences by channel, in milliseconds; old and new spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.assemble import (
    Said,
    TimedWords,
    assemble,
    have,
    records,
    said,
    timed,
)
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
    words = _by_channel(records(value, "Result", "Words"))
    utterances = [_said(item, words) if new else _old(item) for item in items]
    yield assemble(
        document,
        FORMAT,
        utterances,
        by_time=True,
        duration=milliseconds(value.get("BizDuration", value.get("biz_duration")), "BizDuration"),
    )


def _by_channel(words: list[dict[str, Any]]) -> dict[str, TimedWords]:
    channels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for word in words:
        channels[_channel(word)].append(word)
    return {
        channel: TimedWords(timed(own, "Word", "BeginTime", "EndTime", milliseconds))
        for channel, own in channels.items()
    }


def _channel(item: dict[str, Any]) -> str:
    return repr(item.get("ChannelId"))


def _said(item: dict[str, Any], words: dict[str, TimedWords]) -> Said:
    line = line_of(item["Text"])
    start = milliseconds(item.get("BeginTime"), "BeginTime", line)
    end = milliseconds(item.get("EndTime"), "EndTime", line)
    words_here = words.get(_channel(item))
    own = words_here.within(start, end) if words_here else []
    return said(item.get("ChannelId"), item["Text"], start, end, own)


def _old(item: dict[str, Any]) -> Said:
    line = line_of(item["text"])
    return said(
        item.get("channel_id"),
        item["text"],
        milliseconds(item.get("begin_time"), "begin_time", line),
        milliseconds(item.get("end_time"), "end_time", line),
    )
