"""Plain text: a line a turn; numbered titles and lines such as 开场白： are headings."""

from __future__ import annotations

import re

from callcheck.script.cues import LABEL
from callcheck.script.model import Block, Document, Passage
from callcheck.script.remarks import Remarks, body, comments
from callcheck.transcript.document import decode

FORMAT = "text"
_LEVELS = (
    re.compile(r"^#{1,6}\s+\S|^第[0-9一二三四五六七八九十]+[部章篇]"),
    re.compile(r"^[一二三四五六七八九十]{1,3}[、.．]|^第[0-9一二三四五六七八九十]+[步节条]"),
    re.compile(r"^[（(][一二三四五六七八九十]{1,3}[)）]|^【[^】]+】$|^[=＝\-—]{2,}.+[=＝\-—]{2,}$"),
)
_SPOKEN = re.compile(r"[。！!？?，,；;：:]")
_ITEM = re.compile(r"(?:[-*+•·●○]\s+|[-•·●]|[0-9]{1,2}[.、)）]\s*|[（(][0-9]{1,2}[)）]\s*)(?=\S)")
_RULE = re.compile(r"^[-=*_—\s]{3,}$")


def read(path: str, data: bytes) -> Document:
    """Read a script of plain text.  Raises ReadError."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    remarks, blocks = Remarks(), list[Block]()
    gap = True
    for number, whole in enumerate(text.split("\n"), start=1):
        passage, alone = without_comments(Passage.at(whole, number), remarks, len(blocks))
        if not passage or _RULE.match(passage.text):
            gap = gap or not alone
            continue
        remarks.reached(len(blocks))
        blocks.append(_block(passage, gap, first=not blocks, struck=remarks.struck))
        gap = False
    # A short first line that stands apart is the title.
    if len(blocks) > 1 and blocks[1].gap and _title(blocks[0].passage.text):
        blocks[0] = Block("heading", 1, blocks[0].passage)
    return Document(path, FORMAT, blocks, remarks.finish(), text)


def without_comments(passage: Passage, remarks: Remarks, block: int) -> tuple[Passage, bool]:
    """Take the comments out of a line; tell whether the line held nothing else."""
    found = list(comments(passage.text))
    if not found:
        return passage, False
    rest = passage.without((match.start(), match.end()) for match in found)
    for match in found:
        remarks.add(body(match), passage.spots[0][0], block if rest else None)
    return rest, not rest


def _block(passage: Passage, gap: bool, *, first: bool, struck: bool) -> Block:
    indent = indent_of(passage.text)
    line = passage.strip()
    if not _SPOKEN.search(line.text) and len(line.text) <= LABEL:
        for level, pattern in enumerate(_LEVELS, start=1):
            if pattern.match(line.text):
                return Block("heading", level, line.strip("#=＝-— "), gap=gap, struck=struck)
    item = _ITEM.match(line.text)
    depth = indent // 2 + (1 if item else 0)
    said = line.part(item.end()) if item else line
    return Block("text", depth, said, item=bool(item), gap=gap, struck=struck)


def _title(text: str) -> bool:
    return len(text) <= LABEL and not _SPOKEN.search(text)


def indent_of(text: str) -> int:
    """Return the blanks before a line, in columns."""
    blanks = text[: len(text) - len(text.lstrip())]
    return sum({"\t": 4, "\u3000": 2}.get(blank, 1) for blank in blanks)
