"""The cores of a phrase: literals that announce it, for the one pass over the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from callcheck.matching.pattern import DIGITS, LETTERS, Grammar, letters_of
from callcheck.matching.phrase import (
    Choice,
    Literal,
    Node,
    Option,
    Pause,
    Sequence,
    Shape,
    SlotRef,
)
from callcheck.text.fold import PAUSES

MAX_STRINGS = 24
"""Alternatives that are still spelled out."""
MAX_SETS = 3
"""Sets of cores that a phrase asks for at once: more cost more than they spare."""

SHORT_PIECE = 2
"""字 of a piece that one word less would leave untelling: it is then taken as it is."""

Strings = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Cores:
    """``strings``: every text of a node, if few.  ``required``: sets of literals, of each
    of which every match contains one."""

    strings: Strings | None
    required: tuple[Strings, ...] = ()

    @property
    def sets(self) -> tuple[Strings, ...]:
        whole = self.strings
        return (*self.required, whole) if whole and "" not in whole else self.required


def cores_of(
    node: Node,
    grammar: Grammar,
    skipped: str,
    folded: Callable[[str], str],
    *,
    misheard: bool = False,
) -> tuple[tuple[str, ...], ...]:
    """Return sets of literals, of each of which every match of ``node`` contains one.

    The most telling sets, a few at most; none where nothing is certain.
    ``skipped`` characters are not in the scanned text, and literals are cut
    there; ``folded`` takes what remains to its form in that text.  With ``misheard``,
    a word that sounds like a skipped one may be missing from the scanned text as well,
    where the recogniser wrote the skipped one.
    """
    mistakable = _mistakable(node, grammar, skipped) if misheard else ""
    finder = _Finder(grammar, skipped, folded, mistakable)
    chosen: list[Strings] = []
    for strings in sorted(finder.cores(node).sets, key=_tells, reverse=True):
        if len(chosen) < MAX_SETS and not any(_implied(strings, other) for other in chosen):
            chosen.append(strings)
    return tuple(tuple(sorted(strings)) for strings in chosen)


def _mistakable(node: Node, grammar: Grammar, skipped: str) -> str:
    """The letters of ``node`` that sound like a skipped word: 事 like 是."""
    sounds = grammar.folding.mistaken_for()
    return "".join(
        letter
        for letter in sorted(letters_of(node, grammar))
        if set(sounds.get(grammar.folding.full_text(letter), "")) & set(skipped)
    )


def _tells(strings: Strings) -> tuple[int, int, list[str]]:
    return min(min(map(len, strings)), 3), -len(strings), sorted(strings)


def _implied(strings: Strings, by: Strings) -> bool:
    """Whether a text with one of ``by`` has one of ``strings`` anyhow."""
    return all(any(part in text for part in strings) for text in by)


@dataclass(frozen=True, slots=True)
class _Finder:
    grammar: Grammar
    skipped: str
    folded: Callable[[str], str]
    mistakable: str

    def cores(self, node: Node) -> _Cores:
        match node:
            case Literal(text=text):
                return self._literal(text)
            case Sequence(items=items):
                return _sequence(items, [self.cores(item) for item in items])
            case Choice(options=options):
                return _choice([self.cores(option) for option in options])
            case Option(item=item):
                maybe = self.cores(item).strings
                return _Cores(maybe | {""} if maybe is not None else None)
            case SlotRef(name=name):
                return self.cores(self.grammar.slots[name])
            case Shape(of="digits" | "letters" as of, low=low) if low:
                chars = DIGITS if of == "digits" else LETTERS
                return _Cores(None, (frozenset(map(self.folded, chars)),))
            case _:
                return _Cores(None)

    def _literal(self, text: str) -> _Cores:
        cut = f"[{re.escape(self.skipped + PAUSES)}]+"
        pieces = re.split(cut, text) if self.skipped else [text]
        forms = [self._forms(piece) for piece in pieces if piece]
        certain = tuple(strings for strings in forms if strings)
        return _Cores(certain[0] if certain and pieces == [text] else None, certain)

    def _forms(self, piece: str) -> Strings | None:
        """The ways a piece may stand in the scanned text; None where it may be missing."""
        may_miss = [at for at, char in enumerate(piece) if char in self.mistakable]
        if may_miss and len(piece) == 1:
            return None
        forms = {piece}
        if len(piece) > SHORT_PIECE:
            forms |= {piece[:at] + piece[at + 1 :] for at in may_miss}
        return frozenset(map(self.folded, forms))


def _choice(parts: list[_Cores]) -> _Cores:
    strings: Strings | None = frozenset()
    required: Strings | None = frozenset()
    for part in parts:
        strings = None if strings is None or part.strings is None else strings | part.strings
        best = max(part.sets, key=_tells, default=None)
        required = None if required is None or best is None else required | best
    if strings is not None and len(strings) > MAX_STRINGS:
        strings = None
    return _Cores(strings, (required,) if required else ())


def _sequence(items: tuple[Node, ...], parts: list[_Cores]) -> _Cores:
    required: list[Strings] = []
    run: Strings = frozenset({""})
    broken = False
    for item, part in zip(items, parts, strict=True):
        required.extend(part.required)
        joined = frozenset({""}) if isinstance(item, Pause) else part.strings
        if joined is not None and len(run) * len(joined) <= MAX_STRINGS:
            run = frozenset(a + b for a in run for b in joined)
            continue
        broken = True
        required.extend(_Cores(run).sets)
        run = joined if joined is not None else frozenset({""})
    required.extend(_Cores(run).sets)
    return _Cores(None if broken else run, tuple(required))


def contiguous(node: Node, grammar: Grammar, skipped: str, *, misheard: bool = False) -> int:
    """Return how many letters of ``node`` stand side by side in every match.

    In the scanned text, where nothing stands between the words of a phrase, a
    match holds a run of its letters at least so long.
    """
    loose = skipped + PAUSES + (_mistakable(node, grammar, skipped) if misheard else "")
    whole, best = _contiguous(node, grammar, loose)
    return max(best, whole or 0)


def _contiguous(node: Node, grammar: Grammar, loose: str) -> tuple[int | None, int]:
    """The letters in a row if nothing breaks the row (else None), and the best part."""
    match node:
        case Literal(text=text):
            return sum(char not in loose for char in text), 0
        case Sequence(items=items):
            run: int | None = 0
            row = best = 0
            for item in items:
                whole, part = _contiguous(item, grammar, loose)
                best = max(best, part)
                if whole is None:
                    best, row, run = max(best, row), 0, None
                else:
                    row += whole
            return (row if run is not None else None), max(best, row)
        case Choice(options=options):
            parts = [_contiguous(option, grammar, loose) for option in options]
            wholes = [whole for whole, _ in parts if whole is not None]
            whole = min(wholes) if len(wholes) == len(parts) else None
            return whole, min(max(best, found or 0) for found, best in parts)
        case Option(item=item):
            broken = _contiguous(item, grammar, loose)[0] is None
            return (None if broken else 0), 0
        case SlotRef(name=name):
            return _contiguous(grammar.slots[name], grammar, loose)
        case Pause():
            return 0, 0
        case _:
            return None, 0
