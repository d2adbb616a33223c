"""Finding the configuration: the closest file wins, files are not merged."""

from __future__ import annotations

from pathlib import Path

NAMES = ("callcheck.toml", ".callcheck.toml", "pyproject.toml")
"""In one folder the first of these holds; pyproject.toml only with a ``[tool.callcheck]``."""

PYPROJECT = "pyproject.toml"


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
        return "[tool.callcheck" in path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
