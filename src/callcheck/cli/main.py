"""The ``callcheck`` command: finds the subcommand, runs it, turns errors into statuses.

A subcommand's module is imported only when it is asked for: start-up is most of the
time a single call takes.
"""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

import click

from callcheck import __version__
from callcheck.cli.language import begin, dressed, example
from callcheck.cli.lazy import LazyGroup, NoCommand
from callcheck.cli.status import Exit, Trouble, complain
from callcheck.messages import Message, os_reason, placed

COMMANDS = {
    "baseline": "callcheck.cli.baseline:baseline",
    "calibrate": "callcheck.cli.calibrate:calibrate",
    "completion": "callcheck.cli.completion:completion",
    "convert": "callcheck.cli.convert:convert",
    "evaluate": "callcheck.cli.evaluate:evaluate_calls",
    "explain": "callcheck.cli.rules.show:explain",
    "init": "callcheck.cli.init:init",
    "lint": "callcheck.cli.lint:lint",
    "lsp": "callcheck.cli.lsp:lsp",
    "rules": "callcheck.cli.rules:rules",
    "score": "callcheck.cli.score:score",
    "trace": "callcheck.cli.trace:trace",
}
"""Command name to ``module:attribute``."""

ASKED = "_CALLCHECK_COMPLETE"
"""The environment variable by which a shell asks for completions."""


@click.group(
    cls=LazyGroup,
    commands_at=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=example("callcheck score calls/0007.txt"),
)
@click.version_option(__version__, "--version", message="callcheck %(version)s")
def cli() -> None:
    """Check call-centre transcripts and training scripts against a service standard."""


def main() -> NoReturn:
    """Run the command line and exit with one of the statuses of ``Exit``."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    begin(sys.argv[1:])
    try:
        status = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        status = Exit.TROUBLE
        # The reader has gone: nothing more can be said, not even while shutting down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)


def _open_streams() -> None:
    """Stand in for streams that were closed for this process, so that only their use fails."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - for the whole run
    if sys.stdout is None:
        # Opened for reading: a report that is written to it is an error.
        sys.stdout = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def _run() -> int:
    try:
        result = dressed(cli).main(standalone_mode=False, complete_var=ASKED)
        return int(result) if isinstance(result, int) else Exit.OK
    except NoCommand as bare:
        click.echo(bare.format_message(), err=True)
    except click.UsageError as error:
        if error.ctx is not None:
            click.echo(error.ctx.get_usage(), err=True)
            complain(Message("See '{command} --help'.", command=error.ctx.command_path))
        complain(error.format_message())
    except Trouble as trouble:
        for problem in trouble.problems:
            complain(problem)
    except click.ClickException as error:
        complain(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        complain(Message("interrupted"))
    except SystemExit as stop:
        # No command exits by itself: it is a completion that was made (0), or what click
        # makes of a reader that has gone.
        return Exit.TROUBLE if stop.code else Exit.OK
    except BrokenPipeError:
        raise
    except io.UnsupportedOperation:
        complain(Message("standard output is closed"))
    except OSError as error:
        complain(placed(error.filename or Message("input/output"), os_reason(error)))
    except Exception as error:
        if os.environ.get("CALLCHECK_DEBUG"):
            raise
        complain(
            Message(
                "internal error: {kind}: {error} (CALLCHECK_DEBUG=1 shows where; please report it)",
                kind=type(error).__name__,
                error=error,
            )
        )
    return Exit.TROUBLE
