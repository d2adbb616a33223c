"""The formats that other tools read."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import xml.etree.ElementTree as ET

import pytest
from made import PUSHED, bad_call, clean_call, report, run

from callcheck.findings import CallResult, InputError
from callcheck.report import FORMATS, renderer
from callcheck.report.model import Style

ERRORS = (InputError("calls/bad.json", 3, "不是 JSON"),)


def with_text(text: str) -> CallResult:
    """A call whose only finding quotes ``text``."""
    result = bad_call()
    finding = dataclasses.replace(PUSHED, text=text, message=text)
    return dataclasses.replace(
        result, checked=dataclasses.replace(result.checked, findings=(finding,))
    )


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"xlsx"}))
def test_every_format_renders_an_empty_run_and_the_same_bytes_twice(name: str) -> None:
    assert report(name) == report(name)
    assert report(name, bad_call(), errors=ERRORS) == report(name, bad_call(), errors=ERRORS)


def test_concise_is_a_line_a_finding_that_costs() -> None:
    assert report("concise", bad_call(), clean_call()).splitlines() == [
        "calls/0007.txt:6:18: default/shirking-not-my-job 推诿：说不归自己管"
        "「这不关我的事， 你去」",
        "calls/0007.txt: default/closing 结束时没有致谢，也没有再见",
    ]


def test_jsonl_is_a_call_a_line_as_in_the_document() -> None:
    lines = report("jsonl", bad_call(), clean_call(), errors=ERRORS).splitlines()
    document = json.loads(report("json", bad_call(), clean_call(), errors=ERRORS))
    assert [json.loads(line) for line in lines[:2]] == document["calls"]
    assert [json.loads(line)["error"] for line in lines[2:]] == document["errors"]


def test_junit_has_a_suite_a_call_and_a_case_a_rule() -> None:
    root = ET.fromstring(report("junit", bad_call(), clean_call(), errors=ERRORS))
    bad, clean, broken = root.findall("testsuite")
    assert bad.attrib == {
        "name": "calls/0007.txt", "tests": "5", "failures": "3", "errors": "0", "skipped": "1",
    }  # fmt: skip
    outcomes = {case.get("name"): [child.tag for child in case] for case in bad.findall("testcase")}
    assert outcomes == {
        "callcheck/gate": ["failure"],
        "default/closing": ["failure"],
        "default/rings": ["skipped"],
        "default/shirking-not-my-job": ["failure"],
        "default/sighs": [],
    }
    assert clean.get("failures") == "0"
    assert broken.get("errors") == "1"


def test_junit_survives_what_xml_cannot_hold() -> None:
    root = ET.fromstring(report("junit", with_text('a\x00b\x1b<&">\ud800好')))
    (failure,) = root.findall(".//testcase[@name='default/shirking-not-my-job']/failure")
    assert failure.text == '6:18 a?b?<&">?好'


def test_github_commands_escape_what_they_must() -> None:
    lines = report("github", with_text("100%，\n对：吗"), errors=ERRORS).splitlines()
    assert lines == [
        "::error file=calls/0007.txt,line=6,endLine=7,col=18,endColumn=5,"
        "title=default/shirking-not-my-job::100%25，%0A对：吗（CM-91）。建议：我帮您查一下",
        "::error file=calls/bad.json,line=3,title=callcheck::不是 JSON",
    ]


def test_gitlab_issues_have_fingerprints_of_their_own() -> None:
    issues = json.loads(report("gitlab", bad_call(), bad_call()))
    assert len(issues) == len({issue["fingerprint"] for issue in issues}) == 4
    assert issues[0]["fingerprint"] == "9f2c"
    assert issues[0]["severity"] == "major"
    assert issues[1]["severity"] == "blocker"
    assert issues[0]["location"] == {
        "path": "calls/0007.txt",
        "positions": {"begin": {"line": 6, "column": 18}, "end": {"line": 7, "column": 5}},
    }


def test_csv_is_a_row_a_finding_and_never_a_formula() -> None:
    text = report("csv", bad_call(), with_text("=HYPERLINK(1)"))
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["规则"] for row in rows[:3]] == [
        "default/shirking-not-my-job", "default/sighs", "default/closing",
    ]  # fmt: skip
    assert rows[0]["原话"] == "这不关我的事，\n你去"
    assert (rows[1]["扣分"], rows[1]["豁免"]) == ("0.0", "旁注：已申诉")
    assert rows[3]["原话"] == "'=HYPERLINK(1)"


def test_xlsx_has_sheets_of_calls_findings_and_what_was_not_judged() -> None:
    from openpyxl import load_workbook

    made = run(bad_call(), clean_call(), with_text("=1+1\x00"), errors=ERRORS)
    book = load_workbook(io.BytesIO(b"".join(renderer("xlsx")(made, Style()))))
    assert book.sheetnames == ["通话", "问题", "未评", "读不了"]
    calls = list(book["通话"].iter_rows(min_row=2, values_only=True))
    assert [row[:6] for row in calls[:2]] == [
        ("calls/0007.txt", None, "1024", 82.5, 100, "不合格"),
        ("calls/0008.txt", None, None, 100, 100, "合格"),
    ]
    quoted = book["问题"]["O5"]
    assert (quoted.value, quoted.data_type) == ("=1+1?", "s")
    assert list(book["读不了"].iter_rows(min_row=2, values_only=True)) == [
        ("calls/bad.json", 3, "不是 JSON")
    ]


def test_markdown_cannot_be_broken_by_what_was_said() -> None:
    text = report("markdown", with_text("a|b\n*c* <img>"), errors=ERRORS)
    assert "| calls/0007.txt | 82.5/100 | 不合格（一票否决） | 1 |" in text
    assert "| 3 | 错误 | 推诿 | a\\|b \\*c\\* \\<img\\> |" in text
    assert "- calls/bad.json:3：不是 JSON" in text


def test_html_marks_the_words_and_runs_nothing_that_was_said() -> None:
    page = report("html", bad_call(), with_text("<script>alert(1)</script>"), errors=ERRORS)
    assert "<b>客服</b> ＯＫ，<mark>这不关我的事，\n你去</mark>营业厅" in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert 'src="' not in page
