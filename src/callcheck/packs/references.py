"""Names in phrases: every ``{list}`` and ``<slot>`` must exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields

from callcheck.messages import Message
from callcheck.packs.model import Likely, Pack, Phrase, Rule, Say, What
from callcheck.packs.problems import Problem, did_you_mean

_REFERENCE = re.compile(r"[{｛]\s*([^{}｛｝]*?)\s*[}｝]|[<＜]\s*([^<>＜＞]*?)\s*[>＞]")


def phrases_of(rule: Rule) -> Iterator[Phrase]:
    """Yield every phrase of a rule."""
    for what in whats_of(rule):
        if isinstance(what, Say):
            yield from what.phrases


def whats_of(rule: Rule) -> Iterator[What]:
    """Yield every *what* of a rule and of its guards, the parts after their wholes."""
    yield from own_whats_of(rule)
    for guard in rule.unless:
        if guard.what is not None:
            yield from _below(guard.what)


def own_whats_of(rule: Rule) -> Iterator[What]:
    """Yield every *what* of a rule but for those of its guards, the parts after their wholes."""
    tops = [rule.forbid, rule.require, rule.when, rule.count, rule.until, rule.said]
    tops += [step.what for step in rule.steps]
    for top in tops:
        if top is not None:
            yield from _below(top)


def _below(what: What) -> Iterator[What]:
    yield what
    for field in fields(what):
        value = getattr(what, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, What):
                yield from _below(part)


def clues_of(rule: Rule) -> Iterator[str]:
    """Yield the names of the clues that a rule, its guards or its *whats* weigh, each once."""
    named = [rule.weigh, *(guard.clues for guard in rule.unless)]
    named += [what.clues for what in whats_of(rule) if isinstance(what, Likely)]
    yield from dict.fromkeys(name for name in named if name is not None)


def lists_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield the name of every ``{list}`` in a phrase, and the offset of its mark."""
    for found in _REFERENCE.finditer(text):
        if found[1] is not None:
            yield found[1], found.start()


def slots_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield the name of every ``<slot>`` in a phrase, and the offset of its mark."""
    for found in _REFERENCE.finditer(text):
        if found[2] is not None:
            yield found[2], found.start()


def missing_names(pack: Pack) -> Iterator[Problem]:
    """Yield a problem for every list and slot that is named and does not exist."""
    written = [
        *(phrase for rule in pack.rules for phrase in phrases_of(rule)),
        *(phrase for phrases in pack.words.values() for phrase in phrases),
        *(phrase for slot in pack.slots.values() for phrase in slot.any),
    ]
    for phrase in written:
        if not any(mark in phrase.text for mark in "{<｛＜"):
            continue
        for name, offset in lists_in(phrase.text):
            if name not in pack.words:
                yield _missing(phrase, offset, Message("list"), "words", name, pack.words)
        for name, offset in slots_in(phrase.text):
            if name not in pack.slots:
                yield _missing(phrase, offset, Message("slot"), "slots", name, pack.slots)
    for rule in pack.rules:
        if rule.same is not None and rule.same not in pack.slots:
            place = rule.source
            hint = did_you_mean(rule.same, pack.slots)
            message = Message(
                "'same' of rule '{id}' names no slot: '{same}'", id=rule.id, same=rule.same
            )
            yield Problem(place.path, place.line, place.column, message, hint)
        yield from _missing_clues(rule, pack)
        yield from _missing_rule(rule, pack)


def _missing_rule(rule: Rule, pack: Pack) -> Iterator[Problem]:
    wanted, place = rule.yields_to, rule.source
    # A rule taken in from another pack may come without the one it yields to.
    if wanted is None or place.path != pack.path:
        return
    others = {other.id: other for other in pack.rules if other.id != rule.id}
    if wanted not in others:
        message = Message(
            "'yields_to' of rule '{id}' names no other rule: '{other}'", id=rule.id, other=wanted
        )
        hint = did_you_mean(wanted, others)
        yield Problem(place.path, place.line, place.column, message, hint)
    elif others[wanted].yields_to is not None:
        message = Message(
            "'yields_to' of rule '{id}' names a rule that yields itself: '{other}'",
            id=rule.id,
            other=wanted,
        )
        hint = Message("name the rule that stays")
        yield Problem(place.path, place.line, place.column, message, hint)


def _missing_clues(rule: Rule, pack: Pack) -> Iterator[Problem]:
    place = rule.source
    for name in clues_of(rule):
        if name not in pack.clues:
            hint = did_you_mean(name, pack.clues, otherwise=Message("write them under clues:"))
            message = Message("rule '{id}' names no clues: '{name}'", id=rule.id, name=name)
            yield Problem(place.path, place.line, place.column, message, hint)
    if rule.kind is not None and rule.weigh in pack.clues:
        kinds = [kind for kind, _ in pack.clues[rule.weigh].kinds]
        if rule.kind not in kinds:
            message = Message(
                "'kind' of rule '{id}' is none of '{clues}': '{kind}'",
                id=rule.id,
                clues=rule.weigh,
                kind=rule.kind,
            )
            hint = did_you_mean(rule.kind, kinds, otherwise=Message("write it under kinds:"))
            yield Problem(place.path, place.line, place.column, message, hint)


def _missing(
    phrase: Phrase, offset: int, kind: str, section: str, name: str, known: Iterable[str]
) -> Problem:
    place = phrase.source
    hint = did_you_mean(
        name, known, otherwise=Message("write it under {section}:", section=section)
    )
    return Problem(
        place.path,
        place.line,
        place.column + offset,
        Message("no {kind} '{name}'", kind=kind, name=name),
        hint,
    )
