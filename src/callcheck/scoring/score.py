"""Findings in, a scorecard out.  Points, sections and the pass mark are the profile's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import fsum

from callcheck.findings import CheckedCall, Finding, Score, SectionScore
from callcheck.packs.model import Profile, Rule, Section
from callcheck.packs.vocabulary import SEVERITIES

FULL_MARKS = 100.0


def score_call(
    checked: CheckedCall,
    profile: Profile,
    rules: Sequence[Rule],
    *,
    pass_mark: float | None = None,
    fail_on: str | None = None,
) -> Score:
    """Return the scorecard of one checked call, in points out of 100.

    ``pass_mark`` replaces the profile's; ``fail_on`` names a severity at which a
    finding fails the call whatever its score.  A section of which nothing could
    be judged leaves the total; where that leaves no section at all, ``max`` is 0.
    """
    costing = [finding for finding in checked.findings if finding.suppressed is None]
    sections = _score_sections(checked, profile, rules, costing)
    total, most = _total(sections)
    vetoed = any(finding.veto for finding in costing)
    mark = profile.pass_mark if pass_mark is None else pass_mark
    enough = most == 0 or total >= mark
    passed = enough and not vetoed and not reaches(costing, fail_on)
    return Score(total=total, max=most, passed=passed, vetoed=vetoed, sections=sections)


def reaches(findings: Iterable[Finding], severity: str | None) -> bool:
    """Tell whether a finding is as grave as ``severity`` (None: never)."""
    if severity is None:
        return False
    grave_enough = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return any(finding.severity in grave_enough for finding in findings)


def section_of(rule: Rule, sections: Sequence[Section]) -> str | None:
    """Return the id of the first section that takes the rule, by category or by name."""
    for section in sections:
        if rule.category in section.take or rule.name in section.take:
            return section.id
    return None


def _score_sections(
    checked: CheckedCall, profile: Profile, rules: Sequence[Rule], costing: Sequence[Finding]
) -> tuple[SectionScore, ...]:
    members: dict[str, list[Rule]] = defaultdict(list)
    section_by_rule: dict[str, str] = {}
    for rule in rules:
        section_id = section_of(rule, profile.sections)
        if section_id is None:
            continue
        section_by_rule[rule.name] = section_id
        if rule.status != "preview" and rule.name not in checked.not_applicable:
            members[section_id].append(rule)
    lost: dict[str, list[float]] = defaultdict(list)
    for finding in costing:
        if finding.rule in section_by_rule:
            lost[section_by_rule[finding.rule]].append(finding.deduction)
    unjudged = {item.rule for item in checked.not_evaluated}
    scores = (
        _score_section(section, members[section.id], unjudged, fsum(lost[section.id]))
        for section in profile.sections
    )
    return tuple(score for score in scores if score is not None)


def _score_section(
    section: Section, rules: Sequence[Rule], unjudged: set[str], lost: float
) -> SectionScore | None:
    """Return the section's points, or None where none of its rules was judged."""
    judged = [rule for rule in rules if rule.name not in unjudged]
    if not judged:
        return None
    # Rules that all weigh nothing share the section equally.
    weightless = not any(rule.weight for rule in rules)
    whole = fsum(1.0 if weightless else rule.weight for rule in rules)
    part = fsum(1.0 if weightless else rule.weight for rule in judged)
    most = section.max * part / whole
    if most <= 0:
        return None
    return SectionScore(section.id, round(max(0.0, most - lost), 2), round(most, 2))


def _total(sections: Sequence[SectionScore]) -> tuple[float, float]:
    most = fsum(section.max for section in sections)
    if most == 0:
        return 0.0, 0.0
    earned = fsum(section.earned for section in sections)
    return round(min(FULL_MARKS, FULL_MARKS * earned / most), 2), FULL_MARKS
