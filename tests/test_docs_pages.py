"""The pages of the shipped packs are what the packs say today."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from callcheck.cli.main import cli

PAGES = Path(__file__).parent.parent / "docs" / "rules"


def test_the_pages_of_the_packs_are_current() -> None:
    args = ["rules", "docs", "--output", str(PAGES), "--check"]
    ran = CliRunner().invoke(cli, args, standalone_mode=False)
    stale = [line.rpartition("/")[2] for line in ran.output.splitlines()]
    assert (ran.return_value, stale) == (0, []), "run `make docs` and commit the pages"
