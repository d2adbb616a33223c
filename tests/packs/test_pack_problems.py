"""What is wrong in a pack is told all at once, each at its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from callcheck.packs.load import PackError, load_packs
from callcheck.packs.place import find_rules_dir

HEAD = "pack: site\nlanguage: 1\ntitle: 站点\n"


def problems_of(tmp_path: Path, text: str, name: str = "site.yaml") -> list[str]:
    """Load a pack that is wrong; return what is said, with file names only."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_packs([], [path])
    return [str(problem).replace(f"{tmp_path}/", "") for problem in caught.value.problems]


def rule(*lines: str) -> str:
    """A pack with one rule; its ``forbid`` stands in line 8, what follows from line 9."""
    head = ["- id: r", "  category: shirking", "  message: 推诿", "  forbid: 不归我们管"]
    return HEAD + "rules:\n" + "\n".join([*head, *(f"  {line}" for line in lines)]) + "\n"


def test_everything_wrong_in_a_file_is_told_at_once(tmp_path: Path) -> None:
    text = """\
pack: site
language: 2
titel: 站点
words:
  我方:
  打发: [{您}去问]
rules:
- id: One
  category: shriking
  forbid: {say: 不管, as: whole trun}
  message: 推诿
- id: two
  category: shirking
  deduct: lots
  forbid: 不管
  unless: [{turn: {我来办}}, questoin]
  message:
- id: three
  category: promise
  when: 不能定
  require: 时限
  within: 2 turns befor
  only_if: {rings: many}
  message: [a]
"""
    # Words after a brace are not YAML at all, so that is told alone.
    assert [line[:30] for line in problems_of(tmp_path, text)] == ["site.yaml:6:11: not YAML: did "]
    assert problems_of(tmp_path, text.replace("{您}去问", "{您}")) == [
        "site.yaml:1:1: the key 'title' is missing; add title:",
        "site.yaml:2:11: language 2 is not known; this program reads language: 1",
        "site.yaml:3:1: unknown key 'titel'; did you mean 'title'?",
        "site.yaml:5:6: nothing is written here; write it, or delete the key",
        'site.yaml:6:8: a word list without quotation marks; write "{您}" in double quotes',
        "site.yaml:8:7: 'One' is not an id; small letters, digits and hyphens, like bare-refusal",
        "site.yaml:9:13: 'shriking' is not known here; did you mean 'shirking'?",
        "site.yaml:10:25: 'whole trun' is not known here; did you mean 'whole turn'?",
        "site.yaml:14:11: a number is wanted here, not 'lots'",
        'site.yaml:16:19: a word list without quotation marks; write "{我来办}" in double quotes',
        "site.yaml:16:27: 'questoin' is not known here; did you mean 'question'?",
        "site.yaml:17:11: nothing is written here; write it, or delete the key",
        "site.yaml:22:11: '2 turns befor' is not a window; did you mean '2 turns before'?",
        "site.yaml:23:13: 'many' is no number; write rings: 2 or rings: \">2\"",
        'site.yaml:24:12: text is wanted here; put it in double quotes: "..."',
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["catgory: hold"], "9:3: unknown key 'catgory'; did you mean 'category'?"),
        (["deduct: 1e400"], "9:11: a number is wanted here, not '1e400'"),
        (["deduct: -5"], "9:11: -5 is out of range; it must be >= 0"),
        (["veto: perhaps"], "9:9: yes or no is wanted here, not 'perhaps'; write true or false"),
        (["require: 您好"], "9:3: 'forbid' and 'require' in one rule; a rule has one form"),
        (["within: 2 turns"], "9:3: 'within' does not go with 'forbid'; it goes with when"),
        (["at_most: 2"], "9:3: 'at_most' does not go with 'forbid'; it goes with count"),
        (["per: part"], "9:3: 'per: part' does not go with 'forbid'; it goes with require"),
        (["times: first"], "9:3: 'times: first' without a trigger; add when:"),
        (["times: often"], "9:10: 'often' is no times; write first or each"),
        (["times: 0"], "9:10: '0' is no times; write first or each"),
        (["times: 2"], "9:3: a number of times goes with the max: of measure silence or response"),
        (["unless: [{tern: 好}]"], "9:13: unknown key 'tern'; did you mean 'turn'?"),
        (["only_if: {direction: outbond}"], "did you mean 'outbound'?"),
        (['only_if: {date: "{假日}"}'], "9:19: no calendar '假日'; write it under calendars:"),
        (['only_if: {said: "{抱冤}"}'], "9:20: no list '抱冤'; did you mean '抱怨'?"),
        (['unless: [{turn: "我<时刻>来"}]'], "9:21: no slot '时刻'; did you mean '时间'?"),
        (["when: {say: 不能定, for: 5s}"], "'for' does not go with 'say'; 'for' goes with 'quiet'"),
        (["when: {any: [a, b], by: customer}"], "write 'by' in each of the parts"),
        (["when: {quiet: customer}"], "9:10: 'quiet' without 'for'; add for:"),
        (["when: {silence: 5}"], "9:19: '5' is not a duration; write it like 5s"),
        (["when: {say: a, any: [b]}"], "9:18: 'say' and 'any' in one what"),
        (["when: {name: 甲}"], "9:9: nothing to look for; write one of: say"),
        (["when: {all: [{say: a, left: 2 turns}]}"], "'left' inside a what"),
        (["examples: {good: [{a: b}]}"], "text is wanted here"),
        (["examples: {xfail: [{bad: 不管}]}"], "9:22: the key 'why' is missing"),
        (["yields_to: s"], "5:3: 'yields_to' of rule 'r' names no other rule: 's'"),
        (["replace: [{from: 你}]"], "9:13: the key 'to' is missing; add to:"),
        (
            ["replace: [{from: 你, to: 您, as: whole turn}]"],
            "9:34: 'whole turn' is not known here; one of: anywhere, start of turn",
        ),
    ],
)
def test_a_wrong_line_of_a_rule_is_told_with_what_would_be_right(
    tmp_path: Path, lines: list[str], said: str
) -> None:
    told = problems_of(tmp_path, rule(*lines))
    assert len(told) == 1, told
    assert said in told[0]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("slots: {机型: {any: [甲], length: 2-3}}\n", "4:24: 'any' and 'length' in one slot"),
        ("slots: {机型: {length: 3-2}}\n", "'3-2' is an empty range; write it like 2-3"),
        ("calendars: {假日: [2026-13-01]}\n", "4:18: '2026-13-01' is not a date"),
        ("settings: {tolerance: 20}\n", "4:23: '20' is not a percentage; write it like 20%"),
        ("settings: {hear: sounds}\n", "4:18: 'sounds' is not known here; did you mean 'sound'?"),
        ("words: {我 方: [我]}\n", "4:9: '我 方' cannot be a name"),
        ("words: {甲: []}\n", "4:12: the list is empty"),
        ('words: {甲: ["{乙}去"]}\n', "4:14: no list '乙'; write it under words:"),
        ("words: {我放+: [本行]}\n", "4:9: no list '我放' to change; did you mean '我方'?"),
        ("words: {我方-: [俺村]}\n", "4:15: '俺村' is not in the list '我方'"),
        (
            "clauses: [{id: A-1, summary: 甲, status: human}]\n",
            "4:11: clause 'A-1' is human without",
        ),
        ("extends: [defalt]\n", "4:11: no pack 'defalt'; did you mean 'default'?"),
        ("include: [default/*]\n", "4:11: nothing to include as 'default/*'; add default to"),
        ("extends: [default]\ninclude: [default/pase]\n", "5:11: no rule 'default/pase'; did you"),
        (
            "extends: [default]\noverrides: {default/pace: off}\n",
            "5:13: 'default/pace' is not included here; add default/pace to include:",
        ),
        (
            "extends: [default]\ninclude: [default/*]\noverrides: {default/pase: off}\n",
            "6:13: no rule 'default/pase'; did you mean 'default/pace'?",
        ),
        (
            "extends: [default]\ninclude: [default/*]\noverrides:\n  default/pace: {targt: 220}\n",
            "7:18: unknown key 'targt'; did you mean 'target'?",
        ),
        (
            "extends: [default]\ninclude: [default/*]\noverrides:\n  default/pace: {id: speed}\n",
            "7:18: 'id' cannot be overridden; write a rule of your own",
        ),
    ],
)
def test_a_wrong_line_of_a_pack_is_told_with_what_would_be_right(
    tmp_path: Path, body: str, said: str
) -> None:
    told = problems_of(tmp_path, HEAD + body)
    assert len(told) == 1, told
    assert said in told[0]


