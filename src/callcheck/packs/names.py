"""The names in pack files, at a glance: for completing a command line, where every blink counts.

A file is not read as YAML but looked through line by line, as packs are written; what is
written otherwise is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from callcheck.packs.place import find_rules_dir, pack_files

_SECTION = re.compile(r"^(\w+):[ \t]*", re.MULTILINE)
_ID = re.compile(r"^\s*-\s+\{?\s*id:\s*[\"']?([\w.-]+)", re.MULTILINE)
_NAME = re.compile(r"[a-z0-9-]+(?:/(?:\*|[a-z0-9-]+))?")


@dataclass(frozen=True, slots=True)
class PackNames:
    """The names in one pack file; ``rules`` are full names, with those it includes."""

    pack: str
    rules: tuple[str, ...]
    clauses: tuple[str, ...]


def shipped_names(ids: Iterable[str]) -> Iterator[PackNames]:
    """Yield the names of the shipped packs of these ids; one that is none is passed over."""
    for id in ids:
        yield from names_at(find_rules_dir() / f"{id}.yaml")


def packs_of_profile(id: str) -> tuple[str, ...]:
    """Return the packs that a shipped profile names."""
    packs = _sections(find_rules_dir() / "profiles" / f"{id}.yaml").get("packs", "")
    return tuple(_NAME.findall(packs))


def names_at(path: Path) -> Iterator[PackNames]:
    """Yield the names of a pack file, or of each in a folder; nothing of what is none."""
    for file in pack_files(path):
        sections = _sections(file)
        if "pack" in sections:
            yield _names(sections)


def _names(sections: dict[str, str]) -> PackNames:
    pack = sections["pack"].partition("#")[0].strip()
    rules = [f"{pack}/{id}" for id in _ID.findall(sections.get("rules", ""))]
    for wanted in _NAME.findall(sections.get("include", "")):
        of, _, rule = wanted.partition("/")
        if rule == "*":
            rules += [name for found in shipped_names([of]) for name in found.rules]
        elif rule:
            rules.append(wanted)
    return PackNames(pack, tuple(rules), tuple(_ID.findall(sections.get("clauses", ""))))


def _sections(path: Path) -> dict[str, str]:
    """Return what stands under each key of the first level."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return {}
    marks = list(_SECTION.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return {mark[1]: text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)}
