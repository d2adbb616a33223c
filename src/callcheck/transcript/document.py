"""A source being read: its bytes, its text, its JSON, each made when first asked for."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from callcheck.messages import Message
from callcheck.transcript.errors import ReadError

HEAD_BYTES = 64 * 1024
MAX_BYTES = 512 * 1024 * 1024
"""A file read whole may have so many bytes; a JSONL file is read line by line."""

_JSON = re.compile(rb"\s*(?:\{|\[\s*[\[{\"\]])")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


class Document:
    """One input: a file, or bytes that were given."""

    def __init__(
        self,
        path: str,
        data: bytes | None = None,
        *,
        agent_speaker: str | None = None,
        columns: Mapping[str, str] | None = None,
        opener: Callable[[], BinaryIO] | None = None,
        name: str | None = None,
    ) -> None:
        """``opener`` opens what is packed in an archive, where it goes by ``name``."""
        self.path = path
        self.name = name or Path(path).name
        self.agent_speaker = agent_speaker
        self.columns = dict(columns or {})
        self._given = data
        self._opener = opener

    def packed(self, path: str, name: str, opener: Callable[[], BinaryIO]) -> Document:
        """Return a document that this one holds packed, read as this one is read."""
        return Document(
            path,
            name=name,
            opener=opener,
            agent_speaker=self.agent_speaker,
            columns=self.columns,
        )

    def open(self) -> BinaryIO:
        """Open the input for reading from its beginning."""
        if self._given is not None:
            return io.BytesIO(self._given)
        if self._opener is not None:
            return self._opener()
        path = Path(self.path)
        if path.is_fifo() or path.is_char_device():
            self._given = path.read_bytes()  # a pipe can be read but once
            return io.BytesIO(self._given)
        return path.open("rb")

    @cached_property
    def head(self) -> bytes:
        """The first bytes."""
        with self.open() as file:
            return file.read(HEAD_BYTES)

    @cached_property
    def data(self) -> bytes:
        """All bytes.  Raises ReadError where they are too many."""
        if len(self.head) < HEAD_BYTES:
            return self.head
        with self.open() as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            megabytes = MAX_BYTES // 1024 // 1024
            raise ReadError(
                Message(
                    "larger than {megabytes} MB: split it, or export one call a line (JSONL)",
                    megabytes=megabytes,
                )
            )
        return data

    @cached_property
    def text(self) -> str:
        """The text, decoded, with every line end as a newline.  Raises ReadError."""
        return decode(self.data).replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def json(self) -> Any:
        """The parsed JSON, its strings with their places.  Raises ReadError with the line."""
        from callcheck.transcript.placed import parse_json

        return parse_json(self.text)

    @property
    def looks_like_json(self) -> bool:
        """Whether it begins as an object or a list of things does; ``[00:01]`` does not."""
        head = self.head.removeprefix(b"\xef\xbb\xbf")
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            head = head.decode("utf-16", errors="ignore").encode()
        return _JSON.match(head) is not None


def decode(data: bytes) -> str:
    """Decode by byte order mark, else UTF-8, else GB18030.  Raises ReadError."""
    if not data.strip():
        raise ReadError(Message("the file is empty: a transcript has lines such as 客服：您好"))
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise ReadError(
                    Message(
                        "not {encoding}, though it begins with its mark: "
                        "byte {start}; save it as UTF-8",
                        encoding=encoding,
                        start=error.start + len(mark),
                    )
                ) from error
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        what = Message("a binary file, not text: it holds NUL bytes; save it as UTF-8 text")
        raise ReadError(what, line)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = error.start
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, wrong) + 1
        raise ReadError(
            Message("neither UTF-8 nor GB18030: save the file as UTF-8"), line
        ) from error
