"""``only_if``: whether a rule applies to a call at all."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from callcheck.checks.evaluate import Evaluator
from callcheck.checks.judgement import Undecided
from callcheck.messages import Message
from callcheck.packs.model import Condition, Rule
from callcheck.transcript.model import Call

_NAMES = {
    "tags": Message("标签"),
    "direction": Message("呼叫方向"),
    "channel": Message("渠道"),
    "role": Message("岗位"),
    "queue": Message("队列"),
    "rings": Message("振铃次数"),
    "duration": Message("时长"),
    "hung_up_by": Message("挂机方"),
    "date": Message("日期"),
}

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "": operator.eq,
}
"""How a value is compared, by the mark before it; the longer marks first."""


def applies(rule: Rule, evaluator: Evaluator) -> bool:
    """Tell whether every condition of ``rule`` holds.

    Raises Undecided where none is false and one cannot be told.
    """
    undecided: str | None = None
    for condition in rule.only_if:
        value = getattr(evaluator.call, condition.key)
        if value is None:
            undecided = undecided or Message("来源没有{what}", what=_NAMES[condition.key])
        elif not _holds(condition, evaluator.call):
            return False
    if rule.said is not None:
        answer = evaluator.truth(rule.said)
        if answer.value is None:
            undecided = undecided or answer.reason
        elif not answer.value:
            return False
    if undecided is not None:
        raise Undecided(undecided)
    return True


def _holds(condition: Condition, call: Call) -> bool:
    value = getattr(call, condition.key)
    values = value if isinstance(value, tuple) else (value,)
    return any(_fits(wanted, have) for wanted in condition.values for have in values)


def _fits(wanted: str, have: str | float) -> bool:
    """Compare numbers as numbers, and dates as they are written: 2026-11-23."""
    mark = next((mark for mark in COMPARISONS if wanted.startswith(mark)), "")
    limit = wanted[len(mark) :].strip()
    if isinstance(have, str):
        return COMPARISONS[mark](have, limit)
    return COMPARISONS[mark](have, float(limit))
