"""Which packs and rules a command is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from callcheck.cli import completing
from callcheck.cli.status import Trouble
from callcheck.messages import Message, hinted
from callcheck.packs.model import Pack, Rule

Command = Callable[..., Any]


def pack_options(command: Command) -> Command:
    """Add ``--pack`` and ``--rules`` to a command."""
    command = click.option(
        "--rules",
        "files",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="Pack file, or folder of packs, of your own. Repeatable.",
    )(command)
    return click.option(
        "--pack",
        "packs",
        multiple=True,
        metavar="ID",
        shell_complete=completing.packs,
        help="Only this pack. Repeatable.",
    )(command)


profile_option = click.option(
    "--profile",
    metavar="ID",
    shell_complete=completing.profiles,
    help="Profile to run (default: default).",
)


def load(packs: Sequence[str], files: Sequence[Path]) -> tuple[Pack, ...]:
    """Load the packs named and the pack files; with neither, every shipped pack that has rules.

    Raises ``Trouble`` with every problem of the packs.
    """
    from callcheck.packs.load import PackError, load_packs, shipped_packs

    shipped = () if files else shipped_packs()
    loaded: list[Pack] = []
    problems: list[str] = []
    # One at a time: of packs loaded together, one may take in rules of another.
    for ids, paths in [((name,), ()) for name in packs or shipped] + ([((), files)] * bool(files)):
        try:
            loaded.extend(load_packs(ids, paths)[0])
        except PackError as error:
            problems.extend(problem.told() for problem in error.problems)
    if problems:
        raise Trouble(dict.fromkeys(problems))
    named = bool(packs or files)
    return tuple(pack for pack in loaded if named or pack.rules)


def find_rule(name: str, packs: Iterable[Pack]) -> Rule:
    """Return the rule of that full name, alias, or id where only one pack has it."""
    rules = [rule for pack in packs for rule in pack.rules]
    exact = [rule for rule in rules if name == rule.name]
    known = exact or [rule for rule in rules if name == rule.id or name in _old_names(rule)]
    if len(known) == 1:
        return known[0]
    if known:
        names = ", ".join(rule.name for rule in known)
        raise Trouble(
            Message("'{name}' is a rule of several packs: {names}", name=name, names=names)
        )
    near = get_close_matches(name, [rule.name for rule in rules], n=1, cutoff=0.5)
    hint = Message("'callcheck rules list' names them all")
    if near:
        hint = Message("did you mean '{near}'?", near=near[0])
    raise Trouble(hinted(Message("no rule '{wanted}'", wanted=name), hint))


def _old_names(rule: Rule) -> set[str]:
    return {*rule.aliases, *(f"{rule.pack}/{alias}" for alias in rule.aliases)}
