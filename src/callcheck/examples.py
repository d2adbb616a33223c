"""Rule examples: every rule is tested by the good and bad calls written under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from callcheck.check import Checker
from callcheck.checks.forms import judge
from callcheck.checks.nearness import words_of
from callcheck.checks.obligation import speaker_of
from callcheck.matching.compile import compile_packs
from callcheck.matching.matcher import Matcher
from callcheck.matching.ruleset import CompiledRule, Find, Ruleset
from callcheck.matching.scan import CallScan
from callcheck.messages import Message
from callcheck.packs.model import Example, Pack, Profile, Rule
from callcheck.packs.references import own_whats_of
from callcheck.transcript.model import Call, Place, Turn
from callcheck.transcript.read import ReadError, read_text

if TYPE_CHECKING:
    from callcheck.script.check import CheckedScript

EXPECTED = {
    "good": Message("no finding"),
    "bad": Message("a finding"),
    "unknown": Message("not evaluated"),
}
LABEL = "客服："
"""What stands before the line of a ``fixed`` example, to make a script of it."""


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What one example of one rule gave."""

    rule: Rule
    example: Example
    got: str
    """``a finding``, ``no finding``, ``not evaluated`` (with the reason), ``not applicable``;
    of a ``fixed`` example the line that came out."""
    words: tuple[str, ...]
    """The words of the findings."""
    patterns: tuple[str, ...]
    """The rule's compiled patterns, for a failure's report."""

    @property
    def expected(self) -> str:
        """What the example says should happen."""
        return self.example.becomes or EXPECTED[self.example.expect]

    @property
    def as_expected(self) -> bool:
        """Whether the rule did what the example says."""
        if self.example.becomes is not None:
            return self.got == self.example.becomes
        if self.example.expect == "good":
            return self.got in ("no finding", "not applicable")
        return self.got.startswith(self.expected)

    @property
    def passed(self) -> bool:
        """Whether the case passes: as expected, or failing where a failure is known."""
        return self.as_expected != (self.example.xfail is not None)


def run_examples(packs: Sequence[Pack]) -> Iterator[ExampleResult]:
    """Run every example of every rule of ``packs``.  Raises PackError."""
    nothing_scored = Profile("examples", (), 0, ())
    for pack in packs:
        ruleset = compile_packs([pack], nothing_scored)
        matcher = Matcher(ruleset)
        for rule, compiled in zip(pack.rules, ruleset.rules, strict=True):
            patterns = _patterns(compiled, ruleset)
            for example in rule.examples:
                if example.becomes is not None:
                    alone = Checker(replace(ruleset, rules=(compiled,)), matcher)
                    yield ExampleResult(rule, example, _fixed(example, alone), (), patterns)
                    continue
                yield _run(rule, compiled, example, matcher, patterns)


def _fixed(example: Example, checker: Checker) -> str:
    """Return what the rule's replacements make of an example, read as a script of one line."""
    from callcheck.script.check import check_script
    from callcheck.script.fix import mended
    from callcheck.script.formats.text import read

    def check(data: bytes) -> CheckedScript:
        return check_script(read("example.txt", data), checker)

    rules = [compiled.rule for compiled in checker.ruleset.rules]
    try:
        after, _ = mended(f"{LABEL}{example.turn}\n".encode(), check, rules)
    except ReadError as error:
        return Message("unreadable: {wrong}", wrong=error.message)
    return after.decode().removeprefix(LABEL).removesuffix("\n")


def _run(
    rule: Rule,
    compiled: CompiledRule,
    example: Example,
    matcher: Matcher,
    patterns: tuple[str, ...],
) -> ExampleResult:
    try:
        call = _call(compiled.rule, example)
    except ReadError as error:
        return ExampleResult(
            rule, example, Message("unreadable: {wrong}", wrong=error.message), (), patterns
        )
    outcome = judge(compiled, CallScan(call, matcher))
    words = tuple(
        words_of(breach.match, call) for breach in outcome.breaches if breach.match is not None
    )
    if outcome.breaches:
        got: str = EXPECTED["bad"]
    elif outcome.undecided is not None:
        got = Message("not evaluated: {reason}", reason=outcome.undecided)
    else:
        got = EXPECTED["good"] if outcome.applies else Message("not applicable")
    return ExampleResult(rule, example, got, words, patterns)


def _call(rule: Rule, example: Example) -> Call:
    path = f"{example.source.path}:{example.source.line}"
    if example.turn is None:
        return read_text("\n".join(example.lines), path)
    speaker = speaker_of(rule.forbid or rule.count or rule.when or rule.require)
    turn = Turn(
        number=1,
        speaker="customer" if speaker == "customer" else "agent",
        text=example.turn,
        places=(Place(0, 1, 1),),
    )
    return Call(path=path, turns=(turn,))


def _patterns(compiled: CompiledRule, ruleset: Ruleset) -> tuple[str, ...]:
    finds = (what for what in own_whats_of(compiled.rule) if isinstance(what, Find))
    found = (ruleset.patterns[index].spoken for find in finds for index in find.patterns)
    return tuple(dict.fromkeys(found))
