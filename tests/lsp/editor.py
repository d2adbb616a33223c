"""An editor that starts ``callcheck lsp`` and talks with it as editors do."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient
from pygls.workspace import PositionCodec

LONGEST = 60.0
"""Seconds after which a test gives up; it never waits so long for its own sake."""
LANGUAGES = {".md": "markdown", ".txt": "plaintext", ".csv": "csv", ".yaml": "yaml"}

PACK = """\
pack: shop
title: 本店规范
language: 1
rules:
- id: not-mine
  clause: [S-1]
  category: shirking
  severity: error
  deduct: 30
  forbid: [这不关我的事, 不归我管]
  message: 推诿：说不归自己管
  suggest: 我帮您查一下
  replace: [{from: 这不关我的事, to: 我帮您查一下}]
  examples:
    bad: [这不关我的事。, 不归我管。]
    good: [我帮您查。, 请稍等。]
    fixed: [{from: 这不关我的事。, to: 我帮您查一下。}]
- id: hailing
  category: verbal_tic
  severity: info
  deduct: 1
  forbid: {say: [喂], as: whole clause}
  message: 用“喂”叫客户
  replace: [{from: 喂, to: 您好}]
  examples:
    bad: ["喂，你好。", 喂。]
    good: [请每天喂药。, 您好。]
    fixed: [{from: "喂，请讲。", to: "您好，请讲。"}]
- id: no-thanks
  category: closer
  severity: warning
  deduct: 5
  require: {say: [感谢您的来电], in: last 2 turns}
  message: 没有致谢
  examples: {bad: [再见。, 挂了。], good: [感谢您的来电。, "感谢您的来电，再见。"]}
- id: swearing
  category: abuse
  severity: error
  deduct: 1
  veto: true
  suppressible: false
  forbid: [滚蛋]
  message: 骂人
  examples: {bad: [你滚蛋。, 滚蛋。], good: [您好。, 再见。]}
