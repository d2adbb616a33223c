"""Safe replacements: the rules' own pairs, put where a finding is, in scripts that are text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from callcheck.findings import Finding
from callcheck.packs.model import Rule
from callcheck.script.check import CheckedScript
from callcheck.script.model import Line

_LINE_END = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put ``after`` in place of ``before``, which stands in one line of the source."""

    line: int
    column: int
    before: str
    after: str

    @property
    def end_column(self) -> int:
        """The column after ``before``."""
        return self.column + len(self.before)


def edits_of(script: CheckedScript, rules: Mapping[str, Rule]) -> list[Edit]:
    """Return the edits of all findings, none on top of another; suppressed ones have none.

    A script that is no text (DOCX, XLSX) has none: its findings stay suggestions.
    """
    if script.document.text is None:
        return []
    found: dict[Edit, None] = {}
    for finding in script.checked.findings:
        if finding.suppressed is None:
            for edit in edits_for(finding, script, rules):
                found[edit] = None
    kept: list[Edit] = []
    for edit in sorted(found):
        last = kept[-1] if kept else None
        if last is None or last.line != edit.line or last.end_column <= edit.column:
            kept.append(edit)
    return kept


def edits_for(finding: Finding, script: CheckedScript, rules: Mapping[str, Rule]) -> Iterator[Edit]:
    """Yield the edits that mend one finding.

    A finding on words is mended where a wrong wording touches them; one on what is
    missing from a turn in that turn, and one about the whole call in every line of the
    agent's.
    """
    rule = rules.get(finding.rule)
    if rule is None or not rule.replacements:
        return
    whole_call = rule.forbid is None and rule.count is None and finding.text is None
    for line in script.lines:
        if line.role not in ("agent", "prose"):
            continue
        if whole_call and line.role == "agent":
            yield from _edits(line, rule, None)
        elif finding.where == line.where and (finding.line, finding.column) in line.passage.spots:
            begin = line.passage.spots.index((finding.line or 0, finding.column or 0))
            length = len(finding.text or "")
            yield from _edits(line, rule, (begin, begin + length))


def _edits(line: Line, rule: Rule, span: tuple[int, int] | None) -> Iterator[Edit]:
    """Yield the replacements in a line that touch ``span``; the longest wording goes first."""
    text, spots = line.passage.text, line.passage.spots
    pairs = sorted(rule.replacements, key=lambda pair: -len(pair[0]))
    at = 0
    while at < len(text):
        for before, after in pairs:
            if not text.startswith(before, at):
                continue
            end = at + len(before)
            touches = span is None or (at < span[1] and span[0] < end)
            # Words over the end of a line, or with a comment between, are left alone.
            solid = spots[end - 1] == (spots[at][0], spots[at][1] + len(before) - 1)
            if touches and solid and before != after:
                yield Edit(*spots[at], before, after)
            at = end - 1
            break
        at += 1


def edited(data: bytes, edits: Sequence[Edit]) -> bytes:
    """Return the source with the edits made; its encoding and line ends stay."""
    encoding = encoding_of(data)
    # Lines and their ends in turn: only what an edit names is touched.
    parts = _LINE_END.split(data.decode(encoding))
    for edit in sorted(edits, reverse=True):
        at = 2 * (edit.line - 1)
        line, begin = parts[at], edit.column - 1
        # A mark at the head of the file is a character of the first line, not of its text.
        begin += int(edit.line == 1 and line.startswith("\ufeff"))
        assert line.startswith(edit.before, begin)
        parts[at] = line[:begin] + edit.after + line[begin + len(edit.before) :]
    return "".join(parts).encode(encoding)


def encoding_of(data: bytes) -> str:
    """Return the encoding by which readers decode ``data``; a mark is kept."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def diff(path: str, before: bytes, after: bytes) -> Iterator[str]:
    """Yield a unified diff, a line at a time."""
    old, new = (
        data.decode(encoding_of(data)).splitlines(keepends=True) for data in (before, after)
    )
    for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
