"""``callcheck trace``: why a rule fired, or did not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from callcheck.check import Checker, load_ruleset
from callcheck.cli import completing
from callcheck.cli.language import example, say
from callcheck.cli.rules.selection import pack_options, profile_option
from callcheck.cli.status import Exit, Trouble, complain
from callcheck.files import STDIN
from callcheck.findings import InputError
from callcheck.messages import Message, hinted, spoken
from callcheck.trace import RuleTrace, trace_call


@click.command(epilog=example("callcheck trace calls/0007.txt default/shirking-not-our-job"))
@click.argument("call", type=click.Path(path_type=Path))
@click.argument("rule", required=False, shell_complete=completing.rules_in_force)
@pack_options
@profile_option
def trace(
    call: Path,
    rule: str | None,
    packs: tuple[str, ...],
    files: tuple[Path, ...],
    profile: str | None,
) -> int:
    """Show, turn by turn, what each rule's words met in CALL and what spared them.

    With RULE, only that rule, whether or not anything came near it.
    """
    from callcheck.packs.problems import PackError
    from callcheck.transcript.read import read_calls

    try:
        checker = Checker(load_ruleset(profile, packs, files))
    except PackError as error:
        raise Trouble.of(error) from error
    names = [compiled.rule.name for compiled in checker.ruleset.rules]
    if rule is not None and rule not in names and not _by_id(rule, names):
        unknown = Message("no rule '{wanted}'", wanted=rule)
        raise Trouble(hinted(unknown, Message("'callcheck rules list' names them all")))
    items = list(read_calls(str(call), stdin=sys.stdin.buffer if str(call) == STDIN else None))
    status = Exit.OK
    for item in items:
        if isinstance(item, InputError):
            complain(item.told())
            status = Exit.TROUBLE
            continue
        if len(items) > 1:
            say(Message("{path}  通话 {id}", path=item.path, id=item.call_id or "–"))
        for traced in trace_call(item, checker):
            if rule is None or traced.rule in (rule, _by_id(rule, names)):
                for line in _lines(traced, always=rule is not None):
                    click.echo(line)
    return status


def _by_id(rule: str, names: list[str]) -> str | None:
    found = [name for name in names if name.partition("/")[2] == rule]
    return found[0] if len(found) == 1 else None


def _lines(traced: RuleTrace, *, always: bool) -> Iterator[str]:
    if not always and not traced.steps:
        return
    yield f"{traced.rule}  {spoken(traced.verdict)}"
    for step in traced.steps:
        where = Message("第 {turn} 句", turn=step.turn) if step.turn else Message("整通电话")
        turn = spoken(where)
        outcome, detail = spoken(step.outcome), spoken(step.detail)
        words = f"“{step.text}”  " if step.text else ""
        yield f"  {turn}  {outcome}  {words}{detail}".rstrip()
