"""``callcheck score``: score calls and say why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from callcheck.cli import completing
from callcheck.cli.configuration import settings
from callcheck.cli.language import example
from callcheck.cli.options import run_options
from callcheck.cli.output import OrderedCommand
from callcheck.cli.reporting import (
    Tally,
    gate_options,
    gated_request,
    output_options,
    show_files,
    status_of,
    targets_of,
    write_report,
)
from callcheck.cli.status import Exit, Trouble, complain
from callcheck.messages import Message, spoken
from callcheck.packs.conflicts import conflicts_between
from callcheck.report.model import Run


@click.command(
    cls=OrderedCommand,
    epilog=example("callcheck score calls/ --pack default --fail-under 85 --format json"),
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", shell_complete=completing.files
)
@output_options
@run_options
@gate_options("calls", fail_on="never")
@click.pass_context
def score(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> int:
    """Score calls: transcripts in files, folders, glob patterns, or - for standard input."""
    if options["config"] and options["isolated"]:
        raise click.UsageError(Message("--config and --isolated cannot both hold."))
    wanted = targets_of(ctx.meta["callcheck.order"], options)
    if options["show_settings"]:
        click.echo("\n".join(settings(ctx)))
        return Exit.OK
    if options["show_files"]:
        from callcheck.run import calls_of

        return show_files(calls_of(gated_request(paths, options)))
    bar = _Bar(shown=_many(paths) and sys.stderr.isatty() and not options["quiet"])
    run = _start(paths, options, bar)
    for line in conflicts_between(run.packs):
        complain(line)
    tally = Tally()
    run.calls = tally.watch(run.calls)
    if len(wanted) > 1 or bar.shown:
        run.calls = list(run.calls)
    for target in wanted:
        write_report(target, run, options)
    return status_of(run, tally, options)


def _many(paths: tuple[str, ...]) -> bool:
    """Whether there may be more than one file; the calls of one are not held in memory."""
    return len(paths) > 1 or not Path(paths[0]).is_file()


class _Bar:
    """A progress bar on standard error, once there is more than one file to do."""

    def __init__(self, *, shown: bool) -> None:
        self.shown = shown
        self._bar: Any = None

    def __call__(self, done: int, whole: int) -> None:
        if not self.shown or whole < 2:
            return
        if self._bar is None:
            self._bar = click.progressbar(
                length=whole, label=spoken(Message("Scoring")), file=sys.stderr
            )
        self._bar.update(1)
        if done == whole:
            self._bar.render_finish()


def _start(paths: tuple[str, ...], options: dict[str, Any], bar: _Bar) -> Run:
    from callcheck.run import start_run

    try:
        return start_run(gated_request(paths, options), stdin=sys.stdin.buffer, progress=bar)
    except ValueError as error:
        raise Trouble.of(error) from error
