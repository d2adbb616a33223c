"""Confirming what the scan announced: one pattern, tried on one turn, in linear time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from callcheck.matching.joints import strict_form
from callcheck.matching.match import Match
from callcheck.matching.matcher import Matcher
from callcheck.matching.ruleset import SHORT_MATCH
from callcheck.matching.view import TurnView
from callcheck.text.fold import PAUSES
from callcheck.text.words import on_word_edges

LIGHT_WORDS_CONFIDENCE = 0.95
"""Confidence of a match with words let in or a stutter left out."""
SOUND_LETTERS = 4
"""字 of a phrase that must be heard, right or nearly, inside a longer clause …"""
SOUND_CONFIDENCE = 0.85
"""… and the confidence this asks for."""


class Trial:
    """One pattern on one turn (its index from 0)."""

    def __init__(self, matcher: Matcher, index: int, turn: int) -> None:
        self.matcher = matcher
        self.index = index
        self.turn = turn
        self.pattern = matcher.ruleset.patterns[index]

    def matches(self, view: TurnView) -> list[Match]:
        """Return where the pattern stands in one view of the turn."""
        pattern = self.pattern
        heard: list[Match] = []
        if pattern.sound:
            # Whatever reads like the phrase also sounds like it: silence here is silence.
            heard = self._search(pattern.sound, view, view.sound, heard=True)
            if not heard:
                return []
        text = view.exact if pattern.hear == "exact" else view.marked
        found = self._search(pattern.spoken, view, text)
        if found and pattern.long:
            sure = self._search(strict_form(pattern.spoken), view, text)
            spans = {(match.begin, match.end) for match in sure}
            found = [
                match if (match.begin, match.end) in spans else less_sure(match) for match in found
            ]
        alone = [match for match in heard if not any(match.overlaps(other) for other in found)]
        found += [match for match in map(partial(self._misheard, view), alone) if match]
        if pattern.whole_words is not False:
            found = [match for match in found if self._is_words(match, view)]
        return found

    def _misheard(self, view: TurnView, match: Match) -> Match | None:
        """Take a 字 off a match that only sounds right though each of its 字 is in the phrase.

        One of them stands where another should: 管 where the phrase has 惯 there, 管 elsewhere.
        """
        if match.confidence < 1:
            return match
        heard = round(1 - 1 / (2 * match.length), 3)
        sure = match.length >= SOUND_LETTERS and heard >= SOUND_CONFIDENCE
        if sure or self.pattern.lenient or self._is_clause(view.spoken, match.begin, match.end):
            return replace(match, confidence=heard)
        return None

    def _is_words(self, match: Match, view: TurnView) -> bool:
        if self.pattern.whole_words is None and match.length > SHORT_MATCH:
            return True
        hosts, particles = self.matcher.ruleset.hosts, self.matcher.folding.particles
        return on_word_edges(view.exact, match.begin, match.end, hosts, particles)

    def _search(self, regex: str, view: TurnView, text: str, *, heard: bool = False) -> list[Match]:
        compiled, pattern = self.matcher.regex(regex), self.pattern
        skipped = self.matcher.folding.particles + PAUSES
        found: list[Match] = []
        at = 0
        while at <= len(text):
            hit = compiled.search(text, at)
            if hit is None:
                break
            begin, end = hit.span(1)
            at = max(end, at + 1)
            if pattern.hear != "exact":
                while begin < end - 1 and view.spoken[begin] in skipped:
                    begin += 1
            if begin == end:
                continue
            slots = tuple(
                (name, view.exact[slice(*hit.span(group))])
                for group, name in enumerate(pattern.slots, start=2)
                if hit.group(group) is not None
            )
            confidence = self._heard(view.spoken, begin, end) if heard else 1.0
            if confidence is not None:
                source = view.source_span(begin, end)
                found.append(Match(self.turn, begin, end, *source, self.index, confidence, slots))
        return found

    def _heard(self, text: str, begin: int, end: int) -> float | None:
        """Confidence of words that only sound like the phrase: half a point a wrong 字.

        None where they are too few, or too many are wrong, to be told from other
        words: unless they are a clause of their own, where little else fits.
        """
        heard, pattern = self.matcher.folding.full_text, self.pattern
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


def less_sure(match: Match) -> Match:
    """Return ``match`` with no more confidence than light words leave."""
    return replace(match, confidence=min(match.confidence, LIGHT_WORDS_CONFIDENCE))
