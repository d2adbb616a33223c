"""iFlytek 录音文件转写, second version: a lattice of words, JSON inside strings of JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.assemble import Said, assemble, records
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call
from callcheck.transcript.placed import Text, Within, parse_json
from callcheck.transcript.times import milliseconds, number

FORMAT = "iflytek-order"
FRAME = 0.01
"""Words count their times in frames of ten milliseconds from the start of the sentence."""


def claims(value: Any) -> bool:
    """Whether it holds an order's result, or is that result itself."""
    if not isinstance(value, dict):
        return False
    content = value.get("content")
    return (isinstance(content, dict) and "orderResult" in content) or "lattice" in value


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError, with the service's word where it failed."""
    value = document.json
    content = value.get("content", {})
    result = _opened(content.get("orderResult", value))
    if not result:
        told = value.get("descInfo", "nothing")
        raise ReadError(Message("no result in it; the service said {told}", told=told))
    order = content.get("orderInfo", {})
    yield assemble(
        document,
        FORMAT,
        [_said(_opened(item["json_1best"])["st"]) for item in records(result, "lattice")],
        duration=milliseconds(order.get("originalDuration"), "originalDuration"),
    )


def _opened(value: Any) -> Any:
    """Return what a string of JSON holds; anything else as it is."""
    if isinstance(value, Text):
        return parse_json(Within(value)) if value.strip() else None
    return value


def _said(sentence: dict[str, Any]) -> Said:
    start = milliseconds(sentence.get("bg"), "bg")
    made = Said(sentence.get("rl"), start=start, end=milliseconds(sentence.get("ed"), "ed"))
    for part in records(sentence, "rt"):
        for word in records(part, "ws"):
            best = word["cw"][0]
            begin, end = (_frame(word.get(key), start) for key in ("wb", "we"))
            timed = best.get("wp") != "p"
            made.add_word(best["w"], begin if timed else None, end if timed else None)
    return made


def _frame(value: Any, start: float | None) -> float | None:
    frames = number(value, "wb/we")
    return None if frames is None or start is None else round(start + frames * FRAME, 6)