clauses:
- {id: S-1, summary: 不推诿, status: automated}
"""
CONFIG = 'rules = ["shop.yaml"]\n'


class Editor(LanguageClient):
    """One editor with its server; documents go by their path in the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__("tests", "1")
        self.folder = folder
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.published: list[lsp.PublishDiagnosticsParams] = []
        self.logged: list[str] = []
        self.watched: list[lsp.Registration] = []
        self.codec = PositionCodec()
        self.capabilities = lsp.ServerCapabilities()
        self._asked: dict[str, int] = {}
        self._news = asyncio.Condition()

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        async def published(params: lsp.PublishDiagnosticsParams) -> None:
            await self._note(self.published, params)

        @self.feature(lsp.WINDOW_LOG_MESSAGE)
        async def logged(params: lsp.LogMessageParams) -> None:
            await self._note(self.logged, params.message)

        @self.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        async def registered(params: lsp.RegistrationParams) -> None:
            await self._note(self.watched, *params.registrations)

    async def _note(self, heap: list[Any], *news: Any) -> None:
        async with self._news:
            heap.extend(news)
            self._news.notify_all()

    async def until(self, happened: Callable[[], Any]) -> None:
        """Wait for messages of the server until something has happened."""
        async with asyncio.timeout(LONGEST), self._news:
            await self._news.wait_for(happened)

    async def say_hello(self, capabilities: lsp.ClientCapabilities) -> None:
        """Agree with the server on what each of the two can do."""
        result = await self.initialize_async(lsp.InitializeParams(capabilities))
        self.capabilities = result.capabilities
        self.codec = PositionCodec(result.capabilities.position_encoding)
        self.initialized(lsp.InitializedParams())

    def uri(self, name: str) -> str:
        """Return the name that a document has for the protocol."""
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str) -> None:
        """Open a document, which need not be on disk."""
        self.texts[name], self.versions[name] = text, 1
        self._asked[name] = len(self.published)
        language = LANGUAGES.get(Path(name).suffix, "plaintext")
        item = lsp.TextDocumentItem(self.uri(name), language, 1, text)
        self.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def change(self, name: str, text: str) -> None:
        """Type a new text."""
        self.texts[name] = text
        self.versions[name] += 1
        self._asked[name] = len(self.published)
        held = lsp.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(lsp.DidChangeTextDocumentParams(held, [change]))

    def save(self, name: str) -> None:
        """Write a document to disk, and say so."""
        (self.folder / name).write_bytes(self.texts[name].encode())
        self.ask_anew()
        held = lsp.TextDocumentIdentifier(self.uri(name))
        self.text_document_did_save(lsp.DidSaveTextDocumentParams(held))

    def ask_anew(self) -> None:
        """Take what has been published so far for old."""
        self._asked = dict.fromkeys(self._asked, len(self.published))

    def close(self, name: str) -> None:
        """Close a document."""
        self._asked[name] = len(self.published)
        held = lsp.TextDocumentIdentifier(self.uri(name))
        self.text_document_did_close(lsp.DidCloseTextDocumentParams(held))

    async def diagnostics(self, name: str) -> list[lsp.Diagnostic]:
        """Wait for what is published of a document's newest text, in the order of the text."""

        def news() -> list[lsp.PublishDiagnosticsParams]:
            since = self.published[self._asked[name] :]
            versions = (self.versions[name], None)
            return [p for p in since if p.uri == self.uri(name) and p.version in versions]

        await self.until(news)
        return sorted(news()[-1].diagnostics, key=lambda each: (each.range.start, str(each.code)))

    async def told(self, name: str) -> list[tuple[str | None, str]]:
        """Wait as ``diagnostics`` does; return each one's rule and the text it stands at."""
        found = await self.diagnostics(name)
        return [(each.code, self.cut(name, each.range)) for each in found]

    async def hover(self, name: str, position: lsp.Position) -> str:
        """Return what is shown over a place; nothing is an empty text."""
        held = lsp.TextDocumentIdentifier(self.uri(name))
        shown = await self.text_document_hover_async(lsp.HoverParams(held, position))
        return shown.contents.value if shown else ""

    async def actions(
        self, name: str, place: lsp.Range, only: list[str] | None = None
    ) -> dict[str, lsp.CodeAction]:
        """Return what can be done about a place, by title."""
        held = lsp.TextDocumentIdentifier(self.uri(name))
        asked = lsp.CodeActionParams(held, place, lsp.CodeActionContext([], only))
        found = await self.text_document_code_action_async(asked)
        return {action.title: action for action in found}

    def cut(self, name: str, place: lsp.Range) -> str:
        """Return the text in a range."""
        begin, end = self._offset(name, place.start), self._offset(name, place.end)
        return self.texts[name][begin:end]

    def apply(self, name: str, action: lsp.CodeAction) -> str:
        """Return the text with an action's edits made."""
        edit = action.edit
        if edit.changes is not None:
            edits = edit.changes[self.uri(name)]
        else:
            (change,) = edit.document_changes
            assert change.text_document.uri == self.uri(name)
            assert change.text_document.version == self.versions[name]
            edits = change.edits
        text = self.texts[name]
        for each in sorted(edits, key=lambda each: each.range.start, reverse=True):
            begin, end = (self._offset(name, at) for at in (each.range.start, each.range.end))
            text = text[:begin] + each.new_text + text[end:]
        return text

    def _offset(self, name: str, at: lsp.Position) -> int:
        lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", self.texts[name])
        units, count = 0, 0
        while units < at.character:
            units += self.codec.client_num_units(lines[at.line][count])
            count += 1
        assert units == at.character, "a position within a character"
        return sum(map(len, lines[: at.line])) + count


@asynccontextmanager
async def editor(
    folder: Path, capabilities: lsp.ClientCapabilities | None = None
) -> AsyncIterator[Editor]:
    """Start an editor and its server in a folder; the server leaves cleanly, or the test fails."""
    client = Editor(folder)
    await client.start_io(sys.executable, "-m", "callcheck", "lsp", "--stdio", cwd=folder)
    server = client._server
    assert server is not None and server.stderr is not None
    await client.say_hello(capabilities or lsp.ClientCapabilities())
    yield client
    await client.shutdown_async(None)
    client.exit(None)
    async with asyncio.timeout(LONGEST):
        await client.stop()
        said = (await server.stderr.read()).decode()
    assert (server.returncode, said) == (0, "")
    assert client.logged == []


def drive(
    folder: Path,
    play: Callable[[Editor], Awaitable[None]],
    capabilities: lsp.ClientCapabilities | None = None,
) -> None:
    """Play a scene with an editor in a folder."""

    async def scene() -> None:
        async with editor(folder, capabilities) as client:
            await play(client)

    asyncio.run(scene())
