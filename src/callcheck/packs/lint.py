"""What is well-formed and still wrong: rules that prove nothing, or can never speak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from callcheck.messages import Message
from callcheck.packs.model import (
    AllOf,
    AtLeast,
    Pack,
    Profile,
    Quiet,
    Rule,
    Silence,
    Source,
    Window,
)
from callcheck.packs.problems import Problem, did_you_mean, in_order
from callcheck.packs.references import lists_in, phrases_of, whats_of
from callcheck.packs.shadow import contradicted, shadowed
from callcheck.packs.vocabulary import ENGINE_LISTS

CASES_NEEDED = 2


def lint_pack(pack: Pack) -> list[Problem]:
    """Return what is wrong with the rules, lists and clauses that ``pack`` itself writes.

    Needs no matcher.  Rules that were included are their own pack's to answer for.
    """
    own = [rule for rule in pack.rules if rule.pack == pack.id]
    found: list[Problem] = []
    for rule in own:
        found.extend(_examples(rule))
        found.extend(_windows(rule))
        found.extend(_limits(rule))
    found.extend(_clauses(pack, own))
    found.extend(_unused_lists(pack))
    found.extend(contradicted(own, pack.words))
    found.extend(shadowed(own, pack.words))
    return list(in_order(found))


def lint_profile(profile: Profile, packs: Sequence[Pack]) -> list[Problem]:
    """Return the rules that no section takes, and what two sections take."""
    found: list[Problem] = []
    rules = [rule for pack in packs for rule in pack.rules]
    taken = {name for section in profile.sections for name in section.take}
    for rule in rules:
        if rule.category not in taken and rule.name not in taken and rule.status != "preview":
            message = Message(
                "no section of the profile '{id}' takes the rule '{name}'",
                id=profile.id,
                name=rule.name,
            )
            hint = Message(
                "add {category} or {name} to a section's take:",
                category=rule.category,
                name=rule.name,
            )
            found.append(_at(rule.source, message, hint))
    first: dict[str, str] = {}
    for section in profile.sections:
        for name in section.take:
            if name in first:
                message = Message(
                    "the section '{id}' takes '{name}' after '{first}' has it",
                    id=section.id,
                    name=name,
                    first=first[name],
                )
                found.append(Problem("", None, None, message, Message("take it in one section")))
            first.setdefault(name, section.id)
    return list(in_order(found))


def _at(place: Source, message: str, hint: str | None) -> Problem:
    return Problem(place.path, place.line, place.column, message, hint)


def _examples(rule: Rule) -> Iterator[Problem]:
    for expect, named in (
        ("good", Message("passes")),
        ("bad", Message("breaks")),
    ):
        cases = [case for case in rule.examples if case.expect == expect and case.xfail is None]
        if len(cases) < CASES_NEEDED:
            yield _at(
                rule.source,
                Message(
                    "the rule '{id}' has {count} {expect} examples",
                    id=rule.id,
                    count=len(cases),
                    expect=expect,
                ),
                Message(
                    "write at least {cases_needed} that it {named}",
                    cases_needed=CASES_NEEDED,
                    named=named,
                ),
            )
    if rule.replacements and not any(case.expect == "fixed" for case in rule.examples):
        message = Message("the rule '{id}' replaces words and shows no example of it", id=rule.id)
        yield _at(rule.source, message, Message("write examples: {fixed: [{from: …, to: …}]}"))
    first: dict[tuple[str | None, tuple[str, ...], str | None], int] = {}
    for case in rule.examples:
        same = (case.turn, case.lines, case.becomes)
        if same in first:
            message = Message("the rule '{id}' has this example twice", id=rule.id)
            hint = Message("it is already in line {first}; keep one", first=first[same])
            yield _at(case.source, message, hint)
        first.setdefault(same, case.source.line)


def _windows(rule: Rule) -> Iterator[Problem]:
    if rule.window is not None:
        yield from _empty_window(rule.window, "within", rule.source)
    for what in whats_of(rule):
        if what.within is not None:
            yield from _empty_window(what.within, "in", what.source)
        if isinstance(what, AllOf) and what.near == 0:
            yield _at(
                what.source,
                Message("'near: 0' leaves no room between the parts"),
                Message("write near: 20"),
            )
        if isinstance(what, AtLeast) and what.n > len(what.parts):
            message = Message(
                "'at_least: {n}' of {count} parts can never be", n=what.n, count=len(what.parts)
            )
            yield _at(what.source, message, Message("at most {count}", count=len(what.parts)))
        if isinstance(what, Silence | Quiet) and what.seconds == 0:
            yield _at(
                what.source, Message("no time at all is always quiet"), Message("write it like 5s")
            )
    for step in rule.steps:
        if step.wait == 0:
            yield _at(
                rule.source, Message("'wait: 0s' waits for nothing"), Message("delete the step")
            )


def _empty_window(window: Window, key: str, place: Source) -> Iterator[Problem]:
    if window.n == 0 and window.kind not in ("call", "same_turn", "any_before"):
        hint = (
            Message("write 'same turn'") if window.kind == "turns" else Message("write 1 or more")
        )
        yield _at(
            place, Message("the window of '{key}' is empty: nothing can be in it", key=key), hint
        )


def _limits(rule: Rule) -> Iterator[Problem]:
    low, high = rule.at_least, rule.at_most
    if low is not None and high is not None and low > high:
        message = Message(
            "'at_least: {low}' and 'at_most: {high}' can never both hold", low=low, high=high
        )
        yield _at(rule.source, message, Message("swap them"))
    measure = rule.measure
    if measure is None:
        return
    if measure.min is not None and measure.max is not None and measure.min > measure.max:
        message = Message(
            "'min: {min:g}' and 'max: {max:g}' can never both hold",
            min=measure.min,
            max=measure.max,
        )
        yield _at(rule.source, message, Message("swap them"))
    if measure.target is not None and not measure.tolerance:
        message = Message(
            "only exactly {target:g} passes: there is no tolerance", target=measure.target
        )
        yield _at(rule.source, message, Message("add tolerance: 20%"))


def _clauses(pack: Pack, rules: Iterable[Rule]) -> Iterator[Problem]:
    if not pack.clauses:
        return
    known = {clause.id: clause for clause in pack.clauses}
    cited: set[str] = set()
    for rule in rules:
        cited.update(rule.clauses)
        for clause in rule.clauses:
            if clause not in known:
                hint = did_you_mean(clause, known, otherwise=Message("list it under clauses:"))
                yield _at(
                    rule.source,
                    Message(
                        "the rule '{id}' cites no known clause: {clause}", id=rule.id, clause=clause
                    ),
                    hint,
                )
    seen: set[str] = set()
    for item in pack.clauses:
        place = item.source or Source(pack.path, 1, 1)
        if item.id in seen:
            yield _at(
                place,
                Message("the clause '{id}' stands here a second time", id=item.id),
                Message("keep one"),
            )
        elif item.status == "automated" and item.id not in cited:
            hint = Message(
                "cite it in a rule, or give it the status human or not_checkable and a reason"
            )
            yield _at(
                place,
                Message("the clause '{id}' is automated and no rule cites it", id=item.id),
                hint,
            )
        seen.add(item.id)


def _unused_lists(pack: Pack) -> Iterator[Problem]:
    """Find the pack's own lists that nothing names; a pack of words only is for others."""
    if not pack.rules:
        return
    written = [
        *(phrase for rule in pack.rules for phrase in phrases_of(rule)),
        *(phrase for phrases in pack.words.values() for phrase in phrases),
        *(phrase for slot in pack.slots.values() for phrase in slot.any),
    ]
    used = {name for phrase in written if "{" in phrase.text for name, _ in lists_in(phrase.text)}
    for name, phrases in pack.words.items():
        own = bool(phrases) and phrases[0].source.path == pack.path
        if own and name not in used and name not in ENGINE_LISTS:
            message = Message("nothing uses the word list '{name}'", name=name)
            yield _at(
                phrases[0].source,
                message,
                Message("write {{{name}}} in a rule, or delete the list", name=name),
            )
