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
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from callcheck.messages import Message, os_reason
from callcheck.packs.vocabulary import CATEGORIES, Category

VERDICTS = ("ok", "violated", "n/a")
_WANTED = {
    "int_type": Message("a whole number"),
    "greater_than_equal": Message("a turn counted from 1"),
    "string_type": Message("a text"),
    "list_type": Message("a list"),
    "dict_type": Message("an object"),
    "model_type": Message("an object"),
}
_AnyRow = TypeVar("_AnyRow", bound="_Row")


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
    """All labels of one call; ``conduct`` maps a category to one of VERDICTS.

    ``line`` is the line of the label file they stand on.
    """

    line: int
    file: str
    turns: tuple[TurnLabel, ...]
    conduct: dict[str, str]
    traps: tuple[int, ...]
    grey: frozenset[int]

    @property
    def last(self) -> int:
        """The last turn that a label speaks of; 0: none."""
        return max((*(label.turn for label in self.turns), *self.traps, *self.grey), default=0)


class _Row(BaseModel):
    """What every line of a label file, or of a grey.jsonl, is: an object that names a call."""

    model_config = ConfigDict(strict=True)

    file: str


class _Turn(BaseModel):
    model_config = ConfigDict(strict=True)

    turn: Annotated[int, Field(ge=1)]
    category: Category
    accept: list[Category] = []
    phrase: str = ""
    level: str = "unlabelled"


class _Trap(BaseModel):
    model_config = ConfigDict(strict=True)

    turn: Annotated[int, Field(ge=1)]


class _LabelRow(_Row):
    turns: list[_Turn] = []
    call: dict[str, Literal["ok", "violated", "n/a"]] = {}
    traps: list[_Trap] = []
    grey: list[int] = []


class _GreyRow(_Row):
    grey: list[int]


def read_labels(path: Path) -> list[CallLabels]:
    """Read a label file and the ``grey.jsonl`` beside it.  Raises LabelError."""
    grey: dict[str, frozenset[int]] = {}
    beside = path.with_name("grey.jsonl")
    if beside.is_file() and beside != path:
        grey = {row.file: frozenset(row.grey) for _, row in _rows(beside, _GreyRow)}
    return [_call_labels(line, row, grey) for line, row in _rows(path, _LabelRow)]


def _rows(path: Path, model: type[_AnyRow]) -> Iterator[tuple[int, _AnyRow]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        told = Message("{path}: cannot be read: {error}", path=path, error=os_reason(error))
        raise LabelError(told) from error
    except UnicodeDecodeError as error:
        told = Message("{path}: cannot be read: {error}", path=path, error=error)
        raise LabelError(told) from error
    for line, content in enumerate(text.splitlines(), start=1):
        if not content.strip():
            continue
        try:
            row = json.loads(content)
        except ValueError as error:
            raise LabelError(
                Message("{path}:{line}: not JSON: {error}", path=path, line=line, error=error)
            ) from error
        try:
            yield line, model.model_validate(row)
        except ValidationError as error:
            raise LabelError(_told(path, line, error)) from error


def _told(path: Path, line: int, error: ValidationError) -> Message:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
    if first["type"] == "missing":
        return Message("{path}:{line}: '{place}' is missing", path=path, line=line, place=place)
    if not place:
        return Message(
            "{path}:{line}: not an object; write one call a line, with its 'file'",
            path=path,
            line=line,
        )
    return Message(
        "{path}:{line}: '{place}' is {value}; it must be {wanted}",
        path=path,
        line=line,
        place=place,
        value=json.dumps(first["input"], ensure_ascii=False),
        wanted=_wanted(first["type"], place),
    )


def _wanted(kind: str, place: str) -> str:
    if kind == "literal_error":
        choices = VERDICTS if place.startswith("call.") else CATEGORIES
        return Message("one of {verdicts}", verdicts=", ".join(choices))
    return _WANTED.get(kind, kind)


def _call_labels(line: int, row: _LabelRow, grey: dict[str, frozenset[int]]) -> CallLabels:
    turns = tuple(
        TurnLabel(item.turn, item.category, tuple(item.accept), item.phrase, item.level)
        for item in row.turns
    )
    own = frozenset(row.grey) | grey.get(row.file, frozenset())
    traps = tuple(trap.turn for trap in row.traps)
    return CallLabels(line, row.file, turns, dict(row.call), traps, own)
