"""The ``callcheck`` command: finds the subcommand, runs it, turns errors into statuses.

A subcommand's module is imported only when it is asked for: start-up is most of the
time a single call takes.
"""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from importlib import import_module
from typing import NoReturn

import click

from callcheck import __version__
from callcheck.cli.status import Exit, complain

COMMANDS = {
    "score": "callcheck.cli.score:score",
}
"""Command name to ``module:attribute``."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports the one that runs."""

    def __init__(self, *args: object, commands_at: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands_at:
            return None
        module, _, attribute = self.commands_at[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.commands_at and not name.startswith("-"):
            near = get_close_matches(name, self.commands_at, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            known = ", ".join(sorted(self.commands_at))
            ctx.fail(f"No such command '{name}'.{hint} Commands: {known}.")
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    commands_at=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: callcheck score calls/0007.txt",
)
@click.version_option(__version__, "--version", message="callcheck %(version)s")
def cli() -> None:
    """Check call-centre transcripts and training scripts against a service standard."""


def main() -> NoReturn:
    """Run the command line and exit with one of the statuses of ``Exit``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        status = Exit.TROUBLE
        # The reader has gone: nothing more can be said, not even while shutting down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)


def _run() -> int:
    try:
        result = cli.main(standalone_mode=False)
        return int(result) if isinstance(result, int) else Exit.OK
    except click.UsageError as error:
        if error.ctx is not None:
            click.echo(error.ctx.get_usage(), err=True)
            complain(f"See '{error.ctx.command_path} --help'.")
        complain(error.format_message())
    except click.ClickException as error:
        complain(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        complain("interrupted")
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(f"{error.filename or 'input/output'}: {error.strerror or error}")
    except Exception as error:
        if os.environ.get("CALLCHECK_DEBUG"):
            raise
        complain(
            f"internal error: {type(error).__name__}: {error} "
            "(CALLCHECK_DEBUG=1 shows where; please report it)"
        )
    return Exit.TROUBLE
