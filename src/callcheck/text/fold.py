"""Folding: one form for all the ways a thing is written.

Every step is one character to one character, or to nothing, so that a place in
the folded text always leads back to a place in the source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

DROPPED = "\x00"
"""Stands for a character that is left out."""
TURN_BREAK = "\x01"
"""Stands between two turns; never part of a phrase."""
PARTICLES = "\ue000-\ue07f"
"""In a marked text: particles and fillers, as a range of a character class."""
LIGHT_WORDS = "\ue080-\ue0ff"
NEGATIONS = "\ue100-\ue17f"
CLAUSE_ENDS = ","
SENTENCE_ENDS = ".?"
PAUSES = CLAUSE_ENDS + SENTENCE_ENDS

_CLAUSE_MARKS = "，、；：,;:—~～\n\r"
_SENTENCE_MARKS = "。！!…．｡"
_LEFT_OUT = " \t\u3000\u00a0\ufeff\u200b\u200c\u200d\"'“”‘’「」『』《》〈〉()（）[]【】<>·•`*_-－–"
_CONTROLS = "".join(chr(code) for code in (*range(1, 32), 127) if chr(code) not in "\t\n\r")
_HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))


@dataclass(frozen=True, slots=True)
class Folding:
    """The tables of folding, for ``str.translate``.

    ``exact`` folds width, case, script, variants and marks; ``spoken`` also
    makes 您 into 你; ``sound`` takes a spoken text to one character a syllable.
    ``core`` goes from the source to the text that is scanned: sounds, without
    what may stand between two words of a phrase; ``full`` keeps the latter.
    ``plain`` is ``core`` with the characters themselves, not their sounds.
    """

    exact: dict[int, int]
    spoken: dict[int, int]
    sound: dict[int, int]
    core: dict[int, int]
    full: dict[int, int]
    plain: dict[int, int]
    heard_as: dict[str, str]
    """For a character that is kept as it is (不 的): those that stand for its sounds."""
    particles: str
    light_words: str
    negations: str
    marks: dict[int, int]
    """To a marked text: what may be skipped, and what a gap may not, as ranges of
    private characters, so that a pattern names a range and not a list."""
    not_negation: tuple[str, ...]
    """Words with a negation in them that a gap may swallow all the same."""

    def marked(self, spoken: str, text: str) -> str:
        """Mark ``text``, which is ``spoken`` or its sounds; negations of
        ``not_negation`` words stay as they are."""
        marked = text.translate(self.marks)
        if not any(char in spoken for char in self.negations):
            return marked
        for word in self.not_negation:
            at = spoken.find(word)
            while at >= 0:
                for place in range(at, at + len(word)):
                    if spoken[place] in self.negations:
                        marked = marked[:place] + text[place] + marked[place + 1 :]
                at = spoken.find(word, at + 1)
        return marked

    @property
    def skipped(self) -> str:
        """What may stand between two words of a phrase."""
        return self.particles + self.light_words

    def mistaken_for(self) -> dict[str, str]:
        """For each sound: the kept characters that a recogniser may write for it."""
        found: dict[str, str] = {}
        for char in self.skipped + self.negations:
            for stand in self.heard_as.get(char, "")[:1]:
                found[stand] = found.get(stand, "") + char
        return found

    def exact_text(self, text: str) -> str:
        """Fold ``text``; characters left out become DROPPED, so lengths agree."""
        folded = text.translate(self.exact)
        return _number_points(folded) if "." in text or "．" in text else folded

    def core_text(self, text: str) -> str:
        """The scanned form of ``text``: shorter, and with no way back but the turn breaks."""
        return text.translate(self.core).replace(DROPPED, "")

    def plain_text(self, text: str) -> str:
        """As ``core_text``, as it is written: for phrases that are not heard by their sound."""
        return text.translate(self.plain).replace(DROPPED, "")

    def full_text(self, text: str) -> str:
        """As ``core_text``, with particles, light words and pauses kept."""
        return text.translate(self.full).replace(DROPPED, "")


def _number_points(folded: str) -> str:
    """Keep the point of 6.4 from ending a sentence."""
    chars = list(folded)
    for at in range(1, len(chars) - 1):
        if chars[at] == "." and chars[at - 1].isdigit() and chars[at + 1].isdigit():
            chars[at] = "点"
    return "".join(chars)


def build_folding(
    *,
    particles: Iterable[str],
    light_words: Iterable[str],
    negations: Iterable[str],
    not_negation: Iterable[str] = (),
    heard_well: Iterable[str] = (),
    variants: Iterable[tuple[str, str]],
) -> Folding:
    """Build the tables from the word lists of the packs.

    ``variants`` are (written, meant) pairs of equal length; ``heard_well`` are
    characters too frequent to be taken for another.  Slow (it asks a
    converter and a pronouncing dictionary); its result is kept with the
    compiled packs.
    """
    from callcheck.text.sound import sound_table

    exact = _script_table()
    exact.update({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
    exact.update({ord(upper): ord(upper.lower()) for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
    exact.update({code: ord(chr(code - 0xFEE0).lower()) for code in range(0xFF21, 0xFF3B)})
    for marks, mark in ((_CLAUSE_MARKS, ","), (_SENTENCE_MARKS, "."), ("?？", "?")):
        exact.update({ord(char): ord(mark) for char in marks})
    exact.update({ord(char): ord(DROPPED) for char in _LEFT_OUT + _CONTROLS})
    for written, meant in variants:
        exact.update({ord(a): ord(b) for a, b in zip(written, meant, strict=True) if a != b})
    spoken = {ord("您"): ord("你")}
    skipped = "".join(particles), "".join(light_words), "".join(negations)
    sound, heard_as = sound_table({*"".join(skipped), *"".join(heard_well)})
    dropped = {ord(char) for char in skipped[0] + skipped[1] + PAUSES}
    full: dict[int, int] = {}
    core: dict[int, int] = {}
    plain: dict[int, int] = {}
    heard = sound | {ord(char): ord(stands[0]) for char, stands in heard_as.items()}
    # A turn break is nothing of a turn: it stands between the turns that are scanned together.
    for code in (exact.keys() | spoken.keys() | heard.keys() | dropped) - {ord(TURN_BREAK)}:
        folded = exact.get(code, code)
        folded = spoken.get(folded, folded)
        full[code] = heard.get(folded, folded)
        core[code] = ord(DROPPED) if folded in dropped else full[code]
        plain[code] = ord(DROPPED) if folded in dropped else folded
    folding = Folding(
        exact, spoken, sound, core, full, plain, heard_as, *skipped, _marks(*skipped), ()
    )
    words = tuple(folding.exact_text(word).translate(spoken) for word in not_negation)
    return replace(folding, not_negation=words)


def _marks(*kept: str) -> dict[int, int]:
    marks: dict[int, int] = {}
    for chars, span in zip(kept, (PARTICLES, LIGHT_WORDS, NEGATIONS), strict=True):
        first = ord(span[0])
        marks |= {ord(char): first + number for number, char in enumerate(dict.fromkeys(chars))}
    return marks


def _script_table() -> dict[int, int]:
    """Traditional to simplified, a character at a time."""
    import opencc

    converter = opencc.OpenCC("t2s")
    table: dict[int, int] = {}
    for block in _HAN:
        chars = "".join(map(chr, block))
        converted = [converter.convert(char) for char in chars]
        table.update(
            {
                ord(a): ord(b)
                for a, b in zip(chars, converted, strict=True)
                if a != b and len(b) == 1
            }
        )
    return table
