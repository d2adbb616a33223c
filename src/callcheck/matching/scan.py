"""One pass over a call for all rules, and the confirmation of what it announced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from callcheck.matching.confirm import Trial, less_sure
from callcheck.matching.match import Match
from callcheck.matching.matcher import Matcher
from callcheck.matching.view import TurnView, said_once, without_stutter
from callcheck.matching.weigh import Weighed, weighed_text
from callcheck.transcript.model import Call


class CallScan:
    """One call, scanned: answers where a pattern stands, turn by turn."""

    def __init__(self, call: Call, matcher: Matcher) -> None:
        self.call = call
        self.matcher = matcher
        self._views: dict[int, list[TurnView]] = {}
        self._weighed: dict[tuple[str, str, str], dict[int, Weighed]] = {}
        self._found: dict[tuple[int, int], tuple[Match, ...]] = {}
        self.candidates: dict[int, set[int]] = defaultdict(set)
        for pattern, turn in self._scan():
            self.candidates[pattern].add(turn)

    def _scan(self) -> Iterator[tuple[int, int]]:
        texts = [turn.text for turn in self.call.turns]
        turns = list(range(len(texts)))
        for index, text in enumerate(texts[:]):
            # A stutter inside a core would hide it: scan the turn without it as well.
            collapsed = said_once(text)
            if collapsed != text:
                texts.append(collapsed)
                turns.append(index)
        by_agent = [self.call.turns[turn].speaker == "agent" for turn in turns]
        for pattern, number in self.matcher.candidates(texts, by_agent):
            yield pattern, turns[number]

    def view(self, turn: int) -> TurnView:
        """Return the folded text of a turn (index from 0)."""
        return self._all_views(turn)[0]

    def _all_views(self, turn: int) -> list[TurnView]:
        if turn not in self._views:
            text = self.call.turns[turn].text
            matcher = self.matcher
            views = [TurnView(text, list(range(len(text))), matcher.folding, matcher.turns)]
            kept = without_stutter(text)
            if len(kept) < len(text):
                views.append(TurnView(text, kept, matcher.folding, matcher.turns))
            self._views[turn] = views
        return self._views[turn]

    def weighed(self, pack: str, clues: str, by: str = "agent") -> dict[int, Weighed]:
        """Return what ``clues`` of ``pack`` say of every turn of ``by``, by index from 0."""
        key = pack, clues, by
        if key not in self._weighed:
            weigher = self.matcher.weigher(pack, clues)
            self._weighed[key] = weigher.weigh(self.call, self._weighed_texts, by)
        return self._weighed[key]

    @cached_property
    def _weighed_texts(self) -> list[str]:
        """Every turn's text as clues are looked for in it: the same for all clues."""
        return [weighed_text(turn.text, self.matcher.folding) for turn in self.call.turns]

    def matches(self, index: int, turn: int) -> tuple[Match, ...]:
        """Return the matches of pattern ``index`` in a turn, in order of place."""
        if turn not in self.candidates.get(index, ()):
            return ()
        key = (index, turn)
        if key not in self._found:
            self._found[key] = self._confirm(index, turn)
        return self._found[key]

    def _confirm(self, index: int, turn: int) -> tuple[Match, ...]:
        trial = Trial(self.matcher, index, turn)
        view, *others = self._all_views(turn)
        found = trial.matches(view)
        for other in others:
            for match in trial.matches(other):
                # Offsets of another view mean nothing in this one: go by the source.
                begin, end = view.place_of(match.source_begin, match.source_end)
                placed = less_sure(replace(match, begin=begin, end=end))
                if not any(placed.overlaps(known) for known in found):
                    found.append(placed)
        return tuple(sorted(found, key=lambda match: (match.begin, match.end)))
