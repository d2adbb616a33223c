"""Clues are learnt from labelled calls, and the pack that comes of it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from callcheck.check import Checker
from callcheck.learn.__main__ import main
from callcheck.matching.cache import compile_ruleset
from callcheck.transcript.read import read_text

CORPORA = Path(__file__).parents[2] / "corpora"
RULE = """\
pack: site
language: 1
title: 站点
extends: [learnt]
rules:
- {id: tone, category: arrogance, weigh: 口气, message: 语气不好, confidence: 0.6}
"""


def learn(folder: Path, *more: str) -> int:
    wanted = [str(CORPORA / "labelled"), "--output", str(folder / "learnt.yaml")]
    names = ["--pack", "learnt", "--name", "口气", "--clues", "600"]
    return main([*wanted, *names, *more])


def site_checker(folder: Path, rules: str) -> Checker:
    """A checker for a site's pack beside the learnt one."""
    (folder / "site.yaml").write_text(rules, encoding="utf-8")
    return Checker(compile_ruleset(None, (), (folder / "learnt.yaml", folder / "site.yaml")))


def test_the_pack_runs_and_is_the_same_twice(tmp_path: Path) -> None:
    assert learn(tmp_path, "--examples", "default") == 0
    first = (tmp_path / "learnt.yaml").read_bytes()
    assert learn(tmp_path, "--examples", "default") == 0
    assert (tmp_path / "learnt.yaml").read_bytes() == first
    checker = site_checker(tmp_path, RULE)
    rude = read_text("客服：你自己弄坏的，怪谁呀，爱找谁找谁去。\n客户：你什么态度？", "a.txt")
    kind = read_text("客服：请您稍等，我马上帮您核实一下。\n客户：好的，谢谢。", "b.txt")
    assert [f.rule for f in checker.check(rude).findings] == ["site/tone"]
    assert not checker.check(kind).findings


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"category": "none"}', "lines.jsonl:2: no line to learn from"),
        ("客服：您好", "lines.jsonl:2: no line to learn from"),
    ],
)
def test_lines_that_cannot_be_read_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, told: str
) -> None:
    lines = tmp_path / "lines.jsonl"
    good = '{"category": "none", "text": "您好"}'
    lines.write_text(f"{good}\n{line}\n", encoding="utf-8")
    assert learn(tmp_path, "--lines", str(lines)) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "learnt.yaml").exists()


def test_a_pack_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert learn(tmp_path / "nowhere") == 2
    assert "learnt.yaml cannot be written (No such file" in capsys.readouterr().err


def test_a_folder_without_labels_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), "--output", str(tmp_path / "learnt.yaml")]) == 2
    assert "labels.jsonl" in capsys.readouterr().err


def test_an_act_of_either_side_is_learnt(tmp_path: Path) -> None:
    assert learn(tmp_path, "--act", "complaint", "--by", "customer") == 0
    checker = site_checker(tmp_path, COMPLAINT)
    cross = read_text(
        "客户：都打了四次了，你们到底有没有人管，太差劲了！\n客服：单号报一下。", "a.txt"
    )
    calm = read_text("客户：你好，我想问一下社保卡怎么激活。\n客服：单号报一下。", "b.txt")
    assert [f.rule for f in checker.check(cross).findings] == ["site/sorry"]
    assert not checker.check(calm).findings


COMPLAINT = """\
pack: site
language: 1
title: 站点
extends: [learnt]
rules:
- id: sorry
  category: apology
  only_if: {said: {likely: 口气, by: customer, over: 80%}}
  require: 抱歉
  message: 客户不满要致歉
"""


@pytest.mark.parametrize("row", ["好", "[]", '{"wait": []}', '{"file": "a.txt", "wait": 3}'])
def test_acts_that_cannot_be_read_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str
) -> None:
    (tmp_path / "a.txt").write_text("客服：您好。\n", encoding="utf-8")
    (tmp_path / "acts.jsonl").write_text(f"{row}\n", encoding="utf-8")
    assert main([str(tmp_path), "--act", "wait", "--output", str(tmp_path / "learnt.yaml")]) == 2
    told = capsys.readouterr().err
    assert "acts.jsonl:1: no line to learn from" in told
    assert '{"file": ..., "wait": [4, 6]}' in told
    assert not (tmp_path / "learnt.yaml").exists()


def test_turns_that_are_all_alike_teach_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("客服：您好。\n", encoding="utf-8")
    (tmp_path / "acts.jsonl").write_text('{"file": "a.txt", "wait": []}\n', encoding="utf-8")
    assert main([str(tmp_path), "--act", "wait", "--output", str(tmp_path / "learnt.yaml")]) == 2
    assert "all 1 turns are alike; wait is learnt from turns with it" in capsys.readouterr().err


def test_a_call_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = '{"file": "gone.txt", "wait": [1]}\n'
    (tmp_path / "acts.jsonl").write_text(row, encoding="utf-8")
    assert main([str(tmp_path), "--act", "wait", "--output", str(tmp_path / "learnt.yaml")]) == 2
    assert "gone.txt" in capsys.readouterr().err


DEFERS = """\
pack: site
language: 1
title: 站点
extends: [learnt]
rules:
- id: asked
  category: promise
  only_if: {said: {likely: 口气, over: 60%}}
  require: 小时
  message: 要说时间
"""


def test_the_words_just_before_a_turn_teach_too(tmp_path: Path) -> None:
    rows = []
    for number in range(8):
        asked = ("几时能好？", "可以了吗？")[number % 2]
        for kind, before in (("late", asked), ("calm", "谢谢您了。")):
            name = f"{kind}{number}.txt"
            (tmp_path / name).write_text(f"客户：{before}\n客服：看情况。\n", encoding="utf-8")
            rows.append(f'{{"file": "{name}", "defers": {[2] if kind == "late" else []}}}\n')
    (tmp_path / "acts.jsonl").write_text("".join(rows), encoding="utf-8")
    wanted = ["--act", "defers", "--before", "--pack", "learnt", "--name", "口气"]
    assert main([str(tmp_path), *wanted, "--output", str(tmp_path / "learnt.yaml")]) == 0
    checker = site_checker(tmp_path, DEFERS)
    put_off = read_text("客户：几时能好？\n客服：看情况。", "a.txt")
    calm = read_text("客户：谢谢您了。\n客服：看情况。", "b.txt")
    assert [f.rule for f in checker.check(put_off).findings] == ["site/asked"]
    assert not checker.check(calm).findings
