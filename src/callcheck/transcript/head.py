"""The head of a plain-text transcript: ``key: value`` lines before an empty line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from callcheck.transcript.fields import KEYS, field_value, with_day
from callcheck.transcript.speakers import SPEAKERS

_LINE = re.compile(r"\s*+([^:：\s\d\[【#>*|][^:：\n]{0,15})[:：](.*)$")
_COLON = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")
_SENTENCE = re.compile(r"[，。？！,?!]|^$")
_NUMBER = re.compile(r"[A-Za-z]{0,6}[-_#]?\d[\w-]*号?$")


def read_head(lines: Sequence[str], is_turn: Callable[[str], bool]) -> tuple[dict[str, Any], int]:
    """Return the head's values and the index of the first line after it.

    A head is a block of ``key: value`` lines ended by an empty line, or by the first
    turn where it has keys that are no speaker's name.  A line that says a sentence is
    a turn: ``坐席：喂。`` is no head.  Raises ReadError for a value that cannot be.
    """
    start = next((index for index, line in enumerate(lines) if line.strip()), 0)
    found: list[tuple[str, str, int]] = []
    end = start
    for end in range(start, len(lines)):
        line = lines[end]
        match = _LINE.match(line)
        if match is None or (is_turn(line) and not _is_value(match[1].strip(), match[2].strip())):
            break
        found.append((match[1].strip(), match[2].strip(), end + 1))
    else:
        return {}, start
    if not found or not (_is_head(found, lines[end]) or _written_apart(lines, start, end)):
        return {}, start
    return _values(found), end


def _is_value(name: str, value: str) -> bool:
    return name.lower() in KEYS and not _SENTENCE.search(value)


def _is_head(found: list[tuple[str, str, int]], following: str) -> bool:
    """Whether the lines are a head; 坐席：您好 alone is a turn, 坐席: 1024 a key."""
    own = [name for name, _, _ in found if name.lower() not in SPEAKERS]
    if following.strip():
        return any(name.lower() in KEYS for name in own)
    return bool(own) or all(_NUMBER.match(value) for _, value, _ in found)


def _written_apart(lines: Sequence[str], start: int, end: int) -> bool:
    """Whether the block before an empty line has colons of its own: ``坐席: 小鹿`` above
    turns that are all written ``客服：…``."""
    if lines[end].strip():
        return False
    later = [line for line in lines[end:] if line.strip()]
    return (
        bool(later)
        and all(_colon(line) == ":" for line in lines[start:end])
        and all(_colon(line) == "：" for line in later[:2])
    )


def _colon(line: str) -> str:
    found = _COLON.search(line)
    return found[0] if found else ""


def _values(found: list[tuple[str, str, int]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    other: dict[str, str] = {}
    for name, value, line in found:
        key = KEYS.get(name.lower())
        if key is None:
            other[name] = value
        elif value:
            values[key] = field_value(key, value, line)
    if other:
        values["values"] = other
    return with_day(values)


def reads_as_head(line: str) -> bool:
    """Whether a line sets a field that a head is known to set."""
    match = _LINE.match(line)
    return match is not None and match[1].strip().lower() in KEYS
