"""Who is the agent: by the source's roles, by what the user says, by what is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from callcheck.messages import Message, listed
from callcheck.transcript.assemble import Said
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Speaker
from callcheck.transcript.speakers import speaker_named

CUES = Path(__file__).with_name("speaker_cues.yaml")

Speakers = dict[str | None, Speaker]

SIDES = {"agent": Message("客服"), "customer": Message("客户"), "unknown": Message("不明")}


def speakers_of(
    utterances: Sequence[Said],
    agent_speaker: str | None,
    roles: Mapping[str, Speaker] | None = None,
    *,
    trusted: bool = True,
) -> tuple[Speakers, tuple[str, ...]]:
    """Return the speaker behind each label, and what the report should be told of it.

    ``roles`` is the source's own word; next count labels that are names of a side
    (客服, AGENT), unless not ``trusted`` and all of one side though both are heard.
    Raises ReadError where ``agent_speaker`` is no label of the call.
    """
    labels = list(dict.fromkeys(one.label for one in utterances))
    known: Speakers = {}
    for label in labels:
        who = _named(label, roles)
        if who is not None:
            known[label] = who
    if agent_speaker is not None and not _settled(labels, known, agent_speaker):
        return _told_by_user(labels, known, agent_speaker)
    if not trusted and _both_heard_as_one(utterances, labels, known):
        note = Message(
            "来源把每一句都标为“{label}”，可是话里有双方：标注不可信，说话人记为不明",
            label=labels[0],
        )
        return dict.fromkeys(labels, "unknown"), (note,)
    if len(known) == len(labels):
        return known, () if trusted else _swapped(utterances, known)
    if known:
        return _the_rest(labels, known)
    return _heard(utterances, labels)


def _named(label: str | None, roles: Mapping[str, Speaker] | None) -> Speaker | None:
    if label is None:
        return None
    if roles and label in roles:
        return roles[label]
    return speaker_named(label)


def _settled(labels: list[str | None], known: Speakers, agent_speaker: str) -> bool:
    """Whether the source itself names all sides, and not by the name the user gave."""
    return len(known) == len(labels) and agent_speaker not in labels


def _told_by_user(
    labels: list[str | None], known: Speakers, agent_speaker: str
) -> tuple[Speakers, tuple[str, ...]]:
    if agent_speaker not in labels:
        names = ", ".join(str(label) for label in labels if label is not None)
        has = Message("it has: {names}", names=names) if names else Message("it names none")
        raise ReadError(
            Message(
                "no speaker {agent_speaker!r} in this call; {has}",
                agent_speaker=agent_speaker,
                has=has,
            )
        )
    others: Speakers = {
        label: "system" if known.get(label) == "system" else "customer" for label in labels
    }
    return {**others, agent_speaker: "agent"}, ()


def _swapped(utterances: Sequence[Said], known: Speakers) -> tuple[str, ...]:
    """A word of warning where the customer so named speaks like the agent, and none other."""
    sides = [label for label in known if known[label] in ("agent", "customer")]
    if len(sides) != 2 or known[sides[0]] == known[sides[1]]:
        return ()
    agent, customer = sides if known[sides[0]] == "agent" else sides[::-1]
    lead = _score(utterances, customer)[0] - _score(utterances, agent)[0]
    if lead < 2 * _cues()["margin"]:
        return ()
    return (
        Message(
            "来源的说话人像是标反了：“{customer}”说的像客服；可用 --agent-speaker 指明",
            customer=customer,
        ),
    )


def _the_rest(labels: list[str | None], known: Speakers) -> tuple[Speakers, tuple[str, ...]]:
    """Name the one label left over, where one side is known and the other is missing."""
    left = [label for label in labels if label not in known]
    sides = set(known.values())
    other: Speaker = "unknown"
    if len(left) == 1 and left[0] is not None:
        if "agent" in sides and "customer" not in sides:
            other = "customer"
        elif "customer" in sides and "agent" not in sides:
            other = "agent"
    names = listed(Message("（无）") if label is None else f"“{label}”" for label in left)
    named: Speakers = {label: known.get(label, other) for label in labels}
    return named, (
        Message("说话人{names}没有标明是哪一方，记为{side}", names=names, side=SIDES[other]),
    )


def _heard(
    utterances: Sequence[Said], labels: list[str | None]
) -> tuple[Speakers, tuple[str, ...]]:
    """Take for the agent the side that speaks like one; unknown where none stands out."""
    unknown: Speakers = dict.fromkeys(labels, "unknown")
    if labels == [None]:
        return unknown, (Message("来源没有区分说话人，说话人记为不明"),)
    cues = _cues()
    heard = {label: _score(utterances, label) for label in labels}
    ranked = sorted(labels, key=lambda label: -heard[label][0])
    best = ranked[0]
    points, reasons = heard[best]
    lead = points - (heard[ranked[1]][0] if len(ranked) > 1 else 0)
    mixed = len(labels) == 1 and _has_both(utterances)
    # That the other side sounds like a customer does not make this one the agent:
    # a side taken wrongly would answer for the customer's words.
    if best is None or lead < cues["margin"] or points <= 0 or mixed:
        names = listed(str(label) for label in labels if label is not None)
        return unknown, (
            Message(
                "听不出谁是客服，说话人记为不明；可用 --agent-speaker 指明（{names}）", names=names
            ),
        )
    said = "".join(f"“{cue}”" for cue in reasons[:3])
    note = Message(
        "“{best}”判为客服：说了{said}，把握 {share:.2f}",
        best=best,
        said=said,
        share=lead / (lead + 1),
    )
    customers: Speakers = dict.fromkeys(labels, "customer")
    return {**customers, best: "agent"}, (note,)


def _both_heard_as_one(
    utterances: Sequence[Said], labels: list[str | None], known: Speakers
) -> bool:
    return len(labels) == 1 and bool(known) and _has_both(utterances)


def _has_both(utterances: Sequence[Said]) -> bool:
    """Whether the words are of both sides, for all that they bear one label."""
    cues = _cues()
    said = [one.text.lower() for one in utterances]
    agent, customer = (
        sum(weight for cue, weight in cues[side] if any(cue in text for text in said))
        for side in ("agent", "customer")
    )
    return bool(agent >= cues["margin"] and customer >= cues["margin"])


def _score(utterances: Sequence[Said], label: str | None) -> tuple[float, list[str]]:
    cues = _cues()
    said = [one.text.lower() for one in utterances if one.label == label]
    points = 0.0
    reasons: list[str] = []
    for side, sign in (("agent", 1), ("customer", -1)):
        for cue, weight in cues[side]:
            times = min(sum(cue in text for text in said), cues["most"])
            points += sign * weight * times
            if times and sign > 0:
                reasons.append(cue)
    return points, reasons


@cache
def _cues() -> dict[str, Any]:
    import yaml

    data = yaml.safe_load(CUES.read_text(encoding="utf-8"))
    weighed = {
        side: [(cue, weight) for weight, cues in data[side].items() for cue in cues]
        for side in ("agent", "customer")
    }
    return {**data, **weighed}
