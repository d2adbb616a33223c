"""What other systems know of the calls: a table or JSON, joined by file name or call id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.fields import KEYS, field_value, with_day
from callcheck.transcript.model import Call
from callcheck.transcript.placed import line_of

FILE_HEADINGS = ("文件名", "文件", "录音文件", "file", "filename", "file_name", "path")
_ID_HEADINGS = ("id", *(name for name, key in KEYS.items() if key == "call_id"))

Record = dict[str, Any]


@dataclass(slots=True)
class Metadata:
    """Fields by file name (or its stem) and by call id; ``unused`` tells what joined nothing."""

    path: str
    by_file: dict[str, Record] = field(default_factory=dict)
    by_id: dict[str, Record] = field(default_factory=dict)
    _used: set[int] = field(default_factory=set)

    def join(self, call: Call) -> Call:
        """Return the call with the fields known of it; they win over the source's own."""
        record = self._record(call)
        if record is None:
            return call
        self._used.add(id(record))
        fields = dict(record)
        values = {**call.values, **fields.pop("values", {})}
        if "started_at" in fields and "date" not in fields:
            fields["date"] = with_day(dict(fields)).get("date")
        return replace(call, values=values, **fields)

    def unused(self) -> list[str]:
        """Return the keys of the records that no call was joined with."""
        records = {**self.by_file, **self.by_id}
        return [key for key, record in records.items() if id(record) not in self._used]

    def told_of_unused(self) -> str | None:
        """Return what is worth saying of records that no call was joined with, or None."""
        keys = self.unused()
        if not keys:
            return None
        shown = ", ".join(keys[:3]) + (", …" if len(keys) > 3 else "")
        records = (
            Message("1 record") if len(keys) == 1 else Message("{count} records", count=len(keys))
        )
        return Message(
            "{path}: {records} of no call here: {shown}",
            path=self.path,
            records=records,
            shown=shown,
        )

    def see(self, call: Call) -> None:
        """Count the record of the call as used."""
        record = self._record(call)
        if record is not None:
            self._used.add(id(record))

    def _record(self, call: Call) -> Record | None:
        if call.call_id is not None and call.call_id in self.by_id:
            return self.by_id[call.call_id]
        path = Path(call.path)
        for name in (call.path, path.name, path.stem):
            if name in self.by_file:
                return self.by_file[name]
        return None if call.call_id else self.by_id.get(path.stem)


def load_metadata(path: str | Path) -> Metadata:
    """Read a CSV, TSV, XLSX or JSON file of metadata.

    A table has a column of file names or call ids; JSON is a list of objects with
    ``file`` or ``id``, or an object whose keys are one or the other.  Raises
    ReadError, with the line, and OSError.
    """
    document = Document(str(path))
    metadata = Metadata(str(path))
    found = False
    for line, record in _records(document):
        found = True
        _add(metadata, record, line)
    if not found:
        raise ReadError(Message("no records in it: give a row, or an object, for each call"))
    return metadata


def _records(document: Document) -> Iterator[tuple[int | None, dict[str, Any]]]:
    if document.looks_like_json:
        yield from _from_json(document.json)
        return
    for rows in _tables(document):
        if not rows:
            continue
        headings = [str(cell).strip() for cell in rows[0][1]]
        for line, cells in rows[1:]:
            pairs = zip(headings, cells, strict=False)
            yield line, {name: str(cell).strip() for name, cell in pairs if name}


def _tables(document: Document) -> Iterator[Sequence[tuple[int, Sequence[str]]]]:
    from callcheck.transcript.formats import table, xlsx

    if xlsx.claims(document):
        yield from xlsx.sheets_of(document)
        return
    first = document.text.lstrip("\n").partition("\n")[0]
    delimiter = max(table.DELIMITERS, key=first.count)
    yield list(table.rows_of(document.text, delimiter))


def _from_json(value: Any) -> Iterator[tuple[int | None, dict[str, Any]]]:
    if isinstance(value, dict):
        for key, record in value.items():
            if not isinstance(record, dict):
                raise ReadError(
                    Message("what is told of {key!r} must be an object of fields", key=key)
                )
            yield _line(record), {"file": key, "id": key, **record}
        return
    for number, record in enumerate(value, start=1):
        if not isinstance(record, dict):
            raise ReadError(
                Message("item {number} must be an object with 'file' or 'id'", number=number)
            )
        yield _line(record), record


def _line(record: dict[str, Any]) -> int | None:
    return next((line for value in record.values() if (line := line_of(value))), None)


def _add(metadata: Metadata, record: dict[str, Any], line: int | None) -> None:
    made: Record = {}
    other: dict[str, str] = {}
    files: list[str] = []
    ids: list[str] = []
    for name, value in record.items():
        low = name.lower()
        if value is None or value == "":
            continue
        if low in FILE_HEADINGS:
            files.append(str(value))
        elif low in _ID_HEADINGS:
            ids.append(str(value))
        elif low in KEYS:
            made[KEYS[low]] = _value(KEYS[low], value, line)
        else:
            other[name] = str(value)
    if not files and not ids:
        raise ReadError(Message("no file name (文件名, file) and no call id (通话编号, id)"), line)
    if other:
        made["values"] = other
    for keys, index in ((files, metadata.by_file), (ids, metadata.by_id)):
        for key in keys:
            if key in index:
                raise ReadError(
                    Message("{key!r} comes twice; each call has one record", key=key), line
                )
            index[key] = made


def _value(key: str, value: Any, line: int | None) -> Any:
    if key == "tags" and isinstance(value, list):
        return tuple(map(str, value))
    if isinstance(value, dict | list | bool):
        raise ReadError(
            Message(
                "{key!r} must be a word or a number, not {value}", key=key, value=str(value)[:40]
            ),
            line,
        )
    return field_value(key, value, line)
