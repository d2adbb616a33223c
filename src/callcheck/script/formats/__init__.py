"""Readers of scripts: one module a kind of document, each giving blocks."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from callcheck.files import legible
from callcheck.script.model import Document

FORMATS = {
    "markdown": "callcheck.script.formats.markdown",
    "text": "callcheck.script.formats.text",
    "docx": "callcheck.script.formats.docx",
    "xlsx": "callcheck.script.formats.xlsx",
    "csv": "callcheck.script.formats.csv",
    "yaml": "callcheck.script.formats.yaml",
}
"""Format name to the module whose ``read(path, data)`` gives the document."""

SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    ".yaml": "yaml",
    ".yml": "yaml",
}


def format_of(name: str) -> str:
    """Return the format of a file by its name; what has no known name is Markdown."""
    return SUFFIXES.get(Path(name).suffix.lower(), "markdown")


def read_document(path: str, data: bytes, name: str | None = None) -> Document:
    """Read a script; ``name`` stands for the path where it tells the format.

    Raises ReadError.
    """
    read: Callable[[str, bytes], Document] = import_module(FORMATS[format_of(name or path)]).read
    return read(legible(path), data)
