"""The pack and profile files at hand: the shipped ones, and those given by path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from callcheck.messages import Message
from callcheck.packs.place import find_rules_dir, pack_files, shipped_packs, shipped_profiles
from callcheck.packs.problems import Problem, did_you_mean, one_of
from callcheck.packs.read import Entry, Node, read_yaml
from callcheck.packs.schema import PackSpec, ProfileSpec
from callcheck.packs.validate import validate
from callcheck.packs.words import PackFile

BASE = "base"
"""Every pack extends it without saying so: it holds the words of the guards."""


class Library:
    """Files by id, read when they are asked for.  What is wrong gathers in ``problems``.

    ``held`` gives what a file (its resolved path) holds in place of what is on disk.
    """

    def __init__(self, problems: list[Problem], held: Mapping[Path, bytes] | None = None) -> None:
        self.problems = problems
        self._held = held or {}
        self._added: set[Path] = set()
        self.shipped = find_rules_dir()
        self.profiles: dict[str, ProfileSpec] = {}
        self.profile_nodes: dict[str, Node] = {}
        self._packs: dict[str, PackFile | None] = {}

    def add(self, paths: Iterable[Path]) -> tuple[list[str], list[str]]:
        """Read the files at ``paths`` (a folder: its YAML files); return pack and profile ids.

        A file that is met again is left out.
        """
        packs: list[str] = []
        profiles: list[str] = []
        for path in paths:
            for file in self._files(path):
                if file.resolve() in self._added:
                    continue
                self._added.add(file.resolve())
                node = self._read(file)
                if node is None:
                    continue
                if node.get("profile") is not None:
                    profiles.extend(self._add_profile(node))
                else:
                    packs.extend(self._add_pack(node))
        return packs, profiles

    def _files(self, path: Path) -> list[Path]:
        files = pack_files(path)
        if not files:
            message = Message("the folder holds no rule file")
            hint = Message("a pack is a file that ends in .yaml")
            asked = ("rules", str(path))
            self.problems.append(Problem(str(path), None, None, message, hint, asked))
        return files

    def _read(self, file: Path) -> Node | None:
        return read_yaml(file, self.problems, self._held.get(file.resolve()))

    def _add_pack(self, node: Node) -> list[str]:
        file = self._read_pack(node)
        if file is None:
            return []
        taken = self._packs.get(file.id)
        if taken is not None:
            self._refuse(
                node.at("pack"),
                Message("the pack id '{id}' is taken by {path}", id=file.id, path=taken.node.path),
            )
        elif file.id in shipped_packs() and not self._is_shipped(Path(node.path), file.id):
            self._refuse(
                node.at("pack"), Message("the pack id '{id}' is a shipped pack's", id=file.id)
            )
        else:
            self._packs[file.id] = file
            return [file.id]
        return []

    def _is_shipped(self, file: Path, id: str) -> bool:
        """Whether ``file`` is the shipped pack itself, or a copy to the byte."""
        shipped = self.shipped / f"{id}.yaml"
        return file.resolve() == shipped.resolve() or (
            file.is_file() and file.read_bytes() == shipped.read_bytes()
        )

    def _refuse(self, node: Node, message: str) -> None:
        hint = Message("choose another id; to change a shipped pack, extend it")
        self.problems.append(Problem(node.path, node.line, node.column, message, hint))

    def _add_profile(self, node: Node) -> list[str]:
        spec = validate(node, ProfileSpec, self.problems)
        if spec is None:
            return []
        self.profiles[spec.profile] = spec
        self.profile_nodes[spec.profile] = node
        return [spec.profile]

    def pack(self, id: str, wanted_at: Node | None = None) -> PackFile | None:
        """Return the pack ``id``; ``wanted_at`` is where it is named, for the problem."""
        if id in self._packs:
            return self._packs[id]
        if id not in shipped_packs():
            known = sorted({*shipped_packs(), *self._packs})
            self._unknown(Message("pack"), id, known, wanted_at)
            return None
        node = self._read(self.shipped / f"{id}.yaml")
        file = self._read_pack(node) if node else None
        if file is not None and file.id != id:
            self._refuse(
                file.node.at("pack"),
                Message("the file {file}.yaml holds the pack '{id}'", file=id, id=file.id),
            )
            file = None
        self._packs[id] = file
        return file

    def profile(self, id: str) -> ProfileSpec | None:
        """Return the profile ``id``."""
        if id not in self.profiles:
            if id not in shipped_profiles():
                known = sorted({*shipped_profiles(), *self.profiles})
                self._unknown(Message("profile"), id, known, None)
                return None
            node = self._read(self.shipped / "profiles" / f"{id}.yaml")
            if node is None or not self._add_profile(node):
                return None
        return self.profiles.get(id)

    def _unknown(self, kind: str, id: str, known: list[str], at: Node | None) -> None:
        hint = did_you_mean(id, known, otherwise=one_of(known))
        path, line, column = (at.path, at.line, at.column) if at else ("", None, None)
        message = Message("no {kind} '{id}'", kind=kind, id=id)
        asked = None if at else (str(kind), id)
        self.problems.append(Problem(path, line, column, message, hint, asked))

    def _read_pack(self, node: Node) -> PackFile | None:
        before = len(self.problems)
        spec = validate(node, PackSpec, self.problems)
        if spec is not None:
            return PackFile(node, spec)
        # The rules that are well-formed are still looked at, to tell everything at once.
        sound = _without_broken_rules(node, self.problems[before:])
        spec = validate(sound, PackSpec, [])
        return PackFile(sound, spec, partial=True) if spec is not None else None


def _without_broken_rules(node: Node, problems: list[Problem]) -> Node:
    """Return the pack without the rules in which there is a problem."""
    rules = node.get("rules")
    if rules is None or not isinstance(rules.value, list) or not isinstance(node.value, dict):
        return node
    begins = [rule.line for rule in rules.value]
    broken = {sum(begin <= (problem.line or 0) for begin in begins) - 1 for problem in problems}
    sound = [rule for index, rule in enumerate(rules.value) if index not in broken]
    kept = Node(sound, rules.path, rules.line, rules.column)
    old = node.value["rules"]
    entries = {**node.value, "rules": Entry(old.line, old.column, kept)}
    return Node(entries, node.path, node.line, node.column)
