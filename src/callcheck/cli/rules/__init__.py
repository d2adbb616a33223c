"""``callcheck rules``: look at rule packs, prove them, write them."""

from __future__ import annotations

import click

from callcheck.cli.language import example
from callcheck.cli.lazy import LazyGroup

COMMANDS = {
    "check": "callcheck.cli.rules.check:check",
    "coverage": "callcheck.cli.rules.coverage:coverage",
    "diff": "callcheck.cli.rules.diff:diff",
    "docs": "callcheck.cli.rules.docs:docs",
    "list": "callcheck.cli.rules.list:list_rules",
    "new": "callcheck.cli.rules.new:new",
    "schema": "callcheck.cli.rules.schema:schema",
    "show": "callcheck.cli.rules.show:show",
    "test": "callcheck.cli.rules.test:test",
}


@click.group(cls=LazyGroup, commands_at=COMMANDS, epilog=example("callcheck rules test rules/"))
def rules() -> None:
    """Show, check, test and write rule packs."""
