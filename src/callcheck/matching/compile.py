"""Packs are compiled: every phrase of every rule becomes one of the patterns of a ruleset."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

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
from callcheck.matching.ruleset import CompiledRule, Find, GuardWords, Pattern, Ruleset
from callcheck.packs.model import Pack, Phrase, Profile, Rule, Say, Slot, Source, What
from callcheck.packs.problems import PackError, Problem
from callcheck.text.fold import Folding, build_folding

MIN_BEFORE_PARTICLE = 2
"""字 that must remain for a phrase's last particle to be optional: 是吧 is not 是."""
LENIENT_CONFIDENCE = 0.75
"""Confidence up to which a rule takes whatever sounds like what it requires, two 字 and more."""
_HERE = Source("", 0, 0)


def compile_packs(packs: Sequence[Pack], profile: Profile) -> Ruleset:
    """Compile ``packs`` together.

    Raises PackError with every phrase that cannot be read or can never match.
    """
    return compile_with_utterances(packs, profile)[0]


Utterances = dict[int, tuple[Phrase, str, str]]
"""For each pattern: its phrase, its anchor, and words that it should match."""


def compile_with_utterances(packs: Sequence[Pack], profile: Profile) -> tuple[Ruleset, Utterances]:
    """As ``compile_packs``, with words that each pattern should match.  Raises PackError."""
    folding = _folding(packs)
    compilers = [PackCompiler(pack, folding) for pack in packs]
    shared = Patterns()
    rules: list[CompiledRule] = []
    utterances: Utterances = {}
    for compiler in compilers:
        compiler.patterns = shared
        rules.extend(compiler.rules())
        utterances |= compiler.utterances
    problems = [problem for compiler in compilers for problem in compiler.problems]
    if problems:
        raise PackError(tuple(dict.fromkeys(problems)))
    ruleset = Ruleset(
        profile=profile,
        packs=tuple(replace(pack, words={}, slots={}, rules=()) for pack in packs),
        rules=tuple(rules),
        patterns=tuple(shared.compiled),
        agents_only=frozenset(range(len(shared.compiled))) - shared.for_anyone,
        folding=folding,
        turns=_texts(packs, "转折"),
        hosts=_texts(packs, "hosts"),
    )
    return ruleset, utterances


def _texts(packs: Iterable[Pack], name: str) -> tuple[str, ...]:
    found = (phrase.text for pack in packs for phrase in pack.words.get(name, ()))
    return tuple(dict.fromkeys(found))


def _folding(packs: Sequence[Pack]) -> Folding:
    variants = [text.partition("=") for text in _texts(packs, "variants")]
    return build_folding(
        particles=(*_texts(packs, "particles"), *_texts(packs, "fillers")),
        light_words=_texts(packs, "light_words"),
        negations=_texts(packs, "negations"),
        not_negation=_texts(packs, "非否定"),
        variants=[(written, meant) for written, _, meant in variants],
    )


class Patterns:
    """The patterns so far; the same phrase in the same use is compiled once."""

    def __init__(self) -> None:
        self.compiled: list[Pattern] = []
        self.index: dict[tuple[object, ...], int] = {}
        self.for_anyone: set[int] = set()

    def add(self, key: tuple[object, ...], pattern: Pattern) -> int:
        self.index[key] = len(self.compiled)
        self.compiled.append(pattern)
        return self.index[key]


