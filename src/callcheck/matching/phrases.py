"""Phrases are compiled: text becomes a tree, a tree becomes a pattern."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from callcheck.matching.cores import contiguous, cores_of
from callcheck.matching.pattern import (
    LONG_PHRASE,
    Grammar,
    PatternWriter,
    letters_of,
    longest,
    shortest,
    spelled,
    utterance,
)
from callcheck.matching.phrase import (
    MAX_LENGTH,
    Choice,
    Literal,
    Node,
    PhraseError,
    Shape,
    expand_lists,
    map_literals,
    parse_phrase,
    slots_in,
)
from callcheck.matching.phrase import Sequence as PhraseSequence
from callcheck.matching.ruleset import Pattern
from callcheck.messages import Message
from callcheck.packs.model import Pack, Phrase, Slot, Source
from callcheck.packs.problems import Problem
from callcheck.text.fold import DROPPED, Folding

SOUND_LENGTH = 3
"""字 from which on a phrase is also heard by its sound …"""
LENIENT_LENGTH = 2
"""… and where little confidence is asked, of what is owed or is a clause of its own."""
MIN_BEFORE_PARTICLE = 2
"""字 that must remain for a phrase's last particle to be optional: 是吧 is not 是."""
COMPANY = "公司"
"""The slot that takes its names from ``settings: {company: [...]}``."""
_HERE = Source("", 0, 0)


@dataclass(frozen=True, slots=True)
class Use:
    """How a rule uses a phrase: the same phrase in the same use is compiled once.

    ``words``: must be words of their own (True), may be part of any (False), or by
    length (None).  ``gap`` and ``long_gap`` are in 字.
    """

    hear: str = "spoken"
    anchor: str = "anywhere"
    gap: int = 6
    long_gap: int = 20
    words: bool | None = False
    lenient: bool = False
    faint: bool = False
    """Whether a rule asks little confidence: a whole clause is then heard from two 字 on."""


Utterances = dict[int, tuple[Phrase, str, str]]
"""For each pattern: its phrase, its anchor, and words that it should match."""


class Patterns:
    """The patterns of all packs so far."""

    def __init__(self) -> None:
        self.compiled: list[Pattern] = []
        self.index: dict[tuple[Node, Use], int] = {}
        self.utterances: Utterances = {}
        self.for_anyone: set[int] = set()
        """Patterns that matter in turns other than the agent's."""

    def add(self, key: tuple[Node, Use], pattern: Pattern) -> int:
        """Keep a pattern; return its index."""
        self.index[key] = len(self.compiled)
        self.compiled.append(pattern)
        return self.index[key]


