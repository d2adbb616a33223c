"""Marking the findings that somebody has answered for, and naming answers to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from callcheck.config.problems import ConfigError
from callcheck.config.select import check_selectors, chooses, path_matches
from callcheck.findings import CheckedCall, Finding, Suppression
from callcheck.messages import Message
from callcheck.packs.model import Pack, Rule
from callcheck.packs.names import shipped_names
from callcheck.packs.place import shipped_packs
from callcheck.packs.problems import Problem
from callcheck.packs.vocabulary import CATEGORIES
from callcheck.suppress.baseline import Baseline
from callcheck.suppress.place import sidecar_of
from callcheck.suppress.sidecar import Entry, read_sidecar

BASELINE_REASON = Message("基线里已有")
"""The reason that a report gives for a known finding."""

Known = tuple[Sequence[Rule], Sequence[Pack]]
"""The rules and packs at hand, those that are not looked for among them."""


@dataclass(slots=True)
class FileSuppressions:
    """The suppressions of one transcript, and which of them have been of use."""

    ignores: tuple[tuple[str, tuple[str, ...]], ...]
    entries: tuple[Entry, ...]
    used: set[Entry] = field(default_factory=set)

    def unused(self) -> list[Problem]:
        """Return a problem for each entry that suppressed nothing."""
        return [
            Problem(
                entry.path,
                entry.line,
                None,
                Message("unused suppression of '{rule}'", rule=entry.rule),
                None,
            )
            for entry in self.entries
            if entry not in self.used
        ]


class Suppressor:
    """All that suppresses findings in one run."""

    def __init__(
        self,
        rules: Sequence[Rule],
        known: Known,
        *,
        per_file: Mapping[str, Sequence[str]] | None = None,
        baseline: Baseline | None = None,
    ) -> None:
        """``rules`` are looked for; an entry may name whatever is ``known``."""
        self._known = known
        self._rules = {rule.name: rule for rule in rules}
        self._per_file = {pattern: tuple(names) for pattern, names in (per_file or {}).items()}
        self._baseline = baseline

    def of_file(self, path: str) -> FileSuppressions:
        """Return what suppresses findings of one transcript.  Raises ConfigError."""
        ignores = tuple(
            (pattern, names)
            for pattern, names in self._per_file.items()
            if path_matches(path, pattern)
        )
        beside = sidecar_of(path)
        entries = read_sidecar(beside) if beside else ()
        if wrong := [problem for entry in entries for problem in self._refusals(entry)]:
            raise ConfigError(wrong)
        return FileSuppressions(ignores, entries)

    def apply(self, checked: CheckedCall, file: FileSuppressions) -> CheckedCall:
        """Return the call with its answered findings marked; they cost nothing."""
        if not (file.ignores or file.entries or self._baseline):
            return checked
        findings = tuple(self._mark(finding, checked, file) for finding in checked.findings)
        return replace(checked, findings=findings)

    def _mark(self, finding: Finding, checked: CheckedCall, file: FileSuppressions) -> Finding:
        rule = self._rules.get(finding.rule)
        if rule is None or not rule.suppressible:
            return finding
        reason = self._reason(finding, rule, checked, file)
        return replace(finding, suppressed=reason) if reason else finding

    def _reason(
        self, finding: Finding, rule: Rule, checked: CheckedCall, file: FileSuppressions
    ) -> Suppression | None:
        covering = [
            entry
            for entry in file.entries
            if chooses(entry.rule, rule) and entry.covers(finding, checked.call.call_id)
        ]
        file.used.update(covering)
        if covering:
            return Suppression("inline", covering[0].reason)
        for pattern, names in file.ignores:
            for name in names:
                if chooses(name, rule):
                    return Suppression("config", f"per-file-ignores: {pattern}: {name}")
        if self._baseline and self._baseline.knows(checked.call.path, finding):
            return Suppression("baseline", BASELINE_REASON)
        return None

    def _refusals(self, entry: Entry) -> Iterator[Problem]:
        """Yield what is wrong with the entry's rule: there is none, or it may not be."""
        for problem in check_selectors([entry.rule], *self._known, "suppress"):
            if not _means_elsewhere(entry.rule):
                yield replace(problem, path=entry.path, line=entry.line)
        meant = [rule for rule in self._rules.values() if chooses(entry.rule, rule)]
        if meant and not any(rule.suppressible for rule in meant):
            message = Message("the rule '{rule}' may not be suppressed", rule=entry.rule)
            yield Problem(entry.path, entry.line, None, message, Message("delete the entry"))


def _means_elsewhere(selector: str) -> bool:
    """Tell whether a selector means a category or something in a shipped pack that does not run.

    The same calls may be scored by one pack today and by another tomorrow.
    """
    if selector in CATEGORIES:
        return True
    for found in shipped_names(shipped_packs()):
        ids = (name.partition("/")[2] for name in found.rules)
        if selector in (found.pack, *found.clauses, *ids):
            return True
        if any(fnmatchcase(name, selector) for name in found.rules):
            return True
    return False
