"""``callcheck rules``: packs looked at, checked, tested and written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import PACK, Callcheck


def test_list_has_a_line_a_rule(folder: Path, callcheck: Callcheck) -> None:
    lines = callcheck("rules", "list", "--rules", "site.yaml").out.splitlines()
    assert lines == [
        "site  本店规范  共 3 条",
        "  site/not-mine  错误  -30       推诿      S-1  推诿：说不归自己管",
        "  site/hailing   提示  -1        口头禅         用“喂”叫客户",
        "  site/swearing  错误  一票否决  辱骂庸俗       骂人",
    ]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--category", "shirking"], ["site/not-mine"]),
        (["--clause", "S-1"], ["site/not-mine"]),
        (["--category", "abuse", "--category", "verbal_tic"], ["site/hailing", "site/swearing"]),
        (["--clause", "S-2"], []),
        (["--category", "silence"], []),
    ],
)
def test_list_can_be_narrowed(
    folder: Path, callcheck: Callcheck, args: list[str], expected: list[str]
) -> None:
    ran = callcheck("rules", "list", "--rules", "site.yaml", "--format", "json", *args)
    assert [record["rule"] for record in ran.json] == expected


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--category", "shirkng"], "no category 'shirkng'; did you mean 'shirking'?"),
        (["--category", "sales"], "no category 'sales'; one of: blaming, rebuking, "),
        (["--clause", "S-9"], "no clause 'S-9'; did you mean 'S-"),
        (["--clause", "CM-9999"], "no clause 'CM-9999'; did you mean 'CM-"),
        (["--clause", "没有"], "no clause '没有'; 'callcheck rules coverage' names them all"),
        (["--clause", "S-1", "--category", "abuze"], "no category 'abuze'; did you mean 'abuse'?"),
    ],
)
def test_list_refuses_a_name_that_nothing_has(
    folder: Path, callcheck: Callcheck, args: list[str], told: str
) -> None:
    ran = callcheck("rules", "list", "--rules", "site.yaml", *args)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"callcheck: {told}")


UNCLOSED = 'forbid: ["(滚蛋"]'
ROUND = 'forbid: ["{甲}"]'


@pytest.mark.parametrize(
    ("forbid", "told"),
    [
        (UNCLOSED, "bad.yaml:27:13: ( is not closed"),
        (ROUND, "bad.yaml:4:26: word list 甲 contains itself"),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        ["rules", "test", "bad.yaml"],
        ["rules", "check", "bad.yaml"],
        ["rules", "diff", "site.yaml", "bad.yaml", "calls"],
        ["rules", "diff", "bad.yaml", "site.yaml", "calls"],
        ["score", "calls", "--rules", "bad.yaml"],
    ],
    ids=" ".join,
)
def test_words_that_cannot_be_compiled_are_told_by_every_command(
    folder: Path, callcheck: Callcheck, command: list[str], forbid: str, told: str
) -> None:
    text = PACK.replace("pack: site", "pack: bad").replace("forbid: [滚蛋]", forbid)
    lists = 'language: 1\nwords: {甲: ["{乙}"], 乙: ["{甲}"]}\n'
    Path("bad.yaml").write_text(text.replace("language: 1\n", lists), encoding="utf-8")
    ran = callcheck(*command)
    assert ran.status == 2
    assert told in ran.err
    assert "internal error" not in ran.err


def test_show_tells_a_rule_as_its_author_wrote_it(folder: Path, callcheck: Callcheck) -> None:
    ran = callcheck("rules", "show", "not-mine", "--rules", "site.yaml")
    assert "  条款  S-1  不推诿" in ran.out
    assert "  出处  site.yaml:5" in ran.out
    assert "    forbid: [这不关我的事, 不归我管]" in ran.out
    assert "hailing" not in ran.out
    (record,) = callcheck(
        "rules", "show", "site/hailing", "--rules", "site.yaml", "--format", "json"
    ).json
    assert record["yaml"].startswith("- id: hailing\n")
    assert record["deduct"] == 1.0


def test_show_tells_the_clauses_of_a_rule_that_a_site_includes(
    folder: Path, callcheck: Callcheck
) -> None:
    head = "pack: own\nlanguage: 1\ntitle: 本店\n"
    Path("own.yaml").write_text(head + "extends: [default]\ninclude: [default/*]\n", "utf-8")
    ran = callcheck("explain", "default/shirking-not-our-job", "--rules", "own.yaml")
    assert ran.status == 0
    assert "  条款  CM-59  不推诿客户" in ran.out


def test_show_of_an_unknown_rule_names_the_nearest(folder: Path, callcheck: Callcheck) -> None:
    ran = callcheck("rules", "show", "site/not-mime", "--rules", "site.yaml")
    assert ran.status == 2
    assert "did you mean 'site/not-mine'?" in ran.reason


def test_coverage_is_the_contracts_object(folder: Path, callcheck: Callcheck) -> None:
    ran = callcheck("rules", "coverage", "--rules", "site.yaml", "--format", "json")
    assert ran.json == {
        "pack": "site",
        "clauses": [
            {"id": "S-1", "status": "automated", "rules": ["site/not-mine"], "reason": None},
            {"id": "S-2", "status": "not_checkable", "rules": [], "reason": "通话里看不到"},
        ],
    }


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (
            ["rules", "coverage", "--pack", "base"],
            "base  公共词表：说法、语气、豁免  0/0 条自动检查\n",
        ),
        (["rules", "coverage", "--rules", "none.yaml"], "none  空  0/0 条自动检查\n"),
        (["rules", "list", "--rules", "none.yaml"], "none  空  共 0 条\n"),
        (["rules", "check", "none.yaml"], "0 rules of 1 pack: no problems\n"),
    ],
)
def test_a_pack_without_rules_that_is_named_is_told_of(
    folder: Path, callcheck: Callcheck, command: list[str], told: str
) -> None:
    text = "pack: none\nlanguage: 1\ntitle: 空\nrules: []\n"
    Path("none.yaml").write_text(text, encoding="utf-8")
    ran = callcheck(*command)
    assert (ran.status, ran.out, ran.err) == (0, told, "")


def test_coverage_of_the_shipped_packs_is_an_object_a_line(callcheck: Callcheck) -> None:
    ran = callcheck("rules", "coverage", "--format", "json")
    packs = [json.loads(line) for line in ran.out.splitlines()]
    assert {"china-mobile-hotline", "hotline-answering"} <= {pack["pack"] for pack in packs}
    for pack in packs:
        for clause in pack["clauses"]:
            if clause["status"] == "automated":
                assert clause["rules"], clause
            else:
                assert clause["reason"], clause


def test_examples_that_hold_pass(folder: Path, callcheck: Callcheck) -> None:
    ran = callcheck("rules", "test", "site.yaml")
    assert (ran.status, ran.out) == (0, "12 examples of 3 rules: 12 passed, 0 failed\n")


def test_an_example_that_fails_is_told_with_all_that_helps(
    folder: Path, callcheck: Callcheck
) -> None:
    Path("site.yaml").write_text(PACK.replace("good: [我帮您查。", "good: [这不关我的事。"))
    ran = callcheck("rules", "test", "site.yaml")
    assert ran.status == 1
    lines = ran.out.splitlines()
    assert lines[:4] == [
        "FAIL site/not-mine  (site.yaml:13)",
        "  case      这不关我的事。",
        "  expected  no finding",
        "  got       a finding: 这不关我的事",
    ]
    assert lines[4].startswith("  pattern   ")
    assert ran.reason == "callcheck: 1 of 12 examples failed"


def test_a_filter_that_matches_no_rule_is_no_success(folder: Path, callcheck: Callcheck) -> None:
    assert callcheck("rules", "test", "site.yaml", "-k", "swear").status == 0
    ran = callcheck("rules", "test", "site.yaml", "-k", "nothing-like-it")
    assert (ran.status, ran.reason) == (2, "callcheck: no examples were run")


def test_check_finds_what_is_well_formed_and_still_wrong(
    folder: Path, callcheck: Callcheck
) -> None:
    assert callcheck("rules", "check", "site.yaml").status == 0
    Path("site.yaml").write_text(PACK.replace("bad: [你滚蛋。, 滚蛋。], ", ""), encoding="utf-8")
    ran = callcheck("rules", "check", "site.yaml")
    assert ran.status == 1
    assert ran.out.startswith("site.yaml:")
    assert "1 problem in 3 rules of 1 pack" in ran.reason


def test_check_names_rules_that_a_profile_leaves_out(folder: Path, callcheck: Callcheck) -> None:
    Path("mine.yaml").write_text(
        "profile: mine\npacks: [site]\nsections: [{id: a, max: 9, take: [shirking]}]\n"
    )
    ran = callcheck("rules", "check", "site.yaml", "mine.yaml")
    assert ran.status == 1
    assert "no section of the profile 'mine' takes the rule 'site/swearing'" in ran.out
    assert "not-mine" not in ran.out


def test_check_runs_the_examples_where_asked(folder: Path, callcheck: Callcheck) -> None:
    ran = callcheck("rules", "check", "--examples", "site.yaml")
    assert ran.status == 0
    assert ran.out.splitlines() == [
        "3 rules of 1 pack: no problems",
        "12 examples of 3 rules: 12 passed, 0 failed",
    ]
    Path("site.yaml").write_text(PACK.replace("good: [我帮您查。", "good: [这个不归我管。"))
    assert callcheck("rules", "check", "site.yaml").status == 0
    ran = callcheck("rules", "check", "--examples", "site.yaml")
    assert ran.status == 1
    assert "FAIL site/not-mine  (site.yaml:13)" in ran.out


def test_check_of_a_pack_that_cannot_load_is_status_2(folder: Path, callcheck: Callcheck) -> None:
    Path("site.yaml").write_text(PACK.replace("forbid: [滚蛋]", "forbd: [滚蛋]"), encoding="utf-8")
    ran = callcheck("rules", "check", "site.yaml")
    assert ran.status == 2
    assert "site.yaml:" in ran.err
    assert "did you mean 'forbid'?" in ran.err


def test_the_schema_is_a_json_schema_of_packs(callcheck: Callcheck) -> None:
    schema = callcheck("rules", "schema").json
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"pack", "rules", "clauses"} <= set(schema["properties"])


def test_a_new_pack_works_as_written_and_nothing_is_overwritten(
    folder: Path, callcheck: Callcheck
) -> None:
    assert callcheck("rules", "new", "our-hotline").status == 0
    assert callcheck("rules", "check", "our-hotline.yaml").status == 0
    assert callcheck("rules", "test", "our-hotline.yaml").status == 0
    written = Path("our-hotline.yaml").read_text(encoding="utf-8")
    again = callcheck("rules", "new", "our-hotline")
    assert again.status == 2
    assert "already there" in again.reason
    assert Path("our-hotline.yaml").read_text(encoding="utf-8") == written
    assert callcheck("rules", "new", "Our Hotline").status == 2


def test_docs_are_written_and_checked_for_drift(folder: Path, callcheck: Callcheck) -> None:
    args = ("rules", "docs", "--rules", "site.yaml", "--output", "pages")
    assert callcheck(*args, "--check").status == 1
    assert callcheck(*args).status == 0
    assert "## `site/not-mine`" in Path("pages/site.md").read_text(encoding="utf-8")
    assert callcheck(*args, "--check").status == 0
    Path("pages/site.md").write_text("旧", encoding="utf-8")
    stale = callcheck(*args, "--check")
    assert (stale.status, "out of date" in stale.reason) == (1, True)


def test_diff_names_the_rules_and_the_findings_that_change(
    folder: Path, callcheck: Callcheck
) -> None:
    changed = PACK.replace("deduct: 30", "deduct: 20").replace("[这不关我的事, 不归", "[不归")
    Path("new.yaml").write_text(changed.replace("id: swearing", "id: cursing"), encoding="utf-8")
    ran = callcheck("rules", "diff", "site.yaml", "new.yaml", "calls")
    assert ran.out.splitlines() == [
        "~ site/not-mine  deduct 30.0 → 20.0, weight 30.0 → 20.0, forbid",
        "+ site/cursing  骂人",
        "- site/swearing  骂人",
        "  cursing: 0 findings → 1 (+1 −0)",
        "    + calls/c.txt:turn 1  滚蛋",
        "  not-mine: 1 findings → 0 (+0 −1)",
        "    − calls/b.txt:turn 1  这不关我的事",
        "  swearing: 1 findings → 0 (+0 −1)",
        "    − calls/c.txt:turn 1  滚蛋",
    ]


def test_a_site_pack_takes_over_rules_and_works_as_written(
    folder: Path, callcheck: Callcheck
) -> None:
    assert callcheck("rules", "new", "our-hotline", "--extends", "default").status == 0
    assert callcheck("rules", "test", "our-hotline.yaml").status == 0
    assert callcheck("rules", "check", "our-hotline.yaml").status == 0


def test_packs_that_contradict_each_other_are_named(folder: Path, callcheck: Callcheck) -> None:
    for name, rest in (
        ("two-rings", "conflicts: [{pack: three-rings, why: 两声和三声}]\n"),
        ("three-rings", ""),
    ):
        text = f"pack: {name}\nlanguage: 1\ntitle: 振铃\n{rest}rules: []\n"
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")
    both = callcheck(
        "score", "calls/a.txt", "--rules", "two-rings.yaml", "--rules", "three-rings.yaml"
    )
    assert "two-rings and three-rings contradict each other: 两声和三声" in both.err
    one = callcheck("score", "calls/a.txt", "--rules", "two-rings.yaml")
    assert "contradict" not in one.err


def test_diff_shows_the_findings_a_rule_gains_and_loses(folder: Path, callcheck: Callcheck) -> None:
    text = Path("site.yaml").read_text(encoding="utf-8")
    Path("next.yaml").write_text(text.replace("[滚蛋]", "[滚出去]"), encoding="utf-8")
    Path("rude.txt").write_text("客服：你滚蛋。\n客户：啊？\n客服：滚出去！\n", encoding="utf-8")
    ran = callcheck("rules", "diff", "site.yaml", "next.yaml", "rude.txt")
    assert ran.out.splitlines()[-3:] == [
        "  swearing: 1 findings → 1 (+1 −1)",
        "    + rude.txt:turn 3  滚出去",
        "    − rude.txt:turn 1  滚蛋",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[滚蛋]", "[滚出去]", "~ site/swearing  forbid"),
        ("as: whole clause", "as: whole turn", "~ site/hailing  forbid"),
        ("message: 骂人", "message: 说粗话", "~ site/swearing  message 骂人 → 说粗话"),
        ("- id: swearing", "\n\n- id: swearing", ""),
    ],
)
def test_diff_names_every_key_that_changed_and_no_line(
    folder: Path, callcheck: Callcheck, old: str, new: str, told: str
) -> None:
    Path("new.yaml").write_text(PACK.replace(old, new), encoding="utf-8")
    assert callcheck("rules", "diff", "site.yaml", "new.yaml").out.strip() == told


@pytest.mark.parametrize("command", [("test",), ("diff", "site.yaml")])
def test_a_phrase_that_cannot_be_read_is_told_with_its_line(
    folder: Path, callcheck: Callcheck, command: tuple[str, ...]
) -> None:
    Path("bad.yaml").write_text(PACK.replace("forbid: [滚蛋]", 'forbid: ["(滚|蛋"]'), "utf-8")
    ran = callcheck("rules", *command, "bad.yaml", *(["calls"] if command[0] == "diff" else []))
    assert ran.status == 2
    assert "bad.yaml:26:13: ( is not closed" in ran.err and "internal error" not in ran.err


NEAR = """\
pack: near
language: 1
title: 相近
rules:
- id: three
  category: shirking
  deduct: 1
  forbid: {all: [苹果, 香蕉, 葡萄], near: 5}
  message: 三样挨着说
  examples:
    bad: [苹果香蕉葡萄。, 葡萄一二香蕉一二苹果。, 好香蕉一二三苹果一二三四香蕉一二葡萄。]
    good: [苹果香蕉。, 苹果一二三四五六香蕉葡萄。, 苹果香蕉一二三香蕉一二三四香蕉葡萄。]
