"""The options that say how a run is reported and gated, and the status it ends with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from callcheck.cli.options import NumberRange, request_of
from callcheck.cli.output import Target, targets, terminal_width, wants_color, write_stdout
from callcheck.cli.status import Exit, Trouble, complain, count
from callcheck.findings import CallResult, InputError
from callcheck.messages import Message, in_force, os_reason, placed
from callcheck.packs.vocabulary import SEVERITIES
from callcheck.report import FORMATS, renderer
from callcheck.report.model import Run, Style
from callcheck.writing import write_file

Command = Callable[..., Any]


def output_options(command: Command) -> Command:
    """Add ``--format`` and ``--output``."""
    command = click.option(
        "-o",
        "--output",
        multiple=True,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write the report to FILE instead of standard output.",
    )(command)
    return click.option(
        "-f",
        "--format",
        multiple=True,
        type=click.Choice(tuple(FORMATS)),
        help="Form of the report (default: text). Repeatable, each with its own --output.",
    )(command)


def gate_options(what: str, fail_on: str) -> Callable[[Command], Command]:
    """Add the options of the gate and of what is shown; ``what`` is checked: calls, scripts."""
    added = (
        click.option(
            "--fail-under",
            type=NumberRange(0, 100),
            metavar="N",
            help=f"Fail {what} that score under N (default: the profile's pass mark).",
        ),
        click.option(
            "--fail-on",
            type=click.Choice((*SEVERITIES, "never")),
            default=fail_on,
            show_default=True,
            help=f"Also fail {what} with a finding this grave or graver.",
        ),
        click.option(
            "--min-severity",
            type=click.Choice(SEVERITIES),
            default="info",
            show_default=True,
            help="Show findings this grave or graver; the score counts them all.",
        ),
        click.option("--exit-zero", is_flag=True, help=f"Exit 0 even if {what} fail (2 stays 2)."),
        click.option(
            "--color",
            type=click.Choice(("auto", "always", "never")),
            default="auto",
            show_default=True,
            help="Colour the text report.",
        ),
        click.option("--show-settings", is_flag=True, help="Print the settings in force and stop."),
        click.option(
            "--show-files", is_flag=True, help="Print the files that would be read and stop."
        ),
        click.option(
            "-q", "--quiet", is_flag=True, help=f"Name the {what} that failed, nothing else."
        ),
        click.option(
            "-v", "--verbose", count=True, help="Show context, and matches that were spared."
        ),
    )

    def add(command: Command) -> Command:
        for option in reversed(added):
            command = option(command)
        return command

    return add


def gated_request(paths: tuple[str, ...], options: dict[str, Any]) -> Any:
    """Return the ``Request`` that the options make, with those of ``gate_options``."""
    never = options["fail_on"] == "never"
    return request_of(
        paths,
        options,
        fail_under=options["fail_under"],
        fail_on=None if never else options["fail_on"],
        min_severity=options["min_severity"],
    )


def targets_of(order: list[str], options: dict[str, Any]) -> list[Target]:
    """Return the reports to write; formats of the configuration stand before the outputs."""
    formats = options["format"]
    if "format" not in order:
        order = ["format"] * len(formats) + order
    return targets(order, formats, options["output"])


class Tally:
    """Counts calls as they pass by."""

    def __init__(self) -> None:
        self.calls = self.failed = self.unjudged = 0

    def watch(self, calls: Iterable[CallResult]) -> Iterator[CallResult]:
        """Yield the calls."""
        for call in calls:
            self.calls += 1
            self.failed += not call.score.passed
            self.unjudged += call.score.passed and not call.score.judged
            yield call


def show_files(items: Iterable[str | InputError]) -> Exit:
    """Print the files that a run would read."""
    status = Exit.OK
    for item in items:
        if isinstance(item, InputError):
            complain(placed(item.path, item.message))
            status = Exit.TROUBLE
        else:
            click.echo(item)
    return status


def write_report(target: Target, run: Run, options: dict[str, Any]) -> None:
    """Write one report of a run."""
    style = Style(
        color=wants_color(options["color"], target.path),
        width=terminal_width(),
        verbosity=-1 if options["quiet"] else options["verbose"],
        language=in_force(),
    )
    chunks = renderer(target.format)(run, style)
    if target.path is None:
        write_stdout(chunks)
        return
    try:
        write_file(target.path, chunks)
    except OSError as error:
        raise Trouble(
            Message(
                "{path}: cannot write the report: {reason}",
                path=target.path,
                reason=os_reason(error),
            )
        ) from error


def status_of(run: Run, tally: Tally, options: dict[str, Any]) -> Exit:
    """Say what could not be used and what failed; return the exit status."""
    if not options["quiet"]:
        for warning in run.warnings:
            complain(Message("warning: {told}", told=warning))
    if tally.unjudged:  # Told even if quiet: it must not look like a pass.
        told = count(tally.unjudged, run.kind)
        complain(
            Message(
                "warning: nothing could be judged in {calls}: neither passed nor failed", calls=told
            )
        )
    for error in run.errors:
        complain(error.told())
    if run.errors:
        inputs = count(len(run.errors), "input")
        if not tally.calls:
            complain(Message("{inputs} could not be used", inputs=inputs))
        elif run.kind == "call":
            complain(Message("{inputs} could not be used; the rest was scored", inputs=inputs))
        else:
            complain(Message("{inputs} could not be used; the rest was checked", inputs=inputs))
        return Exit.TROUBLE
    if not tally.failed:
        return Exit.OK
    if not options["quiet"]:
        complain(
            Message(
                "{failed} of {all} failed: under {pass_mark:g} points, a veto, or a finding "
                "that --fail-on names",
                failed=tally.failed,
                all=count(tally.calls, run.kind),
                pass_mark=run.pass_mark,
            )
        )
    return Exit.OK if options["exit_zero"] else Exit.FAILED
