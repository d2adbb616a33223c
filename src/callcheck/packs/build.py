"""A rule that was read becomes a plain ``Rule``, with its pack's settings filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from callcheck.messages import Message
from callcheck.packs.model import (
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    Example,
    Guard,
    HangUp,
    Likely,
    Measure,
    Not,
    Phrase,
    Quiet,
    Replacement,
    Rule,
    Say,
    Silence,
    Speaks,
    Step,
    What,
)
from callcheck.packs.problems import Problem, did_you_mean
from callcheck.packs.read import Node
from callcheck.packs.schema_rule import GuardSpec, OnlyIfSpec, RuleSpec
from callcheck.packs.schema_what import StepSpec, WhatSpec
from callcheck.packs.vocabulary import DEFAULT_GUARDS, FAMILIES, GUARDS_WITH_WORDS

_CALL_DATA = tuple(key for key in OnlyIfSpec.model_fields if key != "said")


def build_rule(
    spec: RuleSpec,
    node: Node,
    pack: str,
    settings: Mapping[str, object],
    calendars: Mapping[str, tuple[str, ...]],
    problems: list[Problem],
) -> Rule:
    """Build the rule ``spec`` of ``pack``; ``node`` says where everything stands.

    A calendar that does not exist is added to ``problems``.
    """
    setting: dict[str, Any] = dict(settings)
    for key in ("gap", "long_gap", "hear", "confidence", "wait_tolerance"):
        own = getattr(spec, key)
        if own is not None:
            setting[key] = own
    return Rule(
        id=spec.id,
        pack=pack,
        source=node.source,
        clauses=tuple(spec.clause),
        category=spec.category,
        family=FAMILIES.get(spec.category, spec.category),
        severity=spec.severity,
        status=spec.status,
        message=spec.message,
        suggestion=spec.suggest,
        deduct=spec.deduct,
        limit=spec.limit,
        weight=spec.deduct if spec.weight is None else spec.weight,
        veto=spec.veto,
        suppressible=spec.suppressible,
        aliases=tuple(spec.aliases),
        confidence=setting["confidence"],
        gap=setting["gap"],
        long_gap=setting["long_gap"],
        hear=setting["hear"],
        when=_what(spec.when, node, "when"),
        steps=tuple(
            _step(step, node.at("steps", index)) for index, step in enumerate(spec.steps or ())
        ),
        measure=_measure(spec, setting["tolerance"]),
        weigh=spec.weigh,
        kind=spec.kind,
        at_most=spec.at_most,
        at_least=spec.at_least,
        share=spec.share,
        per_call=spec.per == "call",
        yields_to=spec.yields_to,
        window=spec.within,
        times=spec.times if isinstance(spec.times, str) else "each",
        left=spec.when.left if spec.when else None,
        same=spec.same,
        per_part=spec.per == "part",
        start=spec.from_ or "trigger",
        placed=spec.placed or "after",
        until=_what(spec.until, node, "until"),
        wait_tolerance=setting["wait_tolerance"],
        only_if=_conditions(spec.only_if, node, calendars, problems),
        said=_what(spec.only_if.said, node, "only_if", "said") if spec.only_if else None,
        unless=_guards(spec, node),
        examples=tuple(_examples(spec, node)),
        replacements=tuple(
            Replacement(
                tuple(item.from_), item.to, item.anchor == "start of turn", tuple(item.unless)
            )
            for item in spec.replace
        ),
        **{form: _scoped(spec, node, form) for form in ("forbid", "require", "count")},
    )


def build_what(spec: WhatSpec, node: Node) -> What:
    """Build the *what* that stands at ``node``."""
    common: dict[str, Any] = {
        "name": spec.name,
        "within": spec.window,
        "after": _what(spec.after, node, "after"),
        "before": _what(spec.before, node, "before"),
        "source": node.source,
    }
    if spec.any_ is not None:
        return AnyOf(parts=_parts(spec.any_, node, "any"), **common)
    if spec.all_ is not None:
        return AllOf(parts=_parts(spec.all_, node, "all"), near=spec.near, **common)
    if spec.at_least is not None:
        parts = _parts(spec.of or [], node, "of")
        return AtLeast(n=spec.at_least, parts=parts, **common)
    if spec.not_ is not None:
        return Not(part=build_what(spec.not_, node.at("not")), **common)
    if spec.silence is not None:
        return Silence(seconds=spec.silence, **common)
    if spec.quiet is not None:
        at_start = spec.at is not None
        return Quiet(speaker=spec.quiet, seconds=spec.for_ or 0.0, at_start=at_start, **common)
    if spec.hang_up is not None:
        return HangUp(by=spec.hang_up, **common)
    if spec.likely is not None:
        return Likely(
            clues=spec.likely,
            by=spec.by or "agent",
            over=spec.over,
            turns=spec.turns or 1,
            **common,
        )
    if spec.say is None:
        return Speaks(by=spec.by or "agent", **common)
    return Say(
        phrases=tuple(
            Phrase(text, node.at("say", index).text_source) for index, text in enumerate(spec.say)
        ),
        by=spec.by or "agent",
        anchor=spec.anchor or "anywhere",
        hear=spec.hear,
        words=spec.words,
        **common,
    )


def _what(spec: WhatSpec | None, node: Node, *path: str) -> What | None:
    return None if spec is None else build_what(spec, node.at(*path))


def _parts(specs: list[WhatSpec], node: Node, key: str) -> tuple[What, ...]:
    return tuple(build_what(spec, node.at(key, index)) for index, spec in enumerate(specs))


def _scoped(spec: RuleSpec, node: Node, form: str) -> What | None:
    """Build the rule's main *what*; a window written beside it belongs to it."""
    what = _what(getattr(spec, form), node, form)
    if what is None:
        return None
    return replace(
        what,
        within=what.within or spec.window,
        after=what.after or _what(spec.after, node, "after"),
        before=what.before or _what(spec.before, node, "before"),
    )


