"""Scripts that cannot be read: the file, the line, what is wrong and what would be right."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from command import Callcheck
from documents import NAMESPACE, P, docx, write, xlsx, zipped

GOOD = "客服：您好，这里是联讯客服，请问有什么可以帮您？\n客服：感谢您的来电，再见。\n"
FAULTY = (
    "客服：您好，这里是联讯客服，请问有什么可以帮您？\n客服：这不关我的事。感谢您的来电，再见。\n"
)
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)
BODY = f"<w:document {NAMESPACE}><w:body>{{}}</w:body></w:document>"


def packed(name: str, text: str, *, damaged: bool = False, locked: bool = False) -> bytes:
    """Return an archive of one file, its packed bytes or its flags spoilt."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    data = bytearray(out.getvalue())
    if damaged:
        begin = 30 + len(name)
        data[begin : begin + 16] = b"\xff" * 16
    if locked:
        data[6] |= 1
        data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


BAD: dict[str, tuple[str, str | bytes, str]] = {
    "a DOCX cut short": (
        "bad.docx", docx(P("客服：您好"))[:400],
        "bad.docx: a damaged document: save it again",
    ),
    "a DOCX with spoilt bytes": (
        "bad.docx", packed("word/document.xml", BODY.format("客服：您好" * 99), damaged=True),
        "bad.docx: a document that cannot be unpacked (~): save it again, without a password",
    ),
    "a DOCX with a password on its parts": (
        "bad.docx", packed("word/document.xml", BODY.format(""), locked=True),
        "bad.docx: a document that cannot be unpacked (~): save it again, without a password",
    ),
    "a DOCX that is an old DOC or has a password": (
        "bad.docx", OLD_OFFICE,
        "bad.docx: an old Office file, or one with a password: "
        "save it without one as DOCX or XLSX",
    ),
    "a DOCX of broken XML": (
        "bad.docx", zipped({"word/document.xml": "<w:document"}),
        "bad.docx: a damaged document (unclosed token: line 1, column 0): save it again",
    ),
    "a DOCX without a document": (
        "bad.docx", zipped({"xl/workbook.xml": "<x/>"}),
        "bad.docx: no Word document: it holds no word/document.xml; save it as DOCX",
    ),
    "a DOCX without words": (
        "bad.docx", docx(P("")),
        "bad.docx: the file is empty: a script has lines such as 客服：您好",
    ),
    "an XLSX cut short": (
        "bad.xlsx", xlsx({"话术": [["客服"], ["您好"]]})[:900],
        "bad.xlsx: a damaged document: save it again",
    ),
    "an XLSX with spoilt bytes": (
        "bad.xlsx", packed("[Content_Types].xml", "<Types>" + "x" * 999, damaged=True),
        "bad.xlsx: a workbook that cannot be read (~): save it again",
    ),
    "an XLSX that is text": (
        "bad.xlsx", GOOD,
        "bad.xlsx: a damaged document: save it again",
    ),
    "an XLSX without cells": (
        "bad.xlsx", xlsx({"话术": []}),
        "bad.xlsx: the file is empty: a script has lines such as 客服：您好",
    ),
    "text in no known encoding": (
        "bad.txt", "客服：您好\n客服：".encode() + b"\xff\x81\n",
        "bad.txt:2: neither UTF-8 nor GB18030: save the file as UTF-8",
    ),
    "Markdown in no known encoding": (
        "bad.md", "客服：您好\n\n客服：".encode() + b"\xff\x81\n",
        "bad.md:3: neither UTF-8 nor GB18030: save the file as UTF-8",
    ),
    "a CSV in no known encoding": (
        "bad.csv", "客服\n".encode() + b"\xff\x81\n",
        "bad.csv:2: neither UTF-8 nor GB18030: save the file as UTF-8",
    ),
    "a text that is cut UTF-16": (
        "bad.txt", b"\xff\xfe" + "客服".encode("utf-16-le") + b"\x00",
        "bad.txt: not utf-16-le, though it begins with its mark: byte 6; save it as UTF-8",
    ),
    "a picture": (
        "bad.md", b"\x89PNG\r\n\x1a\n\x00\x00",
        "bad.md:3: a binary file, not text: it holds NUL bytes; save it as UTF-8 text",
    ),
    "an empty text": (
        "bad.txt", b"",
        "bad.txt: the file is empty: a script has lines such as 客服：您好",
    ),
    "an empty workbook": (
        "bad.xlsx", b"",
        "bad.xlsx: the file is empty: a script has lines such as 客服：您好",
    ),
    "blank Markdown": (
        "bad.md", "\n \n",
        "bad.md: the file is empty: a script has lines such as 客服：您好",
    ),
    "YAML that is all comment": (
        "bad.yaml", "# 还没有写\n",
        "bad.yaml: the file is empty: a script has lines such as 客服：您好",
    ),
    "YAML with an item out of place": (
        "bad.yaml", "name: 回访\n流程:\n- 客服: 您好\n  - 客服: 再见\n",
        "bad.yaml:4: not YAML: did not find expected key; "
        "text that holds [ ] { } # & * ! | > ' % @ ` or ': ' stands in double quotes",
    ),
    "YAML with two colons": (
        "bad.yaml", "客服: 工号: 8\n",
        "bad.yaml:1: not YAML: mapping values are not allowed in this context; "
        "text that holds [ ] { } # & * ! | > ' % @ ` or ': ' stands in double quotes",
    ),
    "YAML with a character it does not allow": (
        "bad.yaml", "名字: 回访\n客服: 您好\x01\n",
        "bad.yaml:2: a character that YAML does not allow; delete it",
    ),
    "YAML of two documents": (
        "bad.yaml", "客服: 您好\n---\n客服: 再见\n",
        "bad.yaml:3: a second YAML document; a file holds one script: make it two",
    ),
    "YAML that is a rule pack": (
        "bad.yaml", "pack: site\nlanguage: 1\nrules: []\n",
        "bad.yaml:1: a rule pack or a profile, not a script; see 'callcheck rules check'",
    ),
    "an unknown rule in a remark": (
        "bad.md", f"{GOOD}\n客服：好的。 <!-- callcheck: ignore[clsoer] 写错 -->\n",
        "bad.md:4: callcheck: ignore: no rule, pack, category or clause 'clsoer'; "
        "did you mean 'closer'?",
    ),
    "an unknown rule in a remark of YAML": (
        "bad.yaml", "客服:\n- 您好，联讯客服。\n# callcheck: ignore[闭] 写错\n- 谢谢，再见。\n",
        "bad.yaml:3: callcheck: ignore: no rule, pack, category or clause '闭'; "
        "'callcheck rules list' names them all",
    ),
    "a remark without a reason": (
        "bad.txt", f"{GOOD}客服：好的。 # callcheck: ignore[closer]\n",
        "bad.txt:3: the suppression of 'closer' gives no reason; write why after the bracket",
    ),
    "a remark that says nothing": (
        "bad.md", f"{GOOD}\n客服：好的。 <!-- callcheck: -->\n",
        "bad.md:4: 'callcheck:' is not understood; write 'callcheck: ignore[rule] why', "
        "'ignore-file[rule] why', 'not-to-say' or 'end'",
    ),
    "an unknown rule in a sidecar": (
        "bad.md.callcheck.yaml", "suppress:\n- rule: closer\n  turn: 1\n",
        "bad.md.callcheck.yaml:2: the suppression has no 'reason'; write 'reason: …'",
    ),
}  # fmt: skip
"""What is wrong: the file's name, what it holds, and what is told; ~ stands for any words."""


