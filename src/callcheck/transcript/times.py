"""Times as sources write them, in seconds."""

from __future__ import annotations

import math
import re
from typing import Any

from callcheck.messages import Message
from callcheck.transcript.errors import ReadError

CLOCK = r"\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?"
LONGEST = 1000 * 3600
"""Seconds that no call lasts."""
_CLOCK = re.compile(CLOCK)
_PERIOD = re.compile(r"PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?")


def clock(stamp: str, line: int | None = None) -> float:
    """Return ``mm:ss`` or ``hh:mm:ss`` in seconds.  Raises ReadError for 00:75."""
    whole, _, last = stamp.replace(",", ".").rpartition(":")
    hours, _, minutes = whole.rpartition(":")
    seconds = float(last)
    if seconds >= 60 or (hours and int(minutes) >= 60):
        raise ReadError(
            Message("no such time: {stamp}; write mm:ss or hh:mm:ss", stamp=stamp), line
        )
    return (int(hours) * 3600 if hours else 0) + int(minutes) * 60 + seconds


def number(value: Any, what: str, line: int | None = None) -> float | None:
    """Return a number of the source, written as one or in a string; None for none.

    Raises ReadError for what is no finite number.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ReadError(
            Message("{what} must be a number, not {value}", what=what, value=repr(value)), line
        )
    try:
        made = float(value)
    except (ValueError, OverflowError):
        made = math.nan
    if not math.isfinite(made):
        raise ReadError(
            Message("{what} must be a number, not {value}", what=what, value=shown(value)), line
        )
    return made


def milliseconds(value: Any, what: str, line: int | None = None) -> float | None:
    """Return seconds of a number of milliseconds.  Raises ReadError."""
    found = number(value, what, line)
    return None if found is None else round(found / 1000, 6)


def ticks(value: Any, what: str, line: int | None = None) -> float | None:
    """Return seconds of a number of ticks of 100 ns.  Raises ReadError."""
    found = number(value, what, line)
    return None if found is None else round(found / 10_000_000, 6)


def period(value: Any, what: str, line: int | None = None) -> float | None:
    """Return seconds of an ISO 8601 period such as ``PT1M2.5S``.  Raises ReadError."""
    if value is None:
        return None
    match = _PERIOD.fullmatch(str(value))
    if match is None or not any(match.groups()):
        raise ReadError(
            Message(
                "{what} must be a period such as PT1M2.5S, not {value}",
                what=what,
                value=shown(value),
            ),
            line,
        )
    hours, minutes, rest = (float(part or 0) for part in match.groups())
    return round(hours * 3600 + minutes * 60 + rest, 6)


def written(value: Any, what: str, line: int | None = None) -> float | None:
    """Return seconds of a cell: a number, ``mm:ss`` or ``hh:mm:ss``.  Raises ReadError."""
    text = str(value).strip() if value is not None else ""
    if not text:
        return None
    if _CLOCK.fullmatch(text):
        return clock(text, line)
    try:
        return number(text.removesuffix("秒").removesuffix("s"), what, line)
    except ReadError:
        raise ReadError(
            Message(
                "{what} must be seconds, mm:ss or hh:mm:ss, not {value}",
                what=what,
                value=shown(value),
            ),
            line,
        ) from None


def check_time(seconds: float, line: int | None = None, what: str = "a time") -> None:
    """Raise ReadError where no call has such a time: under zero, or beyond 999 hours."""
    if seconds < 0:
        raise ReadError(
            Message(
                "{what} under zero ({seconds:g} s); times count from 0", what=what, seconds=seconds
            ),
            line,
        )
    if seconds >= LONGEST:
        raise ReadError(
            Message(
                "{what} of {seconds:.0f} hours; is it in another unit than seconds?",
                what=what,
                seconds=seconds / 3600,
            ),
            line,
        )


def shown(value: Any) -> str:
    """Return a value as a message quotes it, cut where it is long."""
    text = str(value)
    return repr(text if len(text) <= 40 else text[:40] + "…")
