"""Rules that weigh: many small clues together, and what spares or outranks them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callcheck.check import Checker
from callcheck.packs.load import PackError, load_packs
from callcheck.trace import trace_call
from callcheck.transcript.read import read_text
from packs_under_test import check_lines, checker_for

CLUES = """
clues:
  语气:
    doubt: 20%
    base: -300
    said:
      200: [才知道, 呗]
      150: [自己, "^那"]
      -250: [帮您]
    before:
      -200: [谢谢]
      50: [怎么搞的]
    answered:
      250: [什么态度]
    kinds:
      blaming: {said: {100: [自己]}}
      arrogance: {base: 10}
"""
RULES = """
- {id: blaming-by-tone, category: blaming, weigh: 语气, kind: blaming, confidence: 0.7,
   message: 怪客户,
   examples: {good: [好的。, 请讲。], bad: [甲, 乙]}}
- {id: arrogance-by-tone, category: arrogance, weigh: 语气, kind: arrogance, confidence: 0.7,
   message: 傲慢, examples: {good: [好的。, 请讲。], bad: [甲, 乙]}}
- {id: just-so, category: arrogance, deduct: 5, forbid: [就这样呗], message: 傲慢,
   unless: [{unlikely: 语气}], examples: {good: [好的。, 请讲。], bad: [甲, 乙]}}
- {id: sigh, category: verbal_tic, deduct: 1, forbid: {say: 唉, as: start of turn},
   message: 叹气, examples: {good: [好的。, 请讲。], bad: [甲, 乙]}}
"""


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    return checker_for(tmp_path_factory.mktemp("weigh"), RULES, words=CLUES)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        # -300 + 200 + 200 + 150: odds of e^2.5 to 1.
        (["客服：自己弄的才知道呗。"], [("blaming-by-tone", "自己弄的才知道呗", 0.92)]),
        # ^那 is a 那 at the start of the turn.
        (["客服：才知道，那自己。"], []),
        (["客服：那才知道呗。"], [("arrogance-by-tone", "那才知道呗", 0.92)]),
        (["客服：才知道呗。"], [("arrogance-by-tone", "才知道呗", 0.73)]),
        (["客服：才知道呗，帮您查。"], []),
        # A clue counts once, whatever is said how often.
        (["客服：呗呗呗，呗，呗。"], []),
        # The customer's answer counts, and nobody else's.
        (["客服：自己看。", "客户：你什么态度？"], [("blaming-by-tone", "自己看", 0.73)]),
        (["客服：自己看。", "客服：什么态度？"], []),
        (["客户：那自己才知道呗。", "客户：什么态度？"], []),
        # So do the customer's words just before, and no earlier ones.
        (["客户：怎么搞的？", "客服：才知道呗。"], [("arrogance-by-tone", "才知道呗", 0.82)]),
        (["客户：谢谢。", "客服：自己弄的才知道呗。"], []),
        (
            ["客户：谢谢。", "客服：喂？", "客服：自己弄的才知道呗。"],
            [("blaming-by-tone", "自己弄的才知道呗", 0.92)],
        ),
        # Written otherwise; what only sounds like a clue is none.
        (["客服：自己弄的纔知道唄。"], [("blaming-by-tone", "自己弄的纔知道唄", 0.92)]),
        (["客服：资己弄的菜知道呗。"], []),
        # What is quoted is somebody else's.
        (["客服：他说“自己弄的才知道呗”，是吗？"], []),
        # The sentence with the most points, in the source's own characters.
        (
            ["客服：查到了。自己弄的， 才知道呗。请讲。"],
            [("blaming-by-tone", "自己弄的， 才知道呗", 0.92)],
        ),
        # A rule that hears forbidden words speaks first; a sigh says nothing of the rest.
        (["客服：自己弄的才知道，就这样呗。"], [("just-so", "就这样", 1.0)]),
        (
            ["客服：唉，自己弄的才知道呗。"],
            [("sigh", "唉", 1.0), ("blaming-by-tone", "唉，自己弄的才知道呗", 0.92)],
        ),
        # The guard spares what the clues doubt, and without an answer what they doubt twice.
        (["客服：那就这样。", "客户：好的。"], []),
        (["客服：那就这样。"], [("just-so", "就这样", 1.0)]),
        (["客服：帮您记好了就这样。"], []),
        (["客服：就这样呗。", "客户：什么态度？"], [("just-so", "就这样", 1.0)]),
    ],
)
def test_clues_add_up(
    checker: Checker, lines: list[str], found: list[tuple[str, str, float]]
) -> None:
    checked = check_lines(checker, *lines)
    told = [(f.rule.partition("/")[2], f.text, f.confidence) for f in checked.findings]
    assert sorted(told) == sorted(found)


EVENTS = """
- {id: sorry, category: apology, deduct: 5,
   only_if: {said: {any: [{likely: 不满, by: customer},
                          {likely: 不满, by: customer, over: 30%, turns: 2}]}},
   require: 抱歉, message: 要致歉, confidence: 0.7,
   examples: {good: [好的。, 请讲。], bad: [甲, 乙]}}
