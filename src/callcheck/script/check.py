"""A script held against the rules: every way through it is checked as a call would be."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from callcheck.check import Checker
from callcheck.findings import CheckedCall, Finding, NotEvaluated
from callcheck.messages import Message
from callcheck.packs.model import Rule
from callcheck.script.cues import load_cues
from callcheck.script.model import Document, Line, Passage, Path, Spot
from callcheck.script.outline import outline_of
from callcheck.script.paths import paths_of
from callcheck.script.slots import filled
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call, Place, Speaker, Turn

NAMED = 3
"""Ways that a finding names; of more it says how many."""
NO_BRANCH = Message("不走分支")


@dataclass(frozen=True, slots=True)
class CheckedScript:
    """A script and what the rules say of it.

    ``checked.call`` holds every line as a turn, in the order of the document.
    """

    document: Document
    checked: CheckedCall
    lines: tuple[Line, ...]


def check_script(document: Document, checker: Checker) -> CheckedScript:
    """Check a script.  Raises ReadError where it holds no line at all."""
    outline = outline_of(document)
    if not document.blocks:
        raise ReadError(Message("the file is empty: a script has lines such as 客服：您好"))
    cues = load_cues()
    said = {line: filled(line.passage, cues) for line in outline.lines}
    paths, more = paths_of(outline.root)
    paths = [path for path in paths if any(line.role == "agent" for line in path.lines)]
    gathered = _Gathered({c.rule.name: c.rule for c in checker.ruleset.rules}, len(paths))
    checks = [checker.check(_call(document, path.lines, said)) for path in paths]
    for path, checked in zip(paths, checks, strict=True):
        gathered.add(path, checked)
    for lines in _apart(outline.lines, paths):
        alone = {line: filled(line.passage, cues) for line in lines}
        gathered.add_words(lines, checker.check(_call(document, lines, alone)))
    notes = [Message("分支太多：没有走遍每种组合，每个分支走了一次")] if more else []
    if not paths:
        notes.append(Message("没有读到客服说的话"))
    spoken = [line for line in outline.lines if line.role != "prose"]
    written = {line: line.passage for line in spoken}
    call = replace(_call(document, spoken, written), notes=tuple(notes))
    numbers = {line: number for number, line in enumerate(spoken, start=1)}
    checked = CheckedCall(
        call=call,
        findings=gathered.findings(document, numbers),
        not_evaluated=_everywhere(checks),
        spared=(),
        pace=None,
        not_applicable=frozenset.intersection(*(c.not_applicable for c in checks))
        if checks
        else frozenset(gathered.rules),
    )
    return CheckedScript(document, checked, tuple(outline.lines))


def _everywhere(checks: Sequence[CheckedCall]) -> tuple[NotEvaluated, ...]:
    """Return the rules that could be judged on no way at all."""
    counts = Counter(item.rule for checked in checks for item in checked.not_evaluated)
    seen = {item.rule: item for checked in checks for item in checked.not_evaluated}
    return tuple(item for rule, item in seen.items() if counts[rule] == len(checks))


def _call(document: Document, lines: Sequence[Line], said: dict[Line, Passage]) -> Call:
    turns = tuple(_turn(number, line, said[line]) for number, line in enumerate(lines, start=1))
    return Call(path=document.path, turns=turns, format=document.format)


def _turn(number: int, line: Line, passage: Passage) -> Turn:
    places = []
    expected: Spot | None = None
    for offset, spot in enumerate(passage.spots):
        if spot != expected:
            places.append(Place(offset, *spot))
        expected = (spot[0], spot[1] + 1)
    speaker: Speaker = "agent" if line.role == "prose" else line.role
    return Turn(number, speaker, passage.text, tuple(places or [Place(0, 1, 1)]))


def _apart(lines: Sequence[Line], paths: Sequence[Path]) -> list[list[Line]]:
    """Return what is also to be judged alone: notes, answers of a table, parts of a paragraph."""
    walked = {line for path in paths for line in path.lines if not line.alone}
    left = [line for line in lines if line not in walked and line.role in ("agent", "prose")]
    groups = [[line] for line in left]
    for line in lines:
        if line.role == "agent" and "\n" in line.passage.text:
            parts = [part.strip() for part in line.passage.lines()]
            groups.append([_with_passage(line, part) for part in parts if part])
    return groups


def _with_passage(line: Line, passage: Passage) -> Line:
    return Line(line.number, line.role, passage, line.blocks, line.where)


@dataclass(slots=True)
class _Found:
    """A finding, its line (None: of the whole call), the line it is shown at, and its ways."""

    finding: Finding
    line: Line | None
    shown: int
    paths: list[Path] = field(default_factory=list)

    def place(self) -> tuple[int, int, int, str]:
        """Return what findings are ordered by."""
        finding = self.finding
        return self.shown, finding.line or 0, finding.column or 0, finding.rule


class _Gathered:
    """Findings of all ways, each once, with the ways that have it."""

    def __init__(self, rules: dict[str, Rule], paths: int) -> None:
        self.rules = rules
        self._paths = paths
        self._found: dict[tuple[object, ...], _Found] = {}

    def add(self, path: Path, checked: CheckedCall) -> None:
        for finding in checked.findings:
            line = path.lines[finding.turn - 1] if finding.turn is not None else None
            if self._is_words(finding):
                self._add(_place(finding, line), finding, line)
                continue
            # What is missing from a whole call is best seen where the call ends.
            at = line or [one for one in path.lines if one.role == "agent"][-1]
            self._add((finding.rule, finding.note, at), finding, line, path, shown=at)

    def add_words(self, lines: Sequence[Line], checked: CheckedCall) -> None:
        for finding in checked.findings:
            if finding.turn is None or not self._is_words(finding):
                continue
            rule = self.rules[finding.rule]
            if rule.forbid is not None and rule.when is None:
                line = lines[finding.turn - 1]
                if not self._covered(finding, line):
                    self._add(_place(finding, line), finding, line)

    def _covered(self, finding: Finding, line: Line) -> bool:
        """Whether a finding of the same family lies on these words already."""
        return any(
            known.finding.line == finding.line
            and known.finding.family == finding.family
            and known.finding.pack == finding.pack
            and known.line is not None
            and known.line.number == line.number
            and (known.finding.column or 0) < (finding.end_column or 0)
            and (finding.column or 0) < (known.finding.end_column or 0)
            for known in self._found.values()
        )

    def _is_words(self, finding: Finding) -> bool:
        rule = self.rules[finding.rule]
        return finding.turn is not None and _speaks_of_words(rule)

    def _add(
        self,
        key: tuple[object, ...],
        finding: Finding,
        line: Line | None,
        path: Path | None = None,
        shown: Line | None = None,
    ) -> None:
        at = line or shown
        assert at is not None
        finding = replace(finding, where=at.where)
        if line is None:
            row, column = at.passage.spots[0]
            finding = replace(finding, line=row, column=column)
        known = self._found.setdefault(key, _Found(finding, line, at.number))
        if path is not None:
            known.paths.append(path)

    def findings(self, document: Document, numbers: dict[Line, int]) -> tuple[Finding, ...]:
        """Return the findings in the order of the document, told and numbered for it."""
        by_number = {line.number: number for line, number in numbers.items()}
        told = []
        for found in sorted(self._found.values(), key=_Found.place):
            finding, line = found.finding, found.line
            names = self._names(found.paths)
            told.append(
                replace(
                    finding,
                    turn=by_number.get(line.number) if line is not None else None,
                    text=_source_text(finding, line.passage if line is not None else None),
                    message=Message(
                        "{message}（路径：{names}）", message=finding.message, names=names
                    )
                    if names
                    else finding.message,
                    fingerprint=names,
                )
            )
        return tuple(self._settled(told, document))

    def _names(self, paths: Sequence[Path]) -> str:
        """Name the ways that have a finding, where there are several ways."""
        if self._paths < 2 or not paths:
            return ""
        if len(paths) == self._paths:
            return Message("全部 {count} 条", count=self._paths)
        names = list(dict.fromkeys(" → ".join(path.names) or NO_BRANCH for path in paths))
        more = Message(" 等 {count} 条", count=len(names)) if len(names) > NAMED else ""
        return "；".join(names[:NAMED]) + more

    def _settled(self, findings: Iterable[Finding], document: Document) -> Iterator[Finding]:
        """Give each finding its fingerprint, and hold each rule's points to its limit."""
        charged: Counter[str] = Counter()
        ordinals: Counter[str] = Counter()
        name = PurePath(document.path).name
        for finding in findings:
            rule = self.rules[finding.rule]
            charged[rule.name] += 1
            over = rule.limit is not None and charged[rule.name] > rule.limit
            what = finding.fingerprint or " ".join((finding.text or "").split())
            identity = "\x1f".join((rule.name, what, finding.note or "", name))
            ordinals[identity] += 1
            digest = hashlib.sha256(f"{identity}\x1f{ordinals[identity]}".encode()).hexdigest()[:16]
            points = 0.0 if over else finding.deduction
            yield replace(finding, deduction=points, fingerprint=digest)


def _speaks_of_words(rule: Rule) -> bool:
    return rule.forbid is not None or rule.count is not None or rule.weigh is not None


def _place(finding: Finding, line: Line | None) -> tuple[object, ...]:
    return (finding.rule, finding.line, finding.column, line.number if line else None)


def _source_text(finding: Finding, said: Passage | None) -> str | None:
    """Return the source's own words: slots as they are written."""
    if said is None or finding.line is None or finding.column is None:
        return None
    end = (finding.end_line or finding.line, finding.end_column or finding.column)
    return said.quoted((finding.line, finding.column), end) or finding.text
