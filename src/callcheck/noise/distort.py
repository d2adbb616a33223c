"""Distorting a call's text, and leaving everything around it alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from callcheck.noise.sounds import SoundAlikes, is_han, near_syllables

_FILLERS = ("嗯", "呃", "那个", "就是", "这个", "就是说")
_MARKS = "，。？！、；：…“”‘’,?!;"
_TURN_HEAD = re.compile(
    r"(?P<head>\s*(?:\[[\d:.\- ]+\]\s*)?"
    r"(?:客服|坐席|座席|话务员|接线员|客户|用户|顾客|来电人|系统|IVR|agent|customer|[ABC])"
    r"\s*[:：]\s*)(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
_KEY = re.compile(r"[^:：\s\[][^:：]{0,15}\s*[:：]\s*\S[^，。？！,?!]*$")
_HAN_RUN = re.compile("[\u4e00-\u9fa5]+")
_SAME_SOUND_SHARE = 0.7
"""Share of substitutions that keep the syllable; the others take a near one."""


@dataclass(frozen=True, slots=True)
class NoiseSettings:
    """How much of each noise, every one a share from 0 to 1, 0 being off.

    ``substitutions``: of the Han characters, written as another of like sound.
    ``fillers``: of the places after a mark inside a turn, given a 嗯 or 那个.
    Never at the start of a turn, where an opening 嗯 is itself judged.
    ``stutters``: of the clauses, whose first syllable is said twice.
    ``lost_marks``: of the punctuation marks, left out.
    ``traditional``: of the calls, written in traditional characters.
    """

    substitutions: float = 0.08
    fillers: float = 0.0
    stutters: float = 0.0
    lost_marks: float = 0.0
    traditional: float = 0.0


class Distorter:
    """Applies one set of noises to calls in the plain-text form."""

    def __init__(self, settings: NoiseSettings, sounds: SoundAlikes, seed: int) -> None:
        """Take the settings, the table of sound-alikes and the seed of all draws."""
        self._settings = settings
        self._sounds = sounds
        self._seed = seed
        self._to_traditional: Callable[[str], str] | None = None

    def call(self, name: str, text: str) -> str:
        """Distort a whole call.

        The draws depend on the seed and ``name``, so adding a file to a folder
        changes no other.  Head, speakers, time stamps and line ends stay.
        """
        random = Random(f"{self._seed}:{name}")
        traditional = random.random() < self._settings.traditional
        lines = text.splitlines(keepends=True)
        head = _head_length(lines)
        done = lines[:head]
        for line in lines[head:]:
            match = _TURN_HEAD.match(line)
            before, spoken = (match["head"], match["text"]) if match else ("", line)
            distorted = self.words(spoken, random)
            done.append(before + (self._traditional(distorted) if traditional else distorted))
        return "".join(done)

    def words(self, text: str, random: Random) -> str:
        """Distort one turn's words (everything but the script)."""
        parts: list[str] = []
        starts_clause = True
        inside = False
        for char, syllable in zip(text, _syllables(text), strict=True):
            if char in _MARKS:
                if random.random() >= self._settings.lost_marks:
                    parts.append(char)
                starts_clause = True
                continue
            if starts_clause and is_han(char):
                if inside and random.random() < self._settings.fillers:
                    parts.append(random.choice(_FILLERS))
                if random.random() < self._settings.stutters:
                    parts.append(char)
                starts_clause = False
            inside = inside or not char.isspace()
            parts.append(self._heard(char, syllable, random) if syllable else char)
        return "".join(parts)

    def _heard(self, char: str, syllable: str, random: Random) -> str:
        """Return ``char``, or a character the recogniser may have taken it for."""
        if random.random() >= self._settings.substitutions:
            return char
        same, near = [syllable], near_syllables(syllable)
        first, second = (same, near) if random.random() < _SAME_SOUND_SHARE else (near, same)
        return (
            self._sounds.draw(char, first, random)
            or self._sounds.draw(char, second, random)
            or char
        )

    def _traditional(self, text: str) -> str:
        if self._to_traditional is None:
            import opencc

            self._to_traditional = opencc.OpenCC("s2t").convert
        return self._to_traditional(text)


def _head_length(lines: list[str]) -> int:
    """Count the lines of the head, with the empty line that ends it."""
    for number, line in enumerate(lines):
        if not line.strip():
            return number + 1 if number else 0
        if not _KEY.match(line.rstrip()):
            return 0
    return 0


def _syllables(text: str) -> list[str]:
    """Return one toneless syllable a character, empty where it is not Han.

    Read in context, so that 行 of 银行 is hang and of 不行 is xing.
    """
    from pypinyin import Style, pinyin

    syllables = [""] * len(text)
    for run in _HAN_RUN.finditer(text):
        for index, reading in enumerate(pinyin(run[0], style=Style.NORMAL), run.start()):
            syllables[index] = reading[0]
    return syllables
