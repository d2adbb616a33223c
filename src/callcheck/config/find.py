"""Finding the configuration: the closest file wins, files are not merged."""

from __future__ import annotations

import re
from pathlib import Path

NAMES = ("callcheck.toml", ".callcheck.toml", "pyproject.toml")
"""In one folder the first of these holds; pyproject.toml only with a ``[tool.callcheck]``."""

PYPROJECT = "pyproject.toml"
_TABLE = re.compile(r"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*callcheck[ \t]*[.\]]", re.MULTILINE)
"""The table, or one inside it, by its heading: parsing TOML would cost every start."""


def find_config(folder: Path) -> Path | None:
    """Return the configuration of ``folder``: its own, or that of the closest folder above."""
    for home in (folder, *folder.parents):
        for name in NAMES:
            path = home / name
            if path.is_file() and (name != PYPROJECT or _has_table(path)):
                return path
    return None


def _has_table(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return _TABLE.search(text) is not None


def own_part(path: Path, text: str) -> str:
    """Return the text with the lines above callcheck's table empty: others' keys stand there."""
    table = _TABLE.search(text) if path.name == PYPROJECT else None
    return "\n" * text.count("\n", 0, table.start()) + text[table.start() :] if table else text
