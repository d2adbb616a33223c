"""Where reports go: which format to which file, whole files only, and colour."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from callcheck.messages import Message
from callcheck.report import FORMATS

BINARY = frozenset({"xlsx"})
DEFAULT_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Target:
    """One report to write: its format, and the file (None: standard output)."""

    format: str
    path: Path | None = None


class OrderedCommand(click.Command):
    """A command that remembers the order in which its options were given.

    ``--format sarif --output a.sarif --format text`` needs it: an output belongs
    to the format it stands next to.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta["callcheck.order"] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


def targets(order: Sequence[str], formats: Sequence[str], outputs: Sequence[Path]) -> list[Target]:
    """Pair formats with outputs; raise ``click.UsageError`` where that is not clear.

    An output belongs to the format before it; one that stands first belongs to the
    format after it.  An output alone takes the format its name ends with.
    """
    waiting = {"format": iter(formats), "output": iter(outputs)}
    found: list[Target] = []
    spare: Path | None = None
    for name in order:
        if name == "format":
            found.append(Target(next(waiting["format"]), spare))  # type: ignore[arg-type]
            spare = None
        elif name == "output":
            path: Any = next(waiting["output"])
            if found and found[-1].path is None:
                found[-1] = Target(found[-1].format, path)
            elif spare is None:
                spare = path
            else:
                raise click.UsageError(
                    Message("--output {spare} has no --format of its own.", spare=spare)
                )
    if spare is not None:
        if found:
            raise click.UsageError(
                Message("--output {spare} has no --format of its own.", spare=spare)
            )
        found.append(Target(_format_of(spare), spare))
    found = found or [Target("text")]
    _check(found)
    return found


def _format_of(path: Path) -> str:
    suffix = path.suffix.removeprefix(".").lower()
    return {"md": "markdown", "htm": "html"}.get(suffix, suffix if suffix in FORMATS else "text")


def _check(found: Sequence[Target]) -> None:
    to_stdout = [target.format for target in found if target.path is None]
    if len(to_stdout) > 1:
        names = " and ".join(to_stdout)
        raise click.UsageError(
            Message("{names} cannot share standard output: give all but one --output.", names=names)
        )
    for name in BINARY.intersection(to_stdout):
        raise click.UsageError(
            Message("{name} is not text: say where with --output FILE.", name=name)
        )
    paths = [target.path for target in found if target.path is not None]
    if len(set(paths)) < len(paths):
        raise click.UsageError(Message("two reports cannot go to the same --output file."))


def write_stdout(chunks: Iterable[bytes]) -> None:
    """Write a report to standard output, piece by piece."""
    out = sys.stdout.buffer
    for chunk in chunks:
        out.write(chunk)
        out.flush()


def wants_color(choice: str, path: Path | None) -> bool:
    """Decide on colour: the flag, then NO_COLOR, FORCE_COLOR, then whether it is a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return path is None
    return path is None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """Return the width to write for, in cells."""
    if not sys.stdout.isatty():
        return DEFAULT_WIDTH
    try:
        return max(os.get_terminal_size(sys.stdout.fileno()).columns, 40)
    except OSError:
        return DEFAULT_WIDTH
