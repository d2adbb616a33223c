"""Checking while somebody types: in threads, of each document the newest text only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from callcheck.lsp.diagnostics import Checked
from callcheck.lsp.documents import KINDS, Document

Result = TypeVar("Result")
Check = Callable[[Document, Callable[[], bool]], Checked]
"""Takes a document, and what tells that its text has become stale."""


class Worker:
    """Checks documents beside the message loop, whose thread alone may call it.

    A text that comes while another is checked waits; one that waits is dropped for the
    next.  So there is one check at a time of a document, and no result of an old text.
    """

    def __init__(self, check: Check, publish: Callable[[Checked], None]) -> None:
        self._check = check
        self._publish = publish
        # To check a large pack takes seconds, and a script has not to wait for it.
        self._threads = {kind: ThreadPoolExecutor(1) for kind in KINDS}
        self._newest: dict[str, Document] = {}
        self._tasks: dict[str, asyncio.Task[Checked | None]] = {}

    def want(self, document: Document) -> None:
        """Check a document, and publish what that gives unless a newer text comes."""
        self._newest[document.uri] = document
        task = self._tasks.get(document.uri)
        if task is None or task.done():
            self._tasks[document.uri] = asyncio.create_task(self._work(document.uri))

    def drop(self, uri: str) -> None:
        """Forget a document."""
        self._newest.pop(uri, None)

    def close(self) -> None:
        """Forget every document; what is being checked ends at its next step."""
        self._newest.clear()
        for thread in self._threads.values():
            thread.shutdown(wait=False, cancel_futures=True)

    async def checked(self, uri: str) -> Checked | None:
        """Return what the newest text gave, when it has been checked; None where it is closed."""
        if uri not in self._newest:
            return None
        return await asyncio.shield(self._tasks[uri])

    async def run(self, document: Document, make: Callable[[], Result]) -> Result:
        """Make something of a document in the thread that checks it."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads[document.kind], make)

    async def _work(self, uri: str) -> Checked | None:
        while document := self._newest.get(uri):
            stale = partial(self._stale, document)
            checked = await self.run(document, partial(self._check, document, stale))
            if not stale():
                self._publish(checked)
                return checked
        return None

    def _stale(self, document: Document) -> bool:
        return self._newest.get(document.uri) is not document
