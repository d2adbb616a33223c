"""``callcheck rules test``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callcheck.cli.language import example, say
from callcheck.cli.rules.selection import load, pack_options
from callcheck.cli.status import Exit, Trouble, complain, count
from callcheck.messages import Message, listed
from callcheck.packs.model import Pack
from callcheck.packs.problems import PackError

if TYPE_CHECKING:
    from callcheck.examples import ExampleResult

SHOWN = 300
"""Characters of a compiled pattern that a failure shows."""


@click.command(epilog=example("callcheck rules test our-rules/ -k refusal"))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@pack_options
@click.option("-k", "--filter", "wanted", metavar="TEXT", help="Only rules with TEXT in the name.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Show the examples that pass, too, and whole patterns."
)
def test(
    paths: tuple[Path, ...],
    packs: tuple[str, ...],
    files: tuple[Path, ...],
    wanted: str | None,
    verbose: bool,
) -> int:
    """Run the examples written under each rule."""
    try:
        return report_examples(load(packs, (*paths, *files)), wanted or "", verbose=verbose)
    except PackError as error:
        # A phrase that cannot be read shows only when the rules are compiled.
        raise Trouble.of(error) from error


def report_examples(loaded: Sequence[Pack], wanted: str = "", *, verbose: bool = False) -> Exit:
    """Run the examples of rules with ``wanted`` in their name; show what failed, and a count."""
    from callcheck.examples import run_examples

    ran = failed = 0
    rules = set()
    for result in run_examples(loaded):
        if wanted not in result.rule.name:
            continue
        ran += 1
        failed += not result.passed
        rules.add(result.rule.name)
        if verbose or not result.passed:
            for line in _lines(result, verbose):
                say(line)
    bare = [r.name for p in loaded for r in p.rules if not r.examples and wanted in r.name]
    say(
        Message(
            "{examples} of {rules}: {passed} passed, {failed} failed",
            examples=count(ran, "example"),
            rules=count(len(rules), "rule"),
            passed=ran - failed,
            failed=failed,
        )
    )
    for name in bare:
        say(Message("  no examples: {name}", name=name))
    if not ran:
        complain(Message("no examples were run"))
        return Exit.TROUBLE
    if failed:
        complain(
            Message("{failed} of {examples} failed", failed=failed, examples=count(ran, "example"))
        )
    return Exit.FAILED if failed else Exit.OK


def _lines(result: ExampleResult, whole: bool) -> list[str]:
    example = result.example
    source = example.source
    mark = "ok  " if result.passed else "FAIL"
    lines: list[str] = [f"{mark} {result.rule.name}  ({source.path}:{source.line})"]
    case = [example.turn] if example.turn is not None else list(example.lines)
    lines += [f"  {'case' if not number else '':<9} {line}" for number, line in enumerate(case)]
    if example.xfail and not result.passed:
        why = Message("passes now, though marked: {why}", why=example.xfail)
        lines.append(Message("  xfail     {told}", told=why))
    elif example.xfail:
        lines.append(f"  xfail     {example.xfail}")
    got = Message("{got}: {words}", got=result.got, words=listed(result.words))
    lines += [
        Message("  expected  {told}", told=result.expected),
        Message("  got       {told}", told=got if result.words else result.got),
    ]
    if not result.passed:
        lines += [
            Message("  pattern   {told}", told=_cut(pattern, whole)) for pattern in result.patterns
        ]
    return lines


def _cut(pattern: str, whole: bool) -> str:
    too_long = not whole and len(pattern) > SHOWN
    return (
        Message("{pattern}… (-v shows it whole)", pattern=pattern[:SHOWN]) if too_long else pattern
    )
