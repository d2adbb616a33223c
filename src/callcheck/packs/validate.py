"""Nodes are held against a schema; every error becomes a problem with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from callcheck.messages import Message
from callcheck.packs.problems import Problem, did_you_mean, one_of
from callcheck.packs.read import Node
from callcheck.packs.schema_what import unquoted

Model = TypeVar("Model", bound=BaseModel)
Loc = tuple[str | int, ...]

_TYPES = {
    "string_type": (Message("text is wanted here"), Message('put it in double quotes: "..."')),
    "list_type": (
        Message("a list is wanted here"),
        Message("write [one, two], or one item a line with '- '"),
    ),
    "dict_type": (Message("a mapping is wanted here"), Message("write key: value")),
    "model_type": (Message("a mapping is wanted here"), Message("write key: value")),
    "model_attributes_type": (Message("a mapping is wanted here"), Message("write key: value")),
    "bool_parsing": (Message("yes or no is wanted here"), Message("write true or false")),
    "bool_type": (Message("yes or no is wanted here"), Message("write true or false")),
    "int_parsing": (Message("a whole number is wanted here"), None),
    "int_type": (Message("a whole number is wanted here"), None),
    "float_parsing": (Message("a number is wanted here"), None),
    "float_type": (Message("a number is wanted here"), None),
    "finite_number": (Message("a number is wanted here"), None),
    "string_too_short": (
        Message("nothing is written here"),
        Message("write it, or delete the key"),
    ),
    "too_short": (
        Message("the list is empty"),
        Message("write at least one item, or delete the key"),
    ),
}


def validate(node: Node, model: type[Model], problems: list[Problem]) -> Model | None:
    """Read ``node`` as ``model``; on errors add them all to ``problems`` and return None."""
    empty = list(_empty(node))
    problems.extend(empty)
    try:
        spec = model.model_validate(node.plain())
        return None if empty else spec
    except ValidationError as error:
        for details in error.errors(include_url=False):
            if not _told(details["input"]):
                problems.append(_problem(details, node, model))
        return None


def _told(value: Any) -> bool:
    """Tell whether an empty value is to blame, which ``_empty`` has reported."""
    return value is None or (isinstance(value, dict) and list(value.values()) == [None])


def _empty(node: Node) -> Iterator[Problem]:
    """Yield a problem for every place where a value is owed and nothing is written."""
    if isinstance(node.value, list):
        for item in node.value:
            yield from _empty(item)
    elif isinstance(node.value, dict):
        names = list(node.value)
        if len(names) == 1 and node.value[names[0]].node.value is None and not names[0].isascii():
            yield _at(node, *unquoted(names[0]))
            return
        for entry in node.value.values():
            yield from _empty(entry.node)
    elif node.value is None:
        yield _at(node, Message("nothing is written here"), Message("write it, or delete the key"))


def _problem(error: ErrorDetails, root: Node, model: type[BaseModel]) -> Problem:
    loc, kind, context = error["loc"], error["type"], error.get("ctx", {})
    key = str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        known = list(_keys(_model_at(model, loc[:-1])))
        hint = did_you_mean(
            key, known, otherwise=Message("known here: {known}", known=", ".join(known))
        )
        return _at_key(root, loc[:-1], key, Message("unknown key '{key}'", key=key), hint)
    if kind == "missing":
        return _at(
            root.at(*loc[:-1]),
            Message("the key '{key}' is missing", key=key),
            Message("add {key}:", key=key),
        )
    if kind == "rule_language":
        message, hint = context["message"], context["hint"] or None
        if context["key"]:
            return _at_key(root, loc, context["key"], message, hint)
        return _at(root.at(*loc), message, hint)
    return _at(root.at(*loc), *_plain_error(error, context))


def _plain_error(error: ErrorDetails, context: dict[str, Any]) -> tuple[str, str | None]:
    """Return what is wrong and what would be right, for pydantic's own errors."""
    kind, value = error["type"], error["input"]
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", context["expected"])
        return Message("'{value}' is not known here", value=value), did_you_mean(
            str(value), known, otherwise=one_of(known)
        )
    if kind == "string_pattern_mismatch":
        return Message("'{value}' is not an id", value=value), Message(
            "small letters, digits and hyphens, like bare-refusal"
        )
    if kind in _TYPES:
        message, hint = _TYPES[kind]
        if isinstance(value, str) and value:
            message = Message("{wanted}, not '{value}'", wanted=message, value=value)
        return message, hint
    limits = {"greater_than": ">", "greater_than_equal": ">=", "less_than": "<"}
    limits["less_than_equal"] = "<="
    if kind in limits:
        limit = next(iter(context.values()))
        return Message("{value} is out of range", value=value), Message(
            "it must be {sign} {limit:g}", sign=limits[kind], limit=limit
        )
    return error["msg"], None


def _at(node: Node, message: str, hint: str | None) -> Problem:
    return Problem(node.path, node.line, node.column, message, hint)


def _at_key(root: Node, loc: Loc, key: str, message: str, hint: str | None) -> Problem:
    """Place a problem on a key of the mapping at ``loc``."""
    holder = root.at(*loc)
    entry = holder.value.get(key) if isinstance(holder.value, dict) else None
    if entry is None:
        return _at(holder, message, hint)
    return Problem(entry.node.path, entry.line, entry.column, message, hint)


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """Return the model that reads what stands at ``loc``."""
    for step in loc:
        for name, field in model.model_fields.items():
            if step == (field.alias or name):
                model = next(_models_in(field.annotation, field.metadata), model)
                break
        else:
            # The tag of a union, a list index, or a name of the author's.
            continue
    return model


def _models_in(annotation: Any, metadata: Any = ()) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name
