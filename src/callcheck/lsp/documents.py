"""A document as an editor holds it, and what callcheck takes it for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from callcheck.lsp.positions import Places
from callcheck.script.formats import format_of
from callcheck.script.lint import is_script

Kind = Literal["script", "rules", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TEXTS = frozenset(("markdown", "text", "csv", "yaml"))
"""Formats of scripts that an editor of text can hold."""
SUFFIXES = {"markdown": ".md", "plaintext": ".txt", "csv": ".csv", "tsv": ".tsv", "yaml": ".yaml"}
"""An editor's name of a language to the end of a file's name, for what is no file yet."""


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a document; ``path`` is whole."""

    uri: str
    version: int | None
    path: Path
    text: str
    places: Places

    @classmethod
    def of(cls, held: TextDocument) -> Document:
        """Return the document as the server holds it now."""
        path = to_fs_path(held.uri)
        if path is None:
            # Not saved yet: as if it were to be saved in the working folder.
            path = (held.filename or "untitled") + SUFFIXES.get(held.language_id or "", "")
        text = held.source
        return cls(
            held.uri, held.version, Path.cwd() / path, text, Places(text, held.position_codec)
        )

    @property
    def data(self) -> bytes:
        """What the file would hold, were it saved; half a character is a question mark."""
        return self.text.encode("utf-8", "replace")

    @property
    def kind(self) -> Kind:
        """What it is by its name and its top-level keys: a script, rules, or nothing of ours."""
        name = self.path.name
        if not is_script(name) or format_of(name) not in TEXTS:
            return "other"
        if format_of(name) == "yaml" and (
            self._has("pack") or (self._has("profile") and self._has("sections"))
        ):
            return "rules"
        return "script"

    def _has(self, key: str) -> bool:
        return re.search(rf"^\ufeff?[\"']?{key}[\"']?\s*:", self.text, re.MULTILINE) is not None
