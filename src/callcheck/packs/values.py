"""Small values of the rule language: durations, percentages, windows, name lists.

Each reads the text of one scalar.  Errors say what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, NoReturn

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from callcheck.messages import Message
from callcheck.packs.model import Window
from callcheck.packs.problems import did_you_mean, one_of


def fail(message: str, hint: str | None = None, *, key: str | None = None) -> NoReturn:
    """Refuse a value; ``key`` is the key of the mapping that is to blame."""
    context = {"message": message, "hint": hint or "", "key": key or ""}
    raise PydanticCustomError("rule_language", "{message}", context)


def listed(value: Any) -> Any:
    """Make a list of one of a single value."""
    return value if isinstance(value, list) else [value]


def _one_or_more(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


def _pattern_reader(
    pattern: str, what: str, example: str, scale: float = 1.0
) -> tuple[BeforeValidator, WithJsonSchema]:
    """Return the annotations of a number with its unit, such as ``5s``."""
    compiled = re.compile(pattern)

    def read(value: Any) -> Any:
        found = compiled.fullmatch(value.strip()) if isinstance(value, str) else None
        if not found:
            fail(
                Message("'{value}' is not {what}", value=value, what=what),
                Message("write it like {example}", example=example),
            )
        return float(found[1]) * scale

    return BeforeValidator(read), WithJsonSchema(
        {"type": "string", "pattern": f"^{pattern}$", "examples": [example]}
    )


_WRITTEN: dict[str, Any] = {"type": ["string", "number"]}
"""What an editor sees: 10086 is a number to YAML and a phrase to us."""
Text = Annotated[str, StringConstraints(min_length=1), WithJsonSchema(_WRITTEN)]
Texts = Annotated[
    list[Text],
    BeforeValidator(listed),
    Field(min_length=1),
    WithJsonSchema(_one_or_more(_WRITTEN)),
]
"""One text or a list of texts; always a list once read."""
Seconds = Annotated[float, *_pattern_reader(r"(\d+(?:\.\d+)?)\s*s", Message("a duration"), "5s")]
Share = Annotated[
    float, *_pattern_reader(r"(\d+(?:\.\d+)?)\s*%", Message("a percentage"), "20%", 0.01)
]
Turns = Annotated[int, *_pattern_reader(r"(\d+) turns?", Message("a number of turns"), "2 turns")]
Kebab = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        fail(Message("'{value}' is not a date", value=value), Message("write it like 2026-10-01"))


Day = Annotated[str, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


def _length(value: Any) -> Any:
    found = re.fullmatch(r"(\d+)(?:\s*-\s*(\d+))?", value) if isinstance(value, str) else None
    if not found:
        fail(Message("'{value}' is not a length", value=value), Message("write it like 2-8"))
    low, high = int(found[1]), int(found[2] or found[1])
    if low > high or high == 0:
        fail(
            Message("'{value}' is an empty range", value=value),
            Message("write it like {high}-{low}", high=high, low=low),
        )
    return low, high


Length = Annotated[
    tuple[int, int],
    BeforeValidator(_length),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\s*-\s*\d+)?$"}),
]

_Maker = Callable[[float], Window]
_IN: tuple[tuple[str, str, _Maker], ...] = (
    ("whole call", r"whole call", lambda n: Window("call")),
    ("first turn", r"first turn", lambda n: Window("first_turns", 1)),
    ("last turn", r"last turn", lambda n: Window("last_turns", 1)),
    ("first 2 turns", r"first (\d+) turns?", lambda n: Window("first_turns", n)),
    ("last 2 turns", r"last (\d+) turns?", lambda n: Window("last_turns", n)),
    ("first 10s", r"first (\d+(?:\.\d+)?)\s*s", lambda n: Window("first_seconds", n)),
    ("last 30s", r"last (\d+(?:\.\d+)?)\s*s", lambda n: Window("last_seconds", n)),
)
_WITHIN: tuple[tuple[str, str, _Maker], ...] = (
    ("same turn", r"same turn", lambda n: Window("same_turn")),
    ("1 turn", r"(\d+) turns?", lambda n: Window("turns", n)),
    ("next turn", r"next turn", lambda n: Window("next_turns", 1)),
    ("next 2 turns", r"next (\d+) turns?", lambda n: Window("next_turns", n)),
    ("10s", r"(\d+(?:\.\d+)?)\s*s", lambda n: Window("seconds", n)),
    ("rest of call", r"rest of call", lambda n: Window("call")),
    ("2 turns before", r"(\d+) turns? before", lambda n: Window("turns_before", n)),
    ("any turn before", r"any turn before", lambda n: Window("any_before")),
)


def _window_reader(
    forms: tuple[tuple[str, str, _Maker], ...],
) -> tuple[BeforeValidator, WithJsonSchema]:
    examples = [example for example, _, _ in forms]
    compiled = [(re.compile(pattern), make) for _, pattern, make in forms]

    def read(value: Any) -> Any:
        text = " ".join(value.split()) if isinstance(value, str) else ""
        for pattern, make in compiled:
            found = pattern.fullmatch(text)
            if found:
                return make(float(found[1]) if pattern.groups else 0)
        fail(
            Message("'{value}' is not a window", value=value),
            did_you_mean(text, examples) or one_of(examples),
        )

    joined = "|".join(pattern for _, pattern, _ in forms)
    return BeforeValidator(read), WithJsonSchema(
        {"type": "string", "pattern": f"^({joined})$", "examples": examples}
    )


InWindow = Annotated[Window, *_window_reader(_IN)]
WithinWindow = Annotated[Window, *_window_reader(_WITHIN)]
