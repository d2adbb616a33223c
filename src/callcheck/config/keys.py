"""The keys of a configuration: the long flags of ``callcheck score``, and what each holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from callcheck.messages import LANGUAGES, Message
from callcheck.packs.vocabulary import SEVERITIES

Check = Callable[[Any], str | None]
"""Says what is right where a value is wrong, or None."""


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) else Message("write a text in quotes")


def _texts(value: Any) -> str | None:
    items = value if isinstance(value, list) else [value]
    right = all(isinstance(item, str) for item in items)
    return None if right else Message("write a text, or a list of texts")


def _flag(value: Any) -> str | None:
    return None if isinstance(value, bool) else Message("write true or false")


def _points(value: Any) -> str | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return None if number and 0 <= value <= 100 else Message("write a number from 0 to 100")


def _count(value: Any) -> str | None:
    number = isinstance(value, int) and not isinstance(value, bool)
    return None if number and value >= 1 else Message("write a whole number from 1")


def _one_of(*choices: str) -> Check:
    def check(value: Any) -> str | None:
        return None if value in choices else _choices(choices)

    return check


def _formats(value: Any) -> str | None:
    from callcheck.report import FORMATS

    names = value if isinstance(value, list) else [value]
    right = all(name in FORMATS for name in names if isinstance(name, str))
    return _texts(value) or (None if right else _choices(FORMATS))


def _input_format(value: Any) -> str | None:
    from callcheck.transcript.formats import FORMATS

    return _text(value) or (None if value in FORMATS else _choices(FORMATS))


def _columns(value: Any) -> str | None:
    from callcheck.transcript.formats.columns import FIELDS

    told = _table(_text)(value)
    return told or (None if all(name in FIELDS for name in value) else _choices(FIELDS))


def _choices(names: Iterable[str]) -> str:
    return Message("one of: {choices}", choices=", ".join(names))


def _table(check: Check) -> Check:
    def check_table(value: Any) -> str | None:
        if not isinstance(value, dict):
            return Message('write a table, such as {"a-name" = …}')
        return next((told for item in value.values() if (told := check(item))), None)

    return check_table


KEYS: dict[str, Check] = {
    "agent-speaker": _text,
    "baseline": _text,
    "column": _columns,
    "color": _one_of("auto", "always", "never"),
    "exclude": _texts,
    "exit-zero": _flag,
    "extend": _text,
    "fail-on": _one_of(*SEVERITIES, "never"),
    "fail-under": _points,
    "force-exclude": _flag,
    "format": _formats,
    "ignore": _texts,
    "ignore-suppressions": _flag,
    "input-format": _input_format,
    "jobs": _count,
    "lang": _one_of(*LANGUAGES),
    "mask": _flag,
    "metadata": _text,
    "min-severity": _one_of(*SEVERITIES),
    "pack": _texts,
    "per-file-ignores": _table(_texts),
    "profile": _text,
    "quiet": _flag,
    "rules": _texts,
    "select": _texts,
    "severity": _table(_one_of(*SEVERITIES)),
}
"""Key to what its value must be."""

LISTS = frozenset({"exclude", "format", "ignore", "pack", "rules", "select"})
"""Keys whose value may be one text for a list of one."""

READ = frozenset({"metadata", "rules"})
"""Keys whose paths must be there; a baseline may yet have to be written."""

PATHS = frozenset({"baseline", "exclude", "metadata", "rules"})
"""Keys whose values are paths, relative to the file they stand in."""
