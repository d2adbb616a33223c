"""Safe replacements: the rules' own wordings, put where a finding is, in scripts that are text.

A replacement is made only where it does what it is for: its finding is gone with it, no
rule finds more than before, and the script reads as it did but for the words replaced.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from callcheck.findings import Finding
from callcheck.packs.model import Replacement, Rule
from callcheck.script.check import CheckedScript
from callcheck.script.model import Line, Spot
from callcheck.script.slots import SLOT
from callcheck.transcript.errors import ReadError

Check = Callable[[bytes], CheckedScript]
"""Reads and checks a script's bytes, its suppressed findings marked; raises ReadError."""

ROUNDS = 5
"""Rounds of fixing: a replacement may make room for another."""

_LINE_END = re.compile(r"(\r\n|\r|\n)")
_PAUSE = r"(?:[，,。.、！!？?；;：:～~…—\s]+|$)"
_BEFORE_WORDS = re.compile(r"[^\w]*\Z")
_ANY_WORDS = re.compile(r"\w")
_KEPT = re.compile(
    '“[^”\n]*”|‘[^’\n]*’|「[^」\n]*」|『[^』\n]*』|"[^"\n]*"'
    "|《[^》\n]*》|（[^）\n]*）|\\([^)\n]*\\)|" + SLOT.pattern
)
"""What is quoted, a name, an aside or a slot: not the script's to change."""


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


def mended(
    data: bytes, check: Check, rules: Sequence[Rule], only: Finding | None = None
) -> tuple[bytes, int]:
    """Return the source with its safe replacements made, and how many were made.

    ``only`` is the one finding to mend; None: all.

    A script that is no text (DOCX, XLSX) stays as it is.  Raises what ``check`` raises
    of the source as it is given.
    """
    script = check(data)
    if script.document.text is None:
        return data, 0
    made = 0
    for _ in range(ROUNDS if only is None else 1):
        before = made
        for rule in rules:
            edits = _edits_that_hold(rule, script, data, check, only) if rule.replacements else []
            if edits:
                data = edited(data, edits)
                script = check(data)
                made += len(edits)
        if made == before:
            break
    return data, made


def _edits_that_hold(
    rule: Rule, script: CheckedScript, data: bytes, check: Check, only: Finding | None
) -> list[Edit]:
    """Return the edits of a rule's findings, less those of findings they would not mend."""
    source = _lines(data)
    groups = [
        edits
        for finding in script.checked.findings
        if finding.rule == rule.name and finding.suppressed is None and only in (None, finding)
        if (edits := [e for e in edits_for(finding, script, rule) if _stands(e, source)])
    ]
    held: list[list[Edit]] = []
    waiting = [groups] if groups else []
    while waiting:
        tried = waiting.pop()
        if _mends(rule, [*held, *tried], script, data, check):
            held += tried
        elif len(tried) > 1:
            half = len(tried) // 2
            waiting += [tried[half:], tried[:half]]
    return _apart(held)


def _apart(groups: Sequence[Sequence[Edit]]) -> list[Edit]:
    """Return the edits in their order, none twice and none on top of another."""
    kept: list[Edit] = []
    for edit in sorted({edit for group in groups for edit in group}):
        last = kept[-1] if kept else None
        if last is None or last.line != edit.line or last.end_column <= edit.column:
            kept.append(edit)
    return kept


def _mends(
    rule: Rule, groups: list[list[Edit]], script: CheckedScript, data: bytes, check: Check
) -> bool:
    """Whether the edits, a group a finding, take these findings away and harm nothing."""
    edits = _apart(groups)
    try:
        after = check(edited(data, edits))
    except ReadError:
        return False
    old, new = _counts(script), _counts(after)
    return (
        new[rule.name] <= old[rule.name] - len(groups)
        and all(count <= old[name] for name, count in new.items())
        and [(line.role, line.passage.text) for line in after.lines]
        == [(line.role, _with_edits(line, edits)) for line in script.lines]
    )


def _counts(script: CheckedScript) -> Counter[str]:
    return Counter(f.rule for f in script.checked.findings if f.suppressed is None)


def _with_edits(line: Line, edits: Sequence[Edit]) -> str:
    text, offsets = line.passage.text, {spot: at for at, spot in enumerate(line.passage.spots)}
    for edit in reversed(edits):
        at = offsets.get((edit.line, edit.column))
        if at is not None:
            text = text[:at] + edit.after + text[at + len(edit.before) :]
    return text


