"""``callcheck lint``: gate training scripts, and put right what is safe to."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from callcheck.cli import completing
from callcheck.cli.configuration import settings
from callcheck.cli.language import example
from callcheck.cli.options import rule_options
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
from callcheck.cli.status import Exit, Trouble, complain, count
from callcheck.files import STDIN
from callcheck.findings import InputError
from callcheck.messages import Message, os_reason
from callcheck.writing import write_file


@click.command(
    cls=OrderedCommand,
    epilog=example("callcheck lint scripts/ --format sarif --output scripts.sarif --format text"),
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", shell_complete=completing.files
)
@output_options
@rule_options
@gate_options("scripts", fail_on="warning")
@click.option("--fix", is_flag=True, help="Make the safe replacements that rules give, in place.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; change nothing.")
@click.option(
    "--stdin-filename", metavar="NAME", help="Read standard input as a file of this name."
)
@click.pass_context
def lint(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> int:
    """Check training scripts: Markdown, text, DOCX, XLSX, CSV or YAML.

    Forbidden words are looked for in every line of the agent's, what must be said on
    every branch from the opening to its end.
    """
    if options["config"] and options["isolated"]:
        raise click.UsageError(Message("--config and --isolated cannot both hold."))
    if options["fix"] and options["diff"]:
        raise click.UsageError(Message("--fix and --diff cannot both hold."))
    if options["fix"] and STDIN in paths:
        raise click.UsageError(
            Message("--fix cannot change standard input; --diff shows the changes.")
        )
    wanted = targets_of(ctx.meta["callcheck.order"], options)
    if options["show_settings"]:
        click.echo("\n".join(settings(ctx)))
        return Exit.OK
    request = gated_request(paths, options)
    if options["show_files"]:
        from callcheck.script.run import scripts_of

        return show_files(scripts_of(request))
    if options["diff"]:
        return _diff(request, options)
    fixed = _fix(request, options) if options["fix"] else Exit.OK
    return max(fixed, _report(request, wanted, options))


def _report(request: Any, wanted: list[Any], options: dict[str, Any]) -> Exit:
    from callcheck.script.run import start_lint

    try:
        run = start_lint(request, stdin=sys.stdin.buffer, stdin_name=options["stdin_filename"])
    except ValueError as error:
        raise Trouble.of(error) from error
    tally = Tally()
    run.calls = list(tally.watch(run.calls))
    for target in wanted:
        write_report(target, run, options)
    return status_of(run, tally, options)


def _mended(request: Any, options: dict[str, Any]) -> Iterator[Any]:
    """Yield every script that safe replacements change, and what could not be read."""
    from callcheck.script.run import start_fix

    try:
        yield from start_fix(request, stdin=sys.stdin.buffer, stdin_name=options["stdin_filename"])
    except ValueError as error:
        raise Trouble.of(error) from error


def _fix(request: Any, options: dict[str, Any]) -> Exit:
    """Make the safe replacements; what could not be read is told by the report to come."""
    status = Exit.OK
    edits = files = 0
    for item in _mended(request, options):
        if isinstance(item, InputError):
            continue
        try:
            _write(Path(item.path), item.after)
        except OSError as error:
            complain(
                Message(
                    "{path}: cannot write the script: {reason}",
                    path=item.path,
                    reason=os_reason(error),
                )
            )
            status = Exit.TROUBLE
        else:
            files += 1
            edits += item.edits
    if edits and not options["quiet"]:
        complain(_made(count(edits, "replacement"), count(files, "file")))
    return status


def _would_make(replacements: str, files: str) -> Message:
    return Message("would make {replacements} in {files}", replacements=replacements, files=files)


def _made(replacements: str, files: str) -> Message:
    return Message("made {replacements} in {files}", replacements=replacements, files=files)


def _write(path: Path, data: bytes) -> None:
    mode = path.stat().st_mode
    # A rename would go through all the same: only the folder has to be writable.
    if not mode & 0o222 or not os.access(path, os.W_OK):
        raise PermissionError(
            errno.EACCES, Message("it is read-only; make it writable, or fix it by hand")
        )
    write_file(path, [data])
    path.chmod(mode)


def _diff(request: Any, options: dict[str, Any]) -> Exit:
    """Show the safe replacements; the status is 1 where there are any."""
    from callcheck.script.fix import diff

    trouble = False
    edits = files = 0
    for item in _mended(request, options):
        if isinstance(item, InputError):
            complain(item.told())
            trouble = True
            continue
        files += 1
        edits += item.edits
        click.echo("".join(diff(item.path, item.before, item.after)), nl=False)
    if edits and not options["quiet"]:
        complain(_would_make(count(edits, "replacement"), count(files, "file")))
    if trouble:
        return Exit.TROUBLE
    return Exit.FAILED if edits and not options["exit_zero"] else Exit.OK
