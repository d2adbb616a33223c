"""The readers, by the name of their format.

A reader is a module with ``claims``, which tells whether an input is of its format,
and ``read(document)``, which yields calls (and an ``InputError`` for a bad one).  A
new format is one new file and one line here.  The readers of JSON are asked with the
parsed value, all others with the document; the general ones, ``json`` and ``text``,
take what no other claims.  A workbook is known by its first bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from callcheck.findings import InputError
from callcheck.messages import Message
from callcheck.transcript import canonical, jsonl, plain
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.formats import (
    aliyun_filetrans,
    aliyun_quality,
    aws_analytics,
    aws_pca,
    aws_transcribe,
    azure_batch,
    azure_conversation,
    chat,
    dashscope,
    funasr,
    funasr_runtime,
    google_ccai,
    iflytek,
    iflytek_order,
    subtitles,
    table,
    tencent,
    whisper,
    xlsx,
)
from callcheck.transcript.model import Call

Read = Callable[[Document], Iterator[Call | InputError]]

JSON_READERS: dict[str, tuple[Callable[[Any], bool], Read]] = {
    "aliyun-filetrans": (aliyun_filetrans.claims, aliyun_filetrans.read),
    "aliyun-quality": (aliyun_quality.claims, aliyun_quality.read),
    "dashscope": (dashscope.claims, dashscope.read),
    "tencent": (tencent.claims, tencent.read),
    "iflytek": (iflytek.claims, iflytek.read),
    "iflytek-order": (iflytek_order.claims, iflytek_order.read),
    "funasr": (funasr.claims, funasr.read),
    "funasr-runtime": (funasr_runtime.claims, funasr_runtime.read),
    "whisper": (whisper.claims, whisper.read),
    "aws-transcribe": (aws_transcribe.claims, aws_transcribe.read),
    "aws-analytics": (aws_analytics.claims, aws_analytics.read),
    "aws-pca": (aws_pca.claims, aws_pca.read),
    "google-ccai": (google_ccai.claims, google_ccai.read),
    "azure-batch": (azure_batch.claims, azure_batch.read),
    "azure-conversation": (azure_conversation.claims, azure_conversation.read),
}
TEXT_READERS: dict[str, tuple[Callable[[Document], bool], Read]] = {
    "vtt": (subtitles.claims_vtt, subtitles.read_vtt),
    "srt": (subtitles.claims_srt, subtitles.read_srt),
    "csv": (table.claims, table.read),
    "chat": (chat.claims, chat.read),
}
GENERAL_READERS: dict[str, Read] = {
    "jsonl": jsonl.read,
    "json": canonical.read,
    "text": plain.read,
    "xlsx": xlsx.read,
}
_READ: dict[str, Read] = {
    **{name: read for name, (_, read) in JSON_READERS.items()},
    **{name: read for name, (_, read) in TEXT_READERS.items()},
    **GENERAL_READERS,
}
FORMATS = tuple(_READ)
"""The names that ``--input-format`` knows."""


def choose(document: Document) -> str:
    """Return the name of the one reader that claims the input.

    Raises ReadError, naming the readers, where more than one does or none.
    """
    if document.looks_like_json:
        return _choose_json(document)
    if xlsx.claims(document):
        return "xlsx"
    claimed = [name for name, (claims, _) in TEXT_READERS.items() if claims(document)]
    return _only(claimed) or "text"


def read_as(name: str, document: Document) -> Iterator[Call | InputError]:
    """Read the input as a format.  Raises ReadError for an unknown name."""
    read = _READ.get(name)
    if read is None:
        near = get_close_matches(name, FORMATS, n=1)
        hint = (
            Message("did you mean {near!r}?", near=near[0])
            if near
            else Message("one of: {formats}", formats=", ".join(FORMATS))
        )
        raise ReadError(Message("no input format {name!r}; {hint}", name=name, hint=hint))
    found = False
    try:
        for item in read(document):
            found = True
            yield item
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        if name not in JSON_READERS:
            raise
        raise ReadError(
            Message(
                "not of the form that {name} has ({kind}: {error}); "
                "name another with --input-format",
                name=name,
                kind=type(error).__name__,
                error=error,
            )
        ) from error
    if not found:
        raise ReadError(
            Message(
                "no call in it that {name} can read; name another with --input-format", name=name
            )
        )


def _choose_json(document: Document) -> str:
    if jsonl.claims(document):
        return "jsonl"
    value = document.json
    if isinstance(value, dict) and "$schema" in value and "turns" not in value:
        raise ReadError(Message("a JSON Schema, which describes transcripts, not a transcript"))
    claimed = [name for name, (claims, _) in JSON_READERS.items() if claims(value)]
    if canonical.claims(document):
        claimed.append("json")
    chosen = _only(claimed)
    if chosen is None:
        keys = ", ".join(list(value)[:6]) if isinstance(value, dict) else "a list"
        raise ReadError(
            Message(
                "JSON of no form known here (it has: {keys}); the plain form is "
                '{{"turns": [{{"speaker": "agent", "text": "您好"}}]}}',
                keys=keys or Message("nothing"),
            )
        )
    return chosen


def _only(claimed: list[str]) -> str | None:
    if len(claimed) > 1:
        raise ReadError(
            Message(
                "more than one reader claims it: {readers}; choose with --input-format",
                readers=", ".join(claimed),
            )
        )
    return claimed[0] if claimed else None
