"""Remarks in a script answer for findings beside them; one that answers for nothing is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from callcheck.config.problems import input_error
from callcheck.config.select import check_selectors, chooses
from callcheck.findings import CheckedCall, Finding, InputError, Suppression
from callcheck.messages import Message
from callcheck.packs.model import Pack, Rule
from callcheck.packs.problems import Problem
from callcheck.script.check import CheckedScript
from callcheck.script.model import Remark


class Answers:
    """The remarks of one script."""

    def __init__(
        self,
        script: CheckedScript,
        rules: Sequence[Rule],
        left_out: Sequence[Rule],
        packs: Sequence[Pack],
    ) -> None:
        """``rules`` are looked for; a remark may name one of ``left_out`` as well."""
        self._script = script
        self._rules = {rule.name: rule for rule in rules}
        self._every = (*rules, *left_out)
        self._packs = packs
        self._used: set[Remark] = set()
        self._blocks: dict[tuple[int, str | None], set[int]] = defaultdict(set)
        for index, block in enumerate(script.document.blocks):
            for line, _ in block.passage.spots:
                self._blocks[line, block.where].add(index)

    def errors(self) -> Iterator[InputError]:
        """Yield what is wrong with the remarks: unknown rules, and rules that may not be."""
        every = self._every
        path = self._script.document.path
        for remark in self._script.document.remarks:
            for problem in check_selectors(remark.rules, every, self._packs, "callcheck: ignore"):
                yield input_error(replace(problem, line=remark.line), path)
            for name in remark.rules:
                meant = [rule for rule in every if chooses(name, rule)]
                if meant and not any(rule.suppressible for rule in meant):
                    told = Message(
                        "the rule '{name}' may not be suppressed; delete the remark", name=name
                    )
                    yield InputError(path, remark.line, told)

    def apply(self) -> CheckedCall:
        """Return the script's findings with the answered ones marked."""
        checked = self._script.checked
        return replace(checked, findings=tuple(self._mark(f) for f in checked.findings))

    def unused(self) -> Iterator[Problem]:
        """Yield a problem for each remark that suppressed nothing that was looked for."""
        for remark in self._script.document.remarks:
            looked_for = any(
                chooses(name, rule) for name in remark.rules for rule in self._rules.values()
            )
            if remark not in self._used and looked_for:
                told = Message("unused suppression of '{rules}'", rules=", ".join(remark.rules))
                yield Problem(self._script.document.path, remark.line, None, told)

    def _mark(self, finding: Finding) -> Finding:
        rule = self._rules.get(finding.rule)
        if rule is None or not rule.suppressible:
            return finding
        covering = [
            remark
            for remark in self._script.document.remarks
            if self._covers(remark, finding, rule)
        ]
        self._used.update(covering)
        if not covering:
            return finding
        return replace(finding, suppressed=Suppression("inline", covering[0].reason))

    def _covers(self, remark: Remark, finding: Finding, rule: Rule) -> bool:
        if not any(chooses(name, rule) for name in remark.rules):
            return False
        if remark.block is None:
            return True
        return (
            finding.line is not None and remark.block in self._blocks[finding.line, finding.where]
        )
