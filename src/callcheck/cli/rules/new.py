"""``callcheck rules new``."""

from __future__ import annotations

import re
from pathlib import Path

import click

from callcheck.cli.output import write_file
from callcheck.cli.status import Trouble

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@click.command(epilog="Example: callcheck rules new our-hotline --output our-hotline.yaml")
@click.argument("pack")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write it (default: PACK.yaml).",
)
def new(pack: str, output: Path | None) -> None:
    """Write a small working pack to start from; it never overwrites a file."""
    if not KEBAB.fullmatch(pack):
        raise Trouble(f"'{pack}' is no pack id: use lower-case letters, digits and hyphens")
    path = output or Path(f"{pack}.yaml")
    if path.exists():
        raise Trouble(f"{path}: already there; choose another name with --output")
    if not path.parent.is_dir():
        raise Trouble(f"{path.parent}: no such folder")
    template = (Path(__file__).parent / "new-pack.yaml").read_text(encoding="utf-8")
    write_file(path, [template.replace("PACK-ID", pack).encode()])
    click.echo(f"Wrote {path}. Next: callcheck rules test {path}")
