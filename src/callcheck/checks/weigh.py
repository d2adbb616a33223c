"""``weigh``: turns that many small clues together speak against."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from callcheck.checks.evaluate import Evaluator, certainty
from callcheck.checks.judgement import Breach
from callcheck.matching.match import Match
from callcheck.matching.weigh import Weighed
from callcheck.messages import Message
from callcheck.packs.model import Rule

TOLD = 4
"""Clues that a finding names."""


def check_weigh(rule: Rule, evaluator: Evaluator) -> Iterator[Breach]:
    """Yield a breach for each turn as likely as the rule's ``confidence`` asks, of its kind."""
    assert rule.weigh is not None
    for index, weighed in evaluator.scan.weighed(rule.pack, rule.weigh).items():
        if weighed.likely < rule.confidence or rule.kind not in (None, weighed.kind):
            continue
        yield Breach(match_of(weighed, index, evaluator), None, clues_told(weighed))


def match_of(weighed: Weighed, index: int, evaluator: Evaluator) -> Match:
    """Return the sentence of a weighed turn as a match."""
    begin, end = evaluator.scan.view(index).place_of(weighed.begin, weighed.end)
    return Match(index, begin, end, weighed.begin, weighed.end, confidence=certainty(weighed))


def clues_told(weighed: Weighed) -> str:
    """Say in Chinese which clues speak for it; nothing where none does."""
    said, before, answered = (
        "".join(f"“{words}”" for words in clues[:TOLD])
        for clues in (weighed.said, weighed.before, weighed.answered)
    )
    parts = (
        (said, Message("线索{clues}", clues=said)),
        (before, Message("前一话轮{clues}", clues=before)),
        (answered, Message("后一话轮{clues}", clues=answered)),
    )
    told = [message for clues, message in parts if clues]
    return reduce(_and_then, told) if told else ""


def _and_then(first: Message, then: Message) -> Message:
    return Message("{first}，{then}", first=first, then=then)
