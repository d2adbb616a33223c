"""DOCX: a line is a paragraph (counted with those in tables), a column a character of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zipfile import ZipFile

from callcheck.messages import Message
from callcheck.script.cues import BOLD_LEVEL, LABEL, names_a_speaker
from callcheck.script.formats.office import check_archive
from callcheck.script.formats.table import Table, table_blocks
from callcheck.script.model import Block, Document, Passage
from callcheck.script.remarks import Remarks
from callcheck.transcript.archive import DAMAGE
from callcheck.transcript.errors import ReadError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FORMAT = "docx"
BODY, STYLES, COMMENTS = "word/document.xml", "word/styles.xml", "word/comments.xml"
INDENT = 420
"""Twentieths of a point that one step of indentation takes: two characters."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "none", "off")


def read(path: str, data: bytes) -> Document:
    """Read a Word document.  Raises ReadError."""
    parts = {name: _parsed(part) for name, part in _parts(data).items()}
    if BODY not in parts:
        what = Message("no Word document: it holds no {part}; save it as DOCX", part=BODY)
        raise ReadError(what)
    body = parts[BODY].find(f"{_W}body")
    styles, comments = parts.get(STYLES), parts.get(COMMENTS)
    reader = _Reader(_levels(styles), _comments(comments))
    reader.read(body if body is not None else ())
    return Document(path, FORMAT, reader.blocks, reader.remarks.finish())


def _parts(data: bytes) -> dict[str, bytes]:
    """Return what is read of a document, by the names in its archive."""
    check_archive(data)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            wanted = (name for name in (BODY, STYLES, COMMENTS) if name in names)
            return {name: archive.read(name) for name in wanted}
    except DAMAGE as error:
        told = Message(
            "a document that cannot be unpacked ({error}): save it again, without a password",
            error=error,
        )
        raise ReadError(told) from error


def _parsed(data: bytes) -> Element:
    from xml.etree.ElementTree import ParseError, fromstring

    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise ReadError(Message("the document defines entities of its own, which Word does not"))
    try:
        return fromstring(data)
    except ParseError as error:
        raise ReadError(
            Message("a damaged document ({error}): save it again", error=error)
        ) from error


def _levels(styles: Element | None) -> dict[str, int]:
    """Return the heading level of each style that is a heading."""
    found: dict[str, int] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        id = style.get(f"{_W}styleId", "")
        named = style.find(f"{_W}name")
        name = (named.get(f"{_W}val", "") if named is not None else "").lower()
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and (level := _number(outline, "val", 9)) < 9:
            found[id] = level + 1
        elif name.startswith(("heading ", "标题 ")) and name[-1].isdigit():
            found[id] = int(name[-1])
        elif name in ("title", "标题"):
            found[id] = 1
    return found


def _comments(root: Element | None) -> dict[str, str]:
    if root is None:
        return {}
    return {
        comment.get(f"{_W}id", ""): "".join(text.text or "" for text in comment.iter(f"{_W}t"))
        for comment in root.iter(f"{_W}comment")
    }


