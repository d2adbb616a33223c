"""Where a finding is, for tools that show it beside the file."""

from __future__ import annotations

from pathlib import Path

from callcheck.findings import Finding
from callcheck.transcript.model import Call


def relative(path: str) -> str:
    """Return the path relative to the working folder, with slashes, where it lies in it."""
    here = Path.cwd()
    whole = Path(path)
    if whole.is_absolute() and whole.is_relative_to(here):
        whole = whole.relative_to(here)
    return whole.as_posix()


def label(call: Call) -> str:
    """Name a call: its path, and its id where the file may hold several."""
    return f"{call.path} {call.call_id}" if call.call_id else call.path


def told(finding: Finding) -> str:
    """Say in one line what is wrong, which clauses it breaks, and what to say instead."""
    parts = [finding.message]
    if finding.note:
        parts.append(f"；{finding.note}")
    if finding.clauses:
        parts.append(f"（{'、'.join(finding.clauses)}）")
    if finding.suggestion:
        parts.append(f"。建议：{finding.suggestion}")
    return "".join(parts)
