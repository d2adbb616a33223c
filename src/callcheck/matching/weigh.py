"""Weighing: what many words say together, where no single one would.

Every clue is worth points, hundredths of the log-odds: the points of a turn's clues,
and of those in the customer's answer, add up to how likely the thing is.  Clues are
matched by character, however written (width, script, 您 or 你); one pass over the call
finds them all.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

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
class CompiledClues:
    """Clues with their words as they stand in the scanned text.

    ``keys`` are their folded characters; ``said`` and ``answered`` are points, one a key;
    ``kinds`` give each kind's base and points.
    """

    keys: tuple[str, ...]
    base: int
    said: tuple[int, ...]
    answered: tuple[int, ...]
    doubt: float
    misheard: float
    kinds: tuple[tuple[str, int, dict[int, int], dict[int, int]], ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the clues say of one turn.

    ``likely`` is in (0, 1); ``kind`` the likeliest kind; ``said`` and ``answered``
    are the words that speak for it, the most telling first; ``begin`` and ``end`` bound the
    sentence that holds most of the points, in characters of the turn's own text.
    ``in_talk``: whether the other side answered, so that both were weighed.
    """

    likely: float
    in_talk: bool
    kind: str | None
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

    said, answered = points(clues.weights, "said"), points(clues.weights, "answered")
    return CompiledClues(
        keys=tuple(keys),
        base=clues.weights.base,
        said=tuple(said.get(number, 0) for number in range(len(keys))),
        answered=tuple(answered.get(number, 0) for number in range(len(keys))),
        doubt=clues.doubt,
        misheard=clues.misheard,
        kinds=tuple(
            (kind, weights.base, points(weights, "said"), points(weights, "answered"))
            for kind, weights in clues.kinds
        ),
    )


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
        weighed = {}
        for index, turn in enumerate(call.turns):
            if turn.speaker == by:
                after = index + 1
                answers = after < len(turns) and call.turns[after].speaker == _OTHER.get(by)
                weighed[index] = self._weighed(turns[index], turns[after] if answers else None)
        return weighed

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

    def _weighed(self, turn: _Turn, answer: _Turn | None) -> Weighed:
        clues = self.clues
        said, answered = turn.clues, answer.clues if answer else {}
        points = clues.base
        points += sum(clues.said[clue] for clue in said)
        points += sum(clues.answered[clue] for clue in answered)
        likely = 1 / (1 + math.exp(-points / _POINTS))
        in_talk = answer is not None
        if likely < 0.5:
            return Weighed(likely, in_talk, None, (), (), 0, len(turn.text))
        begin, end = turn.weightiest_sentence(clues.said)
        return Weighed(
            likely,
            in_talk,
            self._kind(said, answered),
            self._telling(turn, clues.said),
            self._telling(answer, clues.answered) if answer else (),
            begin,
            end,
        )

    def _kind(self, said: Iterable[int], answered: Iterable[int]) -> str | None:
        best: tuple[int, str] | None = None
        for kind, base, of_said, of_answered in self.clues.kinds:
            points = base + sum(of_said.get(clue, 0) for clue in said)
            points += sum(of_answered.get(clue, 0) for clue in answered)
            if best is None or points > best[0]:
                best = points, kind
        return best[1] if best else None

    def _telling(self, turn: _Turn, points: tuple[int, ...]) -> tuple[str, ...]:
        """Return the words of the clues that speak for it, longer ones first: they say more.

        Words inside others are left out.
        """
        for_it = [clue for clue in turn.clues if points[clue] > 0]
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

    def weightiest_sentence(self, points: tuple[int, ...]) -> tuple[int, int]:
        """Return the part of the text that holds the sentence with the most points."""
        scanned, offsets = self._scanned
        sums: dict[int, int] = defaultdict(int)
        ends = [at for at, char in enumerate(scanned) if char in SENTENCE_ENDS]
        for clue, at in self.clues.items():
            sums[bisect_right(ends, max(at - 1, 0) - 1)] += points[clue]
        best = max(sorted(sums), key=lambda sentence: sums[sentence], default=0)
        first = ends[best - 1] + 1 if best else 0
        last = ends[best] if best < len(ends) else len(scanned)
        if first >= last:
            return 0, len(self.text)
        return offsets[first], offsets[last - 1] + 1
