"""What the clauses say that rules cite, wherever the standard stands that has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from callcheck.packs.model import Pack
from callcheck.packs.place import find_rules_dir, shipped_packs
from callcheck.packs.read import read_yaml


def clause_texts(packs: Iterable[Pack]) -> dict[str, str]:
    """Return clause id to summary, of ``packs`` and of every shipped standard.

    A rule may cite a clause of a standard that is a pack of its own; where two packs have
    the same id, ``packs`` speak.
    """
    return _shipped() | {clause.id: clause.summary for pack in packs for clause in pack.clauses}


@cache
def _shipped() -> dict[str, str]:
    return dict(item for id in shipped_packs() for item in _clauses_of(id))


def _clauses_of(id: str) -> Iterator[tuple[str, str]]:
    """Read the clauses alone: to resolve a pack takes ten times as long."""
    node = read_yaml(find_rules_dir() / f"{id}.yaml", [])
    clauses = node.get("clauses") if node else None
    if clauses is not None and isinstance(clauses.value, list):
        for clause in clauses.plain():
            yield clause["id"], clause["summary"]
