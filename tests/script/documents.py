"""Word documents and workbooks for the tests, made from what they are to say."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    f"<w:styles {NAMESPACE}>"
    '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style></w:styles>'
)


@dataclass
class P:
    """A paragraph: its words, its heading level, whether it is struck out or in a list."""

    text: str
    heading: int = 0
    struck: bool = False
    level: int | None = None
    comment: str = ""
    indent: int = 0


def docx(*parts: P | list[list[str]]) -> bytes:
    """Return a document of paragraphs and tables."""
    comments = [part.comment for part in parts if isinstance(part, P) and part.comment]
    body = "".join(_table(part) if isinstance(part, list) else _p(part, comments) for part in parts)
    return zipped(
        {
            "word/document.xml": f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": STYLES,
            "word/comments.xml": f"<w:comments {NAMESPACE}>"
            + "".join(
                f'<w:comment w:id="{number}"><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'
                "</w:comment>"
                for number, text in enumerate(comments)
            )
            + "</w:comments>",
        }
    )


def zipped(files: dict[str, str]) -> bytes:
    """Return an archive of texts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def _p(part: P, comments: list[str]) -> str:
    style = f'<w:pStyle w:val="{part.heading}"/>' if part.heading else ""
    if part.level is not None:
        style += f'<w:numPr><w:ilvl w:val="{part.level}"/><w:numId w:val="1"/></w:numPr>'
    if part.indent:
        style += f'<w:ind w:left="{part.indent}"/>'
    look = "<w:rPr><w:strike/></w:rPr>" if part.struck else ""
    mark = ""
    if part.comment:
        mark = f'<w:r><w:commentReference w:id="{comments.index(part.comment)}"/></w:r>'
    # Word cuts words into runs wherever it likes.
    runs = [part.text[:3], part.text[3:]]
    words = "".join(f"<w:r>{look}<w:t>{escape(run)}</w:t></w:r>" for run in runs if run)
    return f"<w:p><w:pPr>{style}</w:pPr>{words}{mark}</w:p>"


def _table(rows: list[list[str]]) -> str:
    cells = (
        "".join(f"<w:tc><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>" for cell in row)
        for row in rows
    )
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def xlsx(
    sheets: dict[str, list[list[str]]],
    *,
    struck: tuple[str, ...] = (),
    notes: dict[str, str] | None = None,
) -> bytes:
    """Return a workbook; ``struck`` and ``notes`` go by ``sheet!A1``."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for name in struck:
        sheet_name, _, cell = name.partition("!")
        book[sheet_name][cell].font = Font(strike=True)
    for name, note in (notes or {}).items():
        sheet_name, _, cell = name.partition("!")
        book[sheet_name][cell].comment = Comment(note, "QA")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a script and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
