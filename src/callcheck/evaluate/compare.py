"""Findings held against labels: precision, recall, and the lists behind them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from callcheck.evaluate.labels import CallLabels, TurnLabel
from callcheck.findings import CheckedCall, Finding
from callcheck.packs.vocabulary import FAMILIES, LANGUAGE


@dataclass(slots=True)
class Count:
    """Right ones (``hit``), false alarms (``extra``) and misses (``miss``)."""

    hit: int = 0
    extra: int = 0
    miss: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what was claimed that is right; None where nothing was claimed."""
        return _share(self.hit, self.hit + self.extra)

    @property
    def recall(self) -> float | None:
        """Share of what is there that was claimed; None where nothing is there."""
        return _share(self.hit, self.hit + self.miss)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; None where there is nothing at all."""
        return _share(2 * self.hit, 2 * self.hit + self.extra + self.miss)


@dataclass(frozen=True, slots=True)
class Example:
    """One miss or false alarm: where, what, and the words."""

    file: str
    turn: int | None
    what: str
    text: str


@dataclass(slots=True)
class Evaluation:
    """The figures of a labelled folder."""

    calls: int = 0
    turns: Count = field(default_factory=Count)
    """Agent turns with forbidden language."""
    by_category: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_level: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_rule: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    conduct: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    right_category: int = 0
    right_family: int = 0
    found: int = 0
    traps: int = 0
    traps_flagged: int = 0
    misses: list[Example] = field(default_factory=list)
    false_alarms: list[Example] = field(default_factory=list)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def evaluate(pairs: Iterable[tuple[CheckedCall, CallLabels]]) -> Evaluation:
    """Compare each checked call with its labels."""
    result = Evaluation()
    for checked, labels in pairs:
        result.calls += 1
        _language(result, checked, labels)
        _conduct(result, checked, labels)
    return result


def _language(result: Evaluation, checked: CheckedCall, labels: CallLabels) -> None:
    flagged: dict[int, list[Finding]] = defaultdict(list)
    for finding in checked.findings:
        if finding.category in LANGUAGE and finding.turn is not None:
            flagged[finding.turn].append(finding)
    wanted: dict[int, list[TurnLabel]] = defaultdict(list)
    for label in labels.turns:
        wanted[label.turn].append(label)
    for turn, findings in flagged.items():
        if turn in labels.grey and turn not in wanted:
            continue
        right = turn in wanted
        result.turns.hit += right
        result.turns.extra += not right
        for rule in {finding.rule for finding in findings}:
            result.by_rule[rule].hit += right
            result.by_rule[rule].extra += not right
        if not right:
            for category in {finding.category for finding in findings}:
                result.by_category[category].extra += 1
            for finding in findings:
                example = Example(labels.file, turn, finding.rule, finding.text or "")
                result.false_alarms.append(example)
    result.turns.miss += sum(turn not in flagged for turn in wanted)
    for turn, turn_labels in wanted.items():
        for label in turn_labels:
            _label(result, labels.file, label, flagged.get(turn, []))
    result.traps += len(labels.traps)
    result.traps_flagged += sum(turn in flagged and turn not in wanted for turn in labels.traps)


def _label(result: Evaluation, file: str, label: TurnLabel, findings: list[Finding]) -> None:
    level = result.by_level[label.level]
    category = result.by_category[label.category]
    if not findings:
        level.miss += 1
        category.miss += 1
        what = f"{label.category} ({label.level})"
        result.misses.append(Example(file, label.turn, what, label.phrase))
        return
    level.hit += 1
    category.hit += 1
    result.found += 1
    accepted = {label.category, *label.accept}
    families = {FAMILIES.get(name, name) for name in accepted}
    exact = any(finding.category in accepted for finding in findings)
    result.right_category += exact
    result.right_family += exact or any(finding.family in families for finding in findings)


def _conduct(result: Evaluation, checked: CheckedCall, labels: CallLabels) -> None:
    broken = Counter(finding.category for finding in checked.findings)
    for category, verdict in labels.conduct.items():
        count, found = result.conduct[category], bool(broken[category])
        if verdict == "violated":
            count.hit += found
            count.miss += not found
        else:
            count.extra += found
        if found != (verdict == "violated"):
            what = f"{category}: labelled {verdict}"
            (result.false_alarms if found else result.misses).append(
                Example(labels.file, None, what, "")
            )
