"""``callcheck rules list``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from callcheck.cli import completing
from callcheck.cli.language import example
from callcheck.cli.rules.selection import load, pack_options
from callcheck.cli.status import Trouble
from callcheck.messages import Message, hinted, listed, spoken
from callcheck.packs.clauses import clause_texts
from callcheck.packs.model import Pack, Rule
from callcheck.packs.problems import did_you_mean, one_of
from callcheck.packs.vocabulary import CATEGORIES
from callcheck.report.quote import cells, pad
from callcheck.report.words import CATEGORY, SEVERITY, points


@click.command("list", epilog=example("callcheck rules list --category shirking"))
@pack_options
@click.option(
    "--category",
    "categories",
    multiple=True,
    shell_complete=completing.categories,
    help="Only this category. Repeatable.",
)
@click.option(
    "--clause",
    "clauses",
    multiple=True,
    shell_complete=completing.clauses,
    help="Only rules citing it. Repeatable.",
)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
def list_rules(
    packs: tuple[str, ...],
    files: tuple[Path, ...],
    categories: tuple[str, ...],
    clauses: tuple[str, ...],
    form: str,
) -> None:
    """List the rules of the packs, a line each."""
    loaded = load(packs, files)
    if unknown := [*_unknown_categories(categories), *_unknown_clauses(clauses, loaded)]:
        raise Trouble(unknown)
    shown = [
        (pack, [rule for rule in pack.rules if _wanted(rule, categories, clauses)])
        for pack in loaded
    ]
    if form == "json":
        import orjson

        records = [record(rule) for _, rules in shown for rule in rules]
        click.echo(orjson.dumps(records, option=orjson.OPT_INDENT_2).decode())
        return
    for pack, rules in shown:
        if rules or not pack.rules:
            many = spoken(Message("共 {count} 条", count=len(rules)))
            click.echo(f"{pack.id}  {pack.title}  {many}")
        if rules:
            _table(pack, rules)


def _unknown_categories(categories: Iterable[str]) -> Iterator[str]:
    for name in categories:
        if name not in CATEGORIES:
            hint = did_you_mean(name, CATEGORIES, otherwise=one_of(CATEGORIES))
            yield hinted(Message("no category '{name}'", name=name), hint)


def _unknown_clauses(clauses: Iterable[str], packs: Iterable[Pack]) -> Iterator[str]:
    """Yield what is to be told of clauses that no standard has; one without a rule is known."""
    cited = {clause for pack in packs for rule in pack.rules for clause in rule.clauses}
    if cited.issuperset(clauses):
        return
    known = cited | clause_texts(packs).keys()
    otherwise = Message("'callcheck rules coverage' names them all")
    for id in clauses:
        if id not in known:
            hint = did_you_mean(id, sorted(known), otherwise=otherwise)
            yield hinted(Message("no clause '{id}'", id=id), hint)


def record(rule: Rule) -> dict[str, object]:
    """Return what the rule says of itself, for JSON."""
    return {
        "rule": rule.name,
        "pack": rule.pack,
        "category": rule.category,
        "family": rule.family,
        "severity": rule.severity,
        "status": rule.status,
        "clauses": list(rule.clauses),
        "deduct": float(rule.deduct),
        "weight": float(rule.weight),
        "veto": rule.veto,
        "suppressible": rule.suppressible,
        "aliases": list(rule.aliases),
        "message": rule.message,
        "suggestion": rule.suggestion,
        "path": rule.source.path,
        "line": rule.source.line,
    }


def _wanted(rule: Rule, categories: tuple[str, ...], clauses: tuple[str, ...]) -> bool:
    in_category = not categories or rule.category in categories or rule.family in categories
    return in_category and (not clauses or not set(clauses).isdisjoint(rule.clauses))


def _table(pack: Pack, rules: list[Rule]) -> None:
    rows = [
        (
            rule.name,
            spoken(SEVERITY[rule.severity]),
            spoken(Message("一票否决")) if rule.veto else f"-{points(rule.deduct)}",
            spoken(CATEGORY.get(rule.category, rule.category)),
            spoken(listed(rule.clauses)),
            rule.message if rule.status == "stable" else f"[{rule.status}] {rule.message}",
        )
        for rule in rules
    ]
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        padded = (pad(text, width) for text, width in zip(row, widths, strict=True))
        click.echo(("  " + "  ".join(padded)).rstrip())
