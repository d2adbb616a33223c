"""Archives: gzip and zip, opened without writing anything, with limits on what comes out."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from gzip import GzipFile
from lzma import LZMAError
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from callcheck.findings import InputError
from callcheck.messages import Message
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError

MAX_MEMBERS = 100_000
MAX_RATIO = 200
"""Text seldom packs better than 20 to 1; what packs ten times better is a bomb."""
FREE_BYTES = 64 * 1024 * 1024
"""So much may come out of any archive, whatever its ratio."""
DAMAGE = (
    BadZipFile, EOFError, LZMAError, NotImplementedError, OSError, RuntimeError, ValueError,
    zlib.error,
)  # fmt: skip
"""What the unpackers raise for an archive that is damaged, or packed in a way unknown."""
_SKIPPED = ("__MACOSX/", ".")


def documents_in(document: Document) -> Iterator[Document | InputError]:
    """Yield what is packed in a .gz or .zip file; an XLSX file is itself a document."""
    if document.head.startswith(b"\x1f\x8b"):
        yield _in_gzip(document)
        return
    yield from _in_zip(document)


def _in_gzip(document: Document) -> Document:
    def opened() -> BinaryIO:
        packed = document.open()
        limit = max(FREE_BYTES, _size(packed) * MAX_RATIO)
        return io.BufferedReader(_Limited(GzipFile(fileobj=packed), limit, packed))

    name = document.name.removesuffix(".gz").removesuffix(".GZ")
    return document.packed(document.path, name, opened)


def _in_zip(document: Document) -> Iterator[Document | InputError]:
    with document.open() as file:
        archive = _opened_zip(document, file)
        if isinstance(archive, InputError):
            yield archive
            return
        with archive:
            names = {info.filename for info in archive.infolist()}
            if "[Content_Types].xml" not in names:
                yield from _members(document, archive)
            elif any(name.startswith("xl/") for name in names):
                yield document
            else:
                what = Message("an Office document: save it as plain text")
                yield InputError(document.path, None, what)


def _opened_zip(document: Document, file: BinaryIO) -> ZipFile | InputError:
    try:
        try:
            # Names not marked as UTF-8 come from Chinese Windows more often than from DOS.
            return ZipFile(file, metadata_encoding="gb18030")
        except UnicodeDecodeError:
            return ZipFile(file)
    except DAMAGE as error:
        what = Message("a damaged zip archive ({error}): pack it again", error=error)
        return InputError(document.path, None, what)


def _members(document: Document, archive: ZipFile) -> Iterator[Document | InputError]:
    members = [info for info in archive.infolist() if _is_wanted(info)]
    if not members or len(members) > MAX_MEMBERS:
        what = (
            Message("more than {max_members} files", max_members=MAX_MEMBERS)
            if members
            else Message("no transcript")
        )
        yield InputError(document.path, None, Message("{what} in the archive", what=what))
        return
    for info in sorted(members, key=lambda info: info.filename):
        yield _member(document, archive, info)


def _is_wanted(info: ZipInfo) -> bool:
    last = info.filename.rpartition("/")[2]
    return bool(last) and not last.startswith(".") and not info.filename.startswith(_SKIPPED)


def _member(document: Document, archive: ZipFile, info: ZipInfo) -> Document | InputError:
    path = f"{document.path}/{info.filename}"
    if info.flag_bits & 1:
        return InputError(path, None, Message("encrypted: pack it without a password"))
    if info.file_size > max(FREE_BYTES, info.compress_size * MAX_RATIO):
        return InputError(path, None, Message("packs too well to be text: not unpacked"))
    if info.filename.lower().endswith((".zip", ".gz")):
        return InputError(path, None, Message("an archive in an archive: unpack it first"))

    def opened() -> BinaryIO:
        try:
            member = archive.open(info)
        except DAMAGE as error:
            raise ReadError(
                Message("cannot be unpacked ({error}): pack it again", error=error)
            ) from error
        limit = max(FREE_BYTES, info.compress_size * MAX_RATIO)
        return io.BufferedReader(_Limited(member, limit))

    return document.packed(path, info.filename.rpartition("/")[2], opened)


def _size(file: BinaryIO) -> int:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size


class _Limited(io.RawIOBase):
    """What comes out of an archive, up to ``limit`` bytes; ReadError beyond, or where damaged."""

    def __init__(self, file: Any, limit: int, below: BinaryIO | None = None) -> None:
        """``below`` is closed with ``file``, which does not do that itself."""
        self._file = file
        self._left = limit
        self._below = below

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        try:
            data: bytes = self._file.read(len(view))
        except DAMAGE as error:
            raise ReadError(
                Message("a damaged archive ({error}): pack it again", error=error)
            ) from error
        self._left -= len(data)
        if self._left < 0:
            raise ReadError(Message("the archive unpacks to far more than text would: not read on"))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        if self._below is not None:
            self._below.close()
        super().close()
