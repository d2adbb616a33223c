"""What XML needs of text that people and recognisers wrote."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return the text with the characters that XML cannot hold as question marks."""
    return _FORBIDDEN.sub("?", text)


def escape(text: str) -> str:
    """Return the text for XML content or a quoted attribute."""
    table: dict[str, str | int | None] = {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\n": "&#10;",
    }
    return clean(text).translate(str.maketrans(table))
