"""Packs and profiles become plain rules, parents merged in."""

from __future__ import annotations

from pathlib import Path

import pytest

from callcheck.packs.load import (
    PackError,
    load_packs,
    shipped_packs,
    shipped_profiles,
)
from callcheck.packs.model import (
    AllOf,
    AnyOf,
    Condition,
    HangUp,
    Measure,
    Pack,
    Quiet,
    Replacement,
    Rule,
    Say,
    Window,
)
from callcheck.packs.schema import profile_schema, rule_schema
from callcheck.packs.vocabulary import CATEGORIES

ROOT = Path(__file__).parent.parent.parent
HARD_CLAUSES = ROOT.parent / "shared" / "hard-clauses.yaml"
HEAD = "pack: site\nlanguage: 1\ntitle: 站点\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def load_one(folder: Path, text: str) -> Pack:
    packs, _ = load_packs([], [write(folder, "site", text)])
    return packs[0]


def rule_of(folder: Path, *lines: str, head: str = "") -> Rule:
    """Return a pack's one rule; ``lines`` are its form and whatever else it says."""
    body = "\n".join(f"  {line}" for line in lines)
    text = f"{HEAD}{head}rules:\n- id: r\n  category: shirking\n  message: 推诿\n{body}\n"
    return load_one(folder, text).rules[0]


@pytest.mark.skipif(
    not HARD_CLAUSES.is_file(), reason="the hard clauses are not beside the project"
)
def test_the_hard_clauses_load_as_they_are() -> None:
    packs, profile = load_packs([], [HARD_CLAUSES])
    rules = packs[0].rules
    assert profile.id == "packs"
    assert (len(rules), sum(len(rule.examples) for rule in rules)) == (31, 138)


@pytest.mark.parametrize("pack_id", shipped_packs())
def test_every_shipped_pack_loads_alone(pack_id: str) -> None:
    packs, _ = load_packs([pack_id])
    assert [pack.id for pack in packs] == [pack_id]


@pytest.mark.parametrize("profile_id", shipped_profiles())
def test_every_shipped_profile_shares_out_a_hundred_points(profile_id: str) -> None:
    _, profile = load_packs(["default"], [], profile_id)
    assert sum(section.max for section in profile.sections) == 100


def test_packs_chosen_one_by_one_are_scored_in_every_category() -> None:
    _, profile = load_packs(["default"])
    assert {name for section in profile.sections for name in section.take} == set(CATEGORIES)


def test_without_a_choice_the_default_profile_runs() -> None:
    packs, profile = load_packs([])
    assert ([pack.id for pack in packs], profile.id, profile.pass_mark) == (
        ["default"],
        "default",
        80,
    )


def test_what_is_not_written_comes_from_the_settings(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "forbid: 不管", "deduct: 10", head="settings: {gap: 4, hear: sound}\n")
    assert (rule.gap, rule.long_gap, rule.hear, rule.confidence) == (4, 20, "sound", 0.8)
    assert (rule.weight, rule.severity, rule.status) == (10, "error", "stable")
    assert (rule.name, rule.family, rule.suppressible) == ("site/r", "shirking", True)


@pytest.mark.parametrize(
    ("category", "family"),
    [("rebuking", "contradicting"), ("plain_refusal", "shirking"), ("abuse", "abuse")],
)
def test_families(tmp_path: Path, category: str, family: str) -> None:
    text = f"{HEAD}rules: [{{id: r, category: {category}, message: 甲, forbid: 乙}}]\n"
    assert load_one(tmp_path, text).rules[0].family == family


USUAL = ["negated", "quoted", "reported", "hypothetical"]


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        (["forbid: 不管"], USUAL),
        (["count: 转接", "at_most: 1"], USUAL),
        (["when: 不能定", "require: 时限"], USUAL),
        (["require: 您好"], []),
        (["forbid: 不管", "even_if: [reported]"], ["negated", "quoted", "hypothetical"]),
        (["forbid: 不管", "unless: [question, {turn: 我帮您}]"], [*USUAL, "question", "turn"]),
    ],
)
def test_the_usual_guards_are_on_unless_switched_off(
    tmp_path: Path, lines: list[str], kinds: list[str]
) -> None:
    assert [guard.kind for guard in rule_of(tmp_path, *lines).unless] == kinds


@pytest.mark.parametrize(
    ("written", "window"),
    [
        ("whole call", Window("call")),
        ("first turn", Window("first_turns", 1)),
        ("last 2 turns", Window("last_turns", 2)),
        ("first 10s", Window("first_seconds", 10)),
        ("last 1.5s", Window("last_seconds", 1.5)),
    ],
)
def test_windows_of_a_what(tmp_path: Path, written: str, window: Window) -> None:
    inside = rule_of(tmp_path, f"require: {{say: 您好, in: {written}}}")
    beside = rule_of(tmp_path, "require: 您好", f"in: {written}")
    assert inside.require is not None and inside.require.within == window
    assert beside.require is not None and beside.require.within == window


