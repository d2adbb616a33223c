"""Exit statuses, and the one way a command says that it could not run."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

import click


class Exit(IntEnum):
    """What the process's exit status means."""

    OK = 0
    """Ran, and every call passed."""
    FAILED = 1
    """Ran, and a call or script failed its gate."""
    TROUBLE = 2
    """Could not run as asked."""


class Trouble(click.ClickException):
    """The command cannot run as asked; one line on standard error a problem."""

    exit_code = Exit.TROUBLE

    def __init__(self, problems: str | Iterable[str]) -> None:
        lines = [problems] if isinstance(problems, str) else list(problems)
        super().__init__("\n".join(lines))

    @classmethod
    def of(cls, error: ValueError) -> Trouble:
        """Return the trouble of an error that lists its problems; raise any other again."""
        problems = getattr(error, "problems", None)
        if problems is None:
            raise error
        return cls(str(problem) for problem in problems)


def complain(message: str) -> None:
    """Say on standard error what went wrong."""
    for line in message.splitlines() or [""]:
        click.echo(f"callcheck: {line}", err=True)


def count(number: int, word: str) -> str:
    """Write a number with its word: ``1 call``, ``2 calls``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
