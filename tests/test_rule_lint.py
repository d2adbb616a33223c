"""A phrase that can never match is an error, not silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from callcheck.matching.cache import compile_ruleset
from callcheck.matching.lint import unmatchable
from callcheck.packs.load import PackError, load_packs

PACK = """\
pack: test-pack
language: 1
title: 测试
words: {WORDS}
rules:
- id: it
  category: shirking
  deduct: 5
  forbid: SAY
  message: 推诿
  examples: {good: [好的。, 请讲。], bad: [甲, 乙]}
"""


def write(folder: Path, say: str, words: str = "") -> Path:
    path = folder / "pack.yaml"
    path.write_text(PACK.replace("SAY", say).replace("WORDS", words), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "say",
    [
        "{say: 药, words: whole, as: anywhere}",
        "不归我们管",
        "{say: '您……<时间>…去查', hear: exact}",
        "{say: 那, as: opening, hear: exact, words: whole}",
    ],
)
def test_phrases_that_match_their_own_words_pass(tmp_path: Path, say: str) -> None:
    packs, _ = load_packs([], [write(tmp_path, say)])
    assert unmatchable(packs) == []


def test_a_phrase_that_its_own_words_do_not_match_is_named(tmp_path: Path) -> None:
    # Nobody writes marks in 16 字 of speech: the turn is cut before 但是, and an
    # exact phrase lets no cut in.
    path = write(tmp_path, "{say: 我们这边一直没有办法给您处理但是您可以等, hear: exact}")
    packs, _ = load_packs([], [path])
    problems = unmatchable(packs)
    assert [problem.message.split(":")[0] for problem in problems] == [
        "this phrase can never match"
    ]
    assert problems[0].line == 9


@pytest.mark.parametrize(
    ("say", "message"),
    [
        ("'您?去查'", "? is not a mark of phrases"),
        ("'(您|你去查'", "( is not closed"),
        ("'…去查'", "a gap at the end of a phrase"),
        ("'您……[…]查'", "a gap at the end of a phrase"),
        ("'[您]'", "nothing in this phrase is certain"),
        ("'(您|(我|(他|(她|它))))'", "brackets nested too deeply"),
        ("'您……去……查……问……找……打……拨……说……讲'", "may match more than 120 characters"),
    ],
)
def test_phrases_that_cannot_be_read_say_where_and_why(
    tmp_path: Path, say: str, message: str
) -> None:
    path = write(tmp_path, say)
    with pytest.raises(PackError) as raised:
        compile_ruleset(None, (), (path,))
    (problem,) = raised.value.problems
    assert problem.line == 9
    assert problem.message.startswith(message)
    assert problem.hint
