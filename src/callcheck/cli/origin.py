"""Where a value in force was written, to be named with what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from callcheck.messages import placed

if TYPE_CHECKING:
    from callcheck.packs.problems import Problem

USED = "callcheck.config"
"""Key of ``ctx.meta``: the path of the configuration in force."""


def told_with_origin(problem: Problem) -> str:
    """Return what a problem tells, with its place in the configuration if that is to blame."""
    return placed(_place(*problem.asked), problem.told()) if problem.asked else problem.told()


def _place(option: str, value: str) -> str:
    ctx = click.get_current_context(silent=True)
    name = option.replace("-", "_")
    if ctx is None or ctx.get_parameter_source(name) is not ParameterSource.DEFAULT_MAP:
        return ""
    given = ctx.params[name]
    # A profile may name packs, too: then the value is none of the option's.
    if not any(value in str(item) for item in (given if isinstance(given, tuple) else [given])):
        return ""
    from callcheck.config.read import line_of_value

    path, line = line_of_value(ctx.meta[USED], option, value)
    return f"{path}:{line}" if line else str(path)