def edits_for(finding: Finding, script: CheckedScript, rule: Rule) -> Iterator[Edit]:
    """Yield the edits that a rule has for one of its findings.

    A finding on words is mended where a wrong wording touches them; one on what is
    missing from a turn in that turn, and one about the whole call in every line of the
    agent's.
    """
    whole_call = rule.forbid is None and rule.count is None and finding.text is None
    for line in script.lines:
        if line.role not in ("agent", "prose"):
            continue
        if whole_call and line.role == "agent":
            yield from _edits(line, rule, (0, len(line.passage.text)))
        elif finding.where == line.where and (finding.line, finding.column) in line.passage.spots:
            begin = line.passage.spots.index((finding.line or 0, finding.column or 0))
            yield from _edits(line, rule, (begin, begin + len(finding.text or "")))


def _edits(line: Line, rule: Rule, span: tuple[int, int]) -> Iterator[Edit]:
    """Yield the replacements in a line that touch ``span``, none where no words would be left."""
    text, spots = line.passage.text, line.passage.spots
    kept = [match.span() for match in _KEPT.finditer(text) if match.span() != (0, len(text))]
    found: list[tuple[int, int, str]] = []
    for wrong, stays, right, at_start in _wordings(rule.replacements):
        for match in wrong.finditer(text):
            begin, end = match.span()
            solid = _solid(spots[begin:end])
            free = not any(begin < last and first < end for first, last in kept)
            placed = not at_start or _BEFORE_WORDS.match(text, 0, begin)
            whole = stays is not None and any(
                other.start() <= begin and end <= other.end() for other in stays.finditer(text)
            )
            touches = begin < span[1] and span[0] < end
            if solid and free and placed and touches and not whole and match[0] != right:
                found.append((begin, end, right))
    # The longest wording at a place goes first, and none on top of another.
    chosen: list[tuple[int, int, str]] = []
    for begin, end, right in sorted(found, key=lambda item: (item[0], -item[1])):
        if not chosen or chosen[-1][1] <= begin:
            chosen.append((begin, end, right))
    left = text
    for begin, end, right in reversed(chosen):
        left = left[:begin] + right + left[end:]
    if _ANY_WORDS.search(left):
        for begin, end, right in chosen:
            yield Edit(*spots[begin], text[begin:end], right)


Wording = tuple[re.Pattern[str], re.Pattern[str] | None, str, bool]
"""What is wrong, what it may stand inside of, what is right, and whether at the start only."""


@cache
def _wordings(replacements: tuple[Replacement, ...]) -> list[Wording]:
    found: list[Wording] = []
    for item in replacements:
        stays = re.compile("|".join(map(re.escape, item.unless))) if item.unless else None
        for wrong in item.wrong:
            # A pause that ends both the wrong and the right stays as it is written.
            both = wrong.endswith("，") and item.right.endswith("，")
            pattern = _pattern(wrong.removesuffix("，")) + f"(?={_PAUSE})" if both else ""
            right = item.right.removesuffix("，") if both else item.right
            found.append((re.compile(pattern or _pattern(wrong)), stays, right, item.at_start))
    return found


def _pattern(wording: str) -> str:
    return _PAUSE.join(re.escape(part) for part in wording.split("，"))


def _solid(spots: Sequence[Spot]) -> bool:
    """Whether the places are one after the other: no end of a line, no comment between."""
    line, column = spots[0]
    return all(spot == (line, column + at) for at, spot in enumerate(spots))


def _stands(edit: Edit, source: Sequence[str]) -> bool:
    """Whether the source has the words of the edit there, not an escape for them."""
    at = 2 * (edit.line - 1)
    return at < len(source) and source[at].startswith(edit.before, _offset(edit, source[at]))


def edited(data: bytes, edits: Sequence[Edit]) -> bytes:
    """Return the source with the edits made; its encoding and line ends stay."""
    parts = _lines(data)
    for edit in sorted(edits, reverse=True):
        at = 2 * (edit.line - 1)
        line, begin = parts[at], _offset(edit, parts[at])
        assert line.startswith(edit.before, begin)
        parts[at] = line[:begin] + edit.after + line[begin + len(edit.before) :]
    return "".join(parts).encode(encoding_of(data))


def _lines(data: bytes) -> list[str]:
    """Return the lines and their ends in turn: only what an edit names is touched."""
    return _LINE_END.split(data.decode(encoding_of(data)))


def _offset(edit: Edit, line: str) -> int:
    # A mark at the head of the file is a character of the first line, not of its text.
    return edit.column - 1 + int(edit.line == 1 and line.startswith("\ufeff"))


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
