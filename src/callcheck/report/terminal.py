"""What the reports for a person share: colours, and the reasons of a finding."""

from __future__ import annotations

from collections.abc import Iterator

from callcheck.findings import Finding, Suppression
from callcheck.messages import Message, listed
from callcheck.report.model import Style
from callcheck.report.words import SEVERITY, SUPPRESSED_BY

COLORS = {"error": "31", "warning": "33", "info": "36"}
BOLD, DIM, GOOD, BAD = "1", "2", "32", "31"


def paint(text: str, code: str, style: Style) -> str:
    """Return ``text`` in the colour of an SGR code, where the style has colours."""
    return f"\x1b[{code}m{text}\x1b[0m" if style.color and text else text


def severity_of(finding: Finding, style: Style) -> str:
    """Return the name of the finding's severity, in its colour."""
    return paint(style.say(SEVERITY[finding.severity]), COLORS[finding.severity], style)


def reasons(finding: Finding, style: Style) -> Iterator[str]:
    """Yield the clauses a finding rests on, its message and note, and why it is suppressed."""
    say = style.say
    if finding.clauses:
        yield f"    {say(Message('条款'))}  {say(listed(finding.clauses))}"
    yield f"    {say(Message('原因'))}  {say(finding.message)}"
    if finding.note:
        yield f"    {say(Message('线索'))}  {say(finding.note)}"
    if finding.suppressed:
        yield f"    {say(Message('豁免'))}  {say(answer(finding.suppressed))}"


def answer(given: Suppression) -> Message:
    """Say who answers for a finding, and why."""
    by = SUPPRESSED_BY.get(given.by, given.by)
    return Message("{by}：{reason}", by=by, reason=given.reason)


def advice(finding: Finding, style: Style) -> Iterator[str]:
    """Yield what to say instead, if the finding says it, and the empty line after a finding."""
    if finding.suggestion:
        yield f"    {style.say(Message('建议'))}  {paint(finding.suggestion, GOOD, style)}"
    yield ""
