"""``callcheck rules coverage``."""

from __future__ import annotations

from pathlib import Path

import click

from callcheck.cli.language import example
from callcheck.cli.rules.selection import load, pack_options
from callcheck.messages import Message, listed, spoken
from callcheck.packs.model import Clause, Pack

STATUS = {
    "automated": Message("自动"),
    "human": Message("人工"),
    "not_checkable": Message("不可查"),
}


@click.command(epilog=example("callcheck rules coverage --pack china-mobile-hotline"))
@pack_options
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
def coverage(packs: tuple[str, ...], files: tuple[Path, ...], form: str) -> None:
    """Say of each clause of a standard which rules check it, or why none does."""
    for pack in load(packs, files):
        if not (pack.clauses or packs or files):
            continue
        if form == "json":
            import orjson

            click.echo(orjson.dumps(record(pack)).decode())
        else:
            _print(pack)


def record(pack: Pack) -> dict[str, object]:
    """Return the pack's coverage as the contract has it."""
    clauses = [
        {
            "id": clause.id,
            "status": clause.status,
            "rules": _rules_of(clause, pack),
            "reason": clause.reason,
        }
        for clause in pack.clauses
    ]
    return {"pack": pack.id, "clauses": clauses}


def _rules_of(clause: Clause, pack: Pack) -> list[str]:
    return [rule.name for rule in pack.rules if clause.id in rule.clauses]


def _print(pack: Pack) -> None:
    automated = sum(clause.status == "automated" for clause in pack.clauses)
    share = Message("{automated}/{all} 条自动检查", automated=automated, all=len(pack.clauses))
    click.echo(f"{pack.id}  {pack.title}  {spoken(share)}")
    for clause in pack.clauses:
        told = spoken(listed(_rules_of(clause, pack))) or clause.reason or ""
        click.echo(f"  {clause.id}  {spoken(STATUS[clause.status])}  {clause.summary}")
        if told:
            click.echo(f"      {told}")
