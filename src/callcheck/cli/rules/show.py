"""``callcheck rules show``, which is ``callcheck explain``, too."""

from __future__ import annotations

from copy import copy
from pathlib import Path

import click

from callcheck.cli import completing
from callcheck.cli.language import example
from callcheck.cli.rules.list import record
from callcheck.cli.rules.selection import find_rule, load, pack_options
from callcheck.messages import Message, listed, spoken
from callcheck.packs.clauses import clause_texts
from callcheck.packs.model import Rule
from callcheck.report.words import CATEGORY, SEVERITY, points


@click.command(epilog=example("callcheck rules show default/shirking-not-our-job"))
@click.argument(
    "names", nargs=-1, required=True, metavar="RULE...", shell_complete=completing.rules
)
@pack_options
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
def show(
    names: tuple[str, ...], packs: tuple[str, ...], files: tuple[Path, ...], form: str
) -> None:
    """Show rules: what each looks for, its clauses, points and examples."""
    loaded = load(packs, files)
    rules = [find_rule(name, loaded) for name in names]
    if form == "json":
        import orjson

        records = [record(rule) | {"yaml": yaml_of(rule)} for rule in rules]
        click.echo(orjson.dumps(records, option=orjson.OPT_INDENT_2).decode())
        return
    clauses = clause_texts(loaded)
    for number, rule in enumerate(rules):
        if number:
            click.echo()
        for line in _lines(rule, clauses):
            click.echo(line)


explain = copy(show)
explain.epilog = example("callcheck explain default/shirking-not-our-job")


def _lines(rule: Rule, clauses: dict[str, str]) -> list[str]:
    kind = CATEGORY.get(rule.category, rule.category)
    cost = Message("每次扣 {points} 分", points=points(rule.deduct))
    if rule.veto:
        cost = Message("一票否决")
    if rule.limit is not None:
        cost = Message("{cost}，一通电话最多 {limit} 次", cost=cost, limit=rule.limit)
    lines = [
        f"{rule.name}  {spoken(SEVERITY[rule.severity])}  {spoken(kind)}  {spoken(cost)}",
        f"  {spoken(Message('原因'))}  {rule.message}",
    ]
    if rule.suggestion:
        lines.append(f"  {spoken(Message('建议'))}  {rule.suggestion}")
    of_clause = spoken(Message("条款"))
    lines += [
        f"  {of_clause}  {clause}  {clauses.get(clause, '')}".rstrip() for clause in rule.clauses
    ]
    if rule.aliases:
        lines.append(f"  {spoken(Message('旧名'))}  {spoken(listed(rule.aliases))}")
    if not rule.suppressible:
        lines.append(f"  {spoken(Message('不可豁免'))}")
    lines.append(f"  {spoken(Message('出处'))}  {rule.source.path}:{rule.source.line}")
    return [*lines, "", *(f"  {line}" if line else "" for line in yaml_of(rule).splitlines())]


def yaml_of(rule: Rule) -> str:
    """Return the rule as its author wrote it, cut out of the pack file."""
    lines = Path(rule.source.path).read_text(encoding="utf-8").splitlines()
    first = rule.source.line - 1
    while first > 0 and not lines[first].lstrip().startswith("- "):
        first -= 1
    indent = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < len(lines) and _continues(lines[last], indent):
        last += 1
    return "\n".join(line[indent:] for line in lines[first:last]).rstrip()


def _continues(line: str, indent: int) -> bool:
    return not line.strip() or len(line) - len(line.lstrip()) > indent
