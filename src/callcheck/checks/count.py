"""``count``: how often something may, or must, be said."""

from __future__ import annotations

from collections.abc import Iterator

from callcheck.checks.evaluate import Evaluator
from callcheck.checks.judgement import Breach
from callcheck.checks.obligation import speaker_of
from callcheck.checks.scope import spoken_by
from callcheck.matching.match import Match
from callcheck.messages import Message
from callcheck.packs.model import Rule


def check_count(rule: Rule, evaluator: Evaluator, found: list[Match]) -> Iterator[Breach]:
    """Yield a breach for each match beyond ``at_most``, or one for too few.

    ``found`` are the matches that no guard spared.
    """
    if rule.at_least is not None and len(found) < rule.at_least:
        yield Breach(
            None,
            None,
            Message(
                "只有 {count} 次，至少 {at_least} 次", count=len(found), at_least=rule.at_least
            ),
        )
    if rule.at_most is None or len(found) <= rule.at_most:
        return
    if rule.share is not None:
        turns = len(spoken_by(evaluator.call, speaker_of(rule.count)))
        if len({match.turn for match in found}) < rule.share * turns:
            return
    for match in found[rule.at_most :]:
        yield Breach(
            match,
            None,
            Message("共 {count} 次，最多 {at_most} 次", count=len(found), at_most=rule.at_most),
        )
