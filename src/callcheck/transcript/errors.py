"""What is wrong with an input."""

from __future__ import annotations


class ReadError(ValueError):
    """A call that cannot be read: what is wrong and what would be right.

    ``line`` counts from 1 in the source; None where no one line is to blame.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
