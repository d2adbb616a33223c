"""Who speaks: the usual names of the sides."""

from __future__ import annotations

import re

from callcheck.transcript.model import Speaker

_NAMES: dict[Speaker, tuple[str, ...]] = {
    "agent": (
        "客服", "坐席", "座席", "话务员", "接线员", "客服代表", "客服专员", "客服人员",
        "人工客服", "坐席人员", "agent", "a",
    ),
    "customer": (
        "客户", "用户", "顾客", "来电人", "来电者", "客人", "customer", "client", "caller",
        "user", "b", "c",
    ),
    "system": ("系统", "ivr", "system"),
    "unknown": ("未知", "不明", "unknown"),
}  # fmt: skip
SPEAKERS: dict[str, Speaker] = {name: who for who, names in _NAMES.items() for name in names}
PATTERN = "|".join(sorted(map(re.escape, SPEAKERS), key=len, reverse=True))


def speaker_named(name: str) -> Speaker | None:
    """Return who goes by ``name`` (any case, with a number after it or not), or None."""
    return SPEAKERS.get(name.strip().lower().rstrip("0123456789 #号_-"))
