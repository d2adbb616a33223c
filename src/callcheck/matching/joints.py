"""Joints: what a pattern lets stand between two characters of a phrase."""

from __future__ import annotations

from callcheck.text.fold import LIGHT_WORDS, PARTICLES

SHORT = f"[{PARTICLES}]*"
"""In a short phrase: particles and fillers."""
LONG_AFTER_NO = f"[{PARTICLES}{LIGHT_WORDS}]*"
"""In a long phrase after a negation: light words too, but no pause (不，可以)."""
LONG = f"[{PARTICLES}{LIGHT_WORDS},]*"


def strict_form(pattern: str) -> str:
    """Return a long phrase's pattern with nothing let in but particles and fillers."""
    return pattern.replace(LONG, SHORT).replace(LONG_AFTER_NO, SHORT)
