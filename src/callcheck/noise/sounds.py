"""Sound-alikes: which common characters a recogniser writes for one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

_COMMON = 3000
"""How many of the most frequent characters may be written for another."""
_FIRST_HAN = 0x4E00
_LAST_HAN = 0x9FA5
_NEAR_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_NEAR_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def is_han(char: str) -> bool:
    """Tell whether ``char`` is one Han character of the basic block."""
    return len(char) == 1 and _FIRST_HAN <= ord(char) <= _LAST_HAN


def near_syllables(syllable: str) -> list[str]:
    """Return the toneless syllables one confusion away from ``syllable``.

    zh/z, ch/c, sh/s and n/l at the front; ang/an, eng/en and ing/in at the end.
    Syllables Mandarin does not have may be among them.
    """
    near = []
    for long, short in _NEAR_INITIALS:
        if syllable.startswith(long):
            near.append(short + syllable[len(long) :])
        elif syllable.startswith(short):
            near.append(long + syllable[len(short) :])
    for long, short in _NEAR_FINALS:
        if syllable.endswith(long):
            near.append(syllable[: -len(long)] + short)
        elif syllable.endswith(short):
            near.append(syllable[: -len(short)] + long)
    return near


@dataclass(frozen=True, slots=True)
class _Pool:
    """Characters of one syllable, with running totals of their frequencies."""

    characters: tuple[str, ...]
    totals: tuple[int, ...]


class SoundAlikes:
    """Draws characters by sound, the commoner the likelier."""

    def __init__(self, frequencies: dict[str, int], readings: dict[str, str]) -> None:
        """Take each character's frequency (any unit) and toneless syllable."""
        by_syllable: dict[str, list[str]] = defaultdict(list)
        common = sorted(frequencies, key=lambda char: (-frequencies[char], char))[:_COMMON]
        for char in common:
            if char in readings:
                by_syllable[readings[char]].append(char)
        self._pools = {
            syllable: _Pool(
                tuple(characters),
                tuple(accumulate(frequencies[char] for char in characters)),
            )
            for syllable, characters in by_syllable.items()
        }

    def of(self, syllable: str) -> tuple[str, ...]:
        """Return the common characters read ``syllable``, the commonest first."""
        pool = self._pools.get(syllable)
        return pool.characters if pool else ()

    def draw(self, char: str, syllables: Sequence[str], random: Random) -> str | None:
        """Draw a character other than ``char`` read as one of ``syllables``.

        None where there is none.
        """
        pools = [
            pool
            for syllable in syllables
            if (pool := self._pools.get(syllable)) and any(c != char for c in pool.characters)
        ]
        if not pools:
            return None
        pool = pools[random.randrange(len(pools))]
        others = [index for index, other in enumerate(pool.characters) if other != char]
        weights = [
            pool.totals[index] - (pool.totals[index - 1] if index else 0) for index in others
        ]
        return pool.characters[random.choices(others, weights)[0]]


def load_sound_alikes() -> SoundAlikes:
    """Build the table from the segmenter's word frequencies and the pinyin dictionary."""
    import jieba
    from pypinyin import Style, pinyin

    frequencies: dict[str, int] = defaultdict(int)
    with jieba.get_dict_file() as lines:
        for raw in lines:
            word, count = raw.decode("utf-8").split(" ")[:2]
            for char in filter(is_han, word):
                frequencies[char] += int(count)
    readings = {}
    for char in frequencies:
        found = pinyin(char, style=Style.NORMAL, errors="ignore")
        if found:
            readings[char] = found[0][0]
    return SoundAlikes(frequencies, readings)
