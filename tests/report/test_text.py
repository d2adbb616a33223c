"""The report for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import bad_call, clean_call, report

from callcheck.report.quote import cells, underlined


def test_one_call_has_its_score_first_and_every_finding_explained() -> None:
    assert report("text", bad_call()).splitlines() == [
        "得分 82.5/100  不合格（一票否决）  calls/0007.txt  坐席 1024",
        "  共 4 轮，客服 3 轮，语速 131.4 字/分钟",
        "  结束语 2.5/10  words 38.75/40",
        "",
        "  错误  第 3 轮 00:31  推诿  default/shirking-not-my-job",
        "      客服：ＯＫ，这不关我的事，",
        "                  ^^^^^^^^^^^^^^",
        "            你去营业厅",
        "            ^^^^",
        "    条款  CM-91",
        "    原因  推诿：说不归自己管",
        "    扣分  10",
        "    把握  85%",
        "    建议  我帮您查一下",
        "",
        "  提示  第 4 轮  口头禅  default/sighs",
        "      客服：唉",
        "            ^^",
        "    原因  叹气",
        "    豁免  旁注：已申诉",
        "",
        "  警告  整通电话  结束语  default/closing",
        "    条款  CM-91",
        "    原因  结束时没有致谢，也没有再见",
        "    线索  最接近的一句：第 4 轮“唉”",
        "    扣分  7.5（一票否决）",
        "",
        "  未评",
        "    default/rings：没有振铃次数",
    ]


def test_a_clean_call_says_so() -> None:
    assert report("text", clean_call()).splitlines() == [
        "得分 100/100  合格  calls/0008.txt",
        "  共 1 轮，客服 1 轮",
        "  words 40/40",
        "",
        "  没有发现问题",
    ]


def test_several_calls_are_brief_and_end_in_a_summary() -> None:
    text = report("text", clean_call("a.txt"), bad_call("b.txt"), bad_call("c.txt"))
    assert text.splitlines() == [
        "得分 100/100  合格  a.txt",
        *[
            line.replace("PATH", path)
            for path in ("b.txt", "c.txt")
            for line in (
                "得分 82.5/100  不合格（一票否决）  PATH  坐席 1024",
                "  错误 第 3 轮 00:31  -10   推诿：说不归自己管「这不关我的事， 你去」"
                "  default/shirking-not-my-job",
                "  提示 第 4 轮        豁免  叹气「唉」  default/sighs",
                "  警告 整通电话       -7.5  结束时没有致谢，也没有再见  default/closing",
            )
        ],
        "",
        "汇总",
        "  通话 3 通  平均得分 88.3  合格率 33.3%（1/3）",
        "  最常见的问题",
        "        2 次  default/closing  结束时没有致谢，也没有再见",
        "        2 次  default/shirking-not-my-job  推诿：说不归自己管",
        "  得分最低的通话",
        "      82.5  b.txt（2 处问题）",
        "      82.5  c.txt（2 处问题）",
        "       100  a.txt（0 处问题）",
    ]


def test_verbose_shows_the_turns_around_and_what_was_spared() -> None:
    text = report("text", bad_call(), verbosity=1)
    assert "      客户：我的卡丢了 lost， 怎么办\n      客服：ＯＫ" in text
    assert "    第 2 轮「唉」 default/sighs：customer" in text
    assert "没有结束时间" in text


def test_quiet_names_failed_calls_only() -> None:
    text = report("text", clean_call(), bad_call(), verbosity=-1)
    assert text == "得分 82.5/100  不合格（一票否决）  calls/0007.txt  坐席 1024\n"


def test_colour_is_added_only_when_asked_for() -> None:
    plain, painted = report("text", bad_call()), report("text", bad_call(), color=True)
    assert "\x1b" not in plain
    assert "\x1b[31m错误\x1b[0m" in painted
    assert "\x1b[31m^^^^\x1b[0m" in painted


@pytest.mark.parametrize(
    ("text", "begin", "end", "width", "expected"),
    [
        ("这不关我的事", 1, 4, 80, [("这不关我的事", "  ^^^^^^")]),
        ("OK那没办法ok", 2, 6, 80, [("OK那没办法ok", "  ^^^^^^^^")]),
        ("e\u0301好", 2, 3, 80, [("e\u0301好", " ^^")]),
        ("一\n二三", 0, 3, 80, [("一", "^^"), ("二三", "^^")]),
        ("一二三四五六七八九十", 5, 6, 8, [("…五六七…", "   ^^")]),
        ("按\x1b[31m键", 0, 1, 80, [("按 [31m键", "^^")]),
    ],
)
def test_words_are_underlined_by_display_width(
    text: str, begin: int, end: int, width: int, expected: list[tuple[str, str]]
) -> None:
    assert list(underlined(text, begin, end, width)) == expected


SAID = st.text(alphabet="您好ab，。 ＡＢ😀\u3000", min_size=1, max_size=60)


@given(SAID, st.integers(0, 59), st.integers(1, 60), st.integers(10, 80))
def test_a_quoted_line_fits_and_its_marks_stand_under_it(
    text: str, begin: int, length: int, width: int
) -> None:
    for line, marks in underlined(text, begin, begin + length, width):
        assert cells(line) <= width
        assert len(marks) <= cells(line)
        assert "^" in marks
