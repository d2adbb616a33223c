"""One pass over a call for all rules, and the confirmation of what it announced."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import ahocorasick_rs
import re2

from callcheck.matching.ruleset import SHORT_MATCH, Pattern, Ruleset
from callcheck.text.fold import DROPPED, PAUSES, TURN_BREAK, Folding
from callcheck.text.words import on_word_edges
from callcheck.transcript.model import Call, Turn

LIGHT_WORDS_CONFIDENCE = 0.95
"""Confidence of a match with words let in or a stutter left out."""
SOUND_LETTERS = 4
"""字 of a phrase that must be heard, right or nearly, inside a longer clause …"""
SOUND_CONFIDENCE = 0.85
"""… and the confidence this asks for."""
UNPUNCTUATED = 15
"""字 from which on a turn without any mark is cut before the words of 转折."""

_STUTTER = re.compile(r"([\u4e00-\u9fff]{1,4}?)\1+")
_OPTIONS = re2.Options()
_OPTIONS.longest_match = True
_OPTIONS.log_errors = False


@dataclass(frozen=True, slots=True)
class Match:
    """Words found in a turn: characters [begin, end) of its folded text.

    ``turn`` is the turn's index from 0; ``source_begin`` and ``source_end``
    count characters of the turn's own text.
    """

    turn: int
    begin: int
    end: int
    source_begin: int
    source_end: int
    pattern: int = -1
    confidence: float = 1.0
    slots: tuple[tuple[str, str], ...] = ()
    name: str | None = None

    @property
    def length(self) -> int:
        """字 of the folded match."""
        return self.end - self.begin


class TurnView:
    """A turn's text folded, with the way back to its own characters."""

    def __init__(self, source: str, kept: list[int], folding: Folding, turns: re.Pattern[str]):
        text = folding.exact_text(source)
        self.offsets = [at for at in kept if text[at] != DROPPED]
        self.exact = "".join(text[at] for at in self.offsets)
        self.folding = folding
        if len(self.exact) > UNPUNCTUATED and not any(mark in self.exact for mark in PAUSES):
            self._cut(turns)

    def _cut(self, turns: re.Pattern[str]) -> None:
        """End a clause before each turning word, since nobody wrote the marks."""
        places = [match.start() for match in turns.finditer(self.exact) if match.start()]
        for at in reversed(places):
            self.exact = self.exact[:at] + "," + self.exact[at:]
            self.offsets.insert(at, self.offsets[at])

    @cached_property
    def spoken(self) -> str:
        return self.exact.translate(self.folding.spoken)

    @cached_property
    def marked(self) -> str:
        """The spoken text as patterns search it."""
        return self.folding.marked(self.spoken, self.spoken)

    @cached_property
    def sound(self) -> str:
        """Its sounds, as patterns search them."""
        return self.folding.marked(self.spoken, self.spoken.translate(self.folding.sound))

    def source_span(self, begin: int, end: int) -> tuple[int, int]:
        """Return the turn's own characters [begin, end) behind a span of this view."""
        if not self.offsets:
            return 0, 0
        first = self.offsets[min(begin, len(self.offsets) - 1)]
        return first, (self.offsets[end - 1] + 1 if end > begin else first)


