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
    "concise": "callcheck.report.concise",
    "json": "callcheck.report.json",
    "jsonl": "callcheck.report.jsonl",
    "sarif": "callcheck.report.sarif",
    "junit": "callcheck.report.junit",
    "github": "callcheck.report.github",
    "gitlab": "callcheck.report.gitlab",
    "csv": "callcheck.report.csv",
    "xlsx": "callcheck.report.xlsx",
    "markdown": "callcheck.report.markdown",
    "html": "callcheck.report.html",
}
"""Format name to the module whose ``render(run, style)`` yields the report's bytes."""


def renderer(name: str) -> Render:
    """Return the function that renders the format; KeyError for an unknown name."""
    render: Render = import_module(FORMATS[name]).render
    return render
