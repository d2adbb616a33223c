"""``callcheck rules schema``."""

from __future__ import annotations

import click


@click.command(epilog="Example: callcheck rules schema > callcheck-pack.schema.json")
def schema() -> None:
    """Print the JSON Schema of rule packs, for editors."""
    import orjson

    from callcheck.packs.load import rule_schema

    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
    click.echo(orjson.dumps(rule_schema(), option=options).decode())