- {id: answer, category: promise, deduct: 5, confidence: 0.7, message: 要说时间,
   when: {likely: 拖着}, require: 小时, within: rest of call,
   examples: {good: [好的。, 请讲。], bad: [甲, 乙]}}
- {id: no, category: plain_refusal, deduct: 1, confidence: 0.7, message: 生硬,
   forbid: {say: 办不了手续, hear: sound}, unless: [{unlikely: 拖着, under: 60%}],
   examples: {good: [好的。, 请讲。], bad: [甲, 乙]}}
"""
EVENT_CLUES = """
clues:
  不满: {base: -200, said: {300: [太慢], 150: [算了]}, answered: {200: [明白]}}
  拖着: {base: -100, doubt: 10%, misheard: 80%, said: {200: [再说], 100: [回头], 150: [办不]}}
"""


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["客户：太慢了。", "客服：好的。"], ["sorry"]),
        (["客户：太慢了。", "客服：抱歉。"], []),
        # 0.38 by itself; the agent's answer counts for the customer's turn.
        (["客户：算了。", "客服：好的。"], []),
        (["客户：算了。", "客服：明白。"], ["sorry"]),
        # Two turns may be what one is not.
        (["客户：算了。", "客服：好的。", "客户：算了算了。"], ["sorry"]),
        (["客户：算了。", "客服：算了。", "客户：好。"], []),
        # Turns of the other side are not weighed.
        (["客服：太慢了。", "客户：回头再说。"], []),
        (["客服：回头再说。"], ["answer"]),
        (["客服：回头再说。", "客户：多久？", "客服：两小时。"], []),
        # Asked by the guard: 60 %, where the words are only heard 80 %; nobody answers: squared.
        (["客服：办不了手续。"], ["no"]),
        (["客服：办不了手续。", "客户：哦。"], ["no"]),
        (["客服：班不了手续。", "客户：哦。"], []),
        (["客服：回头办不了手序。", "客户：哦。"], ["answer", "no"]),
    ],
)
def test_what_is_likely_is_an_event(tmp_path: Path, lines: list[str], found: list[str]) -> None:
    checker = checker_for(tmp_path, EVENTS, words=EVENT_CLUES)
    checked = check_lines(checker, *lines)
    assert sorted(f.rule.partition("/")[2] for f in checked.findings) == found


BY_DEFAULT = """
clues:
  语气: {base: 100, said: {100: [呗]}, answered: {100: [什么态度]}}
"""
LIKELY = """
- {id: by-tone, category: blaming, weigh: 语气, confidence: 0.7, message: 怪客户,
   examples: {good: [好的。, 请讲。], bad: [甲, 乙]}}
