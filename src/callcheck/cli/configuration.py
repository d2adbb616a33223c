"""The configuration file on the command line: its values are the options' defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from callcheck.cli.language import asked_in
from callcheck.cli.origin import USED
from callcheck.cli.status import Trouble
from callcheck.messages import in_force

Command = Callable[..., Any]
TABLES = ("column", "per-file-ignores", "severity")
"""Keys that are tables in the file and repeated options on the command line."""


def config_options(command: Command) -> Command:
    """Add ``--config`` and ``--isolated``; a configuration gives the other options' defaults."""
    command = click.option(
        "--isolated", is_flag=True, is_eager=True, help="Read no configuration file."
    )(command)
    return click.option(
        "--config",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        is_eager=True,
        callback=_load,
        help="Configuration to use (default: the closest callcheck.toml or pyproject.toml).",
    )(command)


def _load(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    from callcheck.config.find import find_config

    if ctx.params.get("isolated") and value is None:
        return None
    path = value or find_config(Path.cwd())
    if path is None:
        return None
    from callcheck.config.problems import ConfigError
    from callcheck.config.read import read_config

    try:
        values = read_config(path)
    except ConfigError as error:
        raise Trouble.of(error) from error
    known = {parameter.name for parameter in ctx.command.params}
    ctx.meta[USED] = path
    ctx.default_map = {
        name: _as_option(key, item)
        for key, item in values.items()
        if (name := key.replace("-", "_")) in known
    }
    return value


def _as_option(key: str, value: Any) -> Any:
    """Return a value of the file as the option of that name would have been written."""
    if key == "per-file-ignores":
        return [f"{pattern}:{','.join(names)}" for pattern, names in value.items()]
    if key in TABLES:
        return [f"{name}={item}" for name, item in value.items()]
    return value


def settings(ctx: click.Context) -> Iterator[str]:
    """Yield the settings in force as TOML, each with where it comes from."""
    from callcheck.config.keys import KEYS

    used = ctx.meta.get(USED)
    values = {**ctx.params, "lang": in_force()}
    yield f"# configuration: {used if used else 'none'}"
    for key in sorted(KEYS):
        name = key.replace("-", "_")
        if name not in values:
            continue
        source = asked_in(ctx) if name == "lang" else ctx.get_parameter_source(name)
        where = {
            ParameterSource.COMMANDLINE: "command line",
            ParameterSource.ENVIRONMENT: "environment",
            ParameterSource.DEFAULT_MAP: str(used),
        }.get(source or ParameterSource.DEFAULT, "default")
        yield f"{_toml(key, values[name])}  # {where}"


def _toml(key: str, value: Any) -> str:
    if value is None or (key in TABLES and not value):
        return f"# {key} is not set"
    if key in TABLES:
        items = ", ".join(f"{_value(name)} = {_value(of)}" for name, of in _table(key, value))
        return f"{key} = {{{items}}}"
    return f"{key} = {_value(value)}"


def _table(key: str, value: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Yield the table's items of an option as it is written: the inverse of ``_as_option``."""
    for item in value:
        if key == "per-file-ignores":
            pattern, _, names = item.rpartition(":")
            yield pattern, names.split(",")
        else:
            name, _, of = item.partition("=")
            yield name, of


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, int | float):
        return f"{value:g}"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
