"""What an editor offers to do about findings: say it right, or suppress it with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    OptionalVersionedTextDocumentIdentifier,
    Range,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from callcheck.findings import Finding
from callcheck.lsp.diagnostics import Checked, Found, LintedScript
from callcheck.lsp.documents import Document
from callcheck.lsp.positions import overlap
from callcheck.messages import Message, spoken
from callcheck.script.check import CheckedScript
from callcheck.script.lint import UNREADABLE, Fixed
from callcheck.script.remarks import ignoring

FIX = CodeActionKind.QuickFix
FIX_ALL = f"{CodeActionKind.SourceFixAll.value}.callcheck"
KINDS = [FIX, FIX_ALL]
REPLACE_ALL = Message("替换全部可以放心改写的说法")
TRIED = "理由"
"""Stands for the reason that a person will write, while a remark is tried."""


def actions_in(
    checked: Checked, place: Range, only: Sequence[str] | None, *, versioned: bool
) -> list[CodeAction]:
    """Return what can be done about the findings in ``place``.

    ``only`` are the kinds the editor asks for (None: quick fixes); ``versioned`` says
    whether it takes edits of one version of a document.
    """
    script = checked.script
    if script is None:
        return []
    offered = _Offered(checked.document, script, versioned)
    found: list[CodeAction] = []
    here = [one for one in script.found if overlap(one.diagnostic.range, place)]
    if _wanted(FIX, only or [FIX]):
        found += offered.fixes(here)
        found += offered.remarks(here)
    if only and _wanted(FIX_ALL, only):
        found += offered.fix_all()
    return found


def _wanted(kind: str, only: Sequence[str]) -> bool:
    """Tell whether a kind is one of those asked for, or of a family asked for."""
    return any(kind == each or kind.startswith(f"{each}.") for each in only)


class _Offered:
    def __init__(self, document: Document, script: LintedScript, versioned: bool) -> None:
        self._document = document
        self._linter = script.linter
        self._script = script.script
        self._versioned = versioned

    def fixes(self, here: Sequence[Found]) -> Iterator[CodeAction]:
        """Yield the safe replacements of each finding."""
        replacing = {rule.name for rule in self._linter.rules if rule.replacements}
        for one in here:
            if one.finding.rule not in replacing:
                continue
            fixed = self._fixed(one.finding)
            if fixed is not None:
                edit = self._replaced(fixed)
                title = Message("改写 {count} 处", count=fixed.edits)
                if fixed.edits == 1:
                    title = _title(edit)
                yield CodeAction(
                    spoken(title),
                    kind=FIX,
                    diagnostics=[one.diagnostic],
                    edit=self._edit(edit),
                    is_preferred=True,
                )

    def fix_all(self) -> Iterator[CodeAction]:
        """Yield the safe replacements that ``lint --fix`` makes."""
        fixed = self._fixed(None)
        if fixed is not None:
            edit = self._edit(self._replaced(fixed))
            yield CodeAction(spoken(REPLACE_ALL), kind=FIX_ALL, edit=edit)

    def remarks(self, here: Sequence[Found]) -> Iterator[CodeAction]:
        """Yield the remark that suppresses each finding; whoever takes it writes the reason."""
        offered = set()
        for one in here:
            rule, line = one.finding.rule, one.finding.line or 1
            form = self._script.document.format
            remark, tried = ignoring(rule, "", form), ignoring(rule, TRIED, form)
            if remark is None or tried is None or (rule, line) in offered:
                continue
            if self._answers(tried, one, line):
                offered.add((rule, line))
                end = self._document.places.position(self._document.places.end(line))
                yield CodeAction(
                    spoken(Message("豁免 {rule}（在方括号后写明理由）", rule=rule)),
                    kind=FIX,
                    diagnostics=[one.diagnostic],
                    edit=self._edit(TextEdit(Range(end, end), f" {remark}")),
                )

    def _answers(self, remark: str, one: Found, line: int) -> bool:
        """Try a remark: it must answer for its finding, and change nothing that is said.

        At the end of some lines a comment would be words: in a block of YAML, say.
        """
        text, at = self._document.text, self._document.places.end(line)
        tried = f"{text[:at]} {remark}{text[at:]}".encode("utf-8", "replace")
        try:
            script = self._linter.check(str(self._document.path), tried)
        except UNREADABLE:
            return False
        script = replace(script, checked=self._linter.answered(script)[0])
        before, after = _open(self._script), _open(script)
        answered = one.finding.fingerprint in before - after and not after - before
        return answered and _said(self._script) == _said(script)

    def _fixed(self, only: Finding | None) -> Fixed | None:
        return self._linter.fix(str(self._document.path), self._document.data, only=only)

    def _replaced(self, fixed: Fixed) -> TextEdit:
        """Return the shortest edit that makes the text what it was fixed to."""
        before, after = fixed.before.decode(), fixed.after.decode()
        begin = _alike(before, after)
        end = _alike(before[begin:][::-1], after[begin:][::-1])
        places = self._document.places
        place = Range(places.position(begin), places.position(len(before) - end))
        return TextEdit(place, after[begin : len(after) - end])

    def _edit(self, edit: TextEdit) -> WorkspaceEdit:
        document = self._document
        if not self._versioned:
            return WorkspaceEdit(changes={document.uri: [edit]})
        held = OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
        return WorkspaceEdit(document_changes=[TextDocumentEdit(held, [edit])])


def _title(edit: TextEdit) -> Message:
    if not edit.new_text:
        return Message("删去多余的话")
    return Message("改为“{words}”", words=edit.new_text)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _open(script: CheckedScript) -> Counter[str]:
    """Return the fingerprints of the findings that count."""
    findings = script.checked.findings
    return Counter(finding.fingerprint for finding in findings if finding.suppressed is None)


def _said(script: CheckedScript) -> list[str]:
    return [line.passage.text for line in script.lines]
