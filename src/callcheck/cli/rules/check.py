"""``callcheck rules check``."""

from __future__ import annotations

from pathlib import Path

import click

from callcheck.cli.language import example, say
from callcheck.cli.rules.selection import load, pack_options
from callcheck.cli.rules.test import report_examples
from callcheck.cli.status import Exit, Trouble, complain, count
from callcheck.messages import Message


@click.command(epilog=example("callcheck rules check our-rules/"))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@pack_options
@click.option("--examples", is_flag=True, help="Run the examples as 'rules test' does, too.")
def check(
    paths: tuple[Path, ...], packs: tuple[str, ...], files: tuple[Path, ...], examples: bool
) -> int:
    """Check rule packs: that they load, and that each rule can do its work.

    Finds phrases that can never match, rules shadowed by others, a phrase both
    required and forbidden, impossible windows, rules without examples; of a
    profile, rules that no section takes.
    """
    from callcheck.matching.lint import unmatchable
    from callcheck.packs.lint import lint_pack, lint_profile
    from callcheck.packs.load import PackError, load_packs, shipped_profiles

    given = (*paths, *files)
    loaded = load(packs, given)
    problems = [problem for pack in loaded for problem in lint_pack(pack)]
    if given:
        chosen, profile = load_packs((), given)
        if profile.id not in shipped_profiles():
            problems += lint_profile(profile, chosen)
    try:
        for pack in loaded:
            problems += unmatchable([pack])
    except PackError as error:
        raise Trouble.of(error) from error
    for problem in problems:
        say(problem.told())
    rules = sum(len(pack.rules) for pack in loaded)
    told = Message(
        "{rules} of {packs}", rules=count(rules, "rule"), packs=count(len(loaded), "pack")
    )
    if problems:
        complain(
            Message("{problems} in {told}", problems=count(len(problems), "problem"), told=told)
        )
    else:
        say(Message("{told}: no problems", told=told))
    status = Exit.FAILED if problems else Exit.OK
    return max(status, report_examples(loaded)) if examples else status
