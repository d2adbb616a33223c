"""``require`` and ``when``: what must be said, and what a trigger brings about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from callcheck.checks.evaluate import EVERYWHERE, Evaluator
from callcheck.checks.guards import Guards
from callcheck.checks.judgement import Answer, Breach, Undecided
from callcheck.checks.nearness import NearMisses
from callcheck.checks.scope import Scope, answer_scope, spoken_by
from callcheck.matching.match import Match
from callcheck.matching.ruleset import Find
from callcheck.messages import Message, listed
from callcheck.packs.model import Rule, What
from callcheck.packs.vocabulary import DEFAULT_GUARDS


def triggers(rule: Rule, evaluator: Evaluator, guards: Guards) -> list[Match]:
    """Return the triggers of ``rule`` that bind.  Raises Undecided."""
    if rule.when is None:
        return []
    usual = [guard for guard in rule.unless if guard.kind in DEFAULT_GUARDS]
    if rule.forbid is None:
        usual = list(rule.unless)
    found = [
        match for match in evaluator.matches(rule.when) if guards.sparing(usual, match) is None
    ]
    if rule.left:
        agent = spoken_by(evaluator.call, "agent")
        last = agent[-rule.left] if rule.left <= len(agent) else -1
        found = [match for match in found if match.turn < last]
    return found[:1] if rule.times == "first" else found


def speaker_of(what: What | None) -> str:
    """Return who must say ``what``: the ``by`` of its first words."""
    if isinstance(what, Find):
        return what.by
    for name in ("parts", "part"):
        inner = getattr(what, name, None)
        if isinstance(inner, What):
            return speaker_of(inner)
        if inner:
            return speaker_of(inner[0])
    return "agent"


def check_require(rule: Rule, evaluator: Evaluator, guards: Guards) -> Iterator[Breach]:
    """Yield a breach where what is required is missing.  Raises Undecided."""
    required = rule.require
    assert required is not None
    near = NearMisses(required, evaluator)
    if rule.when is None:
        answer = evaluator.truth(required)
        seen = _best_seen(rule, evaluator)
        yield from _missing(rule, answer, None, seen, near, EVERYWHERE)
        return
    undecided: Answer | None = None
    for trigger in triggers(rule, evaluator, guards):
        speaker = speaker_of(required)
        scope = answer_scope(rule.window, trigger, evaluator.call, speaker, after_words=False)
        # What sets the duty off cannot be what meets it.
        answer = _same(rule, trigger, evaluator.truth(required, scope), required, scope, evaluator)
        if answer.value is None:
            undecided = answer
        else:
            yield from _missing(rule, answer, trigger, None, near, scope)
    if undecided is not None:
        raise Undecided(undecided.reason)


def _missing(
    rule: Rule,
    answer: Answer,
    trigger: Match | None,
    turn: int | None,
    near: NearMisses,
    scope: Scope,
) -> Iterator[Breach]:
    if answer.value:
        return
    if answer.value is None:
        raise Undecided(answer.reason)
    names = [name for name in answer.missing if name]
    if rule.per_part and names:
        for name in names:
            yield Breach(trigger, turn, Message("缺少：{name}", name=name))
        return
    note = near.nearest(scope)
    if names:
        missing = Message("缺少：{names}", names=listed(names))
        note = Message("{missing}；{near}", missing=missing, near=note)
    yield Breach(trigger, turn, note)


def _best_seen(rule: Rule, evaluator: Evaluator) -> int | None:
    """The turn in which something missing is best seen.

    That is what brought the duty about, by the rule's condition, else where the window opens.
    """
    if rule.said is not None:
        causes = evaluator.truth(rule.said).matches
        return min((match.turn for match in causes), default=None)
    window = rule.require.within if rule.require else None
    if window is None or window.kind != "first_turns":
        return None
    turns = spoken_by(evaluator.call, speaker_of(rule.require))
    return turns[0] if turns else None


def _same(
    rule: Rule, trigger: Match, answer: Answer, what: What, scope: Scope, evaluator: Evaluator
) -> Answer:
    """Hold the answer to the trigger's slot value (``same:``), compared by sound."""
    if rule.same is None or not answer.value:
        return answer
    sound = evaluator.scan.matcher.folding.sound
    wanted = {slot_value(trigger, rule.same, sound)}
    fitting = [
        match
        for match in evaluator.matches(what, scope)
        if slot_value(match, rule.same, sound) in wanted
    ]
    return answer if fitting else replace(answer, value=False)


def slot_value(match: Match, name: str, sound: dict[int, int]) -> str:
    """Return how the value of slot ``name`` sounds; 姓 is also bound by 姓名."""
    for slot, value in match.slots:
        if slot == name:
            return value.translate(sound)
        if slot == f"{name}名":
            return value[:1].translate(sound)
    return ""


def check_forbid(rule: Rule, evaluator: Evaluator) -> Iterator[Match]:
    """Yield every place where what is forbidden stands.  Raises Undecided."""
    assert rule.forbid is not None
    yield from evaluator.matches(rule.forbid)


def check_forbid_after(rule: Rule, evaluator: Evaluator, guards: Guards) -> Iterator[Match]:
    """Yield what is forbidden and follows a trigger.  Raises Undecided."""
    assert rule.forbid is not None
    seen: set[tuple[int, int]] = set()
    for trigger in triggers(rule, evaluator, guards):
        speaker = speaker_of(rule.forbid)
        scope = answer_scope(rule.window, trigger, evaluator.call, speaker, after_words=True)
        for match in evaluator.matches(rule.forbid, scope):
            if (match.turn, match.begin) not in seen:
                seen.add((match.turn, match.begin))
                yield match
