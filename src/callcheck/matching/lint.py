"""Phrases that can never match: each is tried on its own words."""

from __future__ import annotations

from collections.abc import Sequence

from callcheck.matching.compile import compile_with_utterances
from callcheck.matching.matcher import Matcher
from callcheck.matching.scan import CallScan
from callcheck.messages import Message
from callcheck.packs.model import Pack, Profile
from callcheck.packs.problems import Problem
from callcheck.transcript.model import Call, Place, Turn

_GOES_ON = "，这样"
"""More words, for a phrase that must open a turn and not be all of it."""


def unmatchable(packs: Sequence[Pack]) -> list[Problem]:
    """Return a problem for every phrase that its own words do not match.

    Folding, anchors and word edges may each be the reason.  Raises PackError
    where a phrase cannot be read at all.
    """
    ruleset, utterances = compile_with_utterances(packs, Profile("lint", (), 0, ()))
    matcher = Matcher(ruleset)
    problems = []
    for index, (phrase, anchor, words) in utterances.items():
        text = words + _GOES_ON if anchor == "opening" else words
        call = Call("", (Turn(1, "agent", text, (Place(0, 1, 1),)),))
        if CallScan(call, matcher).matches(index, 0):
            continue
        place = phrase.source
        problems.append(
            Problem(
                place.path,
                place.line,
                place.column,
                Message(
                    "this phrase can never match: {text} does not match '{words}'",
                    text=phrase.text,
                    words=words,
                ),
                Message(
                    "look at its folding (hear:), its anchor (as:) and its word edges (words:)"
                ),
            )
        )
    return problems
