"""Every phrase that a standard prints is put to that standard's own pack.

A forbidden phrase, said alone, is found and cites its clause; a prescribed one,
said in its place, breaks no rule that cites its clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from callcheck.check import Checker
from callcheck.matching.cache import compile_ruleset
from callcheck.transcript.read import read_text

ROOT = Path(__file__).parent.parent.parent
INVENTORY = ROOT / ".." / "shared" / "standards" / "clauses"
RULES = ROOT / "rules"

# The standards print slots in several ways; a phrase that is spoken has values.
SLOTS = (
    (r"(XX|XXX|××)(\(时间\)|时间)", "两小时"),
    (r"XX地方", "营业厅"),
    (r"XX电话", "10086"),
    (r"(X|某)先生/(女士|小姐)", "王先生"),
    (r"\*{4}号", "1024号"),
    (r"\*{3}(公司|客服)", r"深科\1"),
    (r"XX客户服务热线", "联讯客户服务热线"),
    (r"X+店铺", "联讯店铺"),
    (r"YYY", "王芳"),
    (r"\([^()]*\)", ""),
    (r"请您……", "请您稍等"),
)

ANGRY = "客户：气死我了，我要投诉！"

# Where a phrase has a place in a call: {} is all its phrases in order, {0} the first.
PLACES: dict[str, list[str]] = {
    "HA-36": [ANGRY, "客服：实在对不起，我理解您的心情。{}"],
    "HA-42": ["客服：{}", "客户：好。", "客服：对不起，让您久等了。"],
    "HA-61": ["客服：对不起，我接个电话，请您稍等。", "客户：好。", "客服：{}"],
    "AFT-07": [
        "挂机方: 客服",
        "时长: 28",
        "",
        "[00:01-00:04] 客服：{0}",
        "[00:09-00:12] 客服：{1}",
        "[00:17-00:22] 客服：{2}",
    ],
    "AFT-11": [
        "挂机方: 客服",
        "时长: 30",
        "",
        "[00:05-00:08] 客服：听不清。{0}",
        "[00:10-00:12] 客户：喂。",
        "[00:13-00:18] 客服：{1}",
    ],
    "AFT-13": [
        "挂机方: 客服",
        "时长: 20",
        "",
        "[00:01-00:04] 客户：喂，喂。",
        "[00:05-00:12] 客服：{}",
    ],
    "AFT-15": ["客户：侬好，阿拉想问一下。", "客服：{0}", "客户：啥物事？", "客服：{1}"],
    "ONL-05": ["呼叫方向: outbound", "", "客服：{}"],
    "ONL-06": ["呼叫方向: outbound", "日期: 2026-10-01", "", "客服：{0}！"],
    "ONL-07": ["呼叫方向: outbound", "日期: 2026-02-17", "", "客服：{}"],
    "PRO-30": ["客服：{}，深科物业。", "客户：你好。"],
}


class Case(NamedTuple):
    """The phrases of one clause of one pack."""

    pack: str
    clause: str
    cited: frozenset[str]
    kind: str
    phrases: tuple[str, ...]


def standards() -> Iterator[dict[str, Any]]:
    for path in sorted(INVENTORY.glob("*.yaml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))


def cases(key: str) -> Iterator[Case]:
    for standard in standards():
        for clause in standard["clauses"]:
            if phrases := clause.get(key):
                ids = {clause["id"], clause.get("duplicate_of", clause["id"])}
                spoken = tuple(map(spoken_form, phrases))
                yield Case(standard["pack"], clause["id"], frozenset(ids), clause["kind"], spoken)


def spoken_form(phrase: str) -> str:
    for slot, value in SLOTS:
        phrase = re.sub(slot, value, phrase)
    return phrase


@cache
def checker(pack: str) -> Checker:
    if not (RULES / f"{pack}.yaml").is_file():
        pytest.skip(f"rules/{pack}.yaml: another copy's pack stands for this standard")
    return Checker(compile_ruleset(None, (pack,), ()))


def clauses_found(pack: str, lines: list[str]) -> set[str]:
    checked = checker(pack).check(read_text("\n".join(lines), "call.txt"))
    return {clause for finding in checked.findings for clause in finding.clauses}


def placed(case: Case) -> list[str]:
    if case.clause in PLACES:
        everything = "".join(case.phrases)
        return [
            line.replace("{}", everything).format(*case.phrases) for line in PLACES[case.clause]
        ]
    if case.kind == "required_closer":
        return ["客服：您好。", "客户：没有别的事了。", *(f"客服：{p}" for p in case.phrases)]
    return [f"客服：{phrase}" for phrase in case.phrases]


FORBIDDEN = [(case, phrase) for case in cases("bad") for phrase in case.phrases]
PRESCRIBED = list(cases("good"))

needs_inventory = pytest.mark.skipif(
    not INVENTORY.is_dir(), reason="../shared/standards/clauses is not beside this project"
)


@needs_inventory
@pytest.mark.parametrize(
    ("case", "phrase"), FORBIDDEN, ids=[f"{case.clause}-{phrase}" for case, phrase in FORBIDDEN]
)
def test_a_forbidden_phrase_said_alone_cites_its_clause(case: Case, phrase: str) -> None:
    assert case.cited & clauses_found(case.pack, [f"客服：{phrase}"])


@needs_inventory
@pytest.mark.parametrize("case", PRESCRIBED, ids=[case.clause for case in PRESCRIBED])
def test_a_prescribed_phrase_in_its_place_breaks_no_rule_of_its_clause(case: Case) -> None:
    assert not case.cited & clauses_found(case.pack, placed(case))


@needs_inventory
@pytest.mark.parametrize("standard", list(standards()), ids=lambda standard: standard["prefix"])
def test_a_pack_lists_every_clause_of_its_standard(standard: dict[str, Any]) -> None:
    listed = {clause.id: clause for clause in checker(standard["pack"]).ruleset.packs[-1].clauses}
    assert set(listed) >= {clause["id"] for clause in standard["clauses"]}
    cited = {
        clause
        for compiled in checker(standard["pack"]).ruleset.rules
        for clause in compiled.rule.clauses
    }
    for clause in listed.values():
        assert (clause.status == "automated") == (clause.reason is None), clause.id
        assert clause.status != "automated" or clause.id in cited, clause.id


MUST_BE_AUTOMATED = {"verbatim", "term_list", "structure", "timing"}


def checkable() -> Iterator[tuple[str, dict[str, Any]]]:
    """The clauses that a transcript can show, each once, of the packs that are here."""
    for standard in standards():
        if (RULES / f"{standard['pack']}.yaml").is_file():
            for clause in standard["clauses"]:
                if clause["checkable"].startswith("transcript") and "duplicate_of" not in clause:
                    yield standard["pack"], clause


@needs_inventory
def test_most_of_what_a_transcript_can_show_is_automated() -> None:
    left: dict[str, str | None] = {}
    total = 0
    for pack, clause in checkable():
        total += 1
        listed = {item.id: item for item in checker(pack).ruleset.packs[-1].clauses}
        if listed[clause["id"]].status != "automated":
            left[clause["id"]] = clause.get("method")
    assert [name for name, method in left.items() if method in MUST_BE_AUTOMATED] == []
    assert len(left) <= 0.15 * total, sorted(left)
