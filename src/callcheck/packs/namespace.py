"""Included rules keep their words: a list of the same name elsewhere does not change them.

A pack may include rules from two packs that use one list name for different
things.  An included rule reads the lists of its own pack, with the changes of
every pack that extends that one, and no others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace

from callcheck.packs.model import Phrase, Rule, What
from callcheck.packs.references import lists_in

Words = Mapping[str, tuple[Phrase, ...]]


def set_apart(owner: str, theirs: Words, ours: Words) -> dict[str, tuple[Phrase, ...]]:
    """Return the lists of ``owner`` that read differently here, under names of their own.

    A list that names one of them reads differently too.
    """
    apart = {
        name
        for name, phrases in theirs.items()
        if [phrase.text for phrase in phrases] != [p.text for p in ours.get(name, ())]
    }
    while True:
        more = {
            name
            for name, phrases in theirs.items()
            if name not in apart
            and any(inner in apart for phrase in phrases for inner, _ in lists_in(phrase.text))
        }
        if not more:
            break
        apart |= more
    rename = renamer(owner, apart)
    return {
        f"{owner}/{name}": tuple(rename(phrase) for phrase in theirs[name])
        for name in sorted(apart)
    }


def renamer(owner: str, names: set[str]) -> Callable[[Phrase], Phrase]:
    """Return what makes ``{name}`` in a phrase ``{owner/name}``, for the names given."""
    if not names:
        return lambda phrase: phrase
    any_name = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    mark = re.compile(rf"[{{｛]\s*({any_name})\s*[}}｝]")

    def rename(phrase: Phrase) -> Phrase:
        return replace(phrase, text=mark.sub(rf"{{{owner}/\1}}", phrase.text))

    return rename


def renamed_rule(rule: Rule, rename: Callable[[Phrase], Phrase]) -> Rule:
    """Return ``rule`` with every phrase renamed."""
    changes: dict[str, object] = {
        form: _renamed(getattr(rule, form), rename)
        for form in ("forbid", "require", "when", "count", "until", "said")
    }
    changes["steps"] = tuple(replace(step, what=_renamed(step.what, rename)) for step in rule.steps)
    changes["unless"] = tuple(
        replace(guard, what=_renamed(guard.what, rename)) for guard in rule.unless
    )
    return replace(rule, **changes)  # type: ignore[arg-type]


def _renamed(what: What | None, rename: Callable[[Phrase], Phrase]) -> What | None:
    if what is None:
        return None
    changes: dict[str, object] = {}
    for field in fields(what):
        value = getattr(what, field.name)
        if isinstance(value, What):
            changes[field.name] = _renamed(value, rename)
        elif isinstance(value, tuple):
            changes[field.name] = tuple(
                rename(part) if isinstance(part, Phrase) else _renamed(part, rename)
                for part in value
            )
    return replace(what, **changes)  # type: ignore[arg-type]
