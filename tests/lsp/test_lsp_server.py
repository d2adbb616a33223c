"""The server as a process: how it starts, keeps up with typing, and leaves."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from editor import CONFIG, LONGEST, Editor, drive
from lsprotocol import types as lsp
from pygls.workspace import PositionCodec

from callcheck.lsp.diagnostics import Checked
from callcheck.lsp.documents import Document
from callcheck.lsp.positions import Places
from callcheck.lsp.worker import Worker

GOOD = "客服：感谢您的来电。\n"
BAD = "客服：这不关我的事，感谢您的来电。\n"


def version(number: int) -> Document:
    text = BAD * number
    return Document("file:///a.md", number, Path("/a.md"), text, Places(text, PositionCodec()))


def test_while_one_text_is_checked_only_the_newest_waits() -> None:
    """The thread is held where it checks the first text, as a large text would hold it."""
    checked: list[int | None] = []
    published: list[int | None] = []
    stale: list[bool] = []
    begun, may_end = threading.Event(), threading.Event()

    def check(document: Document, is_stale: Callable[[], bool]) -> Checked:
        begun.set()
        assert may_end.wait(LONGEST)
        checked.append(document.version)
        stale.append(is_stale())
        return Checked(document)

    async def scene() -> None:
        worker = Worker(check, lambda done: published.append(done.document.version))
        worker.want(version(1))
        await asyncio.to_thread(begun.wait, LONGEST)
        for number in (2, 3, 4):
            worker.want(version(number))
        may_end.set()
        done = await worker.checked("file:///a.md")
        assert done is not None
        assert done.document.version == 4
        # What is closed while it is checked is not spoken of again.
        may_end.clear()
        worker.want(version(5))
        worker.drop("file:///a.md")
        may_end.set()
        assert await worker.checked("file:///a.md") is None
        worker.close()

    asyncio.run(scene())
    assert (checked[:2], stale[:2], published) == ([1, 4], [True, False], [4])


def test_answers_are_about_the_newest_text(folder: Path) -> None:
    async def play(editor: Editor) -> None:
        editor.open("a.md", GOOD)
        for number in range(20):
            editor.change("a.md", "\n" * number + BAD)
        # Asked before the check can have ended: the answer waits for it.
        assert "shop/not-mine" in await editor.hover("a.md", lsp.Position(19, 5))
        assert await editor.told("a.md") == [("shop/not-mine", "这不关我的事")]
        versions = [params.version or 0 for params in editor.published]
        assert versions == sorted(versions)

    drive(folder, play)


def test_files_that_findings_rest_on_are_watched(folder: Path) -> None:
    watching = lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    workspace = lsp.WorkspaceClientCapabilities(did_change_watched_files=watching)

    async def play(editor: Editor) -> None:
        await editor.until(lambda: editor.watched)
        (registration,) = editor.watched
        assert registration.method == "workspace/didChangeWatchedFiles"
        editor.open("a.md", BAD)
        assert await editor.told("a.md") == [("shop/not-mine", "这不关我的事")]
        (folder / "callcheck.toml").write_text(CONFIG + 'ignore = ["not-mine"]\n', "utf-8")
        editor.ask_anew()
        event = lsp.FileEvent(editor.uri("callcheck.toml"), lsp.FileChangeType.Changed)
        editor.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))
        assert await editor.told("a.md") == []

    drive(folder, play, lsp.ClientCapabilities(workspace=workspace))


def test_what_is_no_file_yet_is_read_by_its_language(folder: Path) -> None:
    async def play(editor: Editor) -> None:
        for language, text, lines in (
            ("markdown", BAD, [0]),
            ("yaml", "- 客服: 这不关我的事，感谢您的来电。\n", [0]),
            ("yaml", "\n\n\npack: Shop\n", [3]),
        ):
            uri = f"untitled:Untitled-{len(editor.published)}"
            item = lsp.TextDocumentItem(uri, language, 1, text)
            before = len(editor.published)
            editor.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
            await editor.until(lambda before=before: len(editor.published) > before)
            found = editor.published[-1]
            assert found.uri == uri
            assert [each.range.start.line for each in found.diagnostics][:1] == lines

    drive(folder, play)


def message(method: str, params: object = None, id: int | None = None) -> bytes:
    body = {"jsonrpc": "2.0", "method": method, "params": params}
    content = json.dumps(body if id is None else body | {"id": id}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(content), content)


HELLO = message("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, 1)
UNOPENED = {"textDocument": {"uri": "file:///a.md", "version": 2}}
HERE = {"textDocument": {"uri": "file:///a.md"}, "position": {"line": 0, "character": 0}}
NONSENSE = (
    message("textDocument/didChange", UNOPENED | {"contentChanges": [{"text": "你"}]}),
    message("textDocument/didSave", HERE),
    message("textDocument/hover", HERE, 2),
    message("textDocument/hover", {"textDocument": 1}, 3),
    message("textDocument/codeAction", HERE, 4),
    message("workspace/executeCommand", {"command": "callcheck.nothing"}, 5),
    b"Content-Length: 3\r\n\r\n{]}",
)
LEAVE = message("shutdown", None, 9) + message("exit")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (HELLO + LEAVE, 0),
        # What makes no sense is answered or logged, and does no harm.
        (NONSENSE[1] + NONSENSE[2] + HELLO + b"".join(NONSENSE) + LEAVE, 0),
        # An editor that goes without taking its leave.
        (HELLO + message("exit"), 1),
        (HELLO, 1),
    ],
)
def test_no_editor_ever_reads_a_traceback(tmp_path: Path, said: bytes, status: int) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "callcheck", "lsp"],
        input=said,
        cwd=tmp_path,
        check=False,
        capture_output=True,
        timeout=LONGEST,
    )
    assert ran.returncode == status, ran.stderr.decode()
    assert ran.stderr == b""
    assert b"Traceback" not in ran.stdout
    assert b"traceback" not in ran.stdout


WITHOUT = """\
import sys
sys.modules["pygls"] = None
sys.argv = ["callcheck", {command}]
from callcheck.cli.main import main
main()
"""


def test_without_pygls_it_says_what_to_install(folder: Path) -> None:
    def run(*command: str) -> subprocess.CompletedProcess[str]:
        code = WITHOUT.format(command=", ".join(map(repr, command)))
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=folder,
            check=False,
            capture_output=True,
            encoding="utf-8",
        )

    ran = run("lsp")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "callcheck: this needs pygls 2: pip install 'callcheck[lsp]'\n"
    # Nothing else does.
    (folder / "call.txt").write_text("客服：感谢您的来电。\n客户：好的。\n", encoding="utf-8")
    assert run("score", "call.txt").returncode == 0
    assert run("lint", "call.txt").returncode == 0
    assert run("lsp", "--help").returncode == 0