@pytest.mark.parametrize("case", BAD)
def test_says_what_is_wrong_and_lints_the_rest(lint: Callcheck, tmp_path: Path, case: str) -> None:
    name, content, told = BAD[case]
    write(tmp_path, f"scripts/{name}", content)
    if "sidecar" in case:
        write(tmp_path, "scripts/bad.md", GOOD)
    write(tmp_path, "scripts/a.md", FAULTY)
    write(tmp_path, "scripts/z.md", FAULTY)
    ran = lint("scripts", "--format", "concise")
    assert ran.status == 2
    error, rest = ran.err.splitlines()
    wanted = ".+".join(re.escape(part) for part in f"callcheck: scripts/{told}".split("~"))
    assert re.fullmatch(wanted, error)
    assert rest == "callcheck: 1 input could not be used; the rest was checked"
    for good in ("a.md", "z.md"):
        assert f"scripts/{good}:2:5: default/shirking-not-our-job" in ran.out


def test_a_path_that_names_nothing_is_told(lint: Callcheck, tmp_path: Path) -> None:
    write(tmp_path, "a.md", FAULTY)
    (tmp_path / "empty").mkdir()
    ran = lint("a.md", "missing.md", "empty", "scripts/*.docx", "--format", "concise")
    assert ran.status == 2
    assert ran.err.splitlines() == [
        "callcheck: missing.md: no such file or folder",
        "callcheck: empty: no script here: the folder or pattern matches nothing",
        "callcheck: scripts/*.docx: no script here: the folder or pattern matches nothing",
        "callcheck: 3 inputs could not be used; the rest was checked",
    ]
    assert "a.md:2:5: default/shirking-not-our-job" in ran.out


