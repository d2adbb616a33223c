"""Where the shipped packs and profiles are."""

from __future__ import annotations

from pathlib import Path


def find_rules_dir() -> Path:
    """Return the folder of the shipped packs: in the wheel, or in a source checkout."""
    package = Path(__file__).parent.parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent.parent / "rules"


def pack_files(path: Path) -> list[Path]:
    """Return the files that ``path`` gives: itself, or of a folder every YAML file below it."""
    if not path.is_dir():
        return [path]
    return sorted((*path.rglob("*.yaml"), *path.rglob("*.yml")))


def shipped_packs() -> tuple[str, ...]:
    """Return the ids of the shipped packs, sorted."""
    return tuple(sorted(path.stem for path in find_rules_dir().glob("*.yaml")))


def shipped_profiles() -> tuple[str, ...]:
    """Return the ids of the shipped profiles, sorted."""
    return tuple(sorted(path.stem for path in (find_rules_dir() / "profiles").glob("*.yaml")))
