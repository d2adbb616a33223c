"""Sounds: Han characters that a recogniser takes for one another.

A syllable without its tone, with the pairs merged that Mandarin speakers and
recognisers confuse: zh/z, ch/c, sh/s, n/l, and -n/-ng after a, e, i.
"""

from __future__ import annotations

from collections.abc import Collection

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_APART = ("ni",)
"""Syllables that are not merged: 你 would be heard in every 里 and 理."""
_HAN = range(0x4E00, 0x9FA6)


def near_syllable(syllable: str) -> str:
    """Return the class of a toneless pinyin ``syllable``: zhang → zan."""
    if syllable in _APART:
        return syllable
    for full, merged in _INITIALS:
        if syllable.startswith(full):
            syllable = merged + syllable[len(full) :]
            break
    for full, merged in _FINALS:
        if syllable.endswith(full):
            return syllable[: -len(full)] + merged
    return syllable


def sound_table(kept: Collection[str]) -> tuple[dict[int, int], dict[str, str]]:
    """Map every Han character to one character that stands for its sound.

    Characters of ``kept`` stand for themselves: words that change the sense
    (不 没) or that may be left out (的 啊) are never taken for another.  The
    second table gives the character that stands for their sound all the same,
    for a phrase that holds them and a text that misheard them.
    """
    from pypinyin import Style, pinyin

    table: dict[int, int] = {}
    stands_for: dict[str, int] = {}
    syllables: dict[str, str] = {}
    for code in _HAN:
        reading = pinyin(chr(code), style=Style.NORMAL, heteronym=False, errors="ignore")
        if not reading or not reading[0][0]:
            continue
        syllable = near_syllable(reading[0][0])
        if chr(code) in kept:
            syllables[chr(code)] = syllable
        else:
            table[code] = stands_for.setdefault(syllable, code)
    heard = {char: chr(stands_for[s]) for char, s in syllables.items() if s in stands_for}
    return table, heard