"""


def test_parts_that_stand_near_each_other_are_found_in_any_order(
    folder: Path, callcheck: Callcheck
) -> None:
    Path("near.yaml").write_text(NEAR, encoding="utf-8")
    ran = callcheck("rules", "test", "near.yaml")
    assert ran.out.startswith("6 examples of 1 rule: 6 passed, 0 failed")


@pytest.mark.parametrize(
    ("condition", "fires"),
    [
        ('date: ">=2026-01-01"', True),
        ('date: "<2026-01-01"', False),
        ("date: 2026-03-02", True),
        ('rings: "> 2"', True),
        ('rings: "<=2"', False),
    ],
)
def test_a_condition_compares_dates_and_numbers(
    folder: Path, callcheck: Callcheck, condition: str, fires: bool
) -> None:
    rule = PACK.replace("  forbid: [滚蛋]", f"  only_if: {{{condition}}}\n  forbid: [滚蛋]")
    Path("dated.yaml").write_text(rule, encoding="utf-8")
    head = "日期: 2026-03-02\n客户等待振铃: 3\n\n"
    Path("c.txt").write_text(f"{head}客服：滚蛋！\n客户：什么？\n", encoding="utf-8")
    ran = callcheck("score", "c.txt", "--rules", "dated.yaml", "--format", "json")
    found = [finding["rule"] for finding in ran.json["calls"][0]["findings"]]
    assert ("site/swearing" in found) is fires


@pytest.mark.parametrize("condition", ['date: ">5"', 'tags: ">5"', "date: soon", 'queue: "<a"'])
def test_a_condition_that_compares_nothing_is_refused(
    folder: Path, callcheck: Callcheck, condition: str
) -> None:
    rule = PACK.replace("  forbid: [滚蛋]", f"  only_if: {{{condition}}}\n  forbid: [滚蛋]")
    Path("odd.yaml").write_text(rule, encoding="utf-8")
    ran = callcheck("rules", "check", "odd.yaml")
    assert ran.status == 2
    assert "odd.yaml:26:" in ran.err + ran.out
