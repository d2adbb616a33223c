"""The language of what people read: asked for, or the locale's; what programs read has none."""

from __future__ import annotations

import re
from inspect import cleandoc
from pathlib import Path

import pytest
from command import Callcheck

import catalogues

HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
ENGLISH = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
"""Three words in a row: a sentence, not a name."""
OTHERS = re.compile(r"callcheck( [a-z]+)+|File is not a zip file|did not find expected [^；]+")
"""Commands, and what the readers of ZIP and YAML say in their own words."""
READ_BY_PROGRAMS = ("concise", "json", "jsonl", "sarif", "junit", "github", "gitlab", "csv")


@pytest.mark.parametrize(
    ("locale", "variable", "key", "args", "message", "report"),
    [
        ("C", "", "", (), "en", "zh"),
        ("en_US.UTF-8", "", "", (), "en", "zh"),
        ("zh_CN.UTF-8", "", "", (), "zh", "zh"),
        ("zh_TW", "", "", (), "zh", "zh"),
        ("zh_CN.UTF-8", "en", "", (), "en", "en"),
        ("C", "zh", "", (), "zh", "zh"),
        ("C", "", "en", (), "en", "en"),
        ("zh_CN.UTF-8", "", "en", (), "en", "en"),
        ("C", "zh", "en", (), "zh", "zh"),
        ("C", "zh", "zh", ("--lang", "en"), "en", "en"),
        ("C", "en", "en", ("--lang=zh",), "zh", "zh"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_who_says_which_language(
    folder: Path,
    callcheck: Callcheck,
    monkeypatch: pytest.MonkeyPatch,
    locale: str,
    variable: str,
    key: str,
    args: tuple[str, ...],
    message: str,
    report: str,
    first: bool,
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("CALLCHECK_LANG", variable)
    if key:
        (folder / "callcheck.toml").write_text(f'lang = "{key}"\n', encoding="utf-8")
    wanted = ("score", "--rules", "site.yaml", "calls/b.txt", "no.txt")
    ran = callcheck(*(*args, *wanted) if first else (*wanted, *args))
    assert ran.status == 2
    assert ("no such file or folder" in ran.err) == (message == "en")
    assert ("没有这个文件或文件夹" in ran.err) == (message == "zh")
    assert ran.out.startswith("score 14.29/100" if report == "en" else "得分 14.29/100")


@pytest.mark.parametrize(("name", "value"), [("LC_MESSAGES", "zh_CN"), ("LANG", "zh_CN.UTF-8")])
def test_the_locale_is_looked_for_in_its_three_places(
    callcheck: Callcheck, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    for each in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(name, value)
    assert callcheck("explain", "no-such").reason.startswith("callcheck: 没有规则")
    monkeypatch.setenv("LC_ALL", "C")
    assert callcheck("explain", "no-such").reason.startswith("callcheck: no rule")


@pytest.mark.parametrize("args", [("--lang", "fr", "rules", "list"), ("rules", "list", "--lang=")])
def test_a_language_that_is_not_spoken(callcheck: Callcheck, args: tuple[str, ...]) -> None:
    ran = callcheck(*args)
    assert ran.status == 2 and "'en', 'zh'" in ran.reason


def test_the_settings_tell_the_language(folder: Path, callcheck: Callcheck) -> None:
    (folder / "callcheck.toml").write_text('lang = "de"\n', encoding="utf-8")
    ran = callcheck("score", "calls/", "--lang", "zh")
    assert ran.status == 2 and "lang 的值是 'de'；可以是：en, zh" in ran.reason
    (folder / "callcheck.toml").write_text('lang = "en"\n', encoding="utf-8")
    for args, told in (((), "callcheck.toml"), (("--lang", "en"), "command line")):
        ran = callcheck(*args, "score", "calls/", "--show-settings")
        (line,) = (line for line in ran.out.splitlines() if line.startswith("lang"))
        assert line.startswith('lang = "en"') and line.endswith(told)


@pytest.mark.parametrize("form", READ_BY_PROGRAMS)
def test_what_programs_read_is_the_same_in_every_language(
    folder: Path, callcheck: Callcheck, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    (folder / "calls" / "empty.txt").write_text("", encoding="utf-8")
    (folder / "script.md").write_text("客服：喂，您好。\n客服：不归我管。\n", encoding="utf-8")
    for command in (("score", "calls"), ("lint", "script.md")):
        args = (*command, "--rules", "site.yaml", "--format", form)
        plain = callcheck(*args)
        monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
        local = callcheck(*args)
        monkeypatch.setenv("LC_ALL", "C.UTF-8")
        for ran in (local, callcheck(*args, "--lang", "en"), callcheck(*args, "--lang", "zh")):
            assert (ran.status, ran.raw) == (plain.status, plain.raw)


PACK = """\
pack: desk
title: Help desk
language: 1
clauses: [{id: D-1, summary: never swear, status: automated}]
rules:
- id: greeting
  category: opener
  severity: warning
  deduct: 5
  require: {all: [{name: hello, say: hello}, {name: name, say: desk}], in: first turn}
  message: greet first
  suggest: hello, help desk
- id: swearing
  clause: D-1
  category: abuse
  deduct: 30
  veto: true
  forbid: damned
  message: swearing
- id: late
  category: apology
  deduct: 3
  only_if: {rings: ">2"}
  require: sorry
  message: say sorry after a long ring
- id: quick
  category: pace
  deduct: 3
  measure: pace
  max: 100
  min_chars: 3
  message: speak slowly
"""
CALL = "agent: damned {words}.\ncustomer: what?\nagent: not damned at all.\n"


@pytest.fixture
def english(folder: Path) -> Path:
    """A pack and calls without a Chinese character."""
    (folder / "desk.yaml").write_text(PACK, encoding="utf-8")
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(CALL.format(words=name), encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"a\x00b")
    (folder / "script.md").write_text("agent: damned it.\n\nagent: bye.\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "args",
    [
        ("score", "a.txt"),
        ("score", "a.txt", "-v"),
        ("score", "a.txt", "b.txt"),
        ("score", "a.txt", "bad.txt", "--format", "markdown"),
        ("score", "a.txt", "bad.txt", "--format", "html"),
        ("lint", "script.md"),
        ("rules", "list"),
        ("rules", "show", "swearing"),
        ("rules", "coverage"),
        ("trace", "a.txt", "swearing"),
    ],
)
def test_nothing_chinese_is_left_of_a_report_in_english(
    english: Path, callcheck: Callcheck, args: tuple[str, ...]
) -> None:
    ran = callcheck("--lang", "en", *args, "--rules", "desk.yaml")
    assert ran.out and HAN.findall(ran.out + ran.err) == []
    assert HAN.search(callcheck(*args, "--rules", "desk.yaml").out)


@pytest.mark.parametrize(
    "args",
    [
        ("scor",),
        ("score",),
        ("score", "calls", "--nope"),
        ("score", "calls", "--jobs", "0"),
        ("score", "calls", "--format", "pdf"),
        ("score", "calls", "--pack"),
        ("score", "calls", "--pack", "nope"),
        ("score", "calls", "--select", "nope"),
        ("score", "calls", "--severity", "a=b"),
        ("score", "calls", "--config", "nope.toml"),
        ("score", "calls", "--config", "wrong.toml"),
        ("score", "calls", "--baseline", "wrong.toml"),
        ("score", "calls", "--metadata", "wrong.toml"),
        ("score", "calls", "--format", "xlsx"),
        ("score", "calls", "--output", "no/such/folder.json"),
        ("score", "wrong", "--jobs", "2"),
        ("score", "wrong", "--mask"),
        ("convert", "wrong"),
        ("lint", "wrong"),
        ("lint", "-", "--fix"),
        ("rules", "check", "wrong.yaml"),
        ("rules", "check", "broken.yaml"),
        ("rules", "new", "No Such"),
        ("rules", "show", "nope"),
        ("trace", "calls/a.txt", "nope"),
        ("evaluate", "calls", "wrong.toml"),
        ("baseline", "prune", "calls"),
    ],
)
def test_what_is_wrong_is_told_in_chinese(
    folder: Path, callcheck: Callcheck, args: tuple[str, ...]
) -> None:
    (folder / "wrong.toml").write_text('fail-under = "x"\nnope = 1\n', encoding="utf-8")
    (folder / "wrong.yaml").write_text("pack: x\nrules:\n- id: X y\n  forbid: '{z}'\n")
    (folder / "broken.yaml").write_text("pack: [x\n")
    wrong = folder / "wrong"
    wrong.mkdir()
    for name, text in WRONG.items():
        (wrong / name).write_bytes(text.encode() if isinstance(text, str) else text)
    ran = callcheck("--lang", "zh", *args)
    assert ran.status == 2
    told = [line for line in ran.err.splitlines() if line.startswith("callcheck: ")]
    assert told
    for line in told:
        assert HAN.search(line) and not ENGLISH.search(OTHERS.sub("", line)), line


WRONG: dict[str, str | bytes] = {
    "a.txt": "",
    "b.json": '{"turns": [',
    "c.json": '{"turns": [{"speaker": "agent"}]}',
    "d.json": '{"turns": [{"text": "a", "start": 5}, {"text": "b", "start": 1}]}',
    "e.json": '{"turns": [{"text": "a", "start": "soon"}]}',
    "f.csv": "a,b\n1,2\n",
    "g.txt": b"a\x00b",
    "h.zip": b"PK\x03\x04nothing",
    "i.txt": "客服：喂。\n客户：我的电话是13800138000。\n客服：好。\n[00:01] \n",
    "j.xlsx": b"PK\x03\x04nothing",
    "k.md": "客服：您好。<!-- callcheck: ignore[closer] -->\n",
    "l.yaml": "pack: x\nrules: []\n",
    "m.srt": "1\n00:00:05,000 --> 00:00:06,000\na\n\n2\n00:00:01,000 --> 00:00:02,000\nb\n",
    "n.docx": b"nothing",
}


def test_every_help_is_translated(callcheck: Callcheck) -> None:
    for args in ((), *COMMANDS):
        told = " ".join(callcheck("--lang", "zh", *args, "--help").out.split())
        assert "用法:" in told and "选项" in told
        left = [text for text in catalogues.texts()["zh"] if ENGLISH.search(text)]
        assert [t for t in left if " ".join(cleandoc(t).split()) in told] == [], args


COMMANDS = [
    (name,)
    for name in ("baseline", "calibrate", "completion", "convert", "evaluate", "init", "lint")
] + [("score",), ("trace",), ("explain",), ("baseline", "create"), ("rules",)]
COMMANDS += [("rules", name) for name in ("check", "coverage", "diff", "docs", "list", "new")]
COMMANDS += [("rules", name) for name in ("schema", "show", "test")]


def test_a_masked_error_is_masked_in_every_language(folder: Path, callcheck: Callcheck) -> None:
    (folder / "a.json").write_text(
        '{"rings": "13800138000", "turns": [{"text": "a"}]}', encoding="utf-8"
    )
    for language in ("en", "zh"):
        ran = callcheck("--lang", language, "score", "a.json", "--mask")
        assert ran.status == 2 and "13800138000" not in ran.err and "***********" in ran.err


def test_the_words_that_people_hear_of_come_in_their_language(
    folder: Path, callcheck: Callcheck
) -> None:
    ran = callcheck("--lang", "zh", "rules", "test", "site.yaml")
    assert "运行了 3 条规则的 12 个例子：通过 12 个，不通过 0 个" in ran.out
    ran = callcheck("--lang", "zh", "baseline", "create", "calls", "--rules", "site.yaml")
    assert ran.out.startswith("已将 3 处问题写入")
    ran = callcheck("--lang", "zh", "init")
    assert ran.out.startswith("已写好 callcheck.toml。")
