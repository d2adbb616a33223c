"""A ruleset: everything a run needs of its packs, compiled and ready to keep on disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from callcheck.matching.weigh import CompiledClues
from callcheck.packs.model import Pack, Profile, Rule, Say
from callcheck.text.fold import Folding

SHORT_MATCH = 2
"""字 up to which a match must be a word of its own, unless a rule says otherwise."""


class Pattern(NamedTuple):
    """One phrase, compiled.

    ``spoken`` and ``sound`` are RE2 patterns whose first group is the match and
    whose other groups are ``slots`` in order.  Every match contains one literal of
    each set of ``cores``, in the scanned text (of sounds where the phrase has a ``sound``,
    else as it is written); ``full_cores`` the same in the sounds with nothing left out.
    """

    phrase: str
    hear: str
    spoken: str
    long: bool
    """Whether light words may stand in it: ``spoken`` without them is its strict form."""
    sound: str | None
    slots: tuple[str, ...]
    cores: tuple[tuple[str, ...], ...]
    full_cores: tuple[tuple[str, ...], ...]
    run: int
    """Of its letters, so many stand side by side in the scanned text of every match; 0 where
    it has no ``cores`` there."""
    run_letters: str
    """The letters, as they stand in the scanned text."""
    letters: str
    """Every literal character, for telling what was heard otherwise."""
    whole_words: bool | None
    """Whether a match must be words of its own; None: if it is as short as SHORT_MATCH."""
    lenient: bool
    """Whether anything that sounds like it will do: it is owed, and asks little confidence."""
    sample: str
    """One way of saying it, in plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Find(Say):
    """A ``Say`` whose phrases are compiled: indexes into the ruleset's patterns."""

    patterns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GuardWords:
    """The words of the built-in guards, from the packs' lists: patterns, or plain endings."""

    negation: tuple[int, ...]
    denial: tuple[int, ...]
    undoes_negation: tuple[str, ...]
    said_by_customer: tuple[int, ...]
    said_by_agent: tuple[int, ...]
    said_by_other: tuple[int, ...]
    condition: tuple[int, ...]
    condition_ends: tuple[int, ...]
    way_out: tuple[int, ...]
    question: tuple[int, ...]
    question_ends: tuple[str, ...]
    not_a_question: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule whose phrases are compiled (every ``Say`` in it is a ``Find``)."""

    rule: Rule
    guard_words: GuardWords


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
    agents_only: frozenset[int]
    """Patterns that matter in the agent's turns and nowhere else."""
    folding: Folding
    clues: dict[tuple[str, str], CompiledClues]
    """The clues that rules weigh, by the rule's pack and their name."""
    turns: tuple[str, ...]
    hosts: tuple[str, ...]
    left_out: tuple[Rule, ...] = ()
    """Rules that were not chosen to run: their names still mean something."""