@pytest.mark.parametrize(
    ("written", "window"),
    [
        ("same turn", Window("same_turn")),
        ("1 turn", Window("turns", 1)),
        ("next turn", Window("next_turns", 1)),
        ("next 2 turns", Window("next_turns", 2)),
        ("10s", Window("seconds", 10)),
        ("rest of call", Window("call")),
        ("2 turns before", Window("turns_before", 2)),
        ("any turn before", Window("any_before")),
    ],
)
def test_windows_of_an_answer(tmp_path: Path, written: str, window: Window) -> None:
    rule = rule_of(tmp_path, "when: 不能定", "require: 时限", f"within: {written}")
    assert rule.window == window


def test_short_and_long_forms_of_a_what(tmp_path: Path) -> None:
    one = rule_of(tmp_path, "forbid: 不管").forbid
    several = rule_of(tmp_path, "forbid: [不管, 管不着]").forbid
    mixed = rule_of(tmp_path, "forbid: [不管, {all: [不懂, 打发], near: 20}]").forbid
    assert isinstance(one, Say) and [phrase.text for phrase in one.phrases] == ["不管"]
    assert isinstance(several, Say) and len(several.phrases) == 2
    assert isinstance(mixed, AnyOf) and isinstance(mixed.parts[1], AllOf)
    assert mixed.parts[1].near == 20


def test_steps_keep_waits_events_and_names(tmp_path: Path) -> None:
    rule = rule_of(
        tmp_path,
        "when: {quiet: customer, for: 5s, at: start of call}",
        "steps: [{name: 问, say: 您好}, {wait: 5s}, {hang_up: agent}]",
        "from: start of call",
        "until: {by: customer}",
    )
    assert isinstance(rule.when, Quiet) and (rule.when.seconds, rule.when.at_start) == (5, True)
    assert [(step.name, step.wait) for step in rule.steps] == [
        ("问", None),
        (None, 5.0),
        (None, None),
    ]
    assert isinstance(rule.steps[2].what, HangUp)
    assert rule.start == "start of call"


def test_conditions_spell_calendars_out(tmp_path: Path) -> None:
    rule = rule_of(
        tmp_path,
        "require: 节日好",
        'only_if: {direction: outbound, rings: "> 2", date: ["{假日}", 2026-12-31]}',
        head="calendars: {假日: [2026-10-01, 2026-10-02]}\n",
    )
    assert rule.only_if == (
        Condition("direction", ("outbound",)),
        Condition("rings", (">2",)),
        Condition("date", ("2026-10-01", "2026-10-02", "2026-12-31")),
    )


def test_measures_take_the_settings_tolerance(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "measure: pace", "target: 120", "min_chars: 30")
    assert rule.measure == Measure(name="pace", target=120, tolerance=0.2, min_chars=30)


def test_examples_know_their_kind_and_place(tmp_path: Path) -> None:
    rule = rule_of(
        tmp_path,
        "forbid: 不管",
        "examples:",
        "  good: [我来管。]",
        '  bad: [["客户：谁管？", "客服：不管。"]]',
        "  xfail: [{bad: 管它呢。, why: 没有这个说法}]",
    )
    assert [(case.expect, case.turn, case.lines, case.xfail) for case in rule.examples] == [
        ("good", "我来管。", (), None),
        ("bad", None, ("客户：谁管？", "客服：不管。"), None),
        ("bad", "管它呢。", (), "没有这个说法"),
    ]
    assert [case.source.line for case in rule.examples] == [10, 11, 12]


def test_replacements_and_suppression(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "forbid: 你", "replace: [{from: 你, to: 您}]", "suppressible: false")
    assert (rule.replacements, rule.suppressible) == ((Replacement(("你",), "您"),), False)
    rule = rule_of(
        tmp_path,
        "forbid: 嗨",
        'replace: [{from: ["嗨，", "嘿，"], to: "", as: start of turn, unless: 嗨购}]',
        "examples: {fixed: [{from: 嗨，您好, to: 您好}]}",
    )
    assert rule.replacements == (Replacement(("嗨，", "嘿，"), "", True, ("嗨购",)),)
    assert [(e.expect, e.turn, e.becomes) for e in rule.examples] == [("fixed", "嗨，您好", "您好")]


SITE = (
    HEAD
    + """\
extends: [default]
include: [default/*]
words:
  我方+: [本行]
overrides:
  default/pace: {target: 220, tolerance: 10%}
  default/closer: off
rules:
- {id: own, category: hold, message: 甲, forbid: "{我方}不管"}
"""
)