def test_a_rule_id_stands_once(tmp_path: Path) -> None:
    text = rule() + rule().split("rules:\n")[1]
    assert problems_of(tmp_path, text) == [
        "site.yaml:9:7: the rule id 'r' stands here a second time; "
        "it is already in line 5; rename one"
    ]


def test_a_broken_rule_does_not_hide_what_is_wrong_with_the_next(tmp_path: Path) -> None:
    text = rule("deduct: lots") + '- {id: s, category: hold, message: 等, forbid: "{等等}"}\n'
    assert [line.partition(";")[0] for line in problems_of(tmp_path, text)] == [
        "site.yaml:9:11: a number is wanted here, not 'lots'",
        "site.yaml:10:48: no list '等等'",
    ]


def test_packs_that_extend_each_other_are_told_as_the_loop_they_are(tmp_path: Path) -> None:
    for name, parent in (("a", "b"), ("b", "c"), ("c", "a")):
        text = HEAD.replace("site", name) + f"extends: [{parent}]\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_packs([], [tmp_path])
    (problem,) = caught.value.problems
    assert (Path(problem.path).name, problem.line, problem.column) == ("c.yaml", 4, 11)
    assert "extends itself: a → b → c → a" in problem.message


def test_a_shipped_pack_s_id_is_taken(tmp_path: Path) -> None:
    told = problems_of(tmp_path, HEAD.replace("site", "default"))
    assert told == [
        "site.yaml:1:7: the pack id 'default' is a shipped pack's; "
        "choose another id; to change a shipped pack, extend it"
    ]


def test_a_shipped_pack_may_be_named_by_its_file(tmp_path: Path) -> None:
    shipped = find_rules_dir() / "banking.yaml"
    copy = tmp_path / "banking.yaml"
    copy.write_bytes(shipped.read_bytes())
    for path in (shipped, copy):
        (pack,) = load_packs([], [path])[0]
        assert pack.id == "banking"


@pytest.mark.parametrize(
    ("ids", "profile", "said"),
    [
        (["defualt"], None, "no pack 'defualt'; did you mean 'default'?"),
        ([], "defualt", "no profile 'defualt'; did you mean 'default'?"),
    ],
)
def test_unknown_names_are_told(ids: list[str], profile: str | None, said: str) -> None:
    with pytest.raises(PackError) as caught:
        load_packs(ids, [], profile)
    assert str(caught.value) == said


def test_a_folder_without_rule_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="the folder holds no rule file"):
        load_packs([], [tmp_path])
