"""Training scripts in an editor: what is found, said of it, and done about it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from editor import CONFIG, PACK, Editor, drive
from lsprotocol import types as lsp

GOOD = "客服：您好，请问有什么可以帮您？\n客服：感谢您的来电。\n"
BAD = "客服：喂，您好。\n客服：这不关我的事，感谢您的来电。\n"


def encodings(*kinds: str) -> lsp.ClientCapabilities:
    return lsp.ClientCapabilities(
        general=lsp.GeneralClientCapabilities(position_encodings=list(kinds))
    )


def test_a_fault_is_told_at_its_words_and_goes_with_them(folder: Path) -> None:
    name = "话术/开场 1.md"

    async def play(editor: Editor) -> None:
        editor.open(name, BAD)
        first, second = await editor.diagnostics(name)
        assert (first.code, first.severity) == ("shop/hailing", lsp.DiagnosticSeverity.Information)
        assert (second.code, second.severity) == ("shop/not-mine", lsp.DiagnosticSeverity.Error)
        assert {first.source, second.source} == {"callcheck"}
        assert second.message == "推诿：说不归自己管"
        assert second.range == lsp.Range(lsp.Position(1, 3), lsp.Position(1, 9))
        editor.change(name, BAD.replace("喂，", ""))
        assert await editor.told(name) == [("shop/not-mine", "这不关我的事")]
        editor.change(name, GOOD)
        assert await editor.told(name) == []
        editor.change(name, BAD)
        assert len(await editor.told(name)) == 2
        editor.close(name)
        assert await editor.told(name) == []

    drive(folder, play)


@pytest.mark.parametrize(
    ("kinds", "columns"),
    [
        ((), (6, 12)),
        (("utf-32", "utf-16"), (5, 11)),
        (("utf-8", "utf-16"), (16, 34)),
    ],
)
def test_ranges_are_in_the_units_agreed_on(
    folder: Path, kinds: tuple[str, ...], columns: tuple[int, int]
) -> None:
    async def play(editor: Editor) -> None:
        editor.open("a.txt", "客服：😀，这不关我的事。\n客服：感谢您的来电。\n")
        (found,) = await editor.diagnostics("a.txt")
        assert (found.range.start.character, found.range.end.character) == columns
        assert "推诿" in await editor.hover("a.txt", found.range.end)
        fix = (await editor.actions("a.txt", found.range))["改为“我帮您查一下”"]
        assert editor.apply("a.txt", fix) == "客服：😀，我帮您查一下。\n客服：感谢您的来电。\n"

    drive(folder, play, encodings(*kinds) if kinds else None)


KINDS: list[tuple[str, str, list[tuple[str | None, str]]]] = [
    (
        ".csv",
        '环节,话术\n开场,喂，您好。\n处理,"您好""哦""，这不关我的事"\n结束,感谢您的来电。\n',
        [("shop/hailing", "喂"), ("shop/not-mine", "这不关我的事")],
    ),
    (
        ".yaml",
        "流程:\n- 客服: 喂，您好。\n- 客服: |\n    好的。\n    这不关我的事。\n"
        "- 客服: '感谢您的来电。'\n",
        [("shop/hailing", "喂"), ("shop/not-mine", "这不关我的事")],
    ),
    (".md", "\ufeff客服：喂，您好。\r\n客服：感谢您的来电。\r\n", [("shop/hailing", "喂")]),
    (".md", "客服：喂，您\u2028好。\x0b\n客服：感谢您的来电。", [("shop/hailing", "喂")]),
    # What is missing from a call is shown where the call ends.
    (".md", "客服：您好。\n\n客服：再见。  \n", [("shop/no-thanks", "再见。")]),
    (".csv", "话术,备注\n您好。,甲\n再见。,乙\n", [("shop/no-thanks", "再见。")]),
    # Suppressed, or not to be said.
    (".md", GOOD + "客服：喂，您好。 <!-- callcheck: ignore[hailing] 引用 -->\n" + GOOD, []),
    (".md", GOOD + "\n## 禁用语\n\n这不关我的事\n", []),
    # Remarks that cannot be, or do nothing.
    (
        ".txt",
        GOOD + "客服：好的。  # callcheck: ignore[hailing]\n",
        [(None, "客服：好的。  # callcheck: ignore[hailing]")],
    ),
    (
        ".txt",
        "客服：您好。  # callcheck: ignore[hailing] 引用\n客服：感谢您的来电。\n",
        [(None, "客服：您好。  # callcheck: ignore[hailing] 引用")],
    ),
    # What is no script.
    (".md", " \n", [(None, "")]),
    (".yaml", "流程:\n  - 客服: [\n", [(None, "")]),
    (".yaml", "客服: " + "[" * 5000, [(None, "客服: " + "[" * 5000)]),
    (".txt", GOOD + "\0\n", [(None, "\0")]),
    (".txt", GOOD + "客服：喂，\ud83d。\n" + GOOD, [("shop/hailing", "喂")]),
]


def test_scripts_of_every_kind(folder: Path) -> None:
    async def play(editor: Editor) -> None:
        for number, (suffix, text, told) in enumerate(KINDS):
            name = f"{number}{suffix}"
            editor.open(name, text)
            assert (name, await editor.told(name)) == (name, told)

    drive(folder, play)


def test_what_is_no_script_is_not_spoken_of(folder: Path) -> None:
    names = ["1.md.callcheck.yaml", "a.py", "a.docx", "callcheck.toml", ".hidden.md"]

    async def play(editor: Editor) -> None:
        for name in names:
            editor.open(name, BAD)
        editor.open("last.txt", GOOD)
        assert await editor.told("last.txt") == []
        assert await editor.hover("a.py", lsp.Position(0, 0)) == ""
        assert await editor.actions("a.py", lsp.Range(lsp.Position(0, 0), lsp.Position(9, 0))) == {}
        assert {params.uri for params in editor.published} == {editor.uri("last.txt")}

    drive(folder, play)


def test_the_closest_configuration_holds(folder: Path) -> None:
    files = {
        "callcheck.toml": CONFIG
        + 'exclude = ["drafts/*"]\n[per-file-ignores]\n"old/*" = ["ALL"]\n',
        "near/callcheck.toml": 'extend = "../callcheck.toml"\nignore = ["hailing"]\n'
        '[severity]\nnot-mine = "info"\n',
        "grave/pyproject.toml": '[tool.callcheck]\nrules = ["../shop.yaml"]\n'
        'min-severity = "error"\n',
        "unknown/callcheck.toml": 'rulez = ["../shop.yaml"]\n',
        "nothing/callcheck.toml": 'rules = ["gone.yaml"]\n',
        "mistaken/callcheck.toml": 'rules = ["../shop.yaml"]\nselect = ["not-mime"]\n',
        "faulty/callcheck.toml": 'rules = ["bad.yaml"]\n',
        "faulty/bad.yaml": PACK.replace("forbid: [滚蛋]", "forbit: [滚蛋]"),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    async def play(editor: Editor) -> None:
        async def told(name: str) -> list[tuple[str | None, lsp.DiagnosticSeverity]]:
            editor.open(name, BAD)
            return [(each.code, each.severity) for each in await editor.diagnostics(name)]

        async def trouble(name: str) -> str:
            editor.open(name, BAD)
            (only,) = await editor.diagnostics(name)
            assert (only.severity, only.range.start.line) == (lsp.DiagnosticSeverity.Error, 0)
            return only.message

        error, info = lsp.DiagnosticSeverity.Error, lsp.DiagnosticSeverity.Information
        assert await told("a.md") == [("shop/hailing", info), ("shop/not-mine", error)]
        assert await told("drafts/a.md") == []
        assert await told("old/a.md") == []
        assert await told("near/a.md") == [("shop/not-mine", info)]
        assert await told("grave/a.md") == [("shop/not-mine", error)]
        assert "unknown key 'rulez'; did you mean 'rules'?" in await trouble("unknown/a.md")
        assert "'rules' is 'gone.yaml'; no such file" in await trouble("nothing/a.md")
        assert "did you mean 'not-mine'?" in await trouble("mistaken/a.md")
        assert "bad.yaml:42:3: unknown key 'forbit'" in await trouble("faulty/a.md")
        # A configuration that has changed holds from the next save on, for every document.
        editor.texts["near/callcheck.toml"] = CONFIG.replace("shop", "../shop")
        editor.save("near/callcheck.toml")
        for name in ("near/a.md", "a.md"):
            assert [each.code for each in await editor.diagnostics(name)] == [
                "shop/hailing",
                "shop/not-mine",
            ]

    drive(folder, play)


def test_sidecars_and_baselines_suppress(folder: Path) -> None:
    for name in ("a.md", "b.md"):
        (folder / name).write_text(BAD, encoding="utf-8")
    run = [sys.executable, "-m", "callcheck", "baseline", "create", "--scripts", "a.md"]
    subprocess.run([*run, "--output", "known.json"], cwd=folder, check=True)
    with (folder / "callcheck.toml").open("a", encoding="utf-8") as config:
        config.write('baseline = "known.json"\n')
    sidecar = (
        "suppress:\n- {rule: shop/hailing, reason: 引用}\n- {rule: shop/no-thanks, reason: 无}\n"
    )
    (folder / "b.md.callcheck.yaml").write_text(sidecar, encoding="utf-8")

    async def play(editor: Editor) -> None:
        editor.open("a.md", "\n\n" + BAD)
        assert await editor.told("a.md") == []
        editor.change("a.md", BAD + "客服：不归我管，感谢您的来电。\n")
        assert await editor.told("a.md") == [("shop/not-mine", "不归我管")]
        editor.open("b.md", BAD)
        unused, found = await editor.diagnostics("b.md")
        assert found.code == "shop/not-mine"
        assert unused.severity == lsp.DiagnosticSeverity.Warning
        assert "b.md.callcheck.yaml:3: unused suppression of 'shop/no-thanks'" in unused.message

    drive(folder, play)


def test_a_hover_tells_the_rule_the_clause_the_points_and_what_to_say(folder: Path) -> None:
    async def play(editor: Editor) -> None:
        editor.open("a.md", BAD)
        first, second = await editor.diagnostics("a.md")
        assert await editor.hover("a.md", second.range.start) == (
            "**`shop/not-mine`**（推诿，错误，扣 30 分）\n\n"
            "原因：推诿：说不归自己管\n\n"
            "改说：我帮您查一下\n\n"
            "- 条款 S-1：不推诿"
        )
        assert (await editor.hover("a.md", first.range.start)).startswith("**`shop/hailing`**")
        assert await editor.hover("a.md", lsp.Position(1, 15)) == ""
        # With no pack of its own the folder has the default rules, and their standards' words.
        (folder / "callcheck.toml").unlink()
        editor.open("b.md", "客服：您好。\n\n客服：这不关我的事，*再见*。\n")
        *_, shirking = await editor.diagnostics("b.md")
        told = await editor.hover("b.md", shirking.range.start)
        assert "**`default/shirking-not-our-job`**（推诿，错误，扣 10 分）" in told
        assert "- 条款 CM-59：不推诿客户" in told

    drive(folder, play)


FAULTS = (
    "客服：喂，您好。\r\n\r\n客服：😀这不关我的事，感谢您的来电。\r\n\r\n"
    "客服：不归我管，感谢您的来电。"
)


def lint_fix(folder: Path, name: str, text: str) -> str:
    """Return what ``callcheck lint --fix`` makes of a script."""
    (folder / name).write_bytes(text.encode())
    subprocess.run(
        [sys.executable, "-m", "callcheck", "lint", "--fix", "--quiet", name],
        cwd=folder,
        check=False,
        capture_output=True,
    )
    return (folder / name).read_bytes().decode()


@pytest.mark.parametrize("versioned", [False, True])
def test_a_fix_makes_what_lint_makes(folder: Path, versioned: bool) -> None:
    edits = lsp.WorkspaceEditClientCapabilities(document_changes=versioned)
    able = lsp.ClientCapabilities(workspace=lsp.WorkspaceClientCapabilities(workspace_edit=edits))

    async def play(editor: Editor) -> None:
        editor.open("a.md", FAULTS)
        _, mine, _ = await editor.diagnostics("a.md")
        offered = await editor.actions("a.md", mine.range)
        assert list(offered) == ["改为“我帮您查一下”", "豁免 shop/not-mine（在方括号后写明理由）"]
        fix = offered["改为“我帮您查一下”"]
        assert (fix.kind, fix.is_preferred, fix.diagnostics) == ("quickfix", True, (mine,))
        assert (fix.edit.document_changes is not None) == versioned
        one = editor.apply("a.md", fix)
        assert one == FAULTS.replace("这不关我的事", "我帮您查一下")
        alone = FAULTS.replace("喂，", "")
        assert lint_fix(folder, "alone.md", alone) == one.replace("喂，", "")
        # Of two that are alike, the one it is asked of.
        for first, second in ((one, FAULTS), (FAULTS, one)):
            editor.open("twice.md", f"{FAULTS}\n{FAULTS}")
            alike = [d for d in await editor.diagnostics("twice.md") if d.message == mine.message]
            asked = alike[0 if first == one else 2]
            fix = (await editor.actions("twice.md", asked.range))["改为“我帮您查一下”"]
            assert editor.apply("twice.md", fix) == f"{first}\n{second}"
        # All at once, if the editor asks for that.
        every = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
        for kind in ("source.fixAll", "source", "source.fixAll.callcheck"):
            (fix_all,) = (await editor.actions("a.md", every, only=[kind])).values()
            assert fix_all.kind == "source.fixAll.callcheck"
            fixed = editor.apply("a.md", fix_all)
            assert fixed == lint_fix(folder, "every.md", FAULTS)
        assert await editor.actions("a.md", every, only=["refactor", "quick"]) == {}
        # What has no safe replacement is left to a person.
        editor.change("a.md", fixed)
        assert [code for code, _ in await editor.told("a.md")] == ["shop/not-mine"]
        assert await editor.actions("a.md", every, only=["source"]) == {}

    drive(folder, play, able)


REMARKS = [
    ("1.md", BAD, "客服：喂，您好。 <!-- callcheck: ignore[shop/hailing] -->"),
    (
        "2.md",
        "| 环节 | 话术 |\n| --- | --- |\n| 开场 | 喂，您好。 |\n| 结束 | 感谢您的来电。 |\n",
        "| 开场 | 喂，您好。 | <!-- callcheck: ignore[shop/hailing] -->",
    ),
    (
        "3.md",
        "客服：您好。\n\n客服：再见。  \n",
        "客服：再见。 <!-- callcheck: ignore[shop/no-thanks] -->  ",
    ),
    ("4.txt", BAD.replace("\n", "\r\n"), "客服：喂，您好。 # callcheck: ignore[shop/hailing]\r"),
    (
        "5.yaml",
        "- 客服: '喂，您好。'\n- 客服: 感谢您的来电。\n",
        "- 客服: '喂，您好。' # callcheck: ignore[shop/hailing]",
    ),
    # A comment here would be a part of what is said, or there is no comment at all.
    ("6.yaml", "- 客服: |\n    喂，您好。\n    请说。\n- 客服: 感谢您的来电。\n", None),
    ("7.csv", "话术\n喂，您好。\n感谢您的来电。\n", None),
    # Such a rule may not be suppressed.
    ("8.md", "客服：滚蛋，感谢您的来电。\n", None),
]


def test_a_remark_suppresses_once_it_gives_its_reason(folder: Path) -> None:
    async def play(editor: Editor) -> None:
        for name, text, line in REMARKS:
            editor.open(name, text)
            found = await editor.diagnostics(name)
            offered = await editor.actions(name, found[0].range)
            remarks = [title for title in offered if title.startswith("豁免")]
            if line is None:
                assert (name, remarks) == (name, [])
                continue
            assert remarks == [f"豁免 {found[0].code}（在方括号后写明理由）"]
            remarked = editor.apply(name, offered[remarks[0]])
            assert line in remarked.split("\n")
            # Without a reason it suppresses nothing, and is told where it stands.
            editor.change(name, remarked)
            (missing,) = await editor.diagnostics(name)
            assert "gives no reason; write why after the bracket" in missing.message
            assert missing.range.start.line == found[0].range.start.line
            editor.change(name, remarked.replace("]", "] 引用"))
            assert await editor.diagnostics(name) == found[1:]

    drive(folder, play)
