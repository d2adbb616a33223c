"""A pack with its parents merged in: ``extends``, ``include`` and ``overrides``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from callcheck.messages import Message
from callcheck.packs.build import build_rule
from callcheck.packs.library import BASE, Library
from callcheck.packs.model import Clause, Pack, Phrase, Rule
from callcheck.packs.namespace import renamed_rule, renamer, set_apart
from callcheck.packs.problems import Problem, did_you_mean
from callcheck.packs.read import Node
from callcheck.packs.references import missing_names
from callcheck.packs.schema_rule import RuleSpec
from callcheck.packs.validate import validate
from callcheck.packs.words import (
    PackFile,
    merge_calendars,
    merge_clues,
    merge_settings,
    merge_slots,
    merge_words,
)


@dataclass(frozen=True, slots=True)
class Owned:
    """A rule as its own pack writes it."""

    file: PackFile
    spec: RuleSpec
    node: Node

    @property
    def name(self) -> str:
        """The rule's full name."""
        return f"{self.file.id}/{self.spec.id}"


class Resolver:
    """Resolves the packs of one library; what is wrong goes to the library's problems."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.problems = library.problems
        self.lineages: dict[str, tuple[PackFile, ...] | None] = {}
        self._owned: dict[str, dict[str, Owned]] = {}
        self._aliases: dict[str, str] = {}
        self._loops: set[frozenset[str]] = set()

    def resolve(self, id: str) -> Pack | None:
        """Return the pack ``id`` with everything merged in, or None where that cannot be."""
        files = self.lineage(id)
        if files is None:
            return None
        for file in files:
            self._index(file)
        file, upwards = files[0], files[::-1]
        settings, calendars = merge_settings(upwards), merge_calendars(upwards)
        words = merge_words(upwards, self.problems)
        rules = []
        for owned in self.rules_of(file, complain=True):
            merged = self._overridden(owned, upwards)
            if merged is not None:
                spec, node = merged
                rules.append(
                    build_rule(spec, node, owned.file.id, settings, calendars, self.problems)
                )
        self._check_overrides(file)
        rules = self._in_their_words(rules, words, upwards)
        pack = Pack(
            id=file.id,
            title=file.spec.title,
            path=file.node.path,
            settings=settings,
            words=words,
            slots=merge_slots(upwards),
            calendars=dict(calendars),
            clues=merge_clues(upwards),
            clauses=tuple(
                Clause(
                    item.id,
                    item.section,
                    item.summary,
                    item.status,
                    item.reason,
                    file.node.at("clauses", index).source,
                )
                for index, item in enumerate(file.spec.clauses)
            ),
            rules=tuple(rules),
            conflicts=tuple(
                f"{item.pack}: {item.why}" if item.why else item.pack
                for item in file.spec.conflicts
            ),
        )
        self.problems.extend(missing_names(pack))
        return pack

    def _in_their_words(
        self, rules: list[Rule], words: dict[str, tuple[Phrase, ...]], upwards: Sequence[PackFile]
    ) -> list[Rule]:
        """Let included rules read their own pack's lists; adds those that differ to ``words``."""
        known = dict(words)
        renames = {}
        for owner in sorted({rule.pack for rule in rules}):
            above = {file.id for file in self.lineage(owner) or ()}
            reading = [
                file
                for file in upwards
                if file.id in above
                or any(parent.id == owner for parent in self.lineage(file.id) or ())
            ]
            if len(reading) < len(upwards):
                apart = set_apart(owner, merge_words(reading, []), known)
                words.update(apart)
                renames[owner] = renamer(owner, {name.partition("/")[2] for name in apart})
        return [
            renamed_rule(rule, renames[rule.pack]) if rule.pack in renames else rule
            for rule in rules
        ]

    def lineage(self, id: str) -> tuple[PackFile, ...] | None:
        """Return a pack and all it extends, from the most authority to the least.

        None where one of them is missing, broken, or extends itself.
        """
        if id not in self.lineages:
            files = self._ancestors(id, (), None)
            base = self.library.pack(BASE)
            if files is None or base is None:
                self.lineages[id] = None
            else:
                # What several extend has less authority than each of them: its last place.
                last = {file.id: file for file in (base, *reversed(files)) if file is not base}
                self.lineages[id] = tuple(reversed([base, *last.values()]))
        return self.lineages[id]

    def _ancestors(self, id: str, below: tuple[str, ...], at: Node | None) -> list[PackFile] | None:
        if at is not None and id in below:
            self._complain_of_loop((*below[below.index(id) :], id), at)
            return None
        file = self.library.pack(id, at)
        if file is None:
            return None
        files, sound = [file], True
        for index, parent in enumerate(file.spec.extends):
            above = self._ancestors(parent, (*below, id), file.node.at("extends", index))
            files += above or []
            sound = sound and above is not None
        return files if sound else None

    def _complain_of_loop(self, loop: tuple[str, ...], at: Node) -> None:
        if frozenset(loop) not in self._loops:
            self._loops.add(frozenset(loop))
            message = Message(
                "the pack '{loop}' extends itself: {loops}", loop=loop[0], loops=" → ".join(loop)
            )
            self._complain(at, message, Message("take one of these out of its extends:"))

    def _index(self, file: PackFile) -> None:
        """Note a file's rules by name, and find names that are used twice."""
        if file.id in self._owned:
            return
        rules = self._owned[file.id] = {}
        nodes = file.node.at("rules")
        for index, spec in enumerate(file.spec.rules):
            owned = Owned(file, spec, nodes.at(index))
            if owned.name in rules:
                first = rules[owned.name].node.at("id")
                self._complain(
                    owned.node.at("id"),
                    Message("the rule id '{id}' stands here a second time", id=spec.id),
                    Message("it is already in line {line}; rename one", line=first.line),
                )
                continue
            rules[owned.name] = owned
        for owned in rules.values():
            for index, alias in enumerate(owned.spec.aliases):
                self._add_alias(file, owned, alias, owned.node.at("aliases", index))

    def _add_alias(self, file: PackFile, owned: Owned, alias: str, node: Node) -> None:
        name = alias if "/" in alias else f"{file.id}/{alias}"
        if name in self._owned[file.id] or name in self._aliases:
            self._complain(
                node,
                Message("the alias '{alias}' is the name of another rule", alias=alias),
                Message("delete it"),
            )
        self._aliases[name] = owned.name

    def known_names(self) -> dict[str, str]:
        """Return every rule name and alias seen, with the name it stands for now."""
        names = {name: name for rules in self._owned.values() for name in rules}
        return {**self._aliases, **names}

    def rules_of(self, file: PackFile, *, complain: bool = False) -> list[Owned]:
        """Return the rules a pack has before overrides: included ones, then its own."""
        found: dict[str, Owned] = {}
        for index, wanted in enumerate(file.spec.include):
            place = file.node.at("include", index) if complain else None
            for owned in self._included(file, wanted, place):
                found.setdefault(owned.name, owned)
        found.update(self._owned[file.id])
        return list(found.values())

    def _included(self, file: PackFile, wanted: str, place: Node | None) -> Iterable[Owned]:
        id, _, rule = wanted.partition("/")
        parents = {parent.id: parent for parent in (self.lineage(file.id) or ())[1:]}
        if id not in parents or not rule:
            if place is not None:
                known = [f"{parent}/*" for parent in parents if parent != BASE]
                hint = did_you_mean(wanted, known, otherwise=Message("add {id} to extends:", id=id))
                self._complain(
                    place, Message("nothing to include as '{wanted}'", wanted=wanted), hint
                )
            return []
        parent = parents[id]
        if rule == "*":
            return self.rules_of(parent)
        name = self._aliases.get(wanted, wanted)
        if name in self._owned[id]:
            return [self._owned[id][name]]
        if place is not None and not parent.partial:
            hint = did_you_mean(wanted, self._owned[id])
            self._complain(place, Message("no rule '{wanted}'", wanted=wanted), hint)
        return []

    def _overrides(self, files: Iterable[PackFile], name: str) -> Iterator[Node | None]:
        """Yield what ``files`` change in a rule; None for ``off``."""
        for file in files:
            for wanted, fields in file.spec.overrides.items():
                if self._aliases.get(wanted, wanted) == name:
                    yield None if fields is None else file.node.at("overrides", wanted)

    def _overridden(
        self, owned: Owned, upwards: Iterable[PackFile]
    ) -> tuple[RuleSpec, Node] | None:
        """Return the rule with its fields overridden; None where it is off or broken."""
        changes = list(self._overrides(upwards, owned.name))
        if not changes:
            return owned.spec, owned.node
        if changes[-1] is None:
            return None
        old = owned.node
        assert isinstance(old.value, dict)
        entries = dict(old.value)
        for change in changes:
            if change is not None and isinstance(change.value, dict):
                entries.update(change.value)
        node = Node(entries, old.path, old.line, old.column)
        spec = validate(node, RuleSpec, self.problems)
        return None if spec is None else (spec, node)

    def _check_overrides(self, file: PackFile) -> None:
        names = {owned.name for owned in self.rules_of(file)}
        known = self.known_names()
        holder = file.node.at("overrides")
        for wanted in file.spec.overrides:
            if known.get(wanted) in names or not isinstance(holder.value, dict):
                continue
            entry = holder.value[wanted]
            owner = self.library.pack(wanted.partition("/")[0]) if wanted in known else None
            if file.partial or (owner is not None and owner.partial):
                continue
            if wanted in known:
                message = Message("'{wanted}' is not included here", wanted=wanted)
                hint: str | None = Message("add {wanted} to include:", wanted=wanted)
            else:
                message = Message("no rule '{wanted}'", wanted=wanted)
                hint = did_you_mean(wanted, known, otherwise=Message("write pack/rule-id"))
            self.problems.append(Problem(holder.path, entry.line, entry.column, message, hint))

    def _complain(self, node: Node, message: str, hint: str | None) -> None:
        self.problems.append(Problem(node.path, node.line, node.column, message, hint))


def without_doubles(packs: list[Pack], resolver: Resolver) -> list[Pack]:
    """Leave every rule in one pack: the one that includes it, else the first.

    A site pack that includes a pack's rules speaks for them, also where it switches
    one off.
    """
    spoken_for: dict[str, str] = {}
    by_descent = sorted(packs, key=lambda pack: -len(resolver.lineages.get(pack.id) or ()))
    for pack in by_descent:
        file = (resolver.lineage(pack.id) or ())[0]
        for owned in resolver.rules_of(file):
            spoken_for.setdefault(owned.name, pack.id)
    return [_keeping(pack, spoken_for) for pack in packs]


def _keeping(pack: Pack, spoken_for: dict[str, str]) -> Pack:
    def kept(rule: Rule) -> bool:
        return spoken_for[rule.name] == pack.id

    return replace(pack, rules=tuple(rule for rule in pack.rules if kept(rule)))
