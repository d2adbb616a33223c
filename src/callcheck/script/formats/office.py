"""Office archives: what DOCX and XLSX have in common."""

from __future__ import annotations

import io
from zipfile import BadZipFile, ZipFile

from callcheck.messages import Message
from callcheck.transcript.errors import ReadError

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How DOC and XLS begin, and whatever Office keeps under a password."""
MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes that a document may unpack to."""


def check_archive(data: bytes) -> None:
    """Refuse what is no archive or unpacks to far too much.  Raises ReadError."""
    if data.startswith(OLD_OFFICE):
        raise ReadError(
            Message(
                "an old Office file, or one with a password: save it without one as DOCX or XLSX"
            )
        )
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except BadZipFile as error:
        raise ReadError(Message("a damaged document: save it again")) from error
    if size > MAX_UNPACKED:
        raise ReadError(Message("the document unpacks to far more than a script would"))
