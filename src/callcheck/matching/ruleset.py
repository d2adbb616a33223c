"""A ruleset: everything a run needs of its packs, compiled and ready to keep on disk."""

from __future__ import annotations

from dataclasses import dataclass

from callcheck.matching.pattern import Pattern
from callcheck.packs.model import Pack, Profile, Rule, Say
from callcheck.text.fold import Folding


@dataclass(frozen=True, slots=True, kw_only=True)
class Find(Say):
    """A ``Say`` whose phrases are compiled: indexes into the ruleset's patterns."""

    patterns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GuardWords:
    """The phrases of the built-in guards, from the packs' lists."""

    negation: tuple[int, ...]
    said_by_customer: tuple[int, ...]
    said_by_other: tuple[int, ...]
    condition: tuple[int, ...]
    way_out: tuple[int, ...]
    question: tuple[int, ...]
    not_a_question: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule whose phrases are compiled (every ``Say`` in it is a ``Find``)."""

    rule: Rule
    guard_words: GuardWords
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruleset:
    """All rules of a profile, compiled together so that a call is scanned once.

    ``turns`` (转折) are the words before which a clause ends in a turn without
    marks; ``hosts`` are words inside which a short word is innocent.
    """

    profile: Profile
    packs: tuple[Pack, ...]
    rules: tuple[CompiledRule, ...]
    patterns: tuple[Pattern, ...]
    folding: Folding
    turns: tuple[str, ...]
    hosts: tuple[str, ...]

    def pattern_text(self, index: int) -> str:
        """The phrase of a pattern, as its author wrote it."""
        return self.patterns[index].phrase
