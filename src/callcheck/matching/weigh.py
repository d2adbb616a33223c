"""Weighing: what many words say together, where no single one would.

Every clue is worth points, hundredths of the log-odds: the points of a turn's clues,
and of those in the other side's turns before and after it, add up to how likely the
thing is.  Clues are
matched by character, however written (width, script, 您 or 你); one pass over the call
finds them all.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import ahocorasick_rs

from callcheck.packs.model import Clues, Weights
from callcheck.text.fold import DROPPED, SENTENCE_ENDS, TURN_BREAK, Folding
from callcheck.transcript.model import Call

_QUOTED = re.compile('“[^”]*”|「[^」]*」|『[^』]*』|‘[^’]*’|"[^"]*"')
"""Words in quotation marks are somebody else's."""
STOPS = ",."
_OTHER = {"agent": "customer", "customer": "agent"}
_POINTS = 100
"""Points of one unit of log-odds."""
_WORD = 2
"""字 from which on a clue says something by itself."""
_TELLING = 40
"""Clues among which the telling ones are looked for."""
_MARKS = " ，。、！？；：,.!?;:…～~—"


@dataclass(frozen=True, slots=True)
class CompiledWeights:
    """The points a turn starts from, and those of each clue by where it stands."""

    base: int
    before: dict[int, int]
    said: dict[int, int]
    answered: dict[int, int]

    def points(self, talk: _Talk) -> int:
        """Add up the points of a turn and of the turns beside it."""
        return self.base + sum(
            worth.get(clue, 0)
            for worth, turn in zip((self.before, self.said, self.answered), talk, strict=True)
            if turn is not None
            for clue in turn.clues
        )