def test_every_report_tells_of_a_script_that_cannot_be_read(
    lint: Callcheck, tmp_path: Path
) -> None:
    write(tmp_path, "a.md", GOOD)
    write(tmp_path, "bad.txt", "客服：".encode() + b"\xff\x81\n")
    why = "neither UTF-8 nor GB18030: save the file as UTF-8"
    for form in ("json", "sarif", "github", "junit"):
        ran = lint("a.md", "bad.txt", "--format", form)
        assert ran.status == 2
        assert "bad.txt" in ran.out
        assert why in ran.out


def test_sizes_that_are_no_numbers_do_not_stop_the_reading(lint: Callcheck, tmp_path: Path) -> None:
    look = '<w:pPr><w:outlineLvl w:val="x"/><w:ind w:left="36pt"/></w:pPr>'
    said = "".join(f"<w:p>{look}<w:r><w:t>{line}</w:t></w:r></w:p>" for line in FAULTY.splitlines())
    write(tmp_path, "a.docx", zipped({"word/document.xml": BODY.format(said)}))
    ran = lint("a.docx", "--format", "concise")
    assert (ran.status, ran.out.count("\n")) == (1, 1)
    assert "a.docx:第2段:5: default/shirking-not-our-job" in ran.out


def test_keys_of_yaml_may_be_lists(lint: Callcheck, tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "? [开场, 结束]\n: 这不关我的事\n")
    assert "a.yaml:2:4: default/shirking-not-our-job" in lint("a.yaml", "--format", "concise").out


class TestFix:
    """``--fix`` where it cannot: the rest is fixed, and everything is linted."""

    PACK = """\
pack: site
language: 1
title: 本店规范
rules:
- id: casual
  category: verbal_tic
  severity: warning
  forbid: [好嘞]
  replace: [{from: 好嘞, to: 好的}]
  message: 口头语
  examples: {bad: [好嘞。], good: [好的。]}
"""
    PLAIN = "客服：好嘞，马上为您查询。\n客服：感谢您的来电，再见。\n"
    NAMES = ("a.md", "b.md", "c.md")

    @pytest.fixture
    def fix(self, lint: Callcheck, tmp_path: Path) -> Callcheck:
        """Lint by a pack that has a safe replacement; three scripts want it."""
        write(tmp_path, "site.yaml", self.PACK)
        for name in self.NAMES:
            write(tmp_path, name, self.PLAIN)
        return lambda *args: lint(*args, "--rules", "site.yaml", "--pack", "site")

    def changed(self, folder: Path) -> list[str]:
        """Return the names of the scripts that are not as they were."""
        return [n for n in self.NAMES if (folder / n).read_text("utf-8") != self.PLAIN]

    def test_a_read_only_script_stays_as_it_is(self, fix: Callcheck, tmp_path: Path) -> None:
        (tmp_path / "b.md").chmod(0o444)
        ran = fix(*self.NAMES, "--fix", "--format", "json")
        assert ran.status == 2
        assert ran.err.splitlines()[:2] == [
            "callcheck: b.md: cannot write the script: "
            "it is read-only; make it writable, or fix it by hand",
            "callcheck: made 2 replacements in 2 files",
        ]
        assert self.changed(tmp_path) == ["a.md", "c.md"]
        assert [len(script["findings"]) for script in ran.json["calls"]] == [0, 1, 0]

    def test_a_script_that_cannot_be_read_is_told_once(
        self, fix: Callcheck, tmp_path: Path
    ) -> None:
        write(tmp_path, "bad.docx", b"no archive")
        ran = fix("bad.docx", *self.NAMES, "--fix")
        assert ran.status == 2
        assert ran.err.splitlines() == [
            "callcheck: made 3 replacements in 3 files",
            "callcheck: bad.docx: a damaged document: save it again",
            "callcheck: 1 input could not be used; the rest was checked",
        ]
        assert self.changed(tmp_path) == list(self.NAMES)

    def test_the_difference_of_the_rest_is_shown(self, fix: Callcheck, tmp_path: Path) -> None:
        ran = fix("missing.md", "a.md", "--diff")
        assert ran.status == 2
        assert ran.err.splitlines() == [
            "callcheck: missing.md: no such file or folder",
            "callcheck: would make 1 replacement in 1 file",
        ]
        assert "-客服：好嘞，" in ran.out
        assert "+客服：好的，" in ran.out
        assert self.changed(tmp_path) == []