class PhraseCompiler:
    """Compiles the phrases of one pack; what is wrong with them gathers in ``problems``."""

    def __init__(self, pack: Pack, folding: Folding, patterns: Patterns) -> None:
        self.pack = pack
        self.folding = folding
        self.patterns = patterns
        self.problems: list[Problem] = []
        self._entries_of: dict[str, tuple[Node, ...]] = {}
        self._open: list[str] = []
        self._slot_names = {*pack.slots, COMPANY}
        self.grammar = Grammar(folding, {})
        self.grammar = Grammar(folding, self._slots())
        self._slot_names = set(self.grammar.slots)

    def compile(self, phrases: Iterable[Phrase], use: Use) -> tuple[int, ...]:
        """Return the indexes of the patterns of ``phrases``; broken ones are reported."""
        found = (self._pattern(phrase, use) for phrase in self._spread(phrases))
        return tuple(index for index in found if index is not None)

    def _spread(self, phrases: Iterable[Phrase]) -> Iterable[Phrase]:
        """A phrase that is a list and nothing else stands for each of its entries."""
        for phrase in phrases:
            text = phrase.text.strip()
            name = text[1:-1]
            if text[:1] == "{" and text[-1:] == "}" and name in self.pack.words:
                if name in self._open:
                    self._report(phrase, _contains_itself(name))
                    continue
                self._open.append(name)
                yield from self._spread(self.pack.words[name])
                self._open.pop()
            else:
                yield phrase

    def _pattern(self, phrase: Phrase, use: Use) -> int | None:
        try:
            node = self._folded(self._tree(phrase.text), use.hear)
            if (node, use) in self.patterns.index:
                return self.patterns.index[node, use]
            pattern = self._compiled(phrase, node, use)
        except PhraseError as error:
            self._report(phrase, error)
            return None
        index = self.patterns.add((node, use), pattern)
        self.patterns.utterances[index] = phrase, use.anchor, utterance(node, self.grammar)
        return index

    def _compiled(self, phrase: Phrase, node: Node, use: Use) -> Pattern:
        grammar, folding = self.grammar, self.folding
        length = shortest(node, grammar)
        if longest(node, use.gap, use.long_gap, grammar) > MAX_LENGTH:
            message = Message("may match more than {max_length} characters", max_length=MAX_LENGTH)
            raise PhraseError(0, message, Message("split it into phrases"))
        short = use.lenient or (use.faint and use.anchor in ("whole clause", "whole turn"))
        least = LENIENT_LENGTH if short else SOUND_LENGTH
        by_sound = use.hear == "sound" and length >= least
        folded = folding.full_text if by_sound else folding.plain_text
        cores, full_cores = self._cores(node, folded, misheard=by_sound)
        letters = sorted(letters_of(node, grammar))
        spoken, slots = self._written(node, use, "exact" if use.hear == "exact" else "spoken")
        long = length >= LONG_PHRASE and use.hear != "exact"
        return Pattern(
            phrase=phrase.text,
            hear=use.hear,
            spoken=spoken,
            long=long,
            sound=self._written(node, use, "sound")[0] if by_sound else None,
            slots=slots,
            cores=cores,
            full_cores=full_cores,
            run=contiguous(node, grammar, folding.skipped, misheard=by_sound) if cores else 0,
            run_letters="".join(sorted(set(map(folded, letters)))),
            letters="".join(letters),
            sample=spelled(self._tree(phrase.text)),
            whole_words=use.words,
            lenient=use.lenient,
        )

    def _cores(
        self, node: Node, folded: Callable[[str], str], *, misheard: bool
    ) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """The cores of the scanned text, else those of the text with nothing left out."""
        grammar, folding = self.grammar, self.folding
        cores = cores_of(node, grammar, folding.skipped, folded, misheard=misheard)
        if misheard and not cores:
            # A mistake may take away every core; heard right, they still announce it.
            cores = cores_of(node, grammar, folding.skipped, folded)
        full_cores = () if cores else cores_of(node, grammar, "", folding.full_text)
        if not cores and not full_cores:
            message = Message("nothing in this phrase is certain")
            raise PhraseError(0, message, Message("write at least one word that must be said"))
        return cores, full_cores

    def _written(self, node: Node, use: Use, hear: str) -> tuple[str, tuple[str, ...]]:
        long = shortest(node, self.grammar) >= LONG_PHRASE
        writer = PatternWriter(self.grammar, hear, use.gap, use.long_gap, long)
        return writer.write(node, use.anchor), tuple(writer.slots)

    def _tree(self, text: str) -> Node:
        node = expand_lists(parse_phrase(text), self._entries)
        for name in slots_in(node):
            if name not in self._slot_names:
                hint = Message("write it under slots:, or correct the name")
                raise PhraseError(0, Message("no slot <{name}>", name=name), hint)
        return node

    def _entries(self, name: str) -> tuple[Node, ...]:
        if name in self._entries_of:
            return self._entries_of[name]
        if name in self._open:
            raise _contains_itself(name)
        phrases = self.pack.words.get(name)
        if not phrases:
            raise PhraseError(
                0,
                Message("no word list {name}", name=name),
                Message("write it under words:, or correct the name"),
            )
        self._open.append(name)
        try:
            self._entries_of[name] = tuple(self._tree(phrase.text) for phrase in phrases)
        finally:
            self._open.pop()
        return self._entries_of[name]

    def _folded(self, node: Node, hear: str) -> Node:
        """Fold the literals as the text will be, and drop a phrase's own last particle."""

        def folded(text: str) -> str:
            exact = self.folding.exact_text(text).replace(DROPPED, "")
            return exact if hear == "exact" else exact.translate(self.folding.spoken)

        node = map_literals(node, folded)
        return node if hear == "exact" else self._without_last_particle(node)

    def _without_last_particle(self, node: Node) -> Node:
        last = node.items[-1] if isinstance(node, PhraseSequence) else node
        if not isinstance(last, Literal):
            return node
        text = last.text.rstrip(self.folding.particles)
        if len(text) < MIN_BEFORE_PARTICLE and last is node:
            return node
        if not text:
            return node
        if isinstance(node, PhraseSequence):
            return PhraseSequence((*node.items[:-1], Literal(text)))
        return Literal(text)

    def _slots(self) -> dict[str, Node]:
        slots: dict[str, Node] = {}
        waiting = dict(self.pack.slots)
        company = self.pack.settings.get("company")
        if isinstance(company, (list, tuple)) and company:
            waiting[COMPANY] = Slot(any=tuple(Phrase(str(name), _HERE) for name in company))
        for name, slot in waiting.items():
            try:
                slots[name] = self._folded(self._slot(slot), "spoken")
            except PhraseError as error:
                place = slot.any[0] if slot.any else Phrase("", _HERE)
                self._report(place, error)
        return slots

    def _slot(self, slot: Slot) -> Node:
        if slot.any:
            options = tuple(self._tree(phrase.text) for phrase in slot.any)
            return options[0] if len(options) == 1 else Choice(options)
        low, high = slot.length
        items: list[Node] = []
        for ends in (slot.starts, slot.ends):
            if ends:
                size = min(map(len, ends))
                low, high = max(low - size, 0), max(high - size, 0)
        if slot.starts:
            items.append(Choice(tuple(Literal(text) for text in slot.starts)))
        if high:
            items.append(Shape(slot.of, low, high))
        if slot.ends:
            items.append(Choice(tuple(Literal(text) for text in slot.ends)))
        return items[0] if len(items) == 1 else PhraseSequence(tuple(items))

    def _report(self, phrase: Phrase, error: PhraseError) -> None:
        place = phrase.source
        column = place.column + error.offset
        message = Message("{wrong}: {phrase}", wrong=error.message, phrase=phrase.text)
        self.problems.append(Problem(place.path, place.line, column, message, error.hint))


def _contains_itself(name: str) -> PhraseError:
    return PhraseError(
        0,
        Message("word list {name} contains itself", name=name),
        Message("take one of the references out"),
    )
