"""The engine's way in: packs become a ruleset, a call becomes a checked call."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from callcheck.checks.findings import make_findings
from callcheck.checks.forms import judge
from callcheck.checks.judgement import Undecided
from callcheck.checks.measure import speaking_pace
from callcheck.checks.nearness import words_of
from callcheck.findings import CheckedCall, NotEvaluated, Pace, Spared
from callcheck.matching.matcher import Matcher
from callcheck.matching.ruleset import Ruleset
from callcheck.matching.scan import CallScan
from callcheck.transcript.model import Call


def load_ruleset(
    profile: str | None = None, packs: Sequence[str] = (), rules: Sequence[Path] = ()
) -> Ruleset:
    """Return the compiled ruleset of a profile, of ``packs`` and of pack files ``rules``.

    Kept on disk, so that the packs are read once.  Raises PackError.
    """
    from callcheck.matching.cache import cached_ruleset

    return cached_ruleset(profile, tuple(packs), tuple(rules))


class Checker:
    """A ruleset made ready to check calls: make one a process."""

    def __init__(self, ruleset: Ruleset, matcher: Matcher | None = None) -> None:
        """``matcher`` is one made before for the same phrases."""
        self.ruleset = ruleset
        self.matcher = matcher or Matcher(ruleset)

    def check(self, call: Call) -> CheckedCall:
        """Return what the rules say of ``call``."""
        scan = CallScan(call, self.matcher)
        judged = [(compiled.rule, judge(compiled, scan)) for compiled in self.ruleset.rules]
        return CheckedCall(
            call=call,
            findings=make_findings(judged, scan),
            not_evaluated=tuple(
                NotEvaluated(rule.name, outcome.undecided)
                for rule, outcome in judged
                if outcome.undecided is not None
            ),
            spared=tuple(
                Spared(
                    rule.name,
                    match.turn + 1,
                    match.source_begin,
                    words_of(match, call),
                    guard,
                )
                for rule, outcome in judged
                for match, guard in outcome.spared
            ),
            pace=_pace(call),
            not_applicable=frozenset(rule.name for rule, outcome in judged if not outcome.applies),
        )


def _pace(call: Call) -> Pace | None:
    try:
        return speaking_pace(call)
    except Undecided:
        return None
