"""The language in which a language server talks: what the environment asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor import Editor, drive

SCRIPT = "客服：喂，请讲。\n客服：感谢您的来电。\n"
UNKNOWN = (
    "callcheck: ignore: no rule, pack, category or clause 'x'; "
    "'callcheck rules list' names them all"
)


@pytest.mark.parametrize(
    ("language", "titles", "hovered", "trouble"),
    [
        (
            "en",
            {"Change to “您好”", "Suppress shop/hailing (write why after the bracket)"},
            "Why: 用“喂”叫客户",
            UNKNOWN,
        ),
        (
            "zh",
            {"改为“您好”", "豁免 shop/hailing（在方括号后写明理由）"},
            "原因：用“喂”叫客户",
            "callcheck: ignore：没有叫“x”的规则、规则包、类别或条款；"
            "callcheck rules list 会全部列出",
        ),
        (
            "",
            {"改为“您好”", "豁免 shop/hailing（在方括号后写明理由）"},
            "原因：用“喂”叫客户",
            UNKNOWN,
        ),
    ],
)
def test_what_an_editor_shows_comes_in_the_language_asked_for(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    titles: set[str],
    hovered: str,
    trouble: str,
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("CALLCHECK_LANG", language)

    async def play(editor: Editor) -> None:
        editor.open("a.md", SCRIPT)
        (found,) = await editor.diagnostics("a.md")
        assert found.message == "用“喂”叫客户"
        assert set(await editor.actions("a.md", found.range)) == titles
        assert hovered in await editor.hover("a.md", found.range.start)
        editor.open("b.md", "客服：感谢您的来电。<!-- callcheck: ignore[x] 试 -->\n")
        assert [one.message for one in await editor.diagnostics("b.md")] == [trouble]

    drive(folder, play)
