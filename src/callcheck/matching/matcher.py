"""A ruleset made ready to scan: what announces a pattern, and the patterns themselves."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate

import ahocorasick_rs
import re2

from callcheck.matching.ruleset import Ruleset
from callcheck.matching.weigh import Weigher
from callcheck.text.fold import TURN_BREAK

_OPTIONS = re2.Options()
_OPTIONS.longest_match = True
_OPTIONS.log_errors = False


class Matcher:
    """A ruleset made ready to scan: built once a process."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.folding = ruleset.folding
        turns = sorted(ruleset.turns, key=len, reverse=True)
        self.turns = re.compile("|".join(map(re.escape, turns)) or r"(?!)")
        patterns = ruleset.patterns
        self._core = _Automaton([pattern.cores if pattern.sound else () for pattern in patterns])
        self._plain = _Automaton([() if pattern.sound else pattern.cores for pattern in patterns])
        self._full = _Automaton([pattern.full_cores for pattern in patterns])
        numbers: dict[tuple[str, ...], int] = {}
        self._other_cores = [
            tuple(numbers.setdefault(strings, len(numbers)) for strings in pattern.cores[1:])
            for pattern in patterns
        ]
        self._core_sets = tuple(numbers)
        self._weighers: dict[tuple[str, str], Weigher] = {}
        self._compiled: dict[str, re2._Regexp[str]] = {}

    def candidates(self, texts: list[str], by_agent: list[bool]) -> Iterator[tuple[int, int]]:
        """Yield the (pattern, text) pairs that may match; texts by index from 0."""
        joined = TURN_BREAK.join(text.replace(TURN_BREAK, "") for text in texts)
        for automaton, scanned in (
            (self._core, self.folding.core_text(joined)),
            (self._plain, self.folding.plain_text(joined)),
            (self._full, self.folding.full_text(joined)),
        ):
            for text, (part, announced) in enumerate(automaton.announced(scanned)):
                known: dict[int, bool] = {}
                wanted = announced if by_agent[text] else announced - self.ruleset.agents_only
                for pattern in wanted:
                    if self._may_match(pattern, part, known):
                        yield pattern, text

    def _may_match(self, index: int, scanned: str, known: dict[int, bool]) -> bool:
        """A quick look before a pattern is tried: its other cores, and letters in a row.

        ``known`` keeps which sets of cores the text has one of: many patterns ask for the same.
        """
        pattern = self.ruleset.patterns[index]
        for number in self._other_cores[index]:
            if number not in known:
                known[number] = any(core in scanned for core in self._core_sets[number])
            if not known[number]:
                return False
        if pattern.run <= 1:
            return True
        letters, run = pattern.run_letters, 0
        for char in scanned:
            run = run + 1 if char in letters else 0
            if run >= pattern.run:
                return True
        return False

    def weigher(self, pack: str, clues: str) -> Weigher:
        """Return the weigher of ``clues`` of ``pack``, built at its first use."""
        key = pack, clues
        if key not in self._weighers:
            self._weighers[key] = Weigher(self.ruleset.clues[key], self.folding)
        return self._weighers[key]

    def regex(self, pattern: str) -> re2._Regexp[str]:
        """Return the compiled form of an RE2 pattern, compiled at its first use."""
        compiled = self._compiled.get(pattern)
        if compiled is None:
            compiled = self._compiled[pattern] = re2.compile(pattern, _OPTIONS)
        return compiled


class _Automaton:
    """Aho–Corasick over the most telling set of cores of every pattern."""

    def __init__(self, cores: list[tuple[tuple[str, ...], ...]]) -> None:
        uses: dict[str, list[int]] = defaultdict(list)
        for index, sets in enumerate(cores):
            for core in sets[0] if sets else ():
                uses[core].append(index)
        self.uses = list(uses.values())
        self.machine = ahocorasick_rs.AhoCorasick(list(uses)) if uses else None

    def announced(self, joined: str) -> Iterator[tuple[str, set[int]]]:
        """Yield each text of those that turn breaks join, and the patterns it announces."""
        texts = joined.split(TURN_BREAK)
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))[:-1]
        cores: list[set[int]] = [set() for _ in texts]
        if self.machine is not None:
            for core, at, _ in self.machine.find_matches_as_indexes(joined, overlapping=True):
                cores[bisect_right(starts, at) - 1].add(core)
        for text, present in zip(texts, cores, strict=True):
            yield text, {pattern for core in present for pattern in self.uses[core]}