def _step(spec: StepSpec, node: Node) -> Step:
    if spec.wait is not None:
        return Step(None, spec.wait, spec.name)
    return Step(build_what(spec, node), None, spec.name)


def _measure(spec: RuleSpec, tolerance: float) -> Measure | None:
    if spec.measure is None:
        return None
    return Measure(
        name=spec.measure,
        target=spec.target,
        tolerance=tolerance if spec.tolerance is None else spec.tolerance,
        min=spec.min,
        max=spec.max,
        times=spec.times if isinstance(spec.times, int) else None,
        basis=spec.basis or "speaking",
        min_chars=spec.min_chars or 0,
        overlap=spec.overlap or 0.0,
    )


def _conditions(
    spec: OnlyIfSpec | None,
    node: Node,
    calendars: Mapping[str, tuple[str, ...]],
    problems: list[Problem],
) -> tuple[Condition, ...]:
    conditions = []
    for key in _CALL_DATA:
        written = getattr(spec, key) if spec else None
        if written is None:
            continue
        values: list[str] = []
        for index, value in enumerate(written):
            if key != "date" or not value.startswith("{"):
                values.append(value.replace(" ", "") if key in ("rings", "duration") else value)
                continue
            name = value.strip("{}")
            if name not in calendars:
                place = node.at("only_if", key, index)
                hint = did_you_mean(name, calendars, otherwise=Message("write it under calendars:"))
                problems.append(
                    Problem(
                        place.path,
                        place.line,
                        place.column,
                        Message("no calendar '{name}'", name=name),
                        hint,
                    )
                )
            values.extend(calendars.get(name, ()))
        conditions.append(Condition(key, tuple(values)))
    return tuple(conditions)


def _guards(spec: RuleSpec, node: Node) -> tuple[Guard, ...]:
    """Return the guards: the usual ones that are not switched off, then the written ones."""
    named = [guard for guard in spec.unless if isinstance(guard, str)]
    guarded = spec.forbid is not None or spec.count is not None or spec.when is not None
    usual = [
        Guard(kind)
        for kind in DEFAULT_GUARDS
        if guarded and kind not in spec.even_if and kind not in named
    ]
    written = [_guard(guard, node.at("unless", index)) for index, guard in enumerate(spec.unless)]
    return (*usual, *written)


def _guard(spec: str | GuardSpec, node: Node) -> Guard:
    if isinstance(spec, str):
        return Guard(spec)
    if spec.unlikely is not None:
        return Guard("unlikely", clues=spec.unlikely, under=spec.under)
    kind = next(key for key in GUARDS_WITH_WORDS if getattr(spec, key) is not None)
    return Guard(kind, build_what(getattr(spec, kind), node.at(kind)))


def _examples(spec: RuleSpec, node: Node) -> Iterator[Example]:
    for expect in ("good", "bad", "unknown"):
        for index, case in enumerate(getattr(spec.examples, expect)):
            yield _example(expect, case, node.at("examples", expect, index), None)
    for index, fixed in enumerate(spec.examples.fixed):
        source = node.at("examples", "fixed", index).source
        yield Example("fixed", fixed.from_, (), source, becomes=fixed.to)
    for index, known in enumerate(spec.examples.xfail):
        place = node.at("examples", "xfail", index)
        for expect in ("good", "bad", "unknown"):
            case = getattr(known, expect)
            if case is not None:
                yield _example(expect, case, place.at(expect), known.why)


def _example(expect: str, case: str | list[str], node: Node, why: str | None) -> Example:
    if isinstance(case, str):
        return Example(expect, case, (), node.source, why)
    return Example(expect, None, tuple(case), node.source, why)