def test_a_site_pack_changes_what_it_includes(tmp_path: Path) -> None:
    site = load_one(tmp_path, SITE)
    rules = {rule.name: rule for rule in site.rules}
    (default,), _ = load_packs(["default"])
    theirs = {rule.name: rule for rule in default.rules}
    assert set(rules) == set(theirs) - {"default/closer"} | {"site/own"}
    pace, before = rules["default/pace"], theirs["default/pace"]
    assert pace.measure is not None and (pace.measure.target, pace.measure.tolerance) == (220, 0.1)
    assert (pace.examples, pace.clauses) == (before.examples, before.clauses)
    assert [phrase.text for phrase in site.words["我方"]][-1] == "本行"
    assert len(site.words["我方"]) == len(default.words["我方"]) + 1


def test_an_included_rule_runs_once_beside_its_own_pack(tmp_path: Path) -> None:
    packs, profile = load_packs(["default"], [write(tmp_path, "site", SITE)])
    names = [rule.name for pack in packs for rule in pack.rules]
    assert profile.packs == ("default", "site")
    assert len(names) == len(set(names))
    assert "default/closer" not in names and "default/pace" in names


PARENT = """\
pack: {id}
language: 1
title: 甲
words: {{{words}}}
rules:
- {{id: r, category: hold, message: 甲, forbid: "{{话}}"}}
"""


def texts(pack: Pack, name: str) -> list[str]:
    return [phrase.text for phrase in pack.words[name]]


def test_parents_rank_from_left_to_right_and_over_what_they_share(tmp_path: Path) -> None:
    write(tmp_path, "low", PARENT.format(id="low", words="话: [低], 音: [低], 字: [低]"))
    for name, words in (("left", "话: [左]"), ("right", "话: [右], 音: [右]")):
        text = PARENT.format(id=name, words=words)
        write(tmp_path, name, text.replace("words:", "extends: [low]\nwords:"))
    write(
        tmp_path,
        "site",
        HEAD + "extends: [left, right]\nwords: {字+: [我], 音-: [右], 音+: [站]}\n",
    )
    packs, _ = load_packs([], [tmp_path])
    site = next(pack for pack in packs if pack.id == "site")
    assert [texts(site, name) for name in ("话", "音", "字")] == [["左"], ["站"], ["低", "我"]]


def test_included_rules_keep_their_own_pack_s_words(tmp_path: Path) -> None:
    """Two standards use one list name for different things; a site includes both."""
    write(tmp_path, "left", PARENT.format(id="left", words='话: ["{词}"], 词: [左]'))
    write(tmp_path, "right", PARENT.format(id="right", words='话: ["{词}"], 词: [右]'))
    text = HEAD + "extends: [left, right]\ninclude: [left/*, right/*]\nwords: {词+: [站]}\n"
    write(tmp_path, "site", text)
    packs, _ = load_packs([], [tmp_path])
    site = next(pack for pack in packs if pack.id == "site")
    heard = {}
    for rule in site.rules:
        assert isinstance(rule.forbid, Say)
        waiting, found = [phrase.text for phrase in rule.forbid.phrases], []
        while waiting:
            word = waiting.pop(0)
            if word.startswith("{"):
                waiting += texts(site, word.strip("{}"))
            else:
                found.append(word)
        heard[rule.name] = found
    assert heard == {"left/r": ["左", "站"], "right/r": ["右", "站"]}


def test_an_alias_stands_for_the_rule_everywhere(tmp_path: Path) -> None:
    old = PARENT.format(id="old", words="话: [低]").replace("id: r,", "id: r, aliases: [was],")
    write(tmp_path, "old", old)
    text = HEAD + "extends: [old]\ninclude: [old/was]\noverrides: {old/was: {deduct: 7}}\n"
    write(tmp_path, "site", text)
    profile = "profile: mine\npacks: [site]\nsections: [{id: all, max: 100, take: [old/was]}]\n"
    write(tmp_path, "mine", profile)
    packs, chosen = load_packs([], [tmp_path])
    (rule,) = (rule for pack in packs for rule in pack.rules)
    assert (rule.name, rule.deduct) == ("old/r", 7)
    assert (chosen.id, chosen.sections[0].take) == ("mine", ("old/r",))


def test_a_profile_that_takes_what_is_not_there_is_told(tmp_path: Path) -> None:
    text = "profile: mine\npacks: [default]\nsections: [{id: a, max: 100, take: [shriking]}]\n"
    with pytest.raises(PackError) as caught:
        load_packs([], [write(tmp_path, "mine", text)])
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.hint) == (3, 37, "did you mean 'shirking'?")


@pytest.mark.parametrize(
    ("name", "made"), [("pack", rule_schema), ("profile", profile_schema)], ids=["pack", "profile"]
)
def test_the_schema_in_the_docs_is_the_program_s(name: str, made: object) -> None:
    import orjson

    assert callable(made)
    kept = (ROOT / "docs" / f"{name}.schema.json").read_bytes()
    assert orjson.loads(kept) == made()
