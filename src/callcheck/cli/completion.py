"""``callcheck completion``: the script by which a shell completes commands and names."""

from __future__ import annotations

import click

from callcheck.cli.language import example
from callcheck.cli.status import Exit

SHELLS = ("bash", "zsh", "fish")
PROGRAM = "callcheck"


@click.command(epilog=example("callcheck completion bash >> ~/.bashrc"))
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, /, shell: str) -> int:
    """Print the script that completes commands, options and names in a shell.

    bash: add it to ~/.bashrc; zsh: to ~/.zshrc, after compinit; fish: write it to
    ~/.config/fish/completions/callcheck.fish.
    """
    from click.shell_completion import get_completion_class

    from callcheck.cli.main import ASKED

    of_shell = get_completion_class(shell)
    assert of_shell is not None
    completer = of_shell(ctx.find_root().command, {}, PROGRAM, ASKED)
    # Not its source(): that asks the bash of this machine, which need not be the reader.
    click.echo(completer.source_template % completer.source_vars(), nl=False)
    return Exit.OK
