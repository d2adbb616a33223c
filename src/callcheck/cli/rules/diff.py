"""``callcheck rules diff``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from callcheck.cli.rules.selection import load
from callcheck.cli.status import Exit, complain
from callcheck.packs.model import Rule


@click.command(epilog="Example: callcheck rules diff old.yaml new.yaml calls/")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.argument("paths", nargs=-1, metavar="[CALLS]...")
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


def _findings(old: Path, new: Path, paths: tuple[str, ...]) -> int:
    from callcheck.run import Request, start_run

    counts: list[Counter[str]] = []
    errors = []
    for path in (old, new):
        run = start_run(Request(paths=paths, rules=(path,)))
        found = Counter(
            finding.rule.partition("/")[2]
            for call in run.calls
            for finding in call.checked.findings
        )
        counts.append(found)
        errors = run.errors
    before, after = counts
    for name in sorted(before | after):
        if before[name] != after[name]:
            click.echo(f"  {name}: {before[name]} findings → {after[name]}")
    for error in errors:
        complain(f"{error.path}: {error.message}")
    return Exit.TROUBLE if errors else Exit.OK
