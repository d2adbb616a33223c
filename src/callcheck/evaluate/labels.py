"""Labels: what people heard in a call, one JSON object a line.

    {"file": "a001.txt",
     "turns": [{"turn": 5, "category": "shirking", "accept": ["arrogance"],
                "phrase": "这不关我的事", "level": "verbatim"}],
     "call": {"opener": "ok", "closer": "violated", "hold": "n/a"},
     "traps": [{"turn": 7, "why": "the customer says it"}],
     "grey": [9]}

``turn`` counts every turn of the file from 1.  Turns in ``grey`` count neither
way; they may also stand in a file ``grey.jsonl`` beside the labels.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from callcheck.messages import Message

VERDICTS = ("ok", "violated", "n/a")


class LabelError(ValueError):
    """A label file that cannot be used; the message names file and line."""


@dataclass(frozen=True, slots=True)
class TurnLabel:
    """Forbidden language in one turn, as a person heard it."""

    turn: int
    category: str
    accept: tuple[str, ...]
    phrase: str
    level: str
    """``verbatim``, ``variant`` or ``paraphrase``."""


@dataclass(frozen=True, slots=True)
class CallLabels:
    """All labels of one call; ``conduct`` maps a category to one of VERDICTS."""

    file: str
    turns: tuple[TurnLabel, ...]
    conduct: dict[str, str]
    traps: tuple[int, ...]
    grey: frozenset[int]


def read_labels(path: Path) -> list[CallLabels]:
    """Read a label file and the ``grey.jsonl`` beside it.  Raises LabelError."""
    grey: dict[str, frozenset[int]] = {}
    beside = path.with_name("grey.jsonl")
    if beside.is_file() and beside != path:
        grey = {row["file"]: frozenset(row["grey"]) for _, row in _rows(beside, "grey")}
    return [_call_labels(path, line, row, grey) for line, row in _rows(path)]


def _rows(path: Path, *needed: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(
            Message("{path}: cannot be read: {error}", path=path, error=error)
        ) from error
    for line, content in enumerate(text.splitlines(), start=1):
        if not content.strip():
            continue
        try:
            row = json.loads(content)
        except ValueError as error:
            raise LabelError(
                Message("{path}:{line}: not JSON: {error}", path=path, line=line, error=error)
            ) from error
        missing = [key for key in ("file", *needed) if not isinstance(row, dict) or key not in row]
        if missing:
            raise LabelError(
                Message(
                    "{path}:{line}: no {missing!r}; write one object a line with it",
                    path=path,
                    line=line,
                    missing=missing[0],
                )
            )
        yield line, row


def _call_labels(
    path: Path, line: int, row: dict[str, Any], grey: dict[str, frozenset[int]]
) -> CallLabels:
    conduct = row.get("call", {})
    wrong = [value for value in conduct.values() if value not in VERDICTS]
    if wrong:
        raise LabelError(
            Message(
                "{path}:{line}: {wrong} is not one of {verdicts}",
                path=path,
                line=line,
                wrong=repr(wrong[0]),
                verdicts=", ".join(VERDICTS),
            )
        )
    try:
        turns = tuple(
            TurnLabel(
                item["turn"],
                item["category"],
                tuple(item.get("accept", ())),
                item.get("phrase", ""),
                item.get("level", "unlabelled"),
            )
            for item in row.get("turns", ())
        )
        traps = tuple(item["turn"] for item in row.get("traps", ()))
    except (KeyError, TypeError) as error:
        raise LabelError(
            Message("{path}:{line}: a label without {error}", path=path, line=line, error=error)
        ) from error
    own = frozenset(row.get("grey", ()))
    return CallLabels(row["file"], turns, conduct, traps, own | grey.get(row["file"], frozenset()))
