"""``callcheck rules diff``."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import click

from callcheck.cli import completing
from callcheck.cli.language import example, say
from callcheck.cli.rules.selection import load
from callcheck.cli.status import Exit, complain
from callcheck.findings import InputError
from callcheck.messages import Message, placed, spoken
from callcheck.packs.model import Rule

EXAMPLES = 3
"""Findings shown of those a rule gains, and of those it loses."""


@click.command(epilog=example("callcheck rules diff old.yaml new.yaml calls/"))
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.argument("paths", nargs=-1, metavar="[CALLS]...", shell_complete=completing.files)
def diff(old: Path, new: Path, paths: tuple[str, ...]) -> int:
    """Compare two versions of a pack: rules added, removed and changed.

    With CALLS, also the findings each rule gains and loses over them.
    """
    before, after = _rules(old), _rules(new)
    gone = dict(before)
    for name, rule in after.items():
        former = gone.pop(name, None)
        if former is None:
            click.echo(f"+ {rule.name}  {rule.message}")
        elif changes := changed(former, rule):
            click.echo(f"~ {rule.name}  {', '.join(changes)}")
    for rule in gone.values():
        click.echo(f"- {rule.name}  {rule.message}")
    return _findings(old, new, paths) if paths else Exit.OK


def changed(old: Rule, new: Rule) -> list[str]:
    """Name the keys in which two versions of a rule differ."""
    keys = (
        "category", "severity", "status", "message", "suggestion", "clauses", "deduct", "limit",
        "weight", "veto", "confidence", "gap", "long_gap", "hear",
    )  # fmt: skip
    return [
        f"{key} {getattr(old, key)} → {getattr(new, key)}"
        for key in keys
        if getattr(old, key) != getattr(new, key)
    ]


def _rules(path: Path) -> dict[str, Rule]:
    return {rule.id: rule for pack in load((), (path,)) for rule in pack.rules}


Words = tuple[str, int, str]
"""A finding's place: path, turn (0: the whole call), and words."""


def _findings(old: Path, new: Path, paths: tuple[str, ...]) -> int:
    before, errors = _found(old, paths)
    after, _ = _found(new, paths)
    for name in sorted(before.keys() | after.keys()):
        gained, lost = after[name] - before[name], before[name] - after[name]
        if gained or lost:
            say(
                Message(
                    "  {name}: {before} findings → {after} (+{gained} −{lost})",
                    name=name,
                    before=before[name].total(),
                    after=after[name].total(),
                    gained=gained.total(),
                    lost=lost.total(),
                )
            )
            for mark, found in (("+", gained), ("−", lost)):
                for path, turn, words in sorted(found)[:EXAMPLES]:
                    place = Message("{file}:turn {turn}", file=path, turn=turn or "–")
                    click.echo(f"    {mark} {spoken(place)}  {words}".rstrip())
    for error in errors:
        complain(placed(error.path, error.message))
    return Exit.TROUBLE if errors else Exit.OK


def _found(
    pack: Path, paths: tuple[str, ...]
) -> tuple[dict[str, Counter[Words]], list[InputError]]:
    """The findings of one version of the pack, by the rule's id."""
    from callcheck.run import Request, start_run

    run = start_run(Request(paths=paths, rules=(pack,)))
    found: dict[str, Counter[Words]] = defaultdict(Counter)
    for call in run.calls:
        for finding in call.checked.findings:
            place = call.checked.call.path, finding.turn or 0, finding.text or ""
            found[finding.rule.partition("/")[2]][place] += 1
    return found, run.errors
