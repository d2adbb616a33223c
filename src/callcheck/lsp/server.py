"""The language server: what an editor tells goes to the checks, what they find goes back."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer

from callcheck import __version__
from callcheck.config.problems import ConfigError
from callcheck.lsp.actions import KINDS, actions_in
from callcheck.lsp.diagnostics import Checked, told, told_problem
from callcheck.lsp.documents import Document
from callcheck.lsp.hover import hover_at
from callcheck.lsp.packs import check_pack
from callcheck.lsp.scripts import check_script
from callcheck.lsp.worker import Worker
from callcheck.messages import Message, spoken
from callcheck.packs.load import PackError
from callcheck.scorer import Request

WATCHED = ("**/{callcheck,.callcheck,pyproject}.toml", "**/*.{yaml,yml,json}")
"""Files that findings rest on: configurations, packs, sidecars, baselines."""

RequestFor = Callable[[Path], Request]
"""What ``callcheck lint`` is asked for a file.  Raises ConfigError."""


def serve(request_for: RequestFor, stdin: BinaryIO, stdout: BinaryIO) -> bool:
    """Serve one editor; return whether it asked the server to shut down before it left."""
    if not _debugging():
        # What goes wrong is told to the editor, in a line; pygls would write tracebacks.
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
    server = Server(request_for)
    _listen(server)
    server.start_io(stdin, stdout)
    server.worker.close()
    return server.asked_to_stop


class Server(LanguageServer):
    """The server of one editor."""

    def __init__(self, request_for: RequestFor) -> None:
        # Whole texts, not parts: pygls ends lines at more characters than the protocol
        # does (U+2028, U+000B), and would put a part where it does not belong.
        super().__init__(
            "callcheck", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full
        )
        self.worker = Worker(self._check, self._publish)
        self.asked_to_stop = False
        self._request_for = request_for

    def want(self, uri: str) -> None:
        """Check an open document, if it is of a kind that can be checked."""
        document = Document.of(self.workspace.get_text_document(uri))
        if document.kind != "other":
            self.worker.want(document)

    def want_all(self) -> None:
        """Check every open document again: what they are checked by may have changed."""
        for held in self.workspace.text_documents.values():
            self.want(held.uri)

    def forget(self, uri: str) -> None:
        """Take back what was told of a document that is closed."""
        self.worker.drop(uri)
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Tell the editor's log, in a line, what could not be done."""
        ours = not isinstance(error, JsonRpcException) or isinstance(error, JsonRpcInternalError)
        told = (
            internal(error)
            if ours
            else Message("a message that cannot be answered: {error}", error=error)
        )
        self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, spoken(told)))

    def can(self, capability: str) -> bool:
        """Tell whether the editor has a capability, named as in the protocol."""
        return bool(get_capability(self.client_capabilities, capability, False))

    def _check(self, document: Document, stale: Callable[[], bool]) -> Checked:
        try:
            request = self._request_for(document.path)
            if document.kind == "rules":
                return check_pack(document, request, stale)
            return check_script(document, request)
        except (ConfigError, PackError) as error:
            problems = (told_problem(problem, document) for problem in error.problems)
            return Checked(document, tuple(problems))
        except Exception as error:
            # Whatever it is: the next edit is checked as if nothing had been.
            return Checked(document, (told(internal(error), document.places.rest(1), "error"),))

    def _publish(self, checked: Checked) -> None:
        document = checked.document
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(document.uri, checked.diagnostics, document.version)
        )


def internal(error: Exception) -> str:
    """Say in a line that callcheck itself failed; the traceback is for standard error."""
    if _debugging():
        traceback.print_exception(error)
    return Message(
        "internal error: {kind}: {error} (CALLCHECK_DEBUG=1 shows where; please report it)",
        kind=type(error).__name__,
        error=error,
    )


def _debugging() -> bool:
    return bool(os.environ.get("CALLCHECK_DEBUG"))


def _listen(server: Server) -> None:
    """Register what the server does on each message."""

    @server.feature(lsp.INITIALIZED)
    def initialized(params: lsp.InitializedParams) -> None:
        if server.can("workspace.did_change_watched_files.dynamic_registration"):
            watchers = [lsp.FileSystemWatcher(pattern) for pattern in WATCHED]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = lsp.Registration("watched", method, options)
            server.client_register_capability(lsp.RegistrationParams([registration]))

    @server.feature(lsp.SHUTDOWN)
    def shutdown(params: None) -> None:
        server.asked_to_stop = True

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        server.want(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        server.want(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        server.want_all()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def changed_on_disk(params: lsp.DidChangeWatchedFilesParams) -> None:
        server.want_all()

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        server.forget(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        checked = await server.worker.checked(params.text_document.uri)
        if checked is None:
            return None
        try:
            return hover_at(checked, params.position)
        except Exception as error:
            server.report_server_error(error, None)
            return None

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(KINDS))
    async def act(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        checked = await server.worker.checked(params.text_document.uri)
        if checked is None:
            return []
        versioned = server.can("workspace.workspace_edit.document_changes")
        make = partial(actions_in, checked, params.range, params.context.only, versioned=versioned)
        try:
            return await server.worker.run(checked.document, make)
        except Exception as error:
            server.report_server_error(error, None)
            return []
