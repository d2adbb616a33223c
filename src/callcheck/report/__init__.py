"""Results as text, JSON and the rest: one module a format, one line here to add one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callcheck.report.model import Run, Style

    Render = Callable[[Run, Style], Iterator[bytes]]

FORMATS = {
    "text": "callcheck.report.text",
    "json": "callcheck.report.json",
}
"""Format name to the module whose ``render(run, style)`` yields the report's bytes."""


def renderer(name: str) -> Render:
    """Return the function that renders the format; KeyError for an unknown name."""
    render: Render = import_module(FORMATS[name]).render
    return render
