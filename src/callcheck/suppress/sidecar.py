"""Sidecar files: suppressions of one call's findings, each with its reason.

A call is a record and is not edited, so ``0007.txt`` is answered for in
``0007.txt.callcheck.yaml`` beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from callcheck.config.problems import ConfigError, fault
from callcheck.findings import Finding
from callcheck.messages import Message
from callcheck.packs.problems import Problem, did_you_mean, one_of

if TYPE_CHECKING:
    from callcheck.packs.read import Node

KEYS = ("rule", "reason", "turn", "text", "fingerprint", "call")
NEEDED = ("rule", "reason")


@dataclass(frozen=True, slots=True)
class Entry:
    """One suppression: a selector of rules, why, and what narrows it.

    ``turn`` counts from 1; ``text`` is to be part of the finding's words; ``call`` is
    the id of one call of a file that holds several.  ``line`` is its place in the file.
    """

    path: str
    line: int
    rule: str
    reason: str
    turn: int | None = None
    text: str | None = None
    fingerprint: str | None = None
    call: str | None = None

    def covers(self, finding: Finding, call_id: str | None) -> bool:
        """Tell whether the entry means the finding, its rule apart."""
        return (
            self.turn in (None, finding.turn)
            and self.fingerprint in (None, finding.fingerprint)
            and self.call in (None, call_id)
            and (self.text is None or self.text in (finding.text or ""))
        )


def read_sidecar(path: Path) -> tuple[Entry, ...]:
    """Return the suppressions of a sidecar.  Raises ConfigError with every problem."""
    from callcheck.packs.read import read_yaml

    problems: list[Problem] = []
    hint = Message("write 'suppress:' and a list of entries")
    root = read_yaml(path, problems, begin=hint)
    items = root.get("suppress") if root is not None else None
    if root is not None and not problems:
        if items is None or not isinstance(items.value, list):
            problems.append(fault(path, root.line, Message("holds no list of suppressions"), hint))
        elif isinstance(root.value, dict):
            problems.extend(_unknown(root, ("suppress",)))
    entries = []
    for item in items.value if items is not None and isinstance(items.value, list) else []:
        entries.append(_entry(item, problems))
    if problems:
        raise ConfigError(problems)
    return tuple(entry for entry in entries if entry is not None)


def _entry(node: Node, problems: list[Problem]) -> Entry | None:
    before = len(problems)
    if not isinstance(node.value, dict):
        hint = Message("write '- rule: …' and 'reason: …' below it")
        problems.append(Problem(node.path, node.line, node.column, Message("no suppression"), hint))
        return None
    problems.extend(_unknown(node, KEYS))
    values = {key: entry.node.value for key, entry in node.value.items() if key in KEYS}
    for key in NEEDED:
        if not values.get(key):
            message = Message("the suppression has no '{key}'", key=key)
            hint = Message("write '{key}: …'", key=key)
            problems.append(Problem(node.path, node.line, node.column, message, hint))
    for key, value in values.items():
        if not isinstance(value, str):
            place = node.at(key)
            message = Message("'{key}' is no text", key=key)
            problems.append(Problem(place.path, place.line, place.column, message))
    turn = values.get("turn")
    if isinstance(turn, str) and not (turn.isdecimal() and int(turn) >= 1):
        place = node.at("turn")
        message, hint = (
            Message("'{key}' is {value}", key="turn", value=f"'{turn}'"),
            Message("turns are numbered from 1"),
        )
        problems.append(Problem(place.path, place.line, place.column, message, hint))
    if len(problems) > before:
        return None
    texts = {key: str(value) for key, value in values.items() if key != "turn"}
    return Entry(node.path, node.line, turn=int(str(turn)) if turn else None, **texts)


def _unknown(node: Node, keys: tuple[str, ...]) -> list[Problem]:
    assert isinstance(node.value, dict)
    return [
        Problem(
            node.path,
            entry.line,
            entry.column,
            Message("unknown key '{key}'", key=key),
            did_you_mean(key, keys, otherwise=one_of(keys)),
        )
        for key, entry in node.value.items()
        if key not in keys
    ]
