"""``callcheck score``: score calls and say why."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from callcheck.cli.configuration import settings
from callcheck.cli.options import GRAVEST_FIRST, request_of, run_options
from callcheck.cli.output import (
    OrderedCommand,
    Target,
    targets,
    terminal_width,
    wants_color,
    write_file,
    write_stdout,
)
from callcheck.cli.status import Exit, Trouble, complain, count
from callcheck.findings import CallResult, InputError
from callcheck.packs.conflicts import conflicts_between
from callcheck.report import FORMATS, renderer
from callcheck.report.model import Run, Style


@click.command(
    cls=OrderedCommand,
    epilog="Example: callcheck score calls/ --pack default --fail-under 85 --format json",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-f",
    "--format",
    multiple=True,
    type=click.Choice(tuple(FORMATS)),
    help="Form of the report (default: text). Repeatable, each with its own --output.",
)
@click.option(
    "-o",
    "--output",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the report to FILE instead of standard output.",
)
@run_options
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="N",
    help="Fail calls that score under N (default: the profile's pass mark).",
)
@click.option(
    "--fail-on",
    type=click.Choice((*GRAVEST_FIRST, "never")),
    default="never",
    show_default=True,
    help="Also fail calls with a finding this grave or graver.",
)
@click.option(
    "--min-severity",
    type=click.Choice(GRAVEST_FIRST),
    default="info",
    show_default=True,
    help="Show findings this grave or graver; the score counts them all.",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 even if calls fail (2 stays 2).")
@click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    help="Colour the text report.",
)
@click.option("--show-settings", is_flag=True, help="Print the settings in force and stop.")
@click.option("--show-files", is_flag=True, help="Print the files that would be scored and stop.")
@click.option("-q", "--quiet", is_flag=True, help="Name the failed calls, nothing else.")
@click.option("-v", "--verbose", count=True, help="Show context, and matches that were spared.")
@click.pass_context
def score(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> int:
    """Score calls: transcripts in files, folders, glob patterns, or - for standard input."""
    if options["config"] and options["isolated"]:
        raise click.UsageError("--config and --isolated cannot both hold.")
    wanted = _targets(ctx.meta["callcheck.order"], options)
    if options["show_settings"]:
        click.echo("\n".join(settings(ctx)))
        return Exit.OK
    if options["show_files"]:
        return _show_files(paths, options)
    bar = _Bar(shown=_many(paths) and sys.stderr.isatty() and not options["quiet"])
    run = _start(paths, options, bar)
    for line in conflicts_between(run.packs):
        complain(line)
    tally = _Tally()
    run.calls = tally.watch(run.calls)
    if len(wanted) > 1 or bar.shown:
        run.calls = list(run.calls)
    for target in wanted:
        _write(target, run, _style(target, options))
    return _status(run, tally, options)


def _many(paths: tuple[str, ...]) -> bool:
    """Whether there may be more than one file; the calls of one are not held in memory."""
    return len(paths) > 1 or not Path(paths[0]).is_file()


def _targets(order: list[str], options: dict[str, Any]) -> list[Target]:
    """Return the reports to write; formats of the configuration stand before the outputs."""
    formats = options["format"]
    if "format" not in order:
        order = ["format"] * len(formats) + order
    return targets(order, formats, options["output"])


class _Tally:
    """Counts calls as they pass by."""

    def __init__(self) -> None:
        self.calls = self.failed = 0

    def watch(self, calls: Iterable[CallResult]) -> Iterator[CallResult]:
        for call in calls:
            self.calls += 1
            self.failed += not call.score.passed
            yield call


class _Bar:
    """A progress bar on standard error, once there is more than one file to do."""

    def __init__(self, *, shown: bool) -> None:
        self.shown = shown
        self._bar: Any = None

    def __call__(self, done: int, whole: int) -> None:
        if not self.shown or whole < 2:
            return
        if self._bar is None:
            self._bar = click.progressbar(length=whole, label="Scoring", file=sys.stderr)
        self._bar.update(1)
        if done == whole:
            self._bar.render_finish()


def _show_files(paths: tuple[str, ...], options: dict[str, Any]) -> Exit:
    from callcheck.files import files_of

    status = Exit.OK
    for item in files_of(paths, options["exclude"]):
        if isinstance(item, InputError):
            complain(f"{item.path}: {item.message}")
            status = Exit.TROUBLE
        else:
            click.echo(item)
    return status


def _start(paths: tuple[str, ...], options: dict[str, Any], bar: _Bar) -> Run:
    from callcheck.run import start_run

    never = options["fail_on"] == "never"
    request = request_of(
        paths,
        options,
        fail_under=options["fail_under"],
        fail_on=None if never else options["fail_on"],
        min_severity=options["min_severity"],
    )
    try:
        return start_run(request, stdin=sys.stdin.buffer, progress=bar)
    except ValueError as error:
        raise Trouble.of(error) from error


def _style(target: Target, options: dict[str, Any]) -> Style:
    return Style(
        color=wants_color(options["color"], target.path),
        width=terminal_width(),
        verbosity=-1 if options["quiet"] else options["verbose"],
    )


def _write(target: Target, run: Run, style: Style) -> None:
    chunks = renderer(target.format)(run, style)
    if target.path is None:
        write_stdout(chunks)
        return
    try:
        write_file(target.path, chunks)
    except OSError as error:
        raise Trouble(f"{target.path}: cannot write the report: {error.strerror}") from error


def _status(run: Run, tally: _Tally, options: dict[str, Any]) -> Exit:
    if not options["quiet"]:
        for warning in run.warnings:
            complain(f"warning: {warning}")
    for error in run.errors:
        place = error.path if error.line is None else f"{error.path}:{error.line}"
        complain(f"{place}: {error.message}")
    if run.errors:
        complain(f"{count(len(run.errors), 'input')} could not be used; the rest was scored")
        return Exit.TROUBLE
    if not tally.failed:
        return Exit.OK
    if not options["quiet"]:
        why = f"under {run.pass_mark:g} points, a veto, or a finding that --fail-on names"
        complain(f"{tally.failed} of {count(tally.calls, 'call')} failed: {why}")
    return Exit.OK if options["exit_zero"] else Exit.FAILED
