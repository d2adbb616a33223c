"""Turns to learn from, each with what a person heard in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from callcheck.evaluate.labels import LabelError, read_labels
from callcheck.findings import InputError
from callcheck.messages import Message
from callcheck.packs.load import load_packs
from callcheck.packs.vocabulary import LANGUAGE
from callcheck.transcript.model import Call, Turn
from callcheck.transcript.read import read_calls

INNOCENT = "none"
ALONE = 0.2
"""What a turn written by itself counts beside one from a labelled call."""
UNLABELLED = 0.2
"""What a turn of calls that nobody labelled counts: they are many, and of another kind."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One turn, what the other side said just before and after, and its category.

    The category is ``none`` for an innocent turn; ``alone`` is True for a turn written by
    itself, without the call around it; ``weight`` is what it counts beside a turn of a
    labelled call.
    """

    said: str
    category: str
    before: str = ""
    answered: str = ""
    alone: bool = False
    weight: float = 1.0


def labelled_samples(folder: Path) -> Iterator[Sample]:
    """Yield the agent turns of the calls in ``folder``, by its ``labels.jsonl``.

    Turns that count neither way are left out.  Raises LabelError.
    """
    for labels in read_labels(folder / "labels.jsonl"):
        heard = {label.turn: label.category for label in labels.turns}
        for call in _calls(folder / labels.file):
            for turn, before, answered in _turns(call, "agent"):
                if turn.number not in labels.grey:
                    category = heard.get(turn.number, INNOCENT)
                    yield Sample(turn.text, category, before, answered)


def act_samples(folder: Path, act: str, by: str) -> Iterator[Sample]:
    """Yield the turns of ``by`` in the calls of ``folder``; those that do ``act`` by acts.jsonl.

    That file has one object a call: ``{"file": …, "complaint": [4, 6], "wait": []}``; a call
    whose object does not name the act teaches nothing about it.  Raises LabelError.
    """
    path = folder / "acts.jsonl"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            turns, file = frozenset(row.get(act, ())), folder / row["file"]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            example = f'{{"file": ..., "{act}": [4, 6]}}'
            raise _unreadable(path, number, example) from error
        if act not in row:
            continue
        for call in _calls(file):
            for turn, before, answered in _turns(call, by):
                category = act if turn.number in turns else INNOCENT
                yield Sample(turn.text, category, before, answered)


def innocent_samples(path: Path) -> Iterator[Sample]:
    """Yield every agent turn of the calls at ``path`` as innocent.  Raises LabelError."""
    for call in _calls(path):
        for turn, before, answered in _turns(call, "agent"):
            yield Sample(turn.text, INNOCENT, before, answered, weight=UNLABELLED)


def line_samples(path: Path) -> Iterator[Sample]:
    """Yield turns written one by one: ``{"category": …, "text": …}`` a line.  Raises LabelError."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            yield Sample(row["text"], row["category"], alone=True, weight=ALONE)
        except (ValueError, KeyError, TypeError) as error:
            example = '{"category": ..., "text": ...}'
            raise _unreadable(path, number, example) from error


def example_samples(pack: str) -> Iterator[Sample]:
    """Yield the one-turn examples under the forbidden-language rules of ``pack``.

    Raises PackError.
    """
    (loaded,), _ = load_packs([pack])
    for rule in loaded.rules:
        if rule.category not in LANGUAGE or rule.weigh is not None:
            continue
        for example in rule.examples:
            if example.turn is not None and example.xfail is None:
                bad = example.expect == "bad"
                category = rule.category if bad else INNOCENT
                yield Sample(example.turn, category, alone=True, weight=ALONE)


def _calls(path: Path) -> Iterator[Call]:
    for item in read_calls(str(path)):
        if isinstance(item, InputError):
            raise LabelError(str(item))
        yield item


def _turns(call: Call, by: str) -> Iterator[tuple[Turn, str, str]]:
    """Yield each turn of ``by`` with the other side's words just before and after, or ""."""
    other = "customer" if by == "agent" else "agent"
    words = ["", *(turn.text if turn.speaker == other else "" for turn in call.turns), ""]
    for turn, before, answered in zip(call.turns, words, words[2:], strict=False):
        if turn.speaker == by:
            yield turn, before, answered


def _unreadable(path: Path, number: int, example: str) -> LabelError:
    return LabelError(
        Message(
            "{path}:{number}: no line to learn from; write {example}",
            path=path,
            number=number,
            example=example,
        )
    )
