"""A phrase's tree becomes a linear-time pattern and the literal cores that announce it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from callcheck.matching import joints
from callcheck.matching.phrase import (
    Choice,
    Gap,
    ListRef,
    Literal,
    Node,
    Option,
    Pause,
    Sequence,
    Shape,
    SlotRef,
)
from callcheck.text.fold import NEGATIONS, PARTICLES, Folding

LONG_PHRASE = 4
"""字 from which on light words and a comma may stand inside a phrase."""
DIGITS = "0123456789零一二三四五六七八九十百千万两半幺点x某"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KINDS = {
    "han": r"[^\x{0}-\x{7F}]",  # folded text: what is not ASCII is Han, plain or marked
    "digits": f"[{DIGITS}]",
    "letters": f"[{LETTERS}]",
    "any": "[^,.?]",
}


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the writer of patterns needs from the packs."""

    folding: Folding
    slots: dict[str, Node]


def shortest(node: Node, grammar: Grammar) -> int:
    """字 of the shortest text that ``node`` matches."""
    match node:
        case Literal(text=text):
            return len(text)
        case Sequence(items=items):
            return sum(shortest(item, grammar) for item in items)
        case Choice(options=options):
            return min(shortest(option, grammar) for option in options)
        case SlotRef(name=name):
            return shortest(grammar.slots[name], grammar)
        case Shape(low=low):
            return low
        case _:
            return 0


def longest(node: Node, gap: int, long_gap: int, grammar: Grammar) -> int:
    """字 of the longest text that ``node`` matches, insertions not counted."""
    match node:
        case Literal(text=text):
            return len(text)
        case Sequence(items=items):
            return sum(longest(item, gap, long_gap, grammar) for item in items)
        case Choice(options=options):
            return max(longest(option, gap, long_gap, grammar) for option in options)
        case Option(item=item):
            return longest(item, gap, long_gap, grammar)
        case Gap(long=long):
            return long_gap if long else gap
        case SlotRef(name=name):
            return longest(grammar.slots[name], gap, long_gap, grammar)
        case Shape(high=high):
            return high
        case _:
            return 1


def letters_of(node: Node, grammar: Grammar) -> set[str]:
    """Every literal character of ``node``."""
    match node:
        case Literal(text=text):
            return set(text)
        case Sequence(items=parts) | Choice(options=parts):
            return set().union(*(letters_of(part, grammar) for part in parts))
        case Option(item=item):
            return letters_of(item, grammar)
        case SlotRef(name=name):
            return letters_of(grammar.slots[name], grammar)
        case _:
            return set()


def spelled(node: Node) -> str:
    """Return one way of saying ``node``: first choices, no options, slots by name."""
    match node:
        case Literal(text=text):
            return text
        case Sequence(items=items):
            return "".join(spelled(item) for item in items)
        case Choice(options=options):
            return spelled(options[0])
        case SlotRef(name=name):
            return f"〈{name}〉"
        case Pause():
            return "，"
        case Gap():
            return "…"
        case _:
            return ""


def utterance(node: Node, grammar: Grammar) -> str:
    """Return words that ``node`` should match: as ``spelled``, with slots filled in."""
    match node:
        case Sequence(items=items):
            return "".join(utterance(item, grammar) for item in items)
        case Choice(options=options):
            return utterance(options[0], grammar)
        case SlotRef(name=name):
            return utterance(grammar.slots[name], grammar)
        case Shape(of=of, low=low):
            return {"digits": "1", "letters": "a"}.get(of, "某") * max(low, 1)
        case Gap():
            return ""
        case _:
            return spelled(node)


