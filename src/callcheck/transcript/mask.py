"""Personal data in what is said, masked in place: every text keeps its length."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from callcheck.transcript.model import Call

MASK = "*"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_SPOKEN = "零〇幺一二三四五六七八九"
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of personal data: how it looks, and whether what looks so is one."""

    name: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda _: True


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a citizen's number: a date in it and the right check digit."""
    if not re.fullmatch(r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dXx]", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return _ID_CHECKS[total % 11] == number[17].upper()


def is_card_number(number: str) -> bool:
    """Whether 12 to 19 digits pass the Luhn check of bank cards."""
    if not 12 <= len(number) <= 19 or len(set(number)) == 1:
        return False
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _digits(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


KINDS = (
    Kind(
        "id-card",
        re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}[ -]?\d{8}[ -]?\d{3}[0-9Xx](?![0-9A-Za-z])"),
        lambda text: is_identity_number(_digits(text)),
    ),
    Kind(
        "bank-card",
        re.compile(r"(?<!\d)(?<!\d[ -])\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,3})?(?!\d)"),
        lambda text: len(_digits(text)) >= 15 and is_card_number(_digits(text)),
    ),
    Kind("phone", re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")),
    Kind("phone", re.compile(r"(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)")),
    Kind(
        "phone",
        re.compile(rf"(?<![{_SPOKEN}])[一幺][三四五六七八九][{_SPOKEN}]{{9}}(?![{_SPOKEN}])"),
    ),
    Kind(
        "id-card", re.compile(rf"(?<![{_SPOKEN}])[{_SPOKEN}]{{17}}[{_SPOKEN}XxＸ](?![{_SPOKEN}])")
    ),
    Kind("bank-card", re.compile(rf"(?<![{_SPOKEN}])[{_SPOKEN}]{{16,19}}(?![{_SPOKEN}])")),
    Kind(
        "e-mail",
        re.compile(
            r"(?<![\w.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
        ),
    ),
    Kind(
        "plate",
        re.compile(rf"[{_PROVINCES}][A-Z][ ·•]?[A-Z0-9]{{4,5}}[A-Z0-9挂学警港澳](?![A-Za-z0-9])"),
    ),
)
"""What is masked, the surest first."""


def mask_text(text: str) -> str:
    """Return the text with personal data as stars: as long, letter for letter in place."""
    for begin, end, _ in found_in(text):
        text = text[:begin] + _starred(text[begin:end]) + text[end:]
    return text


def found_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (begin, end, kind) of personal data in the text; none overlaps another."""
    taken: list[tuple[int, int]] = []
    text = text.translate(_NARROW)
    for kind in KINDS:
        for match in kind.pattern.finditer(text):
            begin, end = match.span()
            free = all(end <= one or begin >= other for one, other in taken)
            if free and kind.holds(match[0]):
                taken.append((begin, end))
                yield begin, end, kind.name


def _starred(text: str) -> str:
    return "".join(one if one in " -@." else MASK for one in text)


def mask_call(call: Call) -> Call:
    """Return the call with the personal data in what was said and told of it masked.

    Places stay true.  Its path, its ids and the times stay: they say which call it is.
    """
    return replace(
        call,
        turns=tuple(replace(turn, text=mask_text(turn.text)) for turn in call.turns),
        values={mask_text(name): mask_text(value) for name, value in call.values.items()},
        notes=tuple(map(mask_text, call.notes)),
        queue=call.queue and mask_text(call.queue),
        tags=call.tags and tuple(map(mask_text, call.tags)),
    )
