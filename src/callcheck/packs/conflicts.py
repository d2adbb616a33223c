"""Packs that contradict each other: standards do, and running both should say so."""

from __future__ import annotations

from collections.abc import Sequence

from callcheck.messages import Message
from callcheck.packs.model import Pack


def conflicts_between(packs: Sequence[Pack]) -> list[str]:
    """Return a line for every pair of ``packs`` of which one names the other."""
    ids = {pack.id for pack in packs}
    found: dict[frozenset[str], str] = {}
    for pack in packs:
        for conflict in pack.conflicts:
            other, _, why = conflict.partition(":")
            if other in ids and other != pack.id:
                told = Message("{id} and {other} contradict each other", id=pack.id, other=other)
                if why.strip():
                    told = Message("{told}: {why}", told=told, why=why.strip())
                found.setdefault(frozenset((pack.id, other)), told)
    return list(found.values())