"""


@pytest.mark.parametrize(
    ("words", "lines", "note"),
    [
        (
            CLUES,
            ["怎么搞的？", "那才知道呗。", "你什么态度？"],
            "线索“才知道”“呗”“那”，前一话轮“怎么搞的”，后一话轮“什么态度”",
        ),
        (
            CLUES,
            ["谢谢谁？", "那才知道呗。", "什么态度？"],
            "线索“才知道”“呗”“那”，后一话轮“什么态度”",
        ),
        (CLUES, ["你好。", "那才知道呗。", "好。"], "线索“才知道”“呗”“那”"),
        (BY_DEFAULT, ["你好。", "查到了。", "你什么态度？"], "后一话轮“什么态度”"),
        # Likely from the start: there is no clue to name.
        (BY_DEFAULT, ["你好。", "查到了。", "好。"], ""),
    ],
)
def test_a_finding_names_its_clues(tmp_path: Path, words: str, lines: list[str], note: str) -> None:
    checker = checker_for(tmp_path, RULES if words is CLUES else LIKELY, words=words)
    checked = check_lines(checker, f"客户：{lines[0]}", f"客服：{lines[1]}", f"客户：{lines[2]}")
    assert [f.note for f in checked.findings] == [note]


def test_trace_shows_what_was_nearly_likely_enough(checker: Checker) -> None:
    call = read_text("客服：自己看呗。\n客服：自己才知道。\n客服：您好。", "call.txt")
    traced = {trace.rule.partition("/")[2]: trace for trace in trace_call(call, checker)}
    steps = traced["blaming-by-tone"].steps
    assert [(step.turn, step.outcome, step.text, step.detail) for step in steps] == [
        (1, "擦边", "自己看呗", "可能性 0.62，要 0.7：线索“自己”“呗”"),
        (2, "擦边", "自己才知道", "可能性 0.62，要 0.7：线索“才知道”“自己”"),
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="自己才知道呗帮您那，。？ “”a1", max_size=30))
def test_the_words_shown_stand_in_the_turn(checker: Checker, text: str) -> None:
    checked = check_lines(checker, f"客服：甲{text}呗才知道自己", "客户：什么态度？")
    turn = checked.call.turns[0].text
    for finding in checked.findings:
        begin = (finding.column or 0) - len("客服：") - 1
        assert finding.text == turn[begin : begin + len(finding.text or "")] != ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("weigh: 语气, kind: blaming", "weigh: 语汽, kind: blaming"), "names no clues: '语汽'"),
        (("kind: blaming", "kind: blamed"), "'kind' of rule 'blaming-by-tone' is none of '语气'"),
        (("unlikely: 语气", "unlikely: 口气"), "rule 'just-so' names no clues: '口气'"),
        (("unlikely: 语气", "under: 30%"), "'under' goes with 'unlikely'"),
        (("forbid: [就这样呗]", "forbid: {likely: 口气}"), "rule 'just-so' names no clues: '口气'"),
        (("forbid: [就这样呗]", "forbid: {likely: 语气, hear: exact}"), "'hear' goes with 'say'"),
        (("forbid: [就这样呗]", "forbid: {say: 呗, turns: 2}"), "'turns' goes with 'likely'"),
        (("base: -300", "base: lots"), "site.yaml:7:11"),
        (
            ("kind: blaming, confidence", "kind: blaming, share: 50%, confidence"),
            "'share' does not go",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    text = f"pack: site\nlanguage: 1\ntitle: 站点{CLUES}rules:{RULES}"
    assert change[0] in text
    path = tmp_path / "site.yaml"
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_packs([], [path])
    assert any(told in str(problem) for problem in caught.value.problems), caught.value.problems


def test_a_site_pack_lays_its_clues_over_those_it_extends(tmp_path: Path) -> None:
    base = tmp_path / "parent.yaml"
    base.write_text(f"pack: parent\nlanguage: 1\ntitle: 上级{CLUES}rules:{RULES}", encoding="utf-8")
    site = tmp_path / "site.yaml"
    site.write_text(
        "pack: site\nlanguage: 1\ntitle: 站点\nextends: [parent]\ninclude: [parent/*]\n"
        "clues: {语气: {said: {300: [好的]}, kinds: {blaming: {base: 1}, arrogance: {}}}}\n",
        encoding="utf-8",
    )
    from callcheck.matching.cache import compile_ruleset

    checker = Checker(compile_ruleset(None, (), (base, site)))
    checked = check_lines(checker, "客服：好的。")
    assert [(f.rule, f.confidence) for f in checked.findings] == [("parent/blaming-by-tone", 0.95)]
