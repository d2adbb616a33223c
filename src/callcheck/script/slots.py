"""Slots of a script – {姓名}, 【公司】, ××, ____ – read as values of their kind."""

from __future__ import annotations

import re

from callcheck.script.cues import Cues
from callcheck.script.model import Passage, Spot

SLOT = re.compile(
    r"\{\{?\s*(?P<a>[^{}\n]{1,20}?)\s*\}?\}"
    r"|[【［\[<＜〈](?P<b>[^】］\]>＞〉【\[<\n]{1,16})[】］\]>＞〉]"
    r"|(?P<c>[×xX]{2,}|_{2,}|＿{2,}|[○●]{2,})(?P<d>[\u4e00-\u9fff]{0,2})"
)

NEAR = 3
"""Characters before a blank that may tell what it is."""


def filled(passage: Passage, cues: Cues) -> Passage:
    """Return the passage with every slot read as a value.

    The first character of a value stands where the slot begins, the last where it ends.
    """
    if not SLOT.search(passage.text):
        return passage
    text: list[str] = []
    spots: list[Spot] = []
    done = 0
    for match in SLOT.finditer(passage.text):
        end = match.end("c") if match["c"] else match.end()
        value = _value(match, passage.text[max(0, match.start() - NEAR) : match.start()], cues)
        kept = passage.part(done, match.start())
        text += [kept.text, value]
        spots += kept.spots + _spread(passage.spots[match.start() : end], len(value))
        done = end
    rest = passage.part(done)
    return Passage("".join(text) + rest.text, tuple(spots) + rest.spots)


def _value(match: re.Match[str], before: str, cues: Cues) -> str:
    if match["c"] is None:
        return cues.slot(match["a"] or match["b"])
    # A blank has no name: the words after it (××公司) or before it (工号____) tell.
    after: str = match["d"]
    value = cues.slot(after)
    if value == cues.data["slot_else"]:
        return cues.slot(before)
    return value.removesuffix(after) or value


def _spread(spots: tuple[Spot, ...], length: int) -> tuple[Spot, ...]:
    if length <= 1:
        return spots[:length]
    return (*(spots[min(at, len(spots) - 1)] for at in range(length - 1)), spots[-1])
