"""Packs are compiled: every phrase of every rule becomes one of the patterns of a ruleset."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from callcheck.matching.phrases import Patterns, PhraseCompiler, Use, Utterances
from callcheck.matching.ruleset import CompiledRule, Find, GuardWords, Ruleset
from callcheck.matching.weigh import CompiledClues, compile_clues
from callcheck.packs.model import Pack, Profile, Rule, Say, What
from callcheck.packs.problems import PackError
from callcheck.packs.references import clues_of
from callcheck.text.fold import Folding, build_folding

LENIENT_CONFIDENCE = 0.75
"""Confidence up to which a rule takes whatever sounds like what it requires."""


def compile_packs(packs: Sequence[Pack], profile: Profile) -> Ruleset:
    """Compile ``packs`` together.

    Raises PackError with every phrase that cannot be read or can never match.
    """
    return compile_with_utterances(packs, profile)[0]


def compile_with_utterances(packs: Sequence[Pack], profile: Profile) -> tuple[Ruleset, Utterances]:
    """As ``compile_packs``, with words that each pattern should match.  Raises PackError."""
    folding = _folding(packs)
    patterns = Patterns()
    rules: list[CompiledRule] = []
    problems = []
    for pack in packs:
        phrases = PhraseCompiler(pack, folding, patterns)
        guard_words = _guard_words(pack, phrases)
        rules.extend(
            CompiledRule(_RuleCompiler(rule, phrases).compiled(), guard_words)
            for rule in pack.rules
        )
        problems.extend(phrases.problems)
    if problems:
        raise PackError(tuple(dict.fromkeys(problems)))
    ruleset = Ruleset(
        profile=profile,
        packs=tuple(replace(pack, words={}, slots={}, clues={}, rules=()) for pack in packs),
        rules=tuple(rules),
        patterns=tuple(patterns.compiled),
        agents_only=frozenset(range(len(patterns.compiled))) - patterns.for_anyone,
        folding=folding,
        clues=_clues(packs, folding),
        turns=_texts(packs, "转折"),
        hosts=_texts(packs, "hosts"),
    )
    return ruleset, patterns.utterances


def _clues(packs: Sequence[Pack], folding: Folding) -> dict[tuple[str, str], CompiledClues]:
    """Compile the clues that rules weigh, each once however many rules do."""
    weighed = {
        (rule.pack, name): pack.clues[name]
        for pack in packs
        for rule in pack.rules
        for name in clues_of(rule)
    }
    return {key: compile_clues(clues, folding) for key, clues in weighed.items()}


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
        heard_well=_texts(packs, "听得准"),
        variants=[(written, meant) for written, _, meant in variants],
    )


def _guard_words(pack: Pack, phrases: PhraseCompiler) -> GuardWords:
    def compiled(name: str) -> tuple[int, ...]:
        found = phrases.compile(pack.words.get(name, ()), Use())
        phrases.patterns.for_anyone.update(found)
        return found

    return GuardWords(
        negation=compiled("否定"),
        denial=compiled("否认"),
        undoes_negation=_texts([pack], "非否定前"),
        said_by_customer=compiled("您说"),
        said_by_agent=compiled("跟您说"),
        said_by_other=compiled("第三方说"),
        condition=compiled("假设"),
        condition_ends=compiled("假设尾"),
        way_out=compiled("办法"),
        question=compiled("疑问"),
        question_ends=_texts([pack], "疑问尾"),
        not_a_question=compiled("反问"),
    )


class _RuleCompiler:
    """Compiles the phrases of one rule."""

    def __init__(self, rule: Rule, phrases: PhraseCompiler) -> None:
        self.rule = rule
        self.phrases = phrases

    def compiled(self) -> Rule:
        """Return the rule with a ``Find`` for every ``Say``, and without its examples."""
        rule = self.rule
        # Only words that cost points must be words of their own: what is owed may
        # be part of any longer word.
        costs = {"forbid": True, "count": rule.at_most is not None}
        lenient = rule.confidence <= LENIENT_CONFIDENCE
        changes: dict[str, object] = {"examples": ()}
        for name in ("forbid", "require", "when", "count", "until", "said"):
            what = getattr(rule, name)
            if what is not None:
                changes[name] = self._what(
                    what,
                    costs=costs.get(name, False),
                    lenient=lenient and name == "require",
                    agents_only=name in costs,
                )
        changes["steps"] = tuple(
            replace(step, what=self._what(step.what)) if step.what else step for step in rule.steps
        )
        changes["unless"] = tuple(
            replace(guard, what=self._what(guard.what)) if guard.what else guard
            for guard in rule.unless
        )
        return replace(rule, **changes)  # type: ignore[arg-type]

    def _what(
        self, what: What, *, costs: bool = False, lenient: bool = False, agents_only: bool = False
    ) -> What:
        """Compile every ``Say`` below ``what``; see ``compiled`` for the flags."""
        changes: dict[str, object] = {}
        for field in fields(what):
            value = getattr(what, field.name)
            if isinstance(value, What):
                changes[field.name] = self._what(
                    value, costs=costs, lenient=lenient, agents_only=agents_only
                )
            elif isinstance(value, tuple) and value and isinstance(value[0], What):
                changes[field.name] = tuple(
                    self._what(part, costs=costs, lenient=lenient, agents_only=agents_only)
                    for part in value
                )
        changed: What = replace(what, **changes)  # type: ignore[arg-type]
        if not isinstance(changed, Say):
            return changed
        return self._find(changed, costs, lenient, agents_only)

    def _find(self, say: Say, costs: bool, lenient: bool, agents_only: bool) -> Find:
        words = {"whole": True, "any": False}.get(say.words or "", None if costs else False)
        use = Use(
            hear=say.hear or self.rule.hear,
            anchor=say.anchor,
            gap=self.rule.gap,
            long_gap=self.rule.long_gap,
            words=words,
            lenient=lenient,
            faint=self.rule.confidence <= LENIENT_CONFIDENCE,
        )
        patterns = self.phrases.compile(say.phrases, use)
        if not agents_only or say.by != "agent":
            self.phrases.patterns.for_anyone.update(patterns)
        values = {field.name: getattr(say, field.name) for field in fields(Say)}
        return Find(**values | {"phrases": ()}, patterns=patterns)