class _Reader:
    def __init__(self, levels: dict[str, int], comments: dict[str, str]) -> None:
        self.blocks: list[Block] = []
        self.remarks = Remarks()
        self._levels = levels
        self._comments = comments
        self._number = 0
        self._gap = True

    def read(self, body: Element | tuple[()]) -> None:
        for element in body:
            if element.tag == f"{_W}p":
                self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                self._table(element)
            elif element.tag == f"{_W}sdt":
                self.read(next(element.iter(f"{_W}sdtContent"), ()))

    def _paragraph(self, element: Element) -> None:
        passage, struck, bold = self._words(element)
        line = passage.strip()
        for comment in self._said(element):
            self.remarks.add(comment, self._number, len(self.blocks) if line or struck else None)
        if not line and not struck:
            self._gap = True
            return
        struck = (struck and not line) or self.remarks.struck
        self.remarks.reached(len(self.blocks))
        where = f"第{self._number}段"
        level = self._level(element)
        if level is None and bold and len(line.text) <= LABEL and not names_a_speaker(line):
            level = BOLD_LEVEL
        if level is not None:
            self.blocks.append(Block("heading", level, line.strip(":： "), where=where))
        else:
            depth, item = _depth(element)
            block = Block("text", depth, line, item=item, gap=self._gap, struck=struck, where=where)
            self.blocks.append(block)
        self._gap = False

    def _words(self, element: Element) -> tuple[Passage, bool, bool]:
        """Return what a paragraph says, whether some is struck, and whether all is bold."""
        self._number += 1
        text, dropped = "", list[tuple[int, int]]()
        bold = True
        for run in element.iter(f"{_W}r"):
            words = "".join(_characters(run))
            if _on(run, "strike") or _on(run, "dstrike"):
                dropped.append((len(text), len(text) + len(words)))
            elif words.strip() and not _on(run, "b"):
                bold = False
            text += words
        passage = Passage(text, tuple((self._number, at) for at in range(1, len(text) + 1)))
        return passage.without(dropped), bool(dropped), bold and bool(text.strip())

    def _said(self, element: Element) -> list[str]:
        marks = (*element.iter(f"{_W}commentReference"), *element.iter(f"{_W}commentRangeStart"))
        ids = dict.fromkeys(mark.get(f"{_W}id", "") for mark in marks)
        return [self._comments[id] for id in ids if id in self._comments]

    def _level(self, element: Element) -> int | None:
        properties = element.find(f"{_W}pPr")
        if properties is None:
            return None
        outline = properties.find(f"{_W}outlineLvl")
        if outline is not None and (level := _number(outline, "val", 9)) < 9:
            return level + 1
        style = properties.find(f"{_W}pStyle")
        return self._levels.get(style.get(f"{_W}val", "")) if style is not None else None

    def _table(self, element: Element) -> None:
        rows: list[list[Passage]] = []
        table = Table(rows)
        for number, line in enumerate(element.iter(f"{_W}tr")):
            rows.append([])
            for at, cell in enumerate(line.findall(f"{_W}tc")):
                rows[-1].append(self._cell(cell, table, (number, at)))
        self.blocks += table_blocks(table, self.remarks, len(self.blocks))
        self._gap = True

    def _cell(self, element: Element, table: Table, place: tuple[int, int]) -> Passage:
        parts = []
        table.named[place] = f"第{self._number + 1}段"
        for paragraph in element.iter(f"{_W}p"):
            words, gone, _ = self._words(paragraph)
            if gone and not words:
                table.struck.add(place)
            if words:
                parts.append(words)
            said = [(comment, self._number) for comment in self._said(paragraph)]
            table.notes[place] = table.notes.get(place, []) + said
        return Passage.joined(parts)


def _characters(run: Element) -> Iterator[str]:
    for child in run:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "


def _on(run: Element, name: str) -> bool:
    mark = run.find(f"{_W}rPr/{_W}{name}")
    return mark is not None and mark.get(f"{_W}val", "1") not in _OFF


def _number(element: Element, name: str, otherwise: int) -> int:
    """Return an attribute that holds a whole number; ``otherwise`` where it holds none."""
    try:
        return int(float(element.get(f"{_W}{name}", otherwise)))
    except (ValueError, OverflowError):
        return otherwise


def _depth(element: Element) -> tuple[int, bool]:
    """Return how far a paragraph is indented, and whether it is an item of a list."""
    numbering = element.find(f"{_W}pPr/{_W}numPr")
    if numbering is not None:
        level = numbering.find(f"{_W}ilvl")
        return 1 + (_number(level, "val", 0) if level is not None else 0), True
    indent = element.find(f"{_W}pPr/{_W}ind")
    if indent is None:
        return 0, False
    left = _number(indent, "left", 0) or _number(indent, "start", 0)
    return max(round(left / INDENT), 0), False
