"""The fixed words of the rule language: categories, guards, call data, measures."""

from __future__ import annotations

from typing import Literal, get_args

Category = Literal[
    "blaming",
    "rebuking",
    "contradicting",
    "arrogance",
    "shirking",
    "abuse",
    "verbal_tic",
    "plain_refusal",
    "opener",
    "closer",
    "politeness",
    "apology",
    "hold",
    "silence",
    "transfer",
    "readback",
    "promise",
    "hangup",
    "pace",
    "ring",
    "response_time",
    "interruption",
]
CATEGORIES: tuple[str, ...] = get_args(Category)

LANGUAGE = (
    "abuse",
    "arrogance",
    "shirking",
    "contradicting",
    "blaming",
    "rebuking",
    "plain_refusal",
    "verbal_tic",
)
"""Forbidden language, the gravest first: on the same words the graver one stays."""

FAMILIES = {"rebuking": "contradicting", "plain_refusal": "shirking"}
"""Categories that belong to another's family; every other is its own."""

Speaker = Literal["agent", "customer", "system", "any"]
Anchor = Literal[
    "anywhere", "whole turn", "whole clause", "start of turn", "end of turn", "opening"
]
Hear = Literal["exact", "spoken", "sound"]
Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[str, ...] = get_args(Severity)
"""The gravest first."""
Status = Literal["preview", "stable", "deprecated"]
ClauseStatus = Literal["automated", "human", "not_checkable"]
MeasureName = Literal[
    "pace", "rings", "silence", "silence_total", "silence_share", "response_time", "interruption"
]

DefaultGuard = Literal["negated", "quoted", "reported", "hypothetical"]
DEFAULT_GUARDS: tuple[str, ...] = get_args(DefaultGuard)
"""On for every forbid, count and trigger, unless ``even_if`` switches one off."""
NamedGuard = Literal["negated", "quoted", "reported", "hypothetical", "question", "alternative"]
GUARDS_WITH_WORDS = ("before", "after", "inside", "turn", "previous", "next")

DEFAULT_SETTINGS: dict[str, object] = {
    "gap": 6,
    "long_gap": 20,
    "hear": "spoken",
    "confidence": 0.8,
    "wait_tolerance": 1.0,
    "tolerance": 0.2,
    "company": (),
}
"""What holds where no pack says otherwise (rule language, section 4)."""

ENGINE_LISTS = frozenset(
    (
        "variants",
        "particles",
        "fillers",
        "light_words",
        "negations",
        "hosts",
        "转折",
        "非否定",
        "非否定前",
        "否定",
        "否认",
        "您说",
        "跟您说",
        "听得准",
        "第三方说",
        "假设",
        "假设尾",
        "办法",
        "疑问",
        "疑问尾",
        "反问",
    )
)
"""Word lists that folding and the guards use by name."""
