"""Safe replacements: what --fix writes, what it leaves alone, and that it harms nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import repository
from command import Callcheck
from documents import P, docx, write, xlsx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callcheck.findings import CallResult
from callcheck.scorer import Request
from callcheck.script.run import start_fix, start_lint

END = "客服：感谢您的来电，再见。\n"

Fixed = Callable[..., bytes]
"""A script of a name and content, fixed twice over; what it is then."""


@pytest.fixture
def fixed(lint: Callcheck, tmp_path: Path) -> Fixed:
    """Run ``callcheck lint --fix`` on one script and return what it is then."""

    def run(name: str, content: str | bytes, *args: str) -> bytes:
        path = write(tmp_path, name, content)
        ran = lint(str(path), "--fix", "--quiet", "--isolated", *args)
        assert ran.status in (0, 1), ran.err
        once = path.read_bytes()
        lint(str(path), "--fix", "--quiet", "--isolated", *args)
        assert path.read_bytes() == once
        return once

    return run


def test_the_walkthrough_is_mended_once(lint: Callcheck, tmp_path: Path) -> None:
    folder = tmp_path / "scripts"
    repository.build(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ran = lint("scripts", "--diff")
    assert ran.status == 1 and ran.err == "callcheck: would make 1 replacement in 1 file\n"
    assert "-客服：嗨，这里是{公司}客服" in ran.out and "+客服：您好，这里是{公司}客服" in ran.out
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    ran = lint("scripts", "--fix", "--format", "json")
    assert ran.err.startswith("callcheck: made 1 replacement in 1 file\n")
    left = {finding["rule"] for script in ran.json["calls"] for finding in script["findings"]}
    assert not left & {"default/tic-hailing", "default/opener"}
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"billing.md"}
    ran = lint("scripts", "--fix", "--quiet")
    assert "replacement" not in ran.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == after
    assert lint("scripts", "--diff").status == 0


TABLE = "客户,话术\n在吗,嗨，联讯客服，请问有什么可以帮您？\n没事了,{last}\n"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.md", f"# 开场\n\n- 客服：**嗨**，联讯客服，请讲。\n- {END}", None),
        (
            "b.md",
            f"- 客服：嗨，**联讯**客服，请讲。\n- {END}",
            "- 客服：您好，**联讯**客服，请讲。",
        ),
        ("c.txt", f"客服：你好，联讯客服。\r\n{END}", "客服：您好，联讯客服。\r\n"),
        ("d.txt", f"\ufeff客服：喂，联讯客服。\n{END}", "\ufeff客服：您好，联讯客服。\n"),
        ("e.csv", TABLE.format(last="感谢您，再见。"), "在吗,您好，联讯客服，请问"),
        (
            "f.csv",
            TABLE.format(last='"唉，请看""说明""，再见。"'),
            '没事了,"请看""说明""，再见。"\n',
        ),
        (
            "g.yaml",
            "流程:\n- 客服: 嗨，联讯客服，请讲。\n- 客服: '哎呀，感谢您，再见。'\n",
            "流程:\n- 客服: 您好，联讯客服，请讲。\n- 客服: '感谢您，再见。'\n",
        ),
        (
            "h.yaml",
            "流程:\n- 客服: |\n    喂，联讯客服，请讲。\n- 客服: 感谢您，再见。\n",
            "流程:\n- 客服: |\n    您好，联讯客服，请讲。\n",
        ),
    ],
)
def test_every_format_that_is_text_is_mended(
    fixed: Fixed, name: str, before: str, after: str | None
) -> None:
    out = fixed(name, before).decode()
    if after is None:  # the hail stands apart from its pause
        assert out == before.replace("**嗨**", "**您好**")
    else:
        assert after in out
        assert len(out.splitlines()) == len(before.splitlines())


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_the_encoding_stays(fixed: Fixed, encoding: str) -> None:
    text = f"客服：嗨，联讯客服，请问您贵姓？\n{END}"
    assert fixed("a.txt", text.encode(encoding)) == text.replace("嗨", "您好").encode(encoding)


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("客服：你好，联讯客服，请问你贵姓？", "客服：您好，联讯客服，请问您贵姓？"),
        ("客服：请你看《和你在一起》，我帮你查。", "客服：请您看《和你在一起》，我帮您查。"),
        ("客服：请你读“你的姓名”，给你办好。", "客服：请您读“你的姓名”，给您办好。"),
        ("客服：请你报{你的工号}【你的姓名】。", "客服：请您报{你的工号}【你的姓名】。"),
        ("客服：请你看（你要微笑）这里。", "客服：请您看（你要微笑）这里。"),
        ("客服：给你和你们公司各寄一台迷你音箱。", "客服：给您和你们公司各寄一台迷你音箱。"),
    ],
)
def test_ni_is_the_customer_and_nobody_else(fixed: Fixed, line: str, becomes: str) -> None:
    script = f"客服：请问，联讯客服。\n客户：你好，请你查一下。\n{line}\n客服：感谢来电，再见。\n"
    wanted = script.replace(line, becomes)
    assert fixed("a.txt", script, "--select", "ni-throughout").decode() == wanted


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("客服：好的。\n客户：喂，你好，你帮我查。\n", id="the customer's"),
        pytest.param("客服：喂养说明在包装里。\n", id="another word"),
        pytest.param("客服：唉。\n", id="nothing would be left"),
        pytest.param("\n禁用语：\n- 喂，说话。\n- 唉，真烦。\n\n", id="not to be said"),
        pytest.param(
            "客服：喂，还在听吗？ # callcheck: ignore[tic-hailing] 原话\n", id="answered for"
        ),
        pytest.param("客服：唉，不行。\n", id="another rule would fire"),
    ],
)
def test_what_is_left_alone(fixed: Fixed, said: str) -> None:
    script = f"客服：您好，联讯客服。\n{said}{END}"
    assert fixed("a.txt", script).decode() == script


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.yaml",
            '流程:\n- 客服: "\\u55e8，联讯客服，请讲。"\n- 客服: 感谢您，再见。\n',
        ),
        ("b.yaml", "流程:\n- 客服: 您好，联讯客服。\n- 客服: 唉，- 感谢您，再见。\n"),
        ("b.txt", "您好，联讯客服。\n\n唉，客户：感谢您。\n\n感谢您，再见。\n"),
        ("c.md", "客服：您好，联讯客服。\n\n唉，# 感谢您，再见。\n"),
        ("d.docx", docx(P("客服：嗨，联讯客服，请讲。"), P("客服：感谢您，再见。"))),
        ("e.xlsx", xlsx({"话术": [["客户", "话术"], ["在吗", "嗨，联讯客服。"]]})),
    ],
)
def test_what_cannot_be_written_safely_stays(fixed: Fixed, name: str, content: str | bytes) -> None:
    whole = content.encode() if isinstance(content, str) else content
    assert fixed(name, content) == whole


SITE = """\
pack: site
language: 1
title: 本店
rules:
- id: hail
  category: verbal_tic
  forbid: {say: [嗨], as: start of turn}
  message: 直呼
  replace: [{from: "嗨，", to: "您好, "}]
