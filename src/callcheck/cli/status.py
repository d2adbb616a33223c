"""Exit statuses, and the one way a command says that it could not run."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

import click

from callcheck.cli.origin import told_with_origin
from callcheck.messages import Message, in_force, said


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
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(self.problems))

    @classmethod
    def of(cls, error: ValueError) -> Trouble:
        """Return the trouble of an error that lists its problems; raise any other again."""
        problems = getattr(error, "problems", None)
        if problems is None:
            raise error
        return cls(map(told_with_origin, problems))


def complain(message: str) -> None:
    """Say on standard error what went wrong: in English, unless another language is asked for."""
    for line in said(message, in_force() or "en").splitlines() or [""]:
        click.echo(f"callcheck: {line}", err=True)


def count(number: int, word: str) -> Message:
    """Write a number with its word: ``1 call``, ``2 calls``."""
    one, many = _COUNTED[word]
    return Message((one if number == 1 else many).template, number=number)


_COUNTED = {
    "call": (Message("{number} call"), Message("{number} calls")),
    "script": (Message("{number} script"), Message("{number} scripts")),
    "file": (Message("{number} file"), Message("{number} files")),
    "input": (Message("{number} input"), Message("{number} inputs")),
    "finding": (Message("{number} finding"), Message("{number} findings")),
    "replacement": (Message("{number} replacement"), Message("{number} replacements")),
    "rule": (Message("{number} rule"), Message("{number} rules")),
    "pack": (Message("{number} pack"), Message("{number} packs")),
    "example": (Message("{number} example"), Message("{number} examples")),
    "problem": (Message("{number} problem"), Message("{number} problems")),
}
"""The words that are counted, one and many."""
