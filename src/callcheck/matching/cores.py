"""The cores of a phrase: literals that announce it, for the one pass over the text."""

from __future__ import annotations

import re
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
    node: Node, grammar: Grammar, skipped: str, *, misheard: bool = False
) -> tuple[tuple[str, ...], ...]:
    """Return sets of literals, of each of which every match of ``node`` contains one.

    The most telling sets, a few at most; none where nothing is certain.
    ``skipped`` characters are not in the scanned text, and literals are cut
    there, so that a word misheard for a skipped one cannot hide its neighbours;
    with ``misheard`` also at words that may be misheard for a skipped one.
    """
    if misheard:
        sounds = grammar.folding.mistaken_for()
        letters = letters_of(node, grammar)
        skipped += "".join(
            letter
            for letter in sorted(letters)
            if set(sounds.get(grammar.folding.full_text(letter), "")) & set(skipped)
        )
    chosen: list[Strings] = []
    for strings in sorted(_cores(node, grammar, skipped).sets, key=_tells, reverse=True):
        if len(chosen) < MAX_SETS and not any(_implied(strings, other) for other in chosen):
            chosen.append(strings)
    return tuple(tuple(sorted(strings)) for strings in chosen)


def _tells(strings: Strings) -> tuple[int, int, list[str]]:
    return min(min(map(len, strings)), 3), -len(strings), sorted(strings)


def _implied(strings: Strings, by: Strings) -> bool:
    """Whether a text with one of ``by`` has one of ``strings`` anyhow."""
    return all(any(part in text for part in strings) for text in by)


def _cores(node: Node, grammar: Grammar, skipped: str) -> _Cores:
    match node:
        case Literal(text=text):
            pieces = re.split(f"[{re.escape(skipped + PAUSES)}]+", text) if skipped else [text]
            sounds = [frozenset({grammar.folding.full_text(piece)}) for piece in pieces if piece]
            return _Cores(sounds[0] if pieces == [text] else None, tuple(sounds))
        case Sequence(items=items):
            return _sequence(items, [_cores(item, grammar, skipped) for item in items])
        case Choice(options=options):
            return _choice([_cores(option, grammar, skipped) for option in options])
        case Option(item=item):
            maybe = _cores(item, grammar, skipped).strings
            return _Cores(maybe | {""} if maybe is not None else None)
        case SlotRef(name=name):
            return _cores(grammar.slots[name], grammar, skipped)
        case Shape(of="digits" | "letters" as of, low=low) if low:
            chars = DIGITS if of == "digits" else LETTERS
            return _Cores(None, (frozenset(map(grammar.folding.full_text, chars)),))
        case _:
            return _Cores(None)


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
