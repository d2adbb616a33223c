"""The words by which a script is read, from the YAML file beside this module."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from callcheck.script.model import Passage, Role
from callcheck.transcript.speakers import speaker_named

FILE = Path(__file__).with_name("cues.yaml")
LABEL = 20
"""Characters a label before a colon, a heading in bold or a lead line may have."""
BOLD_LEVEL = 7
"""A line in bold by itself is a heading below all others."""

_COLON = re.compile(r"[:：]")
_SENTENCE = re.compile(r"[。！!？?；;，,“”\"\n]")
_ASIDE = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
_NUMBERING = re.compile(
    r"^\s*(?:第\s*[0-9一二三四五六七八九十]+\s*[步章节部条]分?[:：、.\s]*"
    r"|[（(]?[0-9一二三四五六七八九十]{1,3}[)）.、．](?:[0-9]{1,2}[.．]?)*\s*"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2})+\s+|[A-Za-z][.、)）]\s*|[├└│─╰\s]+)"
)


@dataclass(frozen=True, slots=True)
class Cues:
    """The lists of ``cues.yaml``."""

    data: dict[str, Any]

    def speaker(self, label: str) -> Role | None:
        """Return who speaks under a label, without its asides: 客服（微笑）."""
        name = _ASIDE.sub("", label).strip(" *_`#-•")
        if name in self.data["labels"]["agent"]:
            return "agent"
        if name in self.data["labels"]["customer"]:
            return "customer"
        who = speaker_named(name)
        return None if who == "unknown" else who

    def column(self, heading: str) -> str | None:
        """Return what a table's column holds, by its heading."""
        name = _ASIDE.sub("", heading).strip().lower()
        for kind, names in self.data["columns"].items():
            if name in names:
                return str(kind)
        if self.not_to_say(name):
            return "not_to_say"
        return "agent" if name.endswith("话术") else None

    def not_to_say(self, title: str) -> bool | None:
        """Tell whether a title announces what not to say (False: what to say instead)."""
        lists = self.data["not_to_say"]
        bad = min((at for cue in lists["cues"] if (at := title.find(cue)) >= 0), default=None)
        good = min((at for cue in lists["instead"] if (at := title.find(cue)) >= 0), default=None)
        if bad is None:
            return None if good is None else False
        return good is None or bad <= good

    def label_not_to_say(self, label: str) -> bool:
        """As ``not_to_say``, for a label before a colon."""
        name = _ASIDE.sub("", label).strip()
        return name in self.data["not_to_say"]["labels"] or bool(self.not_to_say(label))

    def mark(self, text: str) -> tuple[bool | None, int]:
        """Tell whether a line begins with a mark of the wrong (True) or right, and its length."""
        lists = self.data["not_to_say"]
        for bad, marks in ((True, lists["marks"]), (False, lists["instead_marks"])):
            for mark in marks:
                if text.startswith(mark) and not text.startswith(mark * 2):
                    return bad, len(mark) + text[len(mark) :].startswith("\ufe0f")
        return None, 0

    def begins_branch(self, title: str) -> bool:
        """Tell whether a heading or lead line names one way of several."""
        name = unnumbered(title).lstrip("【[（( *")
        lists = self.data["branches"]
        if name.startswith(tuple(lists["except"])):
            return False
        return name.startswith(tuple(lists["begins"]))

    def jump(self, text: str) -> str | None:
        """Return where a line sends the call (``""``: to its end), or None."""
        plain = text.strip(" \t（）()【】[]。.！!*")
        if plain in self.data["ends"]:
            return ""
        for word in self.data["jumps"]:
            if plain.startswith(word):
                target = plain[len(word) :].strip(' \t：:「」“”"《》【】[]#*。')
                return "" if target in self.data["ends"] else target or None
        return None

    def slot(self, name: str) -> str:
        """Return what a slot of this name is read as."""
        for entry in self.data["slots"]:
            if any(word in name for word in entry["has"]):
                return str(entry["as"])
        return str(self.data["slot_else"])


@cache
def load_cues() -> Cues:
    """Return the cues; the file is the program's own."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Cues(yaml.load(FILE.read_text(encoding="utf-8"), Loader=loader))


def unnumbered(title: str) -> str:
    """Return a heading without its number: ``二、结束语`` is ``结束语``."""
    return _NUMBERING.sub("", title).strip()


def split_label(passage: Passage) -> tuple[Passage, Passage] | None:
    """Split ``label：rest``; None where no short label stands before the first colon."""
    colon = _COLON.search(passage.text)
    if colon is None or colon.start() > LABEL or "://" in passage.text[: colon.end() + 2]:
        return None
    label = passage.part(0, colon.start()).strip()
    if not label or _SENTENCE.search(label.text):
        return None
    return label, passage.part(colon.end()).strip()


def names_a_speaker(line: Passage) -> bool:
    """Whether ``line`` is said by somebody, or its label marks it as not to be said."""
    label = split_label(line)
    name = label[0].text if label else line.text.strip(":： ")
    return load_cues().speaker(name) is not None or load_cues().label_not_to_say(name)
