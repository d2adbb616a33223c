"""Where the sidecar of a transcript is: beside it, under a name of its own."""

from __future__ import annotations

from pathlib import Path

SUFFIX = ".callcheck.yaml"


def sidecar_of(path: str) -> Path | None:
    """Return the sidecar of a transcript, if there is one."""
    file = Path(path)
    for name in (file.name + SUFFIX, file.stem + SUFFIX):
        beside = file.with_name(name)
        if beside.is_file():
            return beside
    return None
