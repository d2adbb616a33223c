"""Views: a turn's text as patterns search it, with the way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from callcheck.text.fold import DROPPED, PAUSES, Folding

UNPUNCTUATED = 15
"""字 from which on a turn without any mark is cut before the words of 转折."""

_STUTTER = re.compile(r"([\u4e00-\u9fff]{1,4}?)\1+")


class TurnView:
    """A turn's text folded, with the way back to its own characters."""

    def __init__(
        self, source: str, kept: Iterable[int], folding: Folding, turns: re.Pattern[str]
    ) -> None:
        text = folding.exact_text(source)
        self.offsets = [at for at in kept if text[at] != DROPPED]
        self.exact = "".join(text[at] for at in self.offsets)
        self.folding = folding
        if len(self.exact) > UNPUNCTUATED and not any(mark in self.exact for mark in PAUSES):
            self._cut(turns)

    def _cut(self, turns: re.Pattern[str]) -> None:
        """End a clause before each turning word, since nobody wrote the marks."""
        places = [match.start() for match in turns.finditer(self.exact) if match.start()]
        for at in reversed(places):
            self.exact = self.exact[:at] + "," + self.exact[at:]
            self.offsets.insert(at, self.offsets[at])

    @cached_property
    def spoken(self) -> str:
        return self.exact.translate(self.folding.spoken)

    @cached_property
    def marked(self) -> str:
        """The spoken text as patterns search it."""
        return self.folding.marked(self.spoken, self.spoken)

    @cached_property
    def sound(self) -> str:
        """Its sounds, as patterns search them."""
        return self.folding.marked(self.spoken, self.spoken.translate(self.folding.sound))

    def source_span(self, begin: int, end: int) -> tuple[int, int]:
        """Return the turn's own characters [begin, end) behind a span of this view."""
        if not self.offsets:
            return 0, 0
        first = self.offsets[min(begin, len(self.offsets) - 1)]
        return first, (self.offsets[end - 1] + 1 if end > begin else first)

    def place_of(self, source_begin: int, source_end: int) -> tuple[int, int]:
        """Return the span of this view that stands for characters of the turn's own text."""
        begin = bisect_right(self.offsets, source_begin) - 1
        return max(begin, 0), bisect_right(self.offsets, source_end - 1)


def said_once(text: str) -> str:
    """Return ``text`` with every stutter said once."""
    return _STUTTER.sub(r"\1", text)


def without_stutter(text: str) -> list[int]:
    """Return the offsets of ``text`` that remain when every stutter is said once."""
    kept: list[int] = []
    at = 0
    for match in _STUTTER.finditer(text):
        kept.extend(range(at, match.start() + len(match.group(1))))
        at = match.end()
    return [*kept, *range(at, len(text))]
