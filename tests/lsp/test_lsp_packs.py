"""Rule packs in an editor: what is wrong with them, and examples that fail."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner
from editor import CONFIG, PACK, Editor, drive
from lsprotocol import types as lsp

from callcheck.cli.main import cli

ERROR, WARNING = lsp.DiagnosticSeverity.Error, lsp.DiagnosticSeverity.Warning


def changed(old: str, new: str) -> str:
    """Return the pack with one thing changed."""
    assert PACK.count(old) == 1
    return PACK.replace(old, new)


UNLOADABLE = {
    "forbit: [滚蛋]": changed("forbid: [滚蛋]", "forbit: [滚蛋]"),
    "9": changed("language: 1", "language: 9"),
    "很多": changed("deduct: 30", "deduct: 很多"),
    "- id: not-mine": changed("rules:\n", "rules: [\n"),
    "{谁}要": changed("[滚蛋]", '["{谁}要"]'),
    "nobody]": changed("language: 1", "language: 1\nextends: [nobody]"),
}
"""The text that is at fault, of packs that do not load."""

DOUBTFUL = {
    "id: hailing": changed("[请每天喂药。, 您好。]", "[您好。]"),
    "{id: S-9": changed("{id: S-1,", "{id: S-9,"),
    "我们这边一直": changed(
        "forbid: [滚蛋]",
        "forbid: [滚蛋, {say: 我们这边一直没有办法给您处理但是您可以等, hear: exact}]",
    ),
}
"""The text that is doubtful, of packs that load."""


def rules_check(folder: Path, text: str) -> set[tuple[int, int, str]]:
    """Return line, column and message of what ``callcheck rules check`` says of a pack."""
    path = folder / "checked.yaml"
    path.write_text(text, encoding="utf-8")
    ran = CliRunner().invoke(cli, ["rules", "check", str(path)], standalone_mode=False)
    told = re.findall(r"checked\.yaml:(\d+):(\d+): (.*)", f"{ran.output}\n{ran.exception}")
    return {(int(line), int(column), message) for line, column, message in told}


def test_a_pack_is_told_what_rules_check_says(folder: Path) -> None:
    async def play(editor: Editor) -> None:
        editor.open("shop.yaml", PACK)
        assert await editor.told("shop.yaml") == []
        for severity, packs in ((ERROR, UNLOADABLE), (WARNING, DOUBTFUL)):
            for words, text in packs.items():
                editor.change("shop.yaml", text)
                found = await editor.diagnostics("shop.yaml")
                places = [each.range.start for each in found]
                told = zip(places, (each.message for each in found), strict=True)
                expected = rules_check(folder, text)
                assert {(at.line + 1, at.character + 1, say) for at, say in told} == expected
                assert {each.severity for each in found} == {severity}
                cuts = [editor.cut("shop.yaml", each.range) for each in found]
                assert any(cut.startswith(words) for cut in cuts), cuts
        editor.change("shop.yaml", PACK)
        assert await editor.told("shop.yaml") == []

    drive(folder, play)


FAILING = [
    (
        changed("[这不关我的事。, 不归我管。]", "[这不关我的事。, 您说什么。]"),
        "您说什么。",
        "example of shop/not-mine: expected a finding, got no finding",
    ),
    (
        changed("[我帮您查。, 请稍等。]", "[我帮您查。, 😀不归我管。]"),
        "😀不归我管。",
        "example of shop/not-mine: expected no finding, got a finding: 不归我管",
    ),
    (
        changed("good: [您好。, 再见。]", "good: [您好。, [客服：好的。, 客服：滚蛋。]]"),
        "[客服：好的。",
        "example of shop/swearing: expected no finding, got a finding: 滚蛋",
    ),
    (
        changed("[您好。, 再见。]}", "[您好。, 再见。], xfail: [{bad: 快滚蛋。, why: 没写}]}"),
        "快滚蛋。, why",
        "example of shop/swearing passes now, though marked: 没写",
    ),
]
"""Packs with an example that fails, the text at its place, and what is said of it."""


def test_an_example_that_fails_is_told_at_its_place(folder: Path) -> None:
    async def play(editor: Editor) -> None:
        editor.open("shop.yaml", PACK)
        for text, words, message in FAILING:
            editor.change("shop.yaml", text)
            (found,) = await editor.diagnostics("shop.yaml")
            assert (found.severity, found.message) == (ERROR, message)
            assert found.code in found.message
            assert editor.cut("shop.yaml", found.range).startswith(words)
        editor.change("shop.yaml", PACK)
        assert await editor.told("shop.yaml") == []

    drive(folder, play)


CHILD = """\
pack: child
title: 分店
language: 1
extends: [shop]
include: [shop/*]
overrides:
  shop/not-mine: {deduct: 5}
  shop/not-yours: {deduct: 5}
"""


def test_packs_of_the_configuration_are_at_hand(folder: Path) -> None:
    packs = folder / "packs"
    packs.mkdir()
    (folder / "shop.yaml").rename(packs / "shop.yaml")
    (folder / "callcheck.toml").write_text(CONFIG.replace("shop.yaml", "packs"), encoding="utf-8")
    (packs / "child.yaml").write_text(CHILD, encoding="utf-8")

    async def play(editor: Editor) -> None:
        # The one being written counts as it is written, not as it is on disk.
        editor.open("packs/child.yaml", CHILD)
        (unknown,) = await editor.diagnostics("packs/child.yaml")
        assert unknown.message == "no rule 'shop/not-yours'; did you mean 'shop/not-mine'?"
        assert editor.cut("packs/child.yaml", unknown.range) == "shop/not-yours: {deduct: 5}"
        editor.change("packs/child.yaml", CHILD.replace("not-yours", "hailing"))
        assert await editor.told("packs/child.yaml") == []
        # What its parent holds is not its own; what keeps the parent from loading is told.
        editor.texts["packs/shop.yaml"] = FAILING[0][0]
        editor.save("packs/shop.yaml")
        assert await editor.told("packs/child.yaml") == []
        editor.texts["packs/shop.yaml"] = UNLOADABLE["很多"]
        editor.save("packs/shop.yaml")
        first, *_ = await editor.diagnostics("packs/child.yaml")
        assert first.range.start == lsp.Position(0, 0)
        assert "shop.yaml:9:11: a number is wanted here, not '很多'" in first.message
        # A new pack that is nowhere on disk, and a profile.
        editor.open("new.yaml", PACK.replace("pack: shop", "pack: own"))
        assert [code for code, _ in await editor.told("new.yaml")] == [None]
        editor.texts["packs/shop.yaml"] = PACK
        editor.save("packs/shop.yaml")
        assert await editor.told("new.yaml") == []
        editor.open("profile.yaml", "profile: own\npacks: [shop]\nsections: []\npass_mark: 101\n")
        assert len(await editor.told("profile.yaml")) > 0
        editor.change("new.yaml", "")
        assert [code for code, _ in await editor.told("new.yaml")] == [None]

    drive(folder, play)