class PatternWriter:
    """Writes one phrase as an RE2 pattern in one way of hearing."""

    def __init__(self, grammar: Grammar, hear: str, gap: int, long_gap: int, long: bool) -> None:
        folding = grammar.folding
        self.grammar = grammar
        self.hear = hear
        self.mistaken_for = folding.mistaken_for() if hear == "sound" else {}
        self.long = long
        self.slots: list[str] = []
        exact = hear == "exact"
        skip = "" if exact else PARTICLES
        no = re.escape(folding.negations) if exact else NEGATIONS
        self.edge = f"[{skip},.?]*"
        self.pause = f"[{skip},.?]{{0,4}}"
        self.other = f"[^{skip},.?]"
        # A number or a Latin word is one 字 of a gap, as it is to the ear.
        self.gap = f"(?:[0-9a-z]+|[^{no},.?]){{0,{gap}}}"
        self.long_gap = f"(?:[0-9a-z]+|[^{no}.?]){{0,{long_gap}}}"
        self.join = self.join_after_no = "" if exact else joints.SHORT
        if long and not exact:
            self.join, self.join_after_no = joints.LONG, joints.LONG_AFTER_NO

    def write(self, node: Node, anchor: str) -> str:
        """Return the whole pattern, anchored as asked."""
        body = f"({self._node(node, first=True)})"
        start, end = f"^{self.edge}", f"{self.edge}$"
        match anchor:
            case "whole turn":
                return start + body + end
            case "whole clause":
                return f"(?:^|[,.?]){self.edge}{body}{self.edge}(?:[,.?]|$)"
            case "start of turn":
                return start + body
            case "end of turn":
                return body + end
            case "opening":
                return start + body + self.edge + self.other
        return body

    def _node(self, node: Node, first: bool) -> str:
        match node:
            case Literal(text=text):
                return self._literal(text, first)
            case Sequence(items=items):
                return self._sequence(items, first)
            case Choice(options=options):
                join = "" if first else self.join
                written = "|".join(self._node(option, first=True) for option in options)
                return f"{join}(?:{written})"
            case Option(item=item):
                return f"(?:{self._node(item, first)})?"
            case Gap(long=long):
                return self.long_gap if long else self.gap
            case Pause():
                return self.pause
            case SlotRef(name=name):
                return ("" if first else self.join) + self._slot(name)
            case Shape(of=of, low=low, high=high):
                return f"{self._kind(of)}{{{low},{high}}}"
            case ListRef(name=name):
                raise ValueError(f"word list {name} is not expanded")

    def _kind(self, of: str) -> str:
        """A class of characters, as they stand in the text that is searched."""
        if of == "digits" and self.hear == "sound":
            return f"[{DIGITS.translate(self.grammar.folding.sound)}]"
        return _KINDS[of]

    def _sequence(self, items: tuple[Node, ...], first: bool) -> str:
        written: list[str] = []
        for item in items:
            written.append(self._node(item, first))
            # After an option, what follows may still be the first word of the match:
            # it then may begin with a joint, which the scan trims off again.
            first = False
        return "".join(written)

    def _literal(self, text: str, first: bool) -> str:
        written: list[str] = []
        previous = ""
        for char in text:
            join = ""
            if written or not first:
                no = previous and previous in self.grammar.folding.negations
                join = self.join_after_no if no else self.join
            sound = join + self._char(char)
            optional = char == "的" and len(text) >= LONG_PHRASE and self.hear != "exact"
            written.append(f"(?:{sound})?" if optional else sound)
            previous = char
        return "".join(written)

    def _char(self, char: str) -> str:
        """One character of a literal, as it stands in the text that is searched."""
        folding = self.grammar.folding
        if self.hear == "exact":
            return re.escape(char)
        forms = {char.translate(folding.marks)}
        if char in folding.negations:
            forms.add(char)
        if self.hear == "sound":
            if char in folding.heard_as:
                forms.update(folding.heard_as[char])
            else:
                sound = char.translate(folding.sound)
                forms = {sound, *self.mistaken_for.get(sound, "").translate(folding.marks)}
        return _any_of(forms)

    def _slot(self, name: str) -> str:
        self.slots.append(name)
        slot = self.grammar.slots[name]
        # Slots inside a slot are its own business: they bind nothing outside.
        outer, self.slots = self.slots, []
        inner = self._node(slot, first=True).replace("(?:", "\0").replace("(", "(?:")
        self.slots = outer
        return "(" + inner.replace("\0", "(?:") + ")"


def _any_of(forms: set[str]) -> str:
    if len(forms) == 1:
        return re.escape(next(iter(forms)))
    return "[" + "".join(map(re.escape, sorted(forms))) + "]"
