"""Reading a configuration: TOML in, checked values out, paths made whole."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from callcheck.config.find import PYPROJECT, own_part
from callcheck.config.keys import KEYS, LISTS, PATHS, READ
from callcheck.config.problems import ConfigError, fault
from callcheck.messages import Message, os_reason
from callcheck.packs.problems import Problem, did_you_mean, one_of

Values = dict[str, Any]


def read_config(path: Path) -> Values:
    """Return the values of a configuration file, over those of the file it extends.

    Keys are those of ``KEYS``.  Paths are relative to the working folder or whole;
    what a file says of a key replaces what the extended file says.  Raises ConfigError
    with every problem.
    """
    return _read(path, ())


def line_of_value(path: Path, key: str, value: str) -> tuple[Path, int | None]:
    """Return where a value of a key is written: the file, or one it extends, and the line.

    The line is the key's where the value is not there in quotes or as a name.  The
    configuration is one that could be read.  Raises ConfigError where it no longer can.
    """
    text = _text_of(path)
    values = _parse(path, text)
    if key not in values and "extend" in values:
        return line_of_value(path.parent / values["extend"], key, value)
    text = own_part(path, text)
    begin = _line_of(key, text)
    if begin is None:
        return path, None
    rest = "\n".join(text.split("\n")[begin - 1 :])
    written = re.escape(value)
    place = re.search(rf"[\"']{written}[\"']|^\s*{written}\s*=", rest, re.MULTILINE)
    return path, begin + rest.count("\n", 0, place.end()) if place else begin


def _read(path: Path, extending: tuple[Path, ...]) -> Values:
    if path.resolve() in extending:
        chain = " → ".join(str(each) for each in (*extending, path))
        raise ConfigError(
            [
                fault(
                    path,
                    None,
                    Message("extends itself: {chain}", chain=chain),
                    Message("drop one 'extend'"),
                )
            ]
        )
    text = _text_of(path)
    values = _parse(path, text)
    problems = _check(path, own_part(path, text), values)
    if problems:
        raise ConfigError(problems)
    base: Values = {}
    parent = values.pop("extend", None)
    if parent is not None:
        base = _read(_extended(path, parent, own_part(path, text)), (*extending, path.resolve()))
    whole = {key: _whole(key, value, path.parent) for key, value in values.items()}
    return {**base, **whole}


def _extended(path: Path, parent: str, text: str) -> Path:
    found = path.parent / parent
    if not found.is_file():
        told = Message("'{key}' is {value}", key="extend", value=_shown(parent))
        hint = Message("no such file or folder beside this file")
        raise ConfigError([fault(path, _line_of("extend", text), told, hint)])
    return found


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = os_reason(error)
        raise ConfigError(
            [fault(path, None, Message("cannot read the configuration: {reason}", reason=reason))]
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            [fault(path, None, Message("not UTF-8 text"), Message("save it as UTF-8"))]
        ) from error


def _parse(path: Path, text: str) -> Values:
    import tomllib

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line = int(place[1]) if place else None
        message = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise ConfigError(
            [fault(path, line, Message("not TOML: {message}", message=message))]
        ) from error
    if path.name != PYPROJECT:
        return document
    tools = document.get("tool")
    table = tools.get("callcheck") if isinstance(tools, dict) else None
    if not isinstance(table, dict):
        hint = Message("add the table, or name a callcheck.toml")
        raise ConfigError([fault(path, None, Message("has no table [tool.callcheck]"), hint)])
    return dict(table)


def _check(path: Path, text: str, values: Values) -> list[Problem]:
    problems = []
    for key, value in values.items():
        line = _line_of(key, text)
        if key not in KEYS:
            hint = did_you_mean(key, KEYS, otherwise=one_of(KEYS))
            problems.append(fault(path, line, Message("unknown key '{key}'", key=key), hint))
        elif right := KEYS[key](value):
            wrong = _wrong_items(key, value)
            told = Message("'{key}' is {value}", key=key, value=_shown(wrong or value))
            line = _line_of(next(iter(wrong)), text) or line if wrong else line
            problems.append(fault(path, line, told, right))
        elif key in READ:
            for item in value if isinstance(value, list) else [value]:
                if not (path.parent / item).exists():
                    told = Message("'{key}' is {value}", key=key, value=_shown(item))
                    hint = Message("no such file or folder beside this file")
                    problems.append(fault(path, line, told, hint))
    return problems


def _wrong_items(key: str, value: Any) -> Values:
    """Return the wrong items of a table; none of what is no table."""
    items = value.items() if isinstance(value, dict) else ()
    return {name: item for name, item in items if KEYS[key]({name: item})}


def _shown(value: Any) -> str:
    """Return a value as TOML has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, dict):
        items = (f"{_shown(name)} = {_shown(item)}" for name, item in value.items())
        return f"{{{', '.join(items)}}}"
    return f"'{value}'" if isinstance(value, str) else str(value)


def _line_of(key: str, text: str) -> int | None:
    name = rf"[\"']?{re.escape(key)}[\"']?"
    place = re.search(rf"^\s*(?:{name}\s*[=.]|\[(?:[\w.-]+\.)?{name}[\].])", text, re.MULTILINE)
    return text.count("\n", 0, place.end()) + 1 if place else None


def _whole(key: str, value: Any, folder: Path) -> Any:
    """Return the value with its paths seen from the working folder, and lists as lists."""
    if key in LISTS and isinstance(value, str):
        value = [value]
    if key in PATHS:
        if isinstance(value, list):
            return [
                _near(folder, item) if key == "exclude" else str(folder / item) for item in value
            ]
        return str(folder / value)
    if key == "per-file-ignores":
        return {
            _near(folder, pattern): [names] if isinstance(names, str) else names
            for pattern, names in value.items()
        }
    return value


def _near(folder: Path, pattern: str) -> str:
    """Return a pattern seen from the working folder; one of names alone is for any folder."""
    return str(folder / pattern) if "/" in pattern else pattern
