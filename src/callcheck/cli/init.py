"""``callcheck init``: a working configuration to start from."""

from __future__ import annotations

from pathlib import Path

import click

from callcheck.cli.language import example, say
from callcheck.cli.status import Trouble
from callcheck.messages import Message
from callcheck.writing import write_file

NAME = "callcheck.toml"
TEMPLATE = Path(__file__).parent / "new-config.toml"


@click.command(epilog=example("callcheck init"))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
def init(folder: Path) -> None:
    """Write a commented callcheck.toml; it asks nothing and overwrites nothing."""
    path = folder / NAME
    if not folder.is_dir():
        raise Trouble(Message("{folder}: no such folder", folder=folder))
    if path.exists():
        raise Trouble(Message("{path}: already there; delete it first, or edit it", path=path))
    write_file(path, [TEMPLATE.read_bytes()])
    say(Message("Wrote {path}. Next: callcheck score calls/", path=path))
