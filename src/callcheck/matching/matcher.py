"""A ruleset made ready to scan: what announces a pattern, and the patterns themselves."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

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
        self.core = _Automaton([pattern.cores for pattern in ruleset.patterns])
        self.full = _Automaton([pattern.full_cores for pattern in ruleset.patterns])
        self._weighers: dict[tuple[str, str], Weigher] = {}
        self._compiled: dict[str, re2._Regexp[str]] = {}

    def may_match(self, index: int, scanned: str) -> bool:
        """A quick look before a pattern is tried: its other cores, and letters in a row."""
        pattern = self.ruleset.patterns[index]
        for strings in pattern.cores[1:]:
            if not any(core in scanned for core in strings):
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

    def candidates(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the (pattern, part) pairs announced; ``part`` counts the parts of ``text``."""
        if self.machine is None:
            return
        starts, start = [], 0
        for part in text.split(TURN_BREAK):
            starts.append(start)
            start += len(part) + 1
        cores: dict[int, set[int]] = defaultdict(set)
        for core, at, _ in self.machine.find_matches_as_indexes(text, overlapping=True):
            cores[bisect_right(starts, at) - 1].add(core)
        for number, present in cores.items():
            for pattern in {pattern for core in present for pattern in self.uses[core]}:
                yield pattern, number
