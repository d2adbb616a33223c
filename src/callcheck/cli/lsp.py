"""``callcheck lsp``: scripts and packs checked in an editor, while they are written."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from callcheck.cli.language import example
from callcheck.cli.status import Exit, Trouble
from callcheck.messages import Message, spoken


@click.command(epilog=example("callcheck lsp"))
@click.option("--stdio", is_flag=True, help="Talk over standard input and output, as it does.")
def lsp(stdio: bool) -> int:
    """Serve an editor: findings, reasons and fixes while scripts and packs are written.

    A language server (LSP): an editor starts it and talks to it. It finds in scripts what
    'callcheck lint' finds, by the closest configuration, and in packs what 'callcheck
    rules check' and 'callcheck rules test' find.
    """
    try:
        from callcheck.lsp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("lsprotocol", "pygls"):
            raise
        raise Trouble(Message("this needs pygls 2: pip install 'callcheck[lsp]'")) from error
    # Standard output is the protocol's alone; what anything prints goes to standard error.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        left_well = serve(_request_for, sys.stdin.buffer, out)
    return Exit.OK if left_well else Exit.FAILED


def _request_for(path: Path) -> Any:
    """Return what ``callcheck lint`` is asked for a file, run in the file's folder.

    Raises ConfigError.
    """
    from callcheck.cli.lint import lint
    from callcheck.cli.reporting import gated_request
    from callcheck.config.find import find_config
    from callcheck.config.problems import ConfigError
    from callcheck.packs.problems import Problem

    config = find_config(path.parent)
    given = ["--isolated"] if config is None else ["--config", str(config)]
    try:
        with lint.make_context("lint", [*given, "--", str(path)]) as ctx:
            return gated_request((str(path),), ctx.params)
    except click.ClickException as error:
        lines = error.problems if isinstance(error, Trouble) else (error.format_message(),)
        told = "\n".join(spoken(line) for line in lines)
        raise ConfigError([Problem("", None, None, told)]) from error
