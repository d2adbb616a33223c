"""``callcheck rules diff``."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import click

from callcheck.cli import completing
from callcheck.cli.language import example, say
from callcheck.cli.rules.selection import load
from callcheck.cli.status import Exit, Trouble, complain
from callcheck.findings import InputError
from callcheck.messages import Message, spoken
from callcheck.packs.model import Rule, Source
from callcheck.packs.problems import PackError

PLACE = ("id", "pack", "source")
"""Keys of a rule that tell which it is and where it stands."""
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
    """Name the keys in which two versions of a rule differ, figures and words with both values."""
    found = []
    for field in fields(Rule):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name in PLACE or _bare(before) == _bare(after):
            continue
        shown = [_shown(value) for value in (before, after)]
        found.append(field.name if None in shown else f"{field.name} {shown[0]} → {shown[1]}")
    return found


def _bare(value: Any) -> Any:
    """Return a part of a rule without the lines it stands on: they are no change of it."""
    if isinstance(value, Source):
        return None
    if isinstance(value, tuple):
        return tuple(_bare(item) for item in value)
    if is_dataclass(value):
        return type(value), tuple(_bare(getattr(value, field.name)) for field in fields(value))
    return value


def _shown(value: Any) -> str | None:
    """Return a value as one word on a line; None for what is a structure of its own."""
    if isinstance(value, tuple):
        texts = [item for item in value if isinstance(item, str)]
        return f"[{', '.join(texts)}]" if len(texts) == len(value) else None
    return None if is_dataclass(value) else str(value)


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
        complain(error.told())
    return Exit.TROUBLE if errors else Exit.OK


def _found(
    pack: Path, paths: tuple[str, ...]
) -> tuple[dict[str, Counter[Words]], list[InputError]]:
    """The findings of one version of the pack, by the rule's id."""
    from callcheck.run import Request, start_run

    try:
        run = start_run(Request(paths=paths, rules=(pack,)))
    except PackError as error:
        raise Trouble.of(error) from error
    found: dict[str, Counter[Words]] = defaultdict(Counter)
    for call in run.calls:
        for finding in call.checked.findings:
            place = call.checked.call.path, finding.turn or 0, finding.text or ""
            found[finding.rule.partition("/")[2]][place] += 1
    return found, run.errors
