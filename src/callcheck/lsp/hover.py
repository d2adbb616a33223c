"""What an editor shows over a finding: the rule, its clauses, the points, what to say instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lsprotocol.types import Hover, MarkupContent, MarkupKind, Position, Range

from callcheck.findings import Finding
from callcheck.lsp.diagnostics import Checked
from callcheck.lsp.positions import overlap
from callcheck.messages import Message, spoken
from callcheck.packs.clauses import clause_texts
from callcheck.report.words import CATEGORY, SEVERITY, points

_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")


def hover_at(checked: Checked, position: Position) -> Hover | None:
    """Return what there is to say of the findings at a position, in Markdown."""
    script = checked.script
    here = [
        one
        for one in (script.found if script else ())
        if overlap(one.diagnostic.range, Range(position, position))
    ]
    if script is None or not here:
        return None
    clauses = clause_texts(script.linter.packs)
    told = "\n\n---\n\n".join("\n".join(_lines(one.finding, clauses)) for one in here)
    return Hover(MarkupContent(MarkupKind.Markdown, told), here[0].diagnostic.range)


def _lines(finding: Finding, clauses: Mapping[str, str]) -> Iterator[str]:
    kind = CATEGORY.get(finding.category, finding.category)
    cost = Message("扣 {points} 分", points=points(finding.deduction))
    if finding.veto:
        cost = Message("一票否决")
    severity = SEVERITY[finding.severity]
    facts = Message("（{kind}，{severity}，{cost}）", kind=kind, severity=severity, cost=cost)
    yield f"**`{finding.rule}`**{spoken(facts)}"
    yield ""
    yield spoken(Message("原因：{why}", why=_plain(finding.message)))
    if finding.note:
        yield ""
        yield spoken(Message("线索：{clue}", clue=_plain(finding.note)))
    if finding.suggestion:
        yield ""
        yield spoken(Message("改说：{instead}", instead=_plain(finding.suggestion)))
    if finding.clauses:
        yield ""
        for clause in finding.clauses:
            named = Message("条款 {clause}", clause=clause)
            if summary := _plain(clauses.get(clause, "")):
                named = Message("{clause}：{summary}", clause=named, summary=summary)
            yield f"- {spoken(named)}"


def _plain(text: str) -> str:
    """Escape what Markdown would take for marks: messages quote scripts, slots are <…>."""
    return _MARKS.sub(r"\\\1", spoken(text))