class Matcher:
    """A ruleset made ready to scan: built once a process."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.folding = ruleset.folding
        turns = sorted(ruleset.turns, key=len, reverse=True)
        self.turns = re.compile("|".join(map(re.escape, turns)) or r"(?!)")
        self.core = _Automaton([pattern.cores for pattern in ruleset.patterns])
        self.full = _Automaton([pattern.full_cores for pattern in ruleset.patterns])
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


class CallScan:
    """One call, scanned: answers where a pattern stands, turn by turn."""

    def __init__(self, call: Call, matcher: Matcher) -> None:
        self.call = call
        self.matcher = matcher
        self._views: dict[int, list[TurnView]] = {}
        self._found: dict[tuple[int, int], tuple[Match, ...]] = {}
        self.candidates: dict[int, set[int]] = defaultdict(set)
        for pattern, turn in self._scan():
            self.candidates[pattern].add(turn)

    def _scan(self) -> Iterator[tuple[int, int]]:
        texts = [turn.text for turn in self.call.turns]
        turns = list(range(len(texts)))
        for index, text in enumerate(texts[:]):
            # A stutter inside a core would hide it: scan the turn without it as well.
            collapsed = _STUTTER.sub(r"\1", text)
            if collapsed != text:
                texts.append(collapsed)
                turns.append(index)
        joined = TURN_BREAK.join(texts)
        matcher, folding = self.matcher, self.matcher.folding
        scanned = folding.core_text(joined)
        parts = scanned.split(TURN_BREAK)
        agents_only = matcher.ruleset.agents_only
        agents = {at for at, turn in enumerate(self.call.turns) if turn.speaker == "agent"}
        for pattern, part in matcher.core.candidates(scanned):
            turn = turns[part]
            if turn not in agents and pattern in agents_only:
                continue
            if matcher.may_match(pattern, parts[part]):
                yield pattern, turn
        for pattern, part in matcher.full.candidates(folding.full_text(joined)):
            yield pattern, turns[part]

    def view(self, turn: int) -> TurnView:
        """Return the folded text of a turn (index from 0)."""
        return self._all_views(turn)[0]

    def _all_views(self, turn: int) -> list[TurnView]:
        if turn not in self._views:
            text = self.call.turns[turn].text
            matcher = self.matcher
            views = [TurnView(text, list(range(len(text))), matcher.folding, matcher.turns)]
            kept = _without_stutter(text)
            if len(kept) < len(text):
                views.append(TurnView(text, kept, matcher.folding, matcher.turns))
            self._views[turn] = views
        return self._views[turn]

    def matches(self, index: int, turn: int) -> tuple[Match, ...]:
        """Return the matches of pattern ``index`` in a turn, in order of place."""
        if turn not in self.candidates.get(index, ()):
            return ()
        key = (index, turn)
        if key not in self._found:
            self._found[key] = self._confirm(index, turn)
        return self._found[key]

    def _confirm(self, index: int, turn: int) -> tuple[Match, ...]:
        pattern = self.matcher.ruleset.patterns[index]
        views = self._all_views(turn)
        found = self._in_view(index, pattern, turn, views[0])
        for view in views[1:]:
            for match in self._in_view(index, pattern, turn, view):
                # Offsets of the other view mean nothing outside it: go by the source.
                placed = _replace_view(match, views[0])
                if not any(_overlap(placed, other) for other in found):
                    found.append(placed)
        return tuple(sorted(found, key=lambda match: (match.begin, match.end)))

    def _in_view(self, index: int, pattern: Pattern, turn: int, view: TurnView) -> list[Match]:
        heard: list[Match] = []
        if pattern.sound:
            # Whatever reads like the phrase also sounds like it: silence here is silence.
            heard = self._search(index, pattern.sound, turn, view, view.sound, pattern)
            if not heard:
                return []
        text = view.exact if pattern.hear == "exact" else view.marked
        found = self._search(index, pattern.spoken, turn, view, text, None)
        if found and pattern.strict:
            sure = self._search(index, pattern.strict, turn, view, text, None)
            spans = {(match.begin, match.end) for match in sure}
            found = [
                match if (match.begin, match.end) in spans else _less_sure(match) for match in found
            ]
        found += [match for match in heard if not any(_overlap(match, other) for other in found)]
        if pattern.whole_words is not False:
            found = [match for match in found if self._is_words(pattern, match, view)]
        return found

    def _is_words(self, pattern: Pattern, match: Match, view: TurnView) -> bool:
        if pattern.whole_words is None and match.length > SHORT_MATCH:
            return True
        hosts, particles = self.matcher.ruleset.hosts, self.matcher.folding.particles
        return on_word_edges(view.exact, match.begin, match.end, hosts, particles)

    def _search(
        self,
        index: int,
        regex: str,
        turn: int,
        view: TurnView,
        text: str,
        heard: Pattern | None,
    ) -> list[Match]:
        compiled = self.matcher.regex(regex)
        pattern = self.matcher.ruleset.patterns[index]
        found: list[Match] = []
        at = 0
        while at <= len(text):
            hit = compiled.search(text, at)
            if hit is None:
                break
            begin, end = hit.span(1)
            at = max(end, at + 1)
            if pattern.hear != "exact":
                skipped = self.matcher.folding.particles + PAUSES
                while begin < end - 1 and view.spoken[begin] in skipped:
                    begin += 1
            if begin == end:
                continue
            slots = tuple(
                (name, view.exact[slice(*hit.span(group))])
                for group, name in enumerate(pattern.slots, start=2)
                if hit.group(group) is not None
            )
            heard_as = self._heard(heard, view.spoken, begin, end) if heard else 1.0
            if heard_as is not None:
                source = view.source_span(begin, end)
                found.append(Match(turn, begin, end, *source, index, heard_as, slots))
        return found

    def _heard(self, pattern: Pattern, text: str, begin: int, end: int) -> float | None:
        """Confidence of words that only sound like the phrase: half a point a wrong 字.

        None where they are too few, or too many are wrong, to be told from other
        words: unless they are a clause of their own, where little else fits.
        """
        heard = self.matcher.folding.full_text
        sounds, letters = set(heard(pattern.letters)), set(pattern.letters)
        words = text[begin:end]
        right = sum(char in letters for char in words)
        wrong = sum(char not in letters and heard(char) in sounds for char in words)
        confidence = round(1 - wrong / (2 * max(right + wrong, 1)), 3)
        sure = right + wrong >= SOUND_LETTERS and confidence >= SOUND_CONFIDENCE
        sure = sure or pattern.lenient
        return confidence if sure or not wrong or self._is_clause(text, begin, end) else None

    def _is_clause(self, text: str, begin: int, end: int) -> bool:
        edges = PAUSES + self.matcher.folding.particles
        return (begin == 0 or text[begin - 1] in edges) and (end == len(text) or text[end] in edges)


def _without_stutter(text: str) -> list[int]:
    """Return the offsets of ``text`` that remain when every stutter is said once."""
    kept: list[int] = []
    at = 0
    for match in _STUTTER.finditer(text):
        kept.extend(range(at, match.start() + len(match.group(1))))
        at = match.end()
    return [*kept, *range(at, len(text))]


def _replace_view(match: Match, view: TurnView) -> Match:
    begin = bisect_right(view.offsets, match.source_begin) - 1
    end = bisect_right(view.offsets, match.source_end - 1)
    confidence = min(match.confidence, LIGHT_WORDS_CONFIDENCE)
    return Match(
        match.turn,
        max(begin, 0),
        end,
        match.source_begin,
        match.source_end,
        match.pattern,
        confidence,
        match.slots,
    )


def _less_sure(match: Match) -> Match:
    return Match(
        match.turn,
        match.begin,
        match.end,
        match.source_begin,
        match.source_end,
        match.pattern,
        LIGHT_WORDS_CONFIDENCE,
        match.slots,
    )


def _overlap(a: Match, b: Match) -> bool:
    return a.begin < b.end and b.begin < a.end


def agent_turns(call: Call) -> list[Turn]:
    """Return the agent's turns, in order."""
    return [turn for turn in call.turns if turn.speaker == "agent"]
