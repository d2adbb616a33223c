"""Findings become points as the profile's sections say."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcheck.findings import CheckedCall, Finding, NotEvaluated, Score, Suppression
from callcheck.packs.model import Profile, Rule, Section, Source
from callcheck.scoring.score import score_call
from callcheck.transcript.model import Call

HERE = Source("rules/t.yaml", 1, 1)


def rule(name: str, category: str, *, weight: float = 5.0, status: str = "stable") -> Rule:
    return Rule(
        id=name, pack="t", source=HERE, clauses=("X-1",), category=category, family=category,
        severity="error", status=status, message="说明", suggestion=None, deduct=weight,
        limit=None, weight=weight, veto=False, suppressible=True, aliases=(), confidence=1.0,
        gap=6, long_gap=20, hear="exact",
    )  # fmt: skip


def finding(name: str, category: str, deduction: float, **changes: object) -> Finding:
    made = Finding(
        rule=f"t/{name}", pack="t", category=category, family=category, severity="error",
        clauses=("X-1",), turn=2, speaker="agent", start=None, line=2, column=4, end_line=2,
        end_column=9, text="不关我的事", message="推诿", suggestion=None, confidence=1.0,
        deduction=deduction, fingerprint=f"{name}-{deduction}",
    )  # fmt: skip
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


RULES = (
    rule("greets", "opener", weight=4),
    rule("names-unit", "opener", weight=6),
    rule("pushes-off", "shirking", weight=10),
    rule("fast", "pace", weight=5),
    rule("trial", "pace", weight=5, status="preview"),
)
PROFILE = Profile(
    id="p",
    packs=("t",),
    pass_mark=80,
    sections=(
        Section("opening", 20, ("opener",)),
        Section("language", 60, ("shirking",)),
        Section("named", 10, ("t/fast", "pace")),
        Section("rest", 10, ("pace", "closer")),
    ),
)


def score(
    *findings: Finding,
    unjudged: tuple[str, ...] = (),
    not_applicable: tuple[str, ...] = (),
    pass_mark: float | None = None,
    fail_on: str | None = None,
) -> Score:
    checked = CheckedCall(
        call=Call(path="一.txt", turns=()),
        findings=findings,
        not_evaluated=tuple(NotEvaluated(f"t/{name}", "没有时间") for name in unjudged),
        spared=(),
        pace=None,
        not_applicable=frozenset(f"t/{name}" for name in not_applicable),
    )
    return score_call(checked, PROFILE, RULES, pass_mark=pass_mark, fail_on=fail_on)


def points(card: Score) -> dict[str, tuple[float, float]]:
    return {section.id: (section.earned, section.max) for section in card.sections}


def test_a_clean_call_has_full_marks_and_a_section_without_rules_does_not_count() -> None:
    card = score()
    assert points(card) == {"opening": (20, 20), "language": (60, 60), "named": (10, 10)}
    assert (card.total, card.max, card.passed, card.vetoed) == (100, 100, True, False)


def test_deductions_leave_their_section_and_the_total_is_rescaled_to_100() -> None:
    card = score(finding("pushes-off", "shirking", 9))
    assert points(card)["language"] == (51, 60)
    assert card.total == 90


def test_a_section_never_goes_below_zero() -> None:
    card = score(*(finding("greets", "opener", 15) for _ in range(3)))
    assert points(card)["opening"] == (0, 20)
    assert card.total == round(100 * 70 / 90, 2)


@pytest.mark.parametrize(
    ("unjudged", "expected"),
    [
        (("names-unit",), {"opening": (8, 8), "language": (60, 60), "named": (10, 10)}),
        (("greets", "names-unit"), {"language": (60, 60), "named": (10, 10)}),
        (("fast",), {"opening": (20, 20), "language": (60, 60)}),
    ],
)
def test_what_was_not_judged_leaves_the_maximum(
    unjudged: tuple[str, ...], expected: dict[str, tuple[float, float]]
) -> None:
    card = score(unjudged=unjudged)
    assert points(card) == expected
    assert card.total == 100


def test_a_rule_that_does_not_apply_leaves_its_share_to_the_others() -> None:
    assert points(score(not_applicable=("names-unit",)))["opening"] == (20, 20)


def test_nothing_judged_is_neither_a_score_nor_a_failure() -> None:
    card = score(unjudged=("greets", "names-unit", "pushes-off", "fast"))
    assert (card.total, card.max, card.passed, card.sections) == (0, 0, True, ())


def test_a_suppressed_finding_costs_nothing_and_cannot_veto() -> None:
    quiet = Suppression(by="config", reason="试点")
    card = score(finding("pushes-off", "shirking", 9, suppressed=quiet, veto=True))
    assert (card.total, card.passed, card.vetoed) == (100, True, False)


def test_a_veto_fails_a_call_with_full_marks() -> None:
    card = score(finding("pushes-off", "shirking", 0, veto=True))
    assert (card.total, card.passed, card.vetoed) == (100, False, True)


@pytest.mark.parametrize(
    ("lost", "pass_mark", "passed"),
    [(18, None, True), (18.1, None, False), (18.1, 79, True), (0, 100, True), (1, 100, False)],
)
def test_the_pass_mark_is_the_profiles_unless_given(
    lost: float, pass_mark: float | None, passed: bool
) -> None:
    assert score(finding("pushes-off", "shirking", lost), pass_mark=pass_mark).passed is passed


@pytest.mark.parametrize(
    ("severity", "fail_on", "passed"),
    [
        ("error", None, True),
        ("error", "error", False),
        ("warning", "error", True),
        ("warning", "warning", False),
        ("info", "info", False),
    ],
)
def test_a_severity_can_fail_a_call_by_itself(
    severity: str, fail_on: str | None, passed: bool
) -> None:
    mild = finding("pushes-off", "shirking", 1, severity=severity)
    assert score(mild, fail_on=fail_on).passed is passed


FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(["greets", "names-unit", "pushes-off", "fast"]),
        st.just("any"),
        st.floats(0, 200, allow_nan=False),
    ),
    max_size=12,
)
NAMES = st.sets(st.sampled_from(["greets", "names-unit", "pushes-off", "fast"]))


@given(FINDINGS, NAMES, st.randoms(use_true_random=False))
def test_points_stay_in_bounds_whatever_the_order_of_the_findings(
    findings: list[Finding], unjudged: set[str], chance: random.Random
) -> None:
    card = score(*findings, unjudged=tuple(unjudged))
    assert 0 <= card.total <= card.max <= 100
    assert all(0 <= section.earned <= section.max for section in card.sections)
    shuffled = findings.copy()
    chance.shuffle(shuffled)
    assert score(*shuffled, unjudged=tuple(unjudged)) == card


@given(FINDINGS, st.floats(0, 50))
def test_one_more_finding_never_raises_the_score(findings: list[Finding], cost: float) -> None:
    more = [*findings, finding("pushes-off", "shirking", cost)]
    assert score(*more).total <= score(*findings).total