class PackCompiler:
    """Compiles one pack; what is wrong with its phrases gathers in ``problems``."""

    def __init__(self, pack: Pack, folding: Folding) -> None:
        self.pack = pack
        self.folding = folding
        self.patterns = Patterns()
        self.problems: list[Problem] = []
        self.utterances: Utterances = {}
        self.entries: dict[str, tuple[Node, ...]] = {}
        self.open: list[str] = []
        self.lenient = False
        self.strict_speaker = False
        self.grammar = Grammar(folding, {})
        self.grammar = Grammar(folding, self._slots())

    def rules(self) -> list[CompiledRule]:
        guard_words = GuardWords(
            negation=self._guard("否定"),
            said_by_customer=self._guard("您说"),
            said_by_agent=self._guard("跟您说"),
            said_by_other=self._guard("第三方说"),
            condition=self._guard("假设"),
            way_out=self._guard("办法"),
            question=self._guard("疑问"),
            not_a_question=self._guard("反问"),
        )
        compiled = []
        for rule in self.pack.rules:
            self.rule = rule
            compiled.append(CompiledRule(self._rewrite(rule), guard_words))
        return compiled

    def _rewrite(self, rule: Rule) -> Rule:
        # Only words that cost points must be words of their own: what is owed may
        # be part of any longer word.
        costly = {"forbid": True, "count": rule.at_most is not None}
        changes: dict[str, object] = {"examples": ()}
        for name in ("forbid", "require", "when", "count", "until", "said"):
            what = getattr(rule, name)
            if what is not None:
                self.lenient = name == "require" and rule.confidence <= LENIENT_CONFIDENCE
                self.strict_speaker = name in ("forbid", "count")
                changes[name] = self._what(what, costly.get(name, False))
        self.lenient = self.strict_speaker = False
        changes["steps"] = tuple(
            replace(step, what=self._what(step.what, False)) if step.what else step
            for step in rule.steps
        )
        changes["unless"] = tuple(
            replace(guard, what=self._what(guard.what, False)) if guard.what else guard
            for guard in rule.unless
        )
        return replace(rule, **changes)  # type: ignore[arg-type]

    def _what(self, what: What, whole: bool) -> What:
        """Compile every ``Say`` below ``what``; ``whole``: short words need word edges."""
        changes: dict[str, object] = {}
        for field in fields(what):
            value = getattr(what, field.name)
            if isinstance(value, What):
                changes[field.name] = self._what(value, whole)
            elif isinstance(value, tuple) and value and isinstance(value[0], What):
                changes[field.name] = tuple(self._what(part, whole) for part in value)
        changed: What = replace(what, **changes)  # type: ignore[arg-type]
        return self._find(changed, whole) if isinstance(changed, Say) else changed

    def _find(self, say: Say, whole: bool) -> Find:
        hear = say.hear or self.rule.hear
        words = {"whole": True, "any": False}.get(say.words or "")
        if words is None and not whole:
            words = False
        patterns = []
        for phrase in self._spread(say.phrases):
            index = self._pattern(
                phrase, hear, say.anchor, self.rule.gap, self.rule.long_gap, words
            )
            if index is not None:
                patterns.append(index)
                if not (self.strict_speaker and say.by == "agent"):
                    self.patterns.for_anyone.add(index)
        values = {f.name: getattr(say, f.name) for f in fields(Say) if f.name != "phrases"}
        return Find(**values, phrases=(), patterns=tuple(patterns))

    def _spread(self, phrases: Iterable[Phrase]) -> Iterable[Phrase]:
        """A phrase that is a list and nothing else stands for each of its entries."""
        for phrase in phrases:
            text = phrase.text.strip()
            name = text[1:-1]
            if text[:1] == "{" and text[-1:] == "}" and name in self.pack.words:
                if name in self.open:
                    self._report(
                        phrase,
                        f"word list {name} contains itself",
                        "take one of the references out",
                    )
                    continue
                self.open.append(name)
                yield from self._spread(self.pack.words[name])
                self.open.pop()
            else:
                yield phrase

    def _guard(self, name: str) -> tuple[int, ...]:
        found = [
            self._pattern(phrase, "spoken", "anywhere", 6, 20, False)
            for phrase in self._spread(self.pack.words.get(name, ()))
        ]
        indexes = tuple(index for index in found if index is not None)
        self.patterns.for_anyone.update(indexes)
        return indexes

    def _pattern(
        self, phrase: Phrase, hear: str, anchor: str, gap: int, long_gap: int, words: bool | None
    ) -> int | None:
        try:
            node = self._tree(phrase.text)
        except PhraseError as error:
            self._report(phrase, error.message, error.hint, error.offset)
            return None
        unknown = [name for name in slots_in(node) if name not in self.grammar.slots]
        if unknown:
            self._report(
                phrase, f"no slot <{unknown[0]}>", "write it under slots:, or correct the name"
            )
            return None
        folded = self._fold(node, hear)
        key = (folded, hear, anchor, gap, long_gap, words, self.lenient)
        if key in self.patterns.index:
            return self.patterns.index[key]
        try:
            pattern = self._compile(phrase, folded, hear, anchor, gap, long_gap, words)
        except PhraseError as error:
            self._report(phrase, error.message, error.hint, error.offset)
            return None
        index = self.patterns.add(key, pattern)
        self.utterances[index] = phrase, anchor, utterance(folded, self.grammar)
        return index

    def _compile(
        self,
        phrase: Phrase,
        node: Node,
        hear: str,
        anchor: str,
        gap: int,
        long_gap: int,
        words: bool | None,
    ) -> Pattern:
        grammar, folding = self.grammar, self.folding
        length = shortest(node, grammar)
        if longest(node, gap, long_gap, grammar) > MAX_LENGTH:
            raise PhraseError(
                0, f"may match more than {MAX_LENGTH} characters", "split it into phrases"
            )
        cores: tuple[tuple[str, ...], ...] = ()
        if hear == "sound":
            cores = cores_of(node, grammar, folding.skipped, misheard=True)
        cores = cores or cores_of(node, grammar, folding.skipped)
        full = () if cores else cores_of(node, grammar, "")
        if not cores and not full:
            raise PhraseError(
                0, "nothing in this phrase is certain", "write at least one word that must be said"
            )
        long = length >= LONG_PHRASE
        letters = sorted(letters_of(node, grammar))
        writer = PatternWriter(grammar, hear if hear == "exact" else "spoken", gap, long_gap, long)
        spoken = writer.write(node, anchor)
        strict = sound = None
        if long and hear != "exact":
            strict = PatternWriter(grammar, "spoken", gap, long_gap, False).write(node, anchor)
        if hear == "sound" and length >= (2 if self.lenient else 3):
            sound = PatternWriter(grammar, "sound", gap, long_gap, long).write(node, anchor)
        return Pattern(
            phrase=phrase.text,
            hear=hear,
            spoken=spoken,
            strict=strict,
            sound=sound,
            slots=tuple(writer.slots),
            cores=cores,
            full_cores=full,
            run=contiguous(node, grammar, folding.skipped, misheard=sound is not None),
            run_letters="".join(sorted(set(map(folding.full_text, letters)))),
            length=length,
            letters="".join(letters),
            sample=spelled(self._tree(phrase.text)),
            whole_words=words,
            lenient=self.lenient,
        )

    def _tree(self, text: str) -> Node:
        return expand_lists(parse_phrase(text), self._entries)

    def _entries(self, name: str) -> tuple[Node, ...]:
        if name in self.entries:
            return self.entries[name]
        if name in self.open:
            raise PhraseError(
                0, f"word list {name} contains itself", "take one of the references out"
            )
        phrases = self.pack.words.get(name)
        if not phrases:
            raise PhraseError(
                0, f"no word list {name}", "write it under words:, or correct the name"
            )
        self.open.append(name)
        try:
            self.entries[name] = tuple(self._tree(phrase.text) for phrase in phrases)
        finally:
            self.open.pop()
        return self.entries[name]

    def _fold(self, node: Node, hear: str) -> Node:
        """Fold the literals as the text will be, and drop a phrase's own last particle."""

        def folded(text: str) -> str:
            exact = self.folding.exact_text(text).replace("\x00", "")
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
            waiting["公司"] = Slot(any=tuple(Phrase(str(name), _HERE) for name in company))
        for name, slot in waiting.items():
            try:
                slots[name] = self._fold(self._slot(slot), "spoken")
            except PhraseError as error:
                place = slot.any[0] if slot.any else Phrase("", _HERE)
                self._report(place, error.message, error.hint, error.offset)
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

    def _report(self, phrase: Phrase, message: str, hint: str, offset: int = 0) -> None:
        place = phrase.source
        problem = Problem(
            place.path, place.line, place.column + offset, f"{message}: {phrase.text}", hint
        )
        self.problems.append(problem)
