"""iFlytek 语音转写, first version: a list of ``onebest``, times in strings of milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.assemble import assemble, have, records, said
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call
from callcheck.transcript.placed import Text, Within, line_of, parse_json
from callcheck.transcript.times import milliseconds

FORMAT = "iflytek"


def claims(value: Any) -> bool:
    """Whether it is the list, or the answer whose ``data`` is the list as a string."""
    if isinstance(value, list):
        return have(records({"items": value}, "items"), "onebest", "bg")
    return isinstance(value, dict) and isinstance(value.get("data"), Text) and "err_no" in value


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError, with the service's word where it failed."""
    value = document.json
    if isinstance(value, dict):
        if not value["data"].strip():
            raise ReadError(
                Message("no result in it; the service said {value}", value=value.get("failed"))
            )
        value = parse_json(Within(value["data"]))
    items = records({"items": value}, "items")
    yield assemble(
        document,
        FORMAT,
        [
            said(
                item.get("speaker"),
                item["onebest"],
                milliseconds(item.get("bg"), "bg", line_of(item["onebest"])),
                milliseconds(item.get("ed"), "ed", line_of(item["onebest"])),
            )
            for item in items
        ],
    )
