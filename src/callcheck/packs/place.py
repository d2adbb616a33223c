"""Where the shipped packs and profiles are."""

from __future__ import annotations

from pathlib import Path


def find_rules_dir() -> Path:
    """Return the folder of the shipped packs: in the wheel, or in a source checkout."""
    package = Path(__file__).parent.parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent.parent / "rules"
