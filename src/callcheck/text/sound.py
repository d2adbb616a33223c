"""Sounds: Han characters that a recogniser takes for one another.

A syllable without its tone, with the pairs merged that Mandarin speakers and
recognisers confuse: zh/z, ch/c, sh/s, n/l, and -n/-ng after a, e, i.
"""

from __future__ import annotations

from collections.abc import Collection

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_HAN = range(0x4E00, 0x9FA6)


def near_syllable(syllable: str) -> str:
    """Return the class of a toneless pinyin ``syllable``: zhang → zan."""
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
    second table gives the characters that stand for their sounds all the same, the
    usual one first, for a phrase that holds them and a text that misheard them.
    """
    from pypinyin import Style, pinyin

    table: dict[int, int] = {}
    stands_for: dict[str, int] = {}
    syllables: dict[str, list[str]] = {}
    for code in _HAN:
        char = chr(code)
        # A kept word may be read in several ways: 了 is le, and liao in 办不了.
        readings = pinyin(char, style=Style.NORMAL, heteronym=char in kept, errors="ignore")
        found = [near_syllable(reading) for reading in (readings[0] if readings else ()) if reading]
        if not found:
            continue
        if char in kept:
            syllables[char] = found
        else:
            table[code] = stands_for.setdefault(found[0], code)
    heard = {
        char: "".join(dict.fromkeys(chr(stands_for[s]) for s in found if s in stands_for))
        for char, found in syllables.items()
    }
    return table, {char: stands for char, stands in heard.items() if stands}
