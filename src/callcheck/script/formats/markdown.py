"""Markdown: headings, lists, quotes, fences and tables; what is struck through is not said."""

from __future__ import annotations

import re

from callcheck.script.cues import BOLD_LEVEL, LABEL, load_cues, names_a_speaker
from callcheck.script.formats.table import Table, table_blocks
from callcheck.script.formats.text import indent_of
from callcheck.script.model import Block, Document, Passage
from callcheck.script.remarks import Remarks, body, comments
from callcheck.transcript.document import decode

FORMAT = "markdown"
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:\s+|$)")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r"^ {0,3}(?:[-*_]\s*){3,}$")
_FENCE = re.compile(r"^\s*(?:`{3,}|~{3,})\s*(.*)$")
_ITEM = re.compile(
    r"(?:[-*+•]|[0-9]{1,3}[.)、])(?:\s+(?:\[[ xX]\]\s+)?|(?<=[、)])|(?<=[.])(?![0-9]))"
)
_QUOTE = re.compile(r"^\s*(?:>\s?)+(?:\[![A-Z]+\]\s*)?")
_ROW = re.compile(r"^\s*\|?(?:[^|\n]*\|)+")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_BOLD = re.compile(r"^(\*\*|__)(?P<text>[^*_]+)\1\s*[:：]?$")
_INLINE = re.compile(
    r"~~.+?~~|<(?P<tag>del|s|strike)\b[^>]*>.*?</(?P=tag)>"
    r"|</?[a-zA-Z][^>\u4e00-\u9fff]*>|!\[[^\]]*\]\([^)]*\)|(?P<link>\[)[^\]]+\](?P<url>\([^)\s]*\))"
    r"|\*\*|(?<!_)__(?!_)|(?<![A-Za-z0-9_])[*](?=\S)|(?<=\S)[*]|`+",
    re.IGNORECASE,
)


def read(path: str, data: bytes) -> Document:
    """Read a script of Markdown.  Raises ReadError."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    reader = _Reader(text)
    reader.read()
    return Document(path, FORMAT, reader.blocks, reader.remarks.finish(), text, soft=True)


def plain(passage: Passage) -> Passage:
    """Return the words of a line: marks are dropped, and so is what is struck through."""
    spans: list[tuple[int, int]] = []
    for match in _INLINE.finditer(passage.text):
        if match["link"]:
            spans += [(match.start(), match.start() + 1), (match.start("url") - 1, match.end())]
        else:
            spans.append(match.span())
    return passage.without(spans).strip() if spans else passage.strip()


class _Reader:
    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self.remarks = Remarks()
        self._lines = self._without_comments(text)
        self._gap = True
        self._fence: bool | None = None
        """Inside a fence: whether it holds what is not to be said."""

    def _without_comments(self, text: str) -> list[tuple[Passage, list[str]]]:
        """Return each line less its comments, and the comments that begin in it."""
        found: list[tuple[Passage, list[str]]] = []
        spans, said = list[tuple[int, int]](), dict[int, list[str]]()
        for match in comments(text):
            spans.append(match.span())
            said.setdefault(text.count("\n", 0, match.start()) + 1, []).append(body(match))
        offset = 0
        for number, line in enumerate(text.split("\n"), start=1):
            here = [
                (max(begin - offset, 0), min(end - offset, len(line)))
                for begin, end in spans
                if begin < offset + len(line) and end > offset
            ]
            passage = Passage.at(line, number)
            found.append((passage.without(here) if here else passage, said.get(number, [])))
            offset += len(line) + 1
        return found

    def read(self) -> None:
        at = self._front_matter()
        while at < len(self._lines):
            passage, said = self._lines[at]
            for comment in said:
                self.remarks.add(comment, at + 1, len(self.blocks) if passage else None)
            at += self._line(at, passage, commented=bool(said))

    def _front_matter(self) -> int:
        texts = [passage.text.rstrip() for passage, _ in self._lines]
        if texts[0] == "---" and "---" in texts[1:]:
            return texts.index("---", 1) + 1
        return 0

    def _line(self, at: int, passage: Passage, *, commented: bool) -> int:
        """Read the line at ``at``; return how many lines were read."""
        fence = _FENCE.match(passage.text)
        if fence:
            info = load_cues().data["not_to_say"]["fences"]
            opens = self._fence is None
            self._fence = any(word in fence[1] for word in info) if opens else None
            self._gap = True
        elif self._fence is not None:
            self._text(passage, struck=self._fence)
        elif self._table_begins(at):
            return self._table(at)
        elif heading := _HEADING.match(passage.text):
            title = plain(passage.part(heading.end())).strip("# ")
            self._add(Block("heading", len(heading[1]), title))
        elif self._underlined(at):
            self._add(Block("heading", 1, plain(passage)))
            return 2
        elif not passage or _RULE.match(passage.text):
            self._gap = self._gap or not commented
        else:
            self._text(passage)
        return 1

    def _add(self, block: Block) -> None:
        self.remarks.reached(len(self.blocks))
        self.blocks.append(block)
        self._gap = False

    def _text(self, passage: Passage, *, struck: bool = False) -> None:
        quote = _QUOTE.match(passage.text)
        rest = passage.part(quote.end()) if quote else passage
        indent = indent_of(rest.text)
        line = rest.strip()
        if not line:
            self._gap = True
            return
        item = _ITEM.match(line.text)
        said = plain(line.part(item.end()) if item else line)
        struck = struck or self.remarks.struck
        bold = _BOLD.match(line.text)
        if not said:
            struck = True
        elif bold and not struck and len(bold["text"]) <= LABEL and not names_a_speaker(said):
            self._add(Block("heading", BOLD_LEVEL, said.strip(":： ")))
            return
        depth = indent // 2 + (1 if item else 0)
        self._add(Block("text", depth, said, item=bool(item), gap=self._gap, struck=struck))

    def _underlined(self, at: int) -> bool:
        passage = self._lines[at][0]
        if at + 1 == len(self._lines) or not passage or len(passage.text) > LABEL:
            return False
        below = self._lines[at + 1][0].text
        return bool(_UNDERLINE.match(below)) and not _ITEM.match(passage.text.strip())

    def _table_begins(self, at: int) -> bool:
        if at + 1 == len(self._lines) or "|" not in self._lines[at][0].text:
            return False
        below = self._lines[at + 1][0].text
        return "|" in below and bool(_DELIMITER.match(below))

    def _table(self, at: int) -> int:
        rows, begin = [self._row(at)], at
        notes: dict[tuple[int, int], list[tuple[str, int]]] = {}
        at += 2
        while at < len(self._lines) and _ROW.match(self._lines[at][0].text):
            notes[len(rows), 0] = [(comment, at + 1) for comment in self._lines[at][1]]
            rows.append(self._row(at))
            at += 1
        self.blocks += table_blocks(Table(rows, notes=notes), self.remarks, len(self.blocks))
        self._gap = True
        return at - begin

    def _row(self, at: int) -> list[Passage]:
        passage = self._lines[at][0].strip()
        cells, begin = [], int(passage.text.startswith("|"))
        for match in re.finditer(r"(?<!\\)\||$", passage.text):
            if match.start() >= begin and (match[0] or passage.text[begin:].strip()):
                cells.append(plain(passage.part(begin, match.start())))
                begin = match.end()
        return cells
