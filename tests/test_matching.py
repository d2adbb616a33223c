"""What a phrase matches, and where its words stand in the source."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callcheck.check import Checker
from packs_under_test import check_lines, checker_for


def rule(body: str, more: str = "") -> str:
    return f"""
- id: it
  category: shirking
  deduct: 5
  {body}
  message: 推诿
  {more}
  examples: {{good: [好的。, 请讲。], bad: [甲, 乙]}}
"""


FOUND = [
    ("不关我的事", "这可真不关我的事。", "不关我的事"),
    ("不关我的事", "這可真不關我的事。", "不關我的事"),
    ("不关我的事", "不关我事", "不关我事"),
    ("不关我的事", "不关啊我的事", "不关啊我的事"),
    ("不关我的事", "不关，我的事", "不关，我的事"),
    ("不关我的事", "不 关 我 的 事", "不 关 我 的 事"),
    ("不关我的事", "“不关”我的事", "不关”我的事"),
    ("不关我的事", "这\x01不关\x01我的\x02事\x01", "不关\x01我的\x02事"),
    ("这不是我办理的", "这又不是我办理的呀", "这又不是我办理的"),
    ("您怎么不早说", "你你你怎么不早说", "你怎么不早说"),
    ("您怎么不早说", "您怎么怎么不早说", "您怎么怎么不早说"),
    ("(归|由)我管", "这由我管", "由我管"),
    ("不[也]行的", "不行的", "不行的"),
    ("您……去查", "您要是有空的话自己去查", "您要是有空的话自己去查"),
    ("您…去查", "您自己去查", "您自己去查"),
    ("你问我，我问谁", "你问我？我问谁？", "你问我？我问谁"),
    ("Wi-Fi坏了", "ＷＩ－ＦＩ坏了", "ＷＩ－ＦＩ坏了"),
    ("罗嗦什么劲", "啰嗦什么劲", "啰嗦什么劲"),
]


@pytest.mark.parametrize(("phrase", "said", "words"), FOUND)
def test_a_phrase_finds_its_words(tmp_path: Path, phrase: str, said: str, words: str) -> None:
    checker = checker_for(tmp_path, rule(f"forbid: {{say: '{phrase}', words: any}}"))
    (finding,) = check_lines(checker, f"客服：{said}").findings
    assert finding.text == words
    assert (finding.line, finding.column) == (1, 4 + said.index(words))
    assert finding.end_column == 4 + said.index(words) + len(words)


NOT_FOUND = [
    ("不可以走", "不，可以走"),
    ("我们…负责", "我们不负责"),
    ("您…去查", "您好，我去查"),
    ("您……去查", "您放心。我去查"),
    ("不关我的事", "不关你的事"),
    ("您好", "你好"),
]


@pytest.mark.parametrize(("phrase", "said"), NOT_FOUND)
def test_a_phrase_leaves_other_words_alone(tmp_path: Path, phrase: str, said: str) -> None:
    hear = "exact" if phrase == "您好" else "spoken"
    checker = checker_for(tmp_path, rule(f"forbid: {{say: '{phrase}', hear: {hear}, words: any}}"))
    assert check_lines(checker, f"客服：{said}").findings == ()


ANCHORED = [
    ("whole turn", "什么？", True),
    ("whole turn", "什么呀？", True),
    ("whole turn", "你说什么？", False),
    ("whole clause", "好的，什么，您说。", True),
    ("whole clause", "什么时候？", False),
    ("start of turn", "嗯，什么都行。", True),
    ("start of turn", "那什么。", False),
    ("end of turn", "这是什么呢？", True),
    ("end of turn", "什么都行。", False),
    ("opening", "什么，您说。", True),
    ("opening", "什么？", False),
]


@pytest.mark.parametrize(("anchor", "said", "found"), ANCHORED)
def test_anchors(tmp_path: Path, anchor: str, said: str, found: bool) -> None:
    body = f"forbid: {{say: 什么, as: {anchor}, words: any}}"
    checker = checker_for(tmp_path, rule(body))
    assert bool(check_lines(checker, f"客服：{said}").findings) is found


HEARD = [
    ("不管我的是", 0.8),
    ("布关我的事", 0.9),
    ("不光我的事", None),
    ("不关窝的是", 0.8),
    ("补管窝的是", None),
]


@pytest.mark.parametrize(("said", "confidence"), HEARD)
def test_homophones_are_heard_with_less_confidence(
    tmp_path: Path, said: str, confidence: float | None
) -> None:
    checker = checker_for(tmp_path, rule("forbid: {say: 不关我的事, hear: sound}"))
    findings = check_lines(checker, f"客服：{said}").findings
    if confidence is None:
        assert findings == () or findings[0].confidence >= 0.8
    else:
        assert [finding.confidence for finding in findings] == [confidence]


def test_a_word_of_the_phrase_in_another_s_place_is_misheard(tmp_path: Path) -> None:
    body = 'forbid: {say: "没人(求|惯)您[管|听]", hear: sound}'
    checker = checker_for(tmp_path, rule(body, "confidence: 0.5"))
    told = [
        [finding.confidence for finding in check_lines(checker, f"客服：{said}").findings]
        for said in ("又没人惯您管。", "又没人管您。", "又没人灌您。")
    ]
    assert told == [[1.0], [0.875], [0.875]]


@pytest.mark.parametrize(
    ("said", "guard"),
    [
        ("不是说不归我们管，我先登记。", "negated"),
        ("您说不归我们管，我查一下。", "quoted"),
        ("您说的“不归我们管”是谁讲的？", "quoted"),
        ("谁讲过“真不归我们”管呢，我登记。", "quoted"),
        ("谁讲过不归“我们管”呢，我登记。", "quoted"),
        ("师傅说这个不归我们管。", "reported"),
        ("如果这个不归我们管，也会告诉您。", "hypothetical"),
        ("不归我们管的话，我帮您转。", "hypothetical"),
    ],
)
def test_default_guards_spare_and_say_so(tmp_path: Path, said: str, guard: str) -> None:
    checker = checker_for(tmp_path, rule("forbid: 不归我们管"))
    checked = check_lines(checker, f"客服：{said}")
    assert checked.findings == ()
    assert [(spared.rule, spared.turn, spared.guard) for spared in checked.spared] == [
        ("test-pack/it", 1, guard)
    ]


def test_the_customers_words_are_nobodys_breach(tmp_path: Path) -> None:
    checker = checker_for(tmp_path, rule("forbid: 不归我们管"))
    assert check_lines(checker, "客户：不归我们管？", "客服：归的。").findings == ()


def test_a_continuation_line_has_its_own_place(tmp_path: Path) -> None:
    checker = checker_for(tmp_path, rule("forbid: 不归我们管"))
    (finding,) = check_lines(checker, "客服：您好，", "这个不归我们管。").findings
    assert (finding.line, finding.column, finding.end_line, finding.end_column) == (2, 3, 2, 8)


SOUP = st.text(alphabet="不归我们管关的事，。您你啊呃的了 “”ａ1.?\u0000", max_size=60)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=SOUP)
def test_findings_quote_the_source_wherever_they_stand(text: str, soup_checker: Checker) -> None:
    line = "客服：" + text.replace("\u0000", "")
    for finding in check_lines(soup_checker, line).findings:
        assert finding.column is not None and finding.end_column is not None
        assert line[finding.column - 1 : finding.end_column - 1] == finding.text


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(turns=st.lists(SOUP, min_size=1, max_size=5))
def test_the_same_call_gives_the_same_findings(turns: list[str], soup_checker: Checker) -> None:
    lines = ["客服：" + text.replace("\u0000", "") for text in turns]
    assert check_lines(soup_checker, *lines) == check_lines(soup_checker, *lines)


@pytest.fixture(scope="module")
def soup_checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    folder = tmp_path_factory.mktemp("soup")
    body = "forbid: {say: [不归我们管, 不关我的事, '不……管', '我们…事'], hear: sound}"
    return checker_for(folder, rule(body))


def test_a_very_long_turn_is_checked_in_linear_time(tmp_path: Path) -> None:
    checker = checker_for(tmp_path, rule("forbid: ['您……您……去查', '不归我们管']"))
    said = "您" * 50_000 + "，这个不归我们管。"
    assert [f.text for f in check_lines(checker, f"客服：{said}").findings] == ["不归我们管"]
