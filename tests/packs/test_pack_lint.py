"""Lint: packs that load and are still wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from callcheck.packs.lint import lint_pack, lint_profile
from callcheck.packs.load import load_packs, shipped_packs, shipped_profiles

HEAD = "pack: site\nlanguage: 1\ntitle: 站点\n"
CASES = "examples: {good: [甲, 乙], bad: [丙, 丁]}"


def linted(folder: Path, text: str) -> list[str]:
    """Return what lint says of a pack: line, column, message and hint."""
    path = folder / "site.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    packs, _ = load_packs([], [path])
    return [str(problem).removeprefix(f"{path}:") for problem in lint_pack(packs[0])]


def rule(*keys: str, id: str = "r", cases: str = CASES) -> str:
    """Return one rule on one line."""
    return f"- {{id: {id}, category: hold, message: 等, {', '.join(keys)}, {cases}}}\n"


def test_a_sound_pack_is_told_nothing(tmp_path: Path) -> None:
    assert linted(tmp_path, "words: {等: [等等]}\nrules:\n" + rule('forbid: "{等}"')) == []


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        ("examples: {good: [甲], bad: [丙, 丁]}", ["has 1 good examples; write at least 2"]),
        ("examples: {}", ["has 0 bad examples", "has 0 good examples"]),
        ("examples: {good: [甲, 乙], bad: [丙, 甲]}", ["has this example twice"]),
        (
            "examples: {good: [甲, 乙], bad: [丙], xfail: [{bad: 丁, why: 戊}]}",
            ["has 1 bad examples"],
        ),
    ],
)
def test_examples_that_prove_too_little(tmp_path: Path, cases: str, said: list[str]) -> None:
    told = linted(tmp_path, "rules:\n" + rule("forbid: 等等", cases=cases))
    assert len(told) == len(said)
    assert all(any(words in line for line in told) for words in said)


def test_a_replacement_is_shown_by_an_example(tmp_path: Path) -> None:
    replacing = ("forbid: 等等", "replace: [{from: 等等, to: 请稍等}]")
    (told,) = linted(tmp_path, "rules:\n" + rule(*replacing))
    assert "replaces words and shows no example of it; write examples: {fixed:" in told
    cases = CASES.replace("}", ", fixed: [{from: 等等, to: 请稍等}]}")
    assert linted(tmp_path, "rules:\n" + rule(*replacing, cases=cases)) == []


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["forbid: {say: 等等, in: last 0 turns}"], "the window of 'in' is empty"),
        (["when: 等等", "require: 谢谢", "within: 0s"], "the window of 'within' is empty"),
        (["when: 等等", "require: 谢谢", "within: 0 turns"], "write 'same turn'"),
        (["when: 等等", "require: 谢谢", "within: 0 turns before"], "the window of 'within'"),
        (["forbid: {all: [不懂, 打发], near: 0}"], "'near: 0' leaves no room"),
        (["require: {at_least: 3, of: [您好, 谢谢]}"], "'at_least: 3' of 2 parts can never be"),
        (["when: {silence: 0s}", "require: 谢谢"], "no time at all is always quiet"),
        (["steps: [{say: 您好}, {wait: 0s}, {say: 谢谢}]"], "'wait: 0s' waits for nothing"),
        (["count: 等等", "at_least: 3", "at_most: 2"], "can never both hold"),
        (["measure: pace", "min: 200", "max: 100"], "'min: 200' and 'max: 100' can never both"),
        (["measure: pace", "target: 120", "tolerance: 0%"], "only exactly 120 passes"),
    ],
)
def test_what_can_never_be(tmp_path: Path, keys: list[str], said: str) -> None:
    (told,) = linted(tmp_path, "rules:\n" + rule(*keys))
    assert said in told


def test_a_phrase_cannot_be_required_and_forbidden(tmp_path: Path) -> None:
    text = "words: {客气: [谢谢, 多谢]}\nrules:\n"
    text += rule('forbid: ["{客气}"]') + rule("require: {any: [多谢, 您好]}", id="s")
    (told,) = linted(tmp_path, text)
    assert told.startswith("7:") and "'多谢' is required here and forbidden by 'r'" in told


@pytest.mark.parametrize("keys", [["only_if: {rings: 2}"], ["when: {by: customer, say: 好}"]])
def test_what_is_forbidden_at_times_may_be_required(tmp_path: Path, keys: list[str]) -> None:
    text = "rules:\n" + rule("forbid: 谢谢", *keys) + rule("require: 谢谢", id="s")
    assert linted(tmp_path, text) == []


@pytest.mark.parametrize(
    ("wide", "narrow", "shadows"),
    [
        (["forbid: [等等, 等会]"], ["forbid: 等等"], True),
        (["forbid: 等等"], ["forbid: 等等"], True),
        (["forbid: {say: [等等, 等会], by: customer}"], ["forbid: 等等"], False),
        (["forbid: [等等, 等会]", "unless: [question]"], ["forbid: 等等"], False),
        (["forbid: [等等, 等会]"], ["forbid: [等等, 等着]"], False),
    ],
)
def test_rules_that_another_makes_needless(
    tmp_path: Path, wide: list[str], narrow: list[str], shadows: bool
) -> None:
    told = linted(tmp_path, "rules:\n" + rule(*wide) + rule(*narrow, id="s"))
    assert [line.partition(";")[0] for line in told] == (
        ["6:3: everything the rule 's' forbids, 'r' forbids too"] if shadows else []
    )


def test_clauses_and_rules_cover_each_other(tmp_path: Path) -> None:
    text = """\
clauses:
- {id: A-1, summary: 甲, status: automated}
- {id: A-2, summary: 乙, status: automated}
- {id: A-3, summary: 丙, status: human, reason: 听语气}
- {id: A-3, summary: 丙, status: human, reason: 听语气}
rules:
"""
    told = linted(tmp_path, text + rule("clause: [A-1, A-4]", "forbid: 等等"))
    assert [line.partition(";")[0] for line in told] == [
        "6:3: the clause 'A-2' is automated and no rule cites it",
        "8:3: the clause 'A-3' stands here a second time",
        "10:3: the rule 'r' cites no known clause: A-4",
    ]


def test_a_list_that_nothing_uses(tmp_path: Path) -> None:
    text = "words: {等: [等等], 慢: [慢慢], 否定: [没]}\nrules:\n" + rule('forbid: "{等}"')
    (told,) = linted(tmp_path, text)
    assert told.startswith("4:22: nothing uses the word list '慢'")


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ("[{id: a, max: 9, take: [opener]}]", "no section of the profile 'mine' takes the rule"),
        (
            "[{id: a, max: 9, take: [hold]}, {id: b, max: 9, take: [hold]}]",
            "the section 'b' takes 'hold' after 'a' has it",
        ),
    ],
)
def test_sections_and_rules_reach_each_other(tmp_path: Path, sections: str, said: str) -> None:
    (tmp_path / "site.yaml").write_text(HEAD + "rules:\n" + rule("forbid: 等等"), encoding="utf-8")
    profile = f"profile: mine\npacks: [site]\nsections: {sections}\n"
    (tmp_path / "mine.yaml").write_text(profile, encoding="utf-8")
    packs, chosen = load_packs([], [tmp_path])
    (told,) = lint_profile(chosen, packs)
    assert said in told.message


@pytest.mark.parametrize("profile_id", shipped_profiles())
def test_the_shipped_profiles_score_every_rule(profile_id: str) -> None:
    ids = shipped_packs() if profile_id == "packs" else ()
    packs, profile = load_packs(ids, [], profile_id)
    assert lint_profile(profile, packs) == []
