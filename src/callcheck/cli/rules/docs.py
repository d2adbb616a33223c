"""``callcheck rules docs``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from callcheck.cli.language import example
from callcheck.cli.rules.coverage import STATUS
from callcheck.cli.rules.selection import load, pack_options
from callcheck.cli.status import Exit, complain
from callcheck.messages import Message
from callcheck.packs.model import Pack, Rule
from callcheck.report.words import CATEGORY, SEVERITY, points
from callcheck.writing import write_file


@click.command(epilog=example("callcheck rules docs --output docs/rules"))
@pack_options
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write one page a pack here instead of to standard output.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where a page is out of date.")
def docs(packs: tuple[str, ...], files: tuple[Path, ...], output: Path | None, check: bool) -> int:
    """Write the pages of the rules: Markdown, made from the packs and their examples."""
    pages = {pack.id: "\n".join(_page(pack)) + "\n" for pack in load(packs, files)}
    if output is None:
        click.echo("\n".join(pages.values()), nl=False)
        return Exit.OK
    if check:
        stale = [name for name, page in pages.items() if _read(output / f"{name}.md") != page]
        for name in stale:
            complain(
                Message(
                    "{page} is out of date: run 'callcheck rules docs' again",
                    page=output / f"{name}.md",
                )
            )
        return Exit.FAILED if stale else Exit.OK
    output.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        write_file(output / f"{name}.md", [page.encode()])
    return Exit.OK


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _page(pack: Pack) -> Iterator[str]:
    yield f"# {pack.title}"
    yield ""
    yield f"规则包 `{pack.id}`，共 {len(pack.rules)} 条规则。"
    if pack.clauses:
        yield ""
        yield from _clauses(pack)
    for rule in pack.rules:
        yield ""
        yield from _section(rule, pack)


def _clauses(pack: Pack) -> Iterator[str]:
    yield "| 条款 | 内容 | 检查 | 规则或原因 |"
    yield "| --- | --- | --- | --- |"
    for clause in pack.clauses:
        rules = [f"`{rule.id}`" for rule in pack.rules if clause.id in rule.clauses]
        why = "、".join(rules) or clause.reason or ""
        yield f"| {clause.id} | {clause.summary} | {STATUS[clause.status]} | {why} |"


def _section(rule: Rule, pack: Pack) -> Iterator[str]:
    summaries = {clause.id: clause.summary for clause in pack.clauses}
    kind = CATEGORY.get(rule.category, rule.category)
    cost = "一票否决" if rule.veto else f"扣 {points(rule.deduct)} 分"
    yield f"## `{rule.name}`"
    yield ""
    yield f"{rule.message}（{kind}，{SEVERITY[rule.severity]}，{cost}）"
    if rule.suggestion:
        yield ""
        yield f"改说：{rule.suggestion}"
    if rule.clauses:
        yield ""
        for clause in rule.clauses:
            yield f"- 条款 {clause}：{summaries.get(clause, '')}".rstrip("：")
    for expect, title in (("bad", "不合格"), ("good", "合格"), ("unknown", "无法判断")):
        cases = [example for example in rule.examples if example.expect == expect]
        if cases:
            yield ""
            yield f"{title}的例子："
            yield ""
            yield "```text"
            for number, example in enumerate(cases):
                if number and (example.lines or cases[number - 1].lines):
                    yield ""
                yield from [example.turn] if example.turn is not None else example.lines
            yield "```"
    fixed = [example for example in rule.examples if example.becomes not in (None, example.turn)]
    if fixed:
        yield ""
        yield "`callcheck lint --fix` 会改："
        yield ""
        yield "```text"
        yield from (f"{example.turn} → {example.becomes}" for example in fixed)
        yield "```"
