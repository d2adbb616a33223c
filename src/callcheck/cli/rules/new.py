"""``callcheck rules new``."""

from __future__ import annotations

import re
from pathlib import Path

import click

from callcheck.cli import completing
from callcheck.cli.language import example, say
from callcheck.cli.rules.selection import load
from callcheck.cli.status import Trouble
from callcheck.messages import Message
from callcheck.writing import write_file

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@click.command(epilog=example("callcheck rules new our-hotline --extends default"))
@click.argument("pack")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write it (default: PACK.yaml).",
)
@click.option(
    "--extends",
    "parents",
    multiple=True,
    metavar="ID",
    shell_complete=completing.packs,
    help="Take over the rules of this pack, to change a few. Repeatable.",
)
def new(pack: str, output: Path | None, parents: tuple[str, ...]) -> None:
    """Write a small working pack to start from; it never overwrites a file.

    With --extends, a site's own pack: the rules of the packs named, with the company's
    name, the shape of staff numbers, the ring limit and the like to fill in.
    """
    if not KEBAB.fullmatch(pack):
        raise Trouble(
            Message("'{pack}' is no pack id: use lower-case letters, digits and hyphens", pack=pack)
        )
    path = output or Path(f"{pack}.yaml")
    if path.exists():
        raise Trouble(
            Message("{path}: already there; choose another name with --output", path=path)
        )
    if not path.parent.is_dir():
        raise Trouble(Message("{folder}: no such folder", folder=path.parent))
    if parents:
        load(parents, ())
    name = "new-site-pack.yaml" if parents else "new-pack.yaml"
    text = (Path(__file__).parent / name).read_text(encoding="utf-8").replace("PACK-ID", pack)
    text = text.replace("PARENTS", ", ".join(parents))
    text = text.replace("INCLUDED", ", ".join(f"{parent}/*" for parent in parents))
    write_file(path, [text.encode()])
    say(Message("Wrote {path}. Next: callcheck rules test {path}", path=path))
