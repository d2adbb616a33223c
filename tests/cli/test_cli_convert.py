"""Converting calls, joining metadata, mapping columns and masking, as the user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import Callcheck

CARRIER = """\
坐席: 1024
客户等待振铃: 2
联系电话: 13800138000

[00:00:01.0-00:00:06.5] 客服：您好，这不关我的事，您的电话是13800138000吗？
[00:00:07] 客户：是，
  身份证11010519491231002X。
[00:00:09] 客服：喂，您好，不归我管。
"""
SECRETS = ("13800138000", "11010519491231002X")


@pytest.fixture
def call(folder: Path) -> str:
    """A call that breaks rules and holds personal data."""
    (folder / "call.txt").write_text(CARRIER, encoding="utf-8")
    return "call.txt"


def findings(document: Any) -> list[tuple[Any, ...]]:
    """Return the findings of all calls, without their places."""
    keys = ("rule", "turn", "speaker", "start", "text", "deduction", "confidence")
    return [tuple(one[key] for key in keys) for c in document["calls"] for one in c["findings"]]


def facts(document: Any) -> list[Any]:
    """Return what else is said of the calls."""
    keys = ("agent_id", "turns", "agent_turns", "score", "pace", "not_evaluated")
    return [[call[key] for key in keys] for call in document["calls"]]


@pytest.mark.parametrize("form", ["json", "jsonl", "text"])
def test_a_converted_call_scores_the_same(
    form: str, call: str, score: Callcheck, callcheck: Callcheck
) -> None:
    before = score(call, "--format", "json").json
    assert len(findings(before)) == 3
    ran = callcheck("convert", call, "--to", form, "--output", f"out.{form}")
    assert (ran.status, ran.out) == (0, "")
    name = "text" if form == "text" else form
    after = score(f"out.{form}", "--format", "json", "--input-format", name).json
    assert findings(after) == findings(before)
    assert facts(after) == facts(before)


def test_several_calls_make_a_list_or_lines(folder: Path, callcheck: Callcheck) -> None:
    assert len(callcheck("convert", "calls").json) == 4
    lines = callcheck("convert", "calls", "--to", "jsonl").out.splitlines()
    assert [json.loads(line)["turns"][0]["speaker"] for line in lines] == ["agent"] * 4


def test_a_folder_gets_a_file_a_call(folder: Path, callcheck: Callcheck) -> None:
    (folder / "out").mkdir()
    (folder / "calls" / "more.jsonl").write_text(
        '{"id": "a", "turns": [{"text": "您好"}]}\n{"id": "x/../y", "turns": [{"text": "您好"}]}\n',
        encoding="utf-8",
    )
    assert callcheck("convert", "calls", "--to", "text", "-o", "out", "-q").status == 0
    names = sorted(path.name for path in (folder / "out").iterdir())
    assert names == ["a-2.txt", "a.txt", "b.txt", "c.txt", "d.txt", "x_.._y.txt"]
    assert "坐席: 1024" in (folder / "out" / "b.txt").read_text(encoding="utf-8")


def test_texts_of_several_calls_do_not_go_into_one_file(folder: Path, callcheck: Callcheck) -> None:
    ran = callcheck("convert", "calls", "--to", "text", "--output", "all.txt")
    assert (ran.status, ran.out) == (2, "")
    assert "a text file holds one call" in ran.err
    assert not (folder / "all.txt").exists()


def test_what_cannot_be_read_is_told_and_the_rest_is_written(
    folder: Path, callcheck: Callcheck
) -> None:
    (folder / "calls" / "bad.json").write_text('{"turns": [\n{"te', encoding="utf-8")
    ran = callcheck("convert", "calls", "--to", "jsonl")
    assert (ran.status, len(ran.out.splitlines())) == (2, 4)
    assert "calls/bad.json:2: the JSON breaks off" in ran.err
    assert ran.reason == "callcheck: 1 input could not be used; the rest was written"
    ran = callcheck("convert", "calls/bad.json", "--output", "none.json")
    assert (ran.status, ran.reason) == (2, "callcheck: 1 input could not be used")
    assert not (folder / "none.json").exists()


@pytest.mark.parametrize(
    ("read", "output"), [("calls/a.txt", "calls/a.txt"), ("one/a.json", "one"), ("none.txt", "one")]
)
def test_where_nothing_was_written_no_rest_is_told(
    folder: Path, callcheck: Callcheck, read: str, output: str
) -> None:
    (folder / "one").mkdir()
    (folder / "one" / "a.json").write_text('{"turns": [{"text": "您好"}]}', encoding="utf-8")
    ran = callcheck("convert", read, "--output", output)
    assert (ran.status, ran.reason) == (2, "callcheck: 1 input could not be used")


def test_what_was_guessed_is_said(folder: Path, callcheck: Callcheck) -> None:
    (folder / "rows.csv").write_text("角色,内容\n客服,您好\n客户,喂\n", encoding="utf-8")
    ran = callcheck("convert", "rows.csv")
    assert "rows.csv: columns of the table: speaker=角色, text=内容\n" in ran.err
    ran = callcheck("--lang", "zh", "convert", "rows.csv")
    assert "rows.csv：表格的列：说话人=角色、内容=内容\n" in ran.err
    assert callcheck("convert", "rows.csv", "--quiet").err == ""


@pytest.mark.parametrize("command", [("score", "--rules", "site.yaml"), ("convert",)])
def test_columns_are_named_by_the_user(
    command: tuple[str, ...], folder: Path, callcheck: Callcheck
) -> None:
    (folder / "rows.csv").write_text("谁,话\n客服,这不关我的事\n客户,喂\n", encoding="utf-8")
    assert callcheck(*command, "rows.csv").status == 2
    ran = callcheck(*command, "rows.csv", "--column", "speaker=谁", "--column", "text=话")
    assert ran.status in (0, 1)
    assert "这不关我的事" in ran.out
    (folder / "callcheck.toml").write_text(
        '[column]\nspeaker = "谁"\ntext = "话"\n', encoding="utf-8"
    )
    assert callcheck(*command, "rows.csv").out == ran.out


@pytest.mark.parametrize("given", ["speaker", "speaker=", "who=谁"])
def test_a_column_that_means_nothing(given: str, score: Callcheck) -> None:
    ran = score("calls", "--column", given)
    assert ran.status == 2
    assert "write FIELD=HEADING, FIELD one of text, speaker, start" in ran.err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_metadata_is_joined_and_what_joins_nothing_is_told(
    jobs: str, folder: Path, score: Callcheck
) -> None:
    (folder / "m.csv").write_text("文件名,工号\na.txt,7\nb.txt,8\nz.txt,9\n", encoding="utf-8")
    ran = score("calls", "--metadata", "m.csv", "--format", "json", "--jobs", jobs)
    assert [one["agent_id"] for one in ran.json["calls"]] == ["7", "8", None, None]
    assert "warning: m.csv: 1 record of no call here: z.txt" in ran.err


def test_converted_calls_carry_their_metadata(folder: Path, callcheck: Callcheck) -> None:
    (folder / "m.json").write_text('{"a.txt": {"rings": 3, "挂机方": "客户"}}', encoding="utf-8")
    ran = callcheck("convert", "calls/a.txt", "--metadata", "m.json")
    assert (ran.json["rings"], ran.json["hung_up_by"]) == (3, "customer")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("文件名,振铃\na.txt,两\n", "m.csv:2: rings must be a whole number"),
        ("工号\n7\n", "m.csv:2: no file name"),
        (None, "m.csv: cannot read the metadata: No such file or directory"),
    ],
)
@pytest.mark.parametrize("command", ["score", "convert"])
def test_metadata_that_cannot_be_used(
    command: str, text: str | None, message: str, folder: Path, callcheck: Callcheck
) -> None:
    if text is not None:
        (folder / "m.csv").write_text(text, encoding="utf-8")
    ran = callcheck(command, "calls", "--metadata", "m.csv")
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err


@pytest.mark.parametrize(
    "form", ["text", "concise", "json", "jsonl", "sarif", "html", "markdown", "csv", "junit"]
)
def test_nothing_personal_is_in_a_masked_report(form: str, call: str, score: Callcheck) -> None:
    ran = score(call, "--mask", "--format", form, "-vv")
    assert ran.status == 1
    assert not any(secret in ran.out + ran.err for secret in SECRETS)


def test_masking_changes_no_finding(call: str, score: Callcheck) -> None:
    plain = score(call, "--format", "json").json["calls"]
    masked = score(call, "--mask", "--format", "json").json["calls"]
    assert masked == plain


@pytest.mark.parametrize("form", ["json", "jsonl", "text"])
def test_nothing_personal_is_in_masked_calls(form: str, call: str, callcheck: Callcheck) -> None:
    ran = callcheck("convert", call, "--mask", "--to", form)
    assert not any(secret in ran.out for secret in SECRETS)
    assert "您的电话是***********吗" in ran.out
    assert "联系电话" in ran.out


def test_words_of_a_finding_inside_a_number_are_masked(folder: Path, callcheck: Callcheck) -> None:
    (folder / "digits.yaml").write_text(
        "pack: digits\ntitle: 数字\nlanguage: 1\nrules:\n- id: number\n  category: abuse\n"
        "  severity: error\n  deduct: 1\n  forbid: [号码是1380]\n  message: 报了号码\n"
        "  suggest: 不报号码\n  examples: {bad: [号码是13800138000, 您的号码是1380吗],"
        " good: [您好, 号码不对]}\n",
        encoding="utf-8",
    )
    (folder / "call.txt").write_text("客服：号码是13800138000\n", encoding="utf-8")
    plain, masked = (
        callcheck("score", "--rules", "digits.yaml", "call.txt", "-f", "json", *more).json
        for more in ((), ("--mask",))
    )
    texts = [
        [one["text"] for one in ran["calls"][0]["findings"] if one["rule"] == "digits/number"]
        for ran in (plain, masked)
    ]
    assert texts == [["号码是1380"], ["号码是****"]]


@pytest.mark.parametrize("output", ["calls", "calls/a.txt"])
def test_convert_writes_over_nothing_that_it_reads(
    output: str, folder: Path, callcheck: Callcheck
) -> None:
    before = (folder / "calls" / "a.txt").read_bytes()
    (folder / "more.txt").write_text(CARRIER, encoding="utf-8")
    paths = ["calls/a.txt"] if output.endswith(".txt") else ["calls/a.txt", "more.txt"]
    ran = callcheck("convert", *paths, "--to", "text", "-o", output)
    assert ran.status == 2
    assert "calls/a.txt: is read: it is not written over" in ran.err.replace("\\", "/")
    assert (folder / "calls" / "a.txt").read_bytes() == before
    if output == "calls":
        assert (folder / "calls" / "more.txt").is_file()


def test_calls_of_one_name_are_numbered(folder: Path, callcheck: Callcheck) -> None:
    (folder / "out").mkdir()
    row = json.dumps({"turns": [{"speaker": "agent", "text": "您好"}]}) + "\n"
    (folder / "many.jsonl").write_text(row * 3, encoding="utf-8")
    callcheck("convert", "many.jsonl", "--to", "text", "-o", "out", "-q")
    names = sorted(path.name for path in (folder / "out").iterdir())
    assert names == ["many-2.txt", "many-3.txt", "many.txt"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (None, "lines before the first turn, from line 1 on, were not read as speech: 1"),
        ("zh", "没有读作对话"),
    ],
)
def test_what_was_guessed_is_told_in_the_language_of_the_command_line(
    folder: Path, callcheck: Callcheck, language: str | None, told: str
) -> None:
    (folder / "sharp.txt").write_text("# 注\n客服：您好。\n", encoding="utf-8")
    asked = ["--lang", language] if language else []
    assert told in callcheck(*asked, "convert", "sharp.txt").err