"""


def test_a_replacement_that_would_break_the_table_is_not_made(fixed: Fixed, tmp_path: Path) -> None:
    pack = write(tmp_path, "site.yaml", SITE)
    plain = "客户,话术\n在吗,嗨，请讲。\n"
    assert fixed("a.csv", plain, "--rules", str(pack)).decode() == plain
    quoted = '客户,话术\n在吗,"嗨，请讲。"\n'
    wanted = quoted.replace("嗨，", "您好, ")
    assert fixed("b.csv", quoted, "--rules", str(pack)).decode() == wanted


# -- any script -----------------------------------------------------------------------

HAILS = {"": "", "嗨，": "(?:嗨，|您好，|)", "喂，": "(?:喂，|您好，)", "哎呀，": "(?:哎呀，|)"}
WORDS = {
    "请你看一下": "请[你您]看一下",
    "我帮你查": "我帮[你您]查",
    "好的": "好的",
    "“你的卡”": "“你的卡”",
    "{你的姓名}": re.escape("{你的姓名}"),
    "你们店里有货": "你们店里有货",
    "迷你款": "迷你款",
}
"""Words of an agent, and what fixing may make of them."""
said = st.tuples(
    st.sampled_from(sorted(HAILS)), st.lists(st.sampled_from(sorted(WORDS)), min_size=1, max_size=3)
)
heard = st.sampled_from(["客户：你好，喂，你帮我查。", "", "# 你好", "<!-- 你的备注 -->"])
scripts = st.lists(st.one_of(said, heard), min_size=1, max_size=6)


def _written(lines: list[tuple[str, list[str]] | str]) -> tuple[str, str]:
    """Return a script, and a pattern of all that fixing may make of it."""
    text, pattern = "客服：您好，联讯客服。\n", re.escape("客服：您好，联讯客服。\n")
    for line in lines:
        if isinstance(line, str):
            text += f"{line}\n"
            pattern += re.escape(f"{line}\n")
        else:
            hail, words = line
            text += f"客服：{hail}{'，'.join(words)}。\n"
            pattern += f"客服：{HAILS[hail]}{'，'.join(WORDS[word] for word in words)}。\n"
    return text + END, pattern + re.escape(END)


def _counts(data: bytes) -> Counter[str]:
    run = start_lint(Request(("-",)), stdin=BytesIO(data), stdin_name="a.md")
    results: list[CallResult] = list(run.calls)
    assert not run.errors
    return Counter(finding.rule for result in results for finding in result.checked.findings)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scripts)
def test_fixing_changes_its_findings_only_and_leaves_none(
    lines: list[tuple[str, list[str]] | str],
) -> None:
    text, pattern = _written(lines)
    data = text.encode()
    out = list(start_fix(Request(("-",)), stdin=BytesIO(data), stdin_name="a.md"))
    after = out[0].after if out else data  # type: ignore[union-attr]
    assert re.fullmatch(pattern, after.decode())
    old, new = _counts(data), _counts(after)
    assert all(count <= old[rule] for rule, count in new.items())
    assert not {rule for rule in new if rule in ("default/tic-hailing", "default/tic-sigh")}
    assert (after != data) == (new != old)
    assert list(start_fix(Request(("-",)), stdin=BytesIO(after), stdin_name="a.md")) == []
