"""A source being read: its bytes, its text, its JSON, each made when first asked for."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

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
        columns: dict[str, str] | None = None,
    ) -> None:
        self.path = path
        self.agent_speaker = agent_speaker
        self.columns = columns or {}
        self._given = data

    @property
    def name(self) -> str:
        """The file's own name."""
        return Path(self.path).name

    def open(self) -> BinaryIO:
        """Open the input for reading from its beginning."""
        if self._given is not None:
            return io.BytesIO(self._given)
        return Path(self.path).open("rb")

    @cached_property
    def head(self) -> bytes:
        """The first bytes."""
        if self._given is not None:
            return self._given[:HEAD_BYTES]
        with self.open() as file:
            return file.read(HEAD_BYTES)

    @cached_property
    def data(self) -> bytes:
        """All bytes.  Raises ReadError where they are too many."""
        with self.open() as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            megabytes = MAX_BYTES // 1024 // 1024
            raise ReadError(
                f"larger than {megabytes} MB: split it, or export one call a line (JSONL)"
            )
        return data

    @cached_property
    def text(self) -> str:
        """The text, decoded, with every line end as a newline.  Raises ReadError."""
        return decode(self.data).replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def json(self) -> Any:
        """The parsed JSON.  Raises ReadError with the line."""
        return parse_json(self.text)

    @property
    def looks_like_json(self) -> bool:
        """Whether it begins as an object or a list of things does; ``[00:01]`` does not."""
        return _JSON.match(self.head.removeprefix(b"\xef\xbb\xbf")) is not None


def decode(data: bytes) -> str:
    """Decode by byte order mark, else UTF-8, else GB18030.  Raises ReadError."""
    if not data.strip():
        raise ReadError("the file is empty: a transcript has lines such as 客服：您好")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise ReadError(
                    f"not {encoding}, though it begins with its mark: "
                    f"byte {error.start + len(mark)}; save it as UTF-8"
                ) from error
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise ReadError("a binary file, not a transcript: it holds NUL bytes", line)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = error.start
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, wrong) + 1
        raise ReadError("neither UTF-8 nor GB18030: save the file as UTF-8", line) from error


def parse_json(text: str) -> Any:
    """Parse JSON.  Raises ReadError with the line where it breaks."""
    import json

    import orjson

    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    except RecursionError as error:
        raise ReadError("JSON nested too deeply to be a call") from error
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip())
        what = "the JSON breaks off" if cut else f"not JSON: {error.msg.lower()}"
        raise ReadError(f"{what} (column {error.colno})", error.lineno) from error
    except RecursionError as error:
        raise ReadError("JSON nested too deeply to be a call") from error


class Locator:
    """Finds where strings stand in JSON text, in the order in which they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.counted = 0

    def place(self, value: str) -> tuple[int, int]:
        """Return the 1-based line and column of the first character of ``value``.

        Where it is written in a way that cannot be found again, the place of the
        last string found stands for it.
        """
        import json

        for written in (
            json.dumps(value, ensure_ascii=False),
            json.dumps(value),
            json.dumps(value, ensure_ascii=False).replace("/", "\\/"),
        ):
            found = self.text.find(written, self.at)
            if found >= 0:
                self.at = found + len(written)
                return self._line_column(found + 1)
        return self._line_column(max(self.at, 0))

    def _line_column(self, at: int) -> tuple[int, int]:
        self.line += self.text.count("\n", self.counted, at)
        self.counted = max(at, self.counted)
        return self.line, at - self.text.rfind("\n", 0, at)


def lines_of(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield (1-based number, line) of a file, a line at a time."""
    yield from enumerate(file, start=1)
