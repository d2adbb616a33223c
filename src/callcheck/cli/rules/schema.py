"""``callcheck rules schema``."""

from __future__ import annotations

import click

from callcheck.cli.language import example


@click.command(epilog=example("callcheck rules schema > callcheck-pack.schema.json"))
@click.option("--profile", is_flag=True, help="The schema of profiles instead.")
def schema(profile: bool) -> None:
    """Print the JSON Schema of rule packs, for editors."""
    import orjson

    from callcheck.packs.schema import profile_schema, rule_schema

    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
    document = profile_schema() if profile else rule_schema()
    click.echo(orjson.dumps(document, option=options).decode())