@dataclass(frozen=True, slots=True)
class CompiledClues:
    """Clues with their words as they stand in the scanned text.

    ``keys`` are their folded characters; the points of ``weights`` and ``kinds`` are by
    place in ``keys``.
    """

    keys: tuple[str, ...]
    weights: CompiledWeights
    doubt: float
    misheard: float
    kinds: tuple[tuple[str, CompiledWeights], ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the clues say of one turn.

    ``likely`` is in (0, 1); ``kind`` the likeliest kind; ``before``, ``said`` and ``answered``
    are the words that speak for it, the most telling first; ``begin`` and ``end`` bound the
    sentence that holds most of the points, in characters of the turn's own text.
    ``in_talk``: whether the other side answered, so that both were weighed.
    """

    likely: float
    in_talk: bool
    kind: str | None
    before: tuple[str, ...]
    said: tuple[str, ...]
    answered: tuple[str, ...]
    begin: int
    end: int


def clue_key(text: str, folding: Folding) -> str:
    """Return a clue as it is weighed: its characters folded, ``^`` and ``$`` at the ends."""
    body = text.removeprefix("^").removesuffix("$")
    start, end = text.startswith("^"), text.endswith("$")
    folded = folding.exact_text(body).translate(folding.spoken).replace(DROPPED, "")
    return TURN_BREAK * start + folded + TURN_BREAK * end


def weighed_text(text: str, folding: Folding) -> str:
    """Return a turn's text as it is weighed: between turn breaks, without what it quotes."""
    return weighed_places(text, folding)[0]


def weighed_places(text: str, folding: Folding) -> tuple[str, list[int]]:
    """Return the weighed text, and the offset in ``text`` of what is between its turn breaks."""
    folded = folding.exact_text(unquoted(text)).translate(folding.spoken)
    offsets = [at for at, char in enumerate(folded) if char != DROPPED]
    # Whether a recogniser ends a turn with a stop says nothing.
    kept = "".join(folded[at] for at in offsets).rstrip(STOPS)
    return TURN_BREAK + kept + TURN_BREAK, offsets[: len(kept)]


def unquoted(text: str) -> str:
    """Return ``text`` with its quoted words blanked; every other character keeps its place."""
    return _QUOTED.sub(lambda found: "，" + DROPPED * (len(found[0]) - 1), text)


def compile_clues(clues: Clues, folding: Folding) -> CompiledClues:
    """Compile ``clues``; of clues that fold alike the points add up."""
    tables = [clues.weights, *(weights for _, weights in clues.kinds)]
    keys = dict.fromkeys(clue_key(clue.text, folding) for table in tables for clue in table.clues)
    numbers = {key: number for number, key in enumerate(keys)}

    def points(weights: Weights, name: str) -> dict[int, int]:
        found: dict[int, int] = defaultdict(int)
        for clue in weights.clues:
            worth: int = getattr(clue, name)
            if worth:
                found[numbers[clue_key(clue.text, folding)]] += worth
        return dict(found)

    def compiled(weights: Weights) -> CompiledWeights:
        places = (points(weights, place) for place in ("before", "said", "answered"))
        return CompiledWeights(weights.base, *places)

    return CompiledClues(
        keys=tuple(keys),
        weights=compiled(clues.weights),
        doubt=clues.doubt,
        misheard=clues.misheard,
        kinds=tuple((kind, compiled(weights)) for kind, weights in clues.kinds),
    )


class _Talk(NamedTuple):
    """A turn between those of the other side that stand beside it."""

    before: _Turn | None
    turn: _Turn
    answer: _Turn | None


class Weigher:
    """Clues made ready to weigh calls: built once a process."""

    def __init__(self, clues: CompiledClues, folding: Folding) -> None:
        self.clues = clues
        self.folding = folding
        self._machine = ahocorasick_rs.AhoCorasick(list(clues.keys)) if clues.keys else None

    def weigh(self, call: Call, texts: list[str], by: str) -> dict[int, Weighed]:
        """Weigh every turn of ``by`` in ``call``; keys are indexes from 0.

        ``texts`` are the ``weighed_text`` of its turns.
        """
        found = self._clues_in(texts)
        turns = [
            _Turn(turn.text, clues, self.folding)
            for turn, clues in zip(call.turns, found, strict=True)
        ]

        def other(index: int) -> _Turn | None:
            inside = 0 <= index < len(turns)
            theirs = inside and call.turns[index].speaker == _OTHER.get(by)
            return turns[index] if theirs else None

        return {
            index: self._weighed(_Talk(other(index - 1), turns[index], other(index + 1)))
            for index, turn in enumerate(call.turns)
            if turn.speaker == by
        }

    def _clues_in(self, texts: list[str]) -> list[dict[int, int]]:
        """Return, for each text, the clues in it and where each first stands."""
        found: list[dict[int, int]] = [{} for _ in texts]
        if self._machine is None:
            return found
        starts, at = [], 0
        for text in texts:
            starts.append(at)
            at += len(text)
        for clue, begin, _ in self._machine.find_matches_as_indexes(
            "".join(texts), overlapping=True
        ):
            part = bisect_right(starts, begin) - 1
            found[part].setdefault(clue, begin - starts[part])
        return found

    def _weighed(self, talk: _Talk) -> Weighed:
        weights = self.clues.weights
        likely = 1 / (1 + math.exp(-weights.points(talk) / _POINTS))
        in_talk = talk.answer is not None
        if likely < 0.5:
            return Weighed(likely, in_talk, None, (), (), (), 0, len(talk.turn.text))
        begin, end = talk.turn.weightiest_sentence(weights.said)
        return Weighed(
            likely,
            in_talk,
            self._kind(talk),
            self._telling_beside(talk.before, weights.before),
            self._telling(talk.turn, weights.said),
            self._telling_beside(talk.answer, weights.answered),
            begin,
            end,
        )

    def _kind(self, talk: _Talk) -> str | None:
        # Of kinds as likely, the first.
        kinds = [(weights.points(talk), kind) for kind, weights in self.clues.kinds]
        return max(kinds, key=lambda found: found[0])[1] if kinds else None

    def _telling_beside(self, turn: _Turn | None, points: dict[int, int]) -> tuple[str, ...]:
        """Return the words of the clues in a turn beside, of those that mean something alone."""
        told = self._telling(turn, points) if turn else ()
        return tuple(words for words in told if len(words) >= _WORD)

    def _telling(self, turn: _Turn, points: dict[int, int]) -> tuple[str, ...]:
        """Return the words of the clues that speak for it, longer ones first: they say more.

        Words inside others are left out.
        """
        for_it = [clue for clue in turn.clues if points.get(clue, 0) > 0]
        for_it.sort(key=lambda clue: (-points[clue], turn.clues[clue]))
        told = [turn.words(clue, self.clues.keys[clue]) for clue in for_it[:_TELLING]]
        told = [words for words in dict.fromkeys(told) if words]
        whole = (
            words for words in told if not any(words in other and words != other for other in told)
        )
        return tuple(sorted(whole, key=lambda words: len(words) < _WORD))


class _Turn:
    """A turn's text, the clues in it, and the way back from where they stand."""

    def __init__(self, text: str, clues: dict[int, int], folding: Folding) -> None:
        self.text = text
        self.clues = clues
        self._folding = folding

    @cached_property
    def _scanned(self) -> tuple[str, list[int]]:
        """The text as it is weighed without its turn breaks, and each character's offset."""
        weighed, offsets = weighed_places(self.text, self._folding)
        return weighed.strip(TURN_BREAK), offsets

    def words(self, clue: int, key: str) -> str:
        """Return the turn's own characters of a clue, without the marks at its ends."""
        _, offsets = self._scanned
        # A clue's place counts the turn break before the text.
        begin = max(self.clues[clue] - 1, 0)
        end = self.clues[clue] - 1 + len(key.removesuffix(TURN_BREAK))
        held = offsets[begin:end]
        return self.text[held[0] : held[-1] + 1].strip(_MARKS) if held else ""

    def weightiest_sentence(self, points: dict[int, int]) -> tuple[int, int]:
        """Return the part of the text that holds the sentence with the most points."""
        scanned, offsets = self._scanned
        sums: dict[int, int] = defaultdict(int)
        ends = [at for at, char in enumerate(scanned) if char in SENTENCE_ENDS]
        for clue, at in self.clues.items():
            sums[bisect_right(ends, max(at - 1, 0) - 1)] += points.get(clue, 0)
        best = max(sorted(sums), key=lambda sentence: sums[sentence], default=0)
        first = ends[best - 1] + 1 if best else 0
        last = ends[best] if best < len(ends) else len(scanned)
        if first >= last:
            return 0, len(self.text)
        return offsets[first], offsets[last - 1] + 1
