"""``measure``: figures of the call and their limits."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate

from callcheck.checks.clock import NO_ENDS, NO_TIMES, call_end, end_of, start_of
from callcheck.checks.judgement import Breach, Undecided
from callcheck.checks.scope import spoken_by
from callcheck.findings import Pace
from callcheck.messages import Message
from callcheck.packs.model import Measure, Rule
from callcheck.transcript.model import Call

_CHARACTER = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[0-9０-９]|[A-Za-zＡ-Ｚａ-ｚ]+")


def count_characters(text: str) -> int:
    """Count 字: a Han character, a digit, or a run of Latin letters is one."""
    return sum(1 for _ in _CHARACTER.finditer(text))


def speaking_pace(call: Call) -> Pace:
    """Return the agent's pace over the agent's speaking time.

    Turns without an end (the last of a call with starts only) are left out of
    both sums.  Raises Undecided where no turn has times, and for a chat.
    """
    _must_be_spoken(call)
    timed = [
        turn
        for turn in call.turns
        if turn.speaker == "agent" and turn.start is not None and turn.end is not None
    ]
    seconds = sum(end_of(turn) - start_of(turn) for turn in timed)
    if seconds <= 0:
        raise Undecided(NO_TIMES)
    characters = sum(count_characters(turn.text) for turn in timed)
    return Pace(round(characters * 60 / seconds, 1), round(seconds, 3))


def _must_be_spoken(call: Call) -> None:
    if call.channel == "chat":
        raise Undecided(Message("文字聊天没有语速"))


def _pace(call: Call, measure: Measure) -> float:
    _must_be_spoken(call)
    if measure.basis != "call":
        return speaking_pace(call).characters_per_minute
    agent = [call.turns[index] for index in spoken_by(call, "agent")]
    seconds = call.duration if call.duration is not None else _last_end(call) - _first_start(call)
    if seconds <= 0:
        raise Undecided(NO_TIMES)
    return sum(count_characters(turn.text) for turn in agent) * 60 / seconds


def _first_start(call: Call) -> float:
    return start_of(call.turns[0])


def _last_end(call: Call) -> float:
    return max(end_of(turn) for turn in call.turns)


def _rings(call: Call, measure: Measure) -> float:
    if call.rings is None:
        raise Undecided(Message("来源没有振铃次数"))
    return call.rings


def _pauses(call: Call) -> list[float]:
    """Seconds in which nobody speaks, between turns and up to the end of the call."""
    if call.ends_inferred:
        raise Undecided(NO_ENDS)
    pauses, until = [], 0.0
    for index, turn in enumerate(call.turns):
        if index:
            pauses.append(max(start_of(turn) - until, 0.0))
        until = max(until, end_of(turn))
    if call.duration is not None:
        pauses.append(max(call_end(call) - until, 0.0))
    return pauses


def _silence(call: Call, measure: Measure) -> float:
    return _worst(_pauses(call), measure)


def _silence_total(call: Call, measure: Measure) -> float:
    return sum(_pauses(call))


def _silence_share(call: Call, measure: Measure) -> float:
    length = call.duration if call.duration is not None else _last_end(call)
    return sum(_pauses(call)) / length * 100 if length else 0.0


def _response_time(call: Call, measure: Measure) -> float:
    if call.ends_inferred:
        raise Undecided(NO_ENDS)
    waits = [
        start_of(turn) - end_of(before)
        for before, turn in zip(call.turns, call.turns[1:], strict=False)
        if before.speaker == "customer" and turn.speaker == "agent"
    ]
    return _worst(waits, measure)


def _worst(seconds: list[float], measure: Measure) -> float:
    """Return the longest of ``seconds``; with ``times: 3`` the third longest."""
    place = (measure.times or 1) - 1
    return sorted(seconds, reverse=True)[place] if place < len(seconds) else 0.0


def _interruption(call: Call, measure: Measure) -> float:
    if call.ends_inferred:
        raise Undecided(NO_ENDS)
    customer = sorted(
        (start_of(turn), end_of(turn)) for turn in call.turns if turn.speaker == "customer"
    )
    starts = [start for start, _ in customer]
    # How long the customers who began so far go on speaking.
    until = list(accumulate((end for _, end in customer), max))
    often = 0
    for index in spoken_by(call, "agent"):
        begin = start_of(call.turns[index])
        before = bisect_left(starts, begin)
        often += before > 0 and until[before - 1] - begin >= measure.overlap
    return often


MEASURES: dict[str, tuple[Callable[[Call, Measure], float], str]] = {
    "pace": (_pace, Message("字/分钟")),
    "rings": (_rings, Message("声")),
    "silence": (_silence, Message("秒")),
    "silence_total": (_silence_total, Message("秒")),
    "silence_share": (_silence_share, "%"),
    "response_time": (_response_time, Message("秒")),
    "interruption": (_interruption, Message("次")),
}


def limits(measure: Measure) -> tuple[float | None, float | None]:
    """Return the least and the greatest value that pass."""
    if measure.target is None:
        return measure.min, measure.max
    band = measure.target * (measure.tolerance or 0)
    return measure.target - band, measure.target + band


def check_measure(rule: Rule, call: Call) -> Iterator[Breach]:
    """Yield one breach where the value is outside its limits.  Raises Undecided."""
    measure = rule.measure
    assert measure is not None
    if measure.min_chars:
        spoken = sum(count_characters(call.turns[i].text) for i in spoken_by(call, "agent"))
        if spoken < measure.min_chars:
            raise Undecided(Message("坐席说话不足 {min_chars} 字", min_chars=measure.min_chars))
    figure, unit = MEASURES[measure.name]
    value = figure(call, measure)
    low, high = limits(measure)
    if low is not None and value < low:
        yield Breach(
            None,
            None,
            Message("实测 {value:.4g} {unit}，应不低于 {low:.4g}", value=value, unit=unit, low=low),
        )
    elif high is not None and value > high and measure.times is not None:
        yield Breach(
            None,
            None,
            Message(
                "有 {times} 次不低于 {value:.4g} {unit}，应不高于 {high:.4g}",
                times=measure.times,
                value=value,
                unit=unit,
                high=high,
            ),
        )
    elif high is not None and value > high:
        yield Breach(
            None,
            None,
            Message(
                "实测 {value:.4g} {unit}，应不高于 {high:.4g}", value=value, unit=unit, high=high
            ),
        )
