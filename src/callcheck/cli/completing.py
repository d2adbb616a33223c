"""What the shell offers where a name is wanted: packs, profiles, rules and the like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from callcheck.packs.vocabulary import SEVERITIES

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from callcheck.packs.names import PackNames


def files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Offer the names of files, as the shell completes them."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def packs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the shipped packs."""
    from callcheck.packs.place import shipped_packs

    return _fitting(shipped_packs(), incomplete)


def profiles(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the shipped profiles."""
    from callcheck.packs.place import shipped_profiles

    return _fitting(shipped_profiles(), incomplete)


def input_formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the formats that calls are read from."""
    from callcheck.transcript.formats import FORMATS

    return _fitting(FORMATS, incomplete)


def categories(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the categories of findings."""
    from callcheck.packs.vocabulary import CATEGORIES

    return _fitting(CATEGORIES, incomplete)


def clauses(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the clauses of the packs that the command is about."""
    cited = (clause for pack in _shown(ctx) for clause in pack.clauses)
    return _fitting(cited, incomplete)


def rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the rules of the packs that a command shows: with none named, of all."""
    return _fitting(_rules(_shown(ctx)), incomplete)


def rules_in_force(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the rules of the packs that run."""
    return _fitting(_rules(_running(ctx)), incomplete)


def selectors(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer whatever chooses rules of the packs that run, after the last comma."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in _fitting(_selectors(ctx, last), last)]


def severities(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer ``NAME=LEVEL`` for whatever chooses rules."""
    name, _, _ = incomplete.partition("=")
    found = (f"{one}={level}" for one in _selectors(ctx, name) for level in SEVERITIES)
    return _fitting(found, incomplete)


def _selectors(ctx: click.Context, incomplete: str) -> list[str]:
    from callcheck.packs.vocabulary import CATEGORIES

    running = _running(ctx)
    groups = [*CATEGORIES, *(pack.pack for pack in running), "ALL"]
    # Of clauses and rules there are hundreds: they come with their first letter.
    each = [*_rules(running), *(clause for pack in running for clause in pack.clauses)]
    return [*groups, *each] if incomplete else groups


def _rules(packs: Iterable[PackNames]) -> list[str]:
    """Return the full names, and the ids that only one rule has."""
    names = list(dict.fromkeys(name for pack in packs for name in pack.rules))
    counts = Counter(name.partition("/")[2] for name in names)
    return [*names, *(id for id, count in counts.items() if count == 1)]


def _shown(ctx: click.Context) -> list[PackNames]:
    """Return the packs of ``--pack`` and ``--rules``; with neither, every one that is shipped."""
    from callcheck.packs.names import shipped_names
    from callcheck.packs.place import shipped_packs

    ids, own = ctx.params.get("packs") or (), _own(ctx, "files")
    return [*shipped_names(ids or (() if own else shipped_packs())), *own]


def _running(ctx: click.Context) -> list[PackNames]:
    """Return the packs that a run would load: those named, else those of the profile."""
    from callcheck.packs.load import DEFAULT_PROFILE
    from callcheck.packs.names import packs_of_profile, shipped_names

    ids = list(ctx.params.get("pack") or ctx.params.get("packs") or ())
    own = _own(ctx, "rules") or _own(ctx, "files")
    profile = ctx.params.get("profile") or (None if ids or own else DEFAULT_PROFILE)
    if profile is not None:
        ids += packs_of_profile(profile)
    return [*shipped_names(dict.fromkeys(ids)), *own]


def _own(ctx: click.Context, name: str) -> list[PackNames]:
    from callcheck.packs.names import names_at

    return [found for path in ctx.params.get(name) or () for found in names_at(Path(path))]


def _fitting(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
