"""``callcheck baseline``: accept the findings of today, so that only new ones fail."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from callcheck.cli import completing
from callcheck.cli.language import example, say
from callcheck.cli.lazy import Group
from callcheck.cli.options import request_of, run_options
from callcheck.cli.status import Exit, Trouble, complain, count
from callcheck.messages import Message, os_reason
from callcheck.report.model import Run
from callcheck.writing import write_file

DEFAULT = Path(".callcheck-baseline.json")

paths_argument = click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", shell_complete=completing.files
)
scripts_option = click.option(
    "--scripts", is_flag=True, help="The paths are training scripts, as for 'callcheck lint'."
)


@click.group(cls=Group, epilog=example("callcheck baseline create calls/"))
def baseline() -> None:
    """Write or tidy a baseline: findings that are known and cost nothing."""


@baseline.command(epilog=example("callcheck baseline create calls/ --output known.json"))
@paths_argument
@run_options
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=f"Where to write it (default: --baseline, or {DEFAULT}).",
)
@scripts_option
@click.option("--force", is_flag=True, help="Replace a baseline that is there.")
def create(paths: tuple[str, ...], output: Path | None, force: bool, **options: Any) -> int:
    """Write a baseline of every finding the calls have now."""
    from callcheck.suppress.baseline import known_findings, write_entries

    path = output or options["baseline"] or DEFAULT
    if path.exists() and not force:
        raise Trouble(
            Message(
                "{path}: already there; --force replaces it, 'baseline prune' tidies it", path=path
            )
        )
    run = _start(paths, {**options, "baseline": None})
    known = known_findings(run.calls, path, _unsuppressible(run))
    if run.errors:
        return _refuse(run)
    _write(path, write_entries(known))
    say(
        Message(
            "Wrote {findings} to {path}. Use it: --baseline {path}",
            findings=count(len(known), "finding"),
            path=path,
        )
    )
    return Exit.OK


@baseline.command(epilog=example("callcheck baseline prune calls/ --baseline known.json"))
@paths_argument
@run_options
@scripts_option
def prune(paths: tuple[str, ...], **options: Any) -> int:
    """Drop the entries of findings that are gone; nothing is ever added.

    Entries of calls that exist and are not among PATH stay.
    """
    from callcheck.config.problems import ConfigError
    from callcheck.suppress.baseline import known_findings, place_of, read_baseline, write_entries

    path = options["baseline"] or DEFAULT
    try:
        old = read_baseline(path)
    except ConfigError as error:
        raise Trouble.of(error) from error
    run = _start(paths, {**options, "baseline": None})
    calls = list(run.calls)
    if run.errors:
        return _refuse(run)
    scored = {place_of(call.checked.call.path, path) for call in calls}
    now = {(item.call, item.fingerprint) for item in known_findings(calls, path, frozenset())}
    kept = [
        item
        for key, item in old.known.items()
        if key in now or (item.call not in scored and (path.parent / item.call).exists())
    ]
    _write(path, write_entries(kept))
    say(
        Message(
            "{path}: kept {kept}, dropped {dropped}",
            path=path,
            kept=len(kept),
            dropped=len(old.known) - len(kept),
        )
    )
    return Exit.OK


def _start(paths: tuple[str, ...], options: dict[str, Any]) -> Run:
    from callcheck.run import start_run
    from callcheck.script.run import start_lint

    try:
        if options["scripts"]:
            return start_lint(request_of(paths, options), stdin=sys.stdin.buffer)
        return start_run(request_of(paths, options), stdin=sys.stdin.buffer)
    except ValueError as error:
        raise Trouble.of(error) from error


def _unsuppressible(run: Run) -> frozenset[str]:
    return frozenset(rule.name for rule in run.rules if not rule.suppressible)


def _refuse(run: Run) -> Exit:
    for error in run.errors:
        complain(error.told())
    complain(Message("nothing was written: a baseline is made of inputs that can all be used"))
    return Exit.TROUBLE


def _write(path: Path, data: bytes) -> None:
    try:
        write_file(path, [data])
    except OSError as error:
        raise Trouble(
            Message(
                "{path}: cannot write the baseline: {reason}", path=path, reason=os_reason(error)
            )
        ) from error
