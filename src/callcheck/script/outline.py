"""Blocks in, the tree of a script out: who says what, in which section, on which branch."""

from __future__ import annotations

from dataclasses import dataclass, field

from callcheck.script.cues import LABEL, Cues, load_cues, split_label, unnumbered
from callcheck.script.model import Block, Document, Jump, Line, Passage, Role, Section

LEAD = 100
"""Level of a lead line (若客户同意：) that is not indented; headings have 1 to 7."""
TABLE = 1000
"""Level of a branch that a table's column names."""


@dataclass(slots=True)
class Outline:
    """A script's tree, and all its lines in the order of the document."""

    root: Section
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _Frame:
    section: Section
    level: int
    bad: bool = False
    attached: bool | None = None
    """For a lead line: whether what follows it stands right below it."""
    deeper: bool = False
    """For a lead line: whether what follows it is indented."""


def outline_of(document: Document) -> Outline:
    """Return the tree of a document.

    A line is the agent's where a label, a column or a key says so, and wherever nothing
    does if no line of the document says who speaks.  What the document lists as not to
    be said is left out.
    """
    builder = _Builder(document, load_cues())
    for index, block in enumerate(document.blocks):
        builder.add(index, block)
    return builder.finish()


class _Builder:
    def __init__(self, document: Document, cues: Cues) -> None:
        self.soft = document.soft
        self.cues = cues
        self.root = Section("")
        self.lines: list[Line] = []
        self._unsaid: set[int] = set()
        """Numbers of lines of which nobody is named as the speaker."""
        self._frames = [_Frame(self.root, 0)]
        self._joins: Line | None = None
        """The line that a line right below, with no label, goes on with."""
        self._depth = 0
        self._waiting: tuple[Role, Block] | None = None
        """A label alone in its line: the next line is that speaker's."""
        self._jumps: list[Jump] = []

    # -- blocks -----------------------------------------------------------------------

    def add(self, index: int, block: Block) -> None:
        if block.kind == "heading":
            self._heading(block)
        elif block.kind == "branch":
            self._close(TABLE + block.depth)
            self._open(block.passage.text, TABLE + block.depth, branch=True)
        elif block.kind == "end":
            self._close(TABLE + block.depth)
            self._joins = None
        else:
            self._text(index, block)

    def _heading(self, block: Block) -> None:
        self._close(block.depth)
        title = block.passage.text
        bad = True if block.struck else self.cues.not_to_say(title)
        inherited = self._frames[-1].bad if bad is None else bad
        self._open(title, block.depth, branch=self.cues.begins_branch(title), bad=inherited)

    def _open(self, title: str, level: int, *, branch: bool = False, bad: bool = False) -> None:
        parent = self._frames[-1].section
        section = Section(unnumbered(title) or title, branch, parent=parent)
        parent.items.append(section)
        inherited = self._frames[-1].bad and level >= LEAD
        self._frames.append(_Frame(section, level, bad or inherited))
        self._joins, self._waiting = None, None

    def _close(self, level: int) -> None:
        while len(self._frames) > 1 and self._frames[-1].level >= level:
            self._frames.pop()

    # -- text -------------------------------------------------------------------------

    def _text(self, index: int, block: Block) -> None:
        self._leave_leads(block)
        frame = self._frames[-1]
        if block.struck:
            self._joins = None
            return
        bad, length = self.cues.mark(block.passage.text)
        passage = block.passage.part(length).strip()
        if bad is None and frame.bad and not self._says_instead(passage):
            self._joins = None
            return
        if bad:
            self._joins = None
            return
        if block.jump is not None:
            self._jump(block.jump, None)
            return
        self._labelled(index, block, passage, block.role)

    def _says_instead(self, passage: Passage) -> bool:
        """Tell whether a line among those not to be said is labelled as the right one."""
        label = split_label(passage)
        return label is not None and self.cues.not_to_say(label[0].text) is False

    def _labelled(self, index: int, block: Block, passage: Passage, role: Role | None) -> None:
        label = split_label(passage)
        if label is None:
            self._unlabelled(index, block, passage, role)
            return
        name, rest = label
        who = self.cues.speaker(name.text)
        if who is not None:
            if rest:
                self._say(index, block, rest, who)
            else:
                self._waiting, self._joins = (who, block), None
        elif self.cues.label_not_to_say(name.text):
            self._joins = None
            if not rest:
                self._open(name.text, self._lead_level(block), bad=True)
        elif role is None and self.cues.begins_branch(name.text):
            self._close(self._lead_level(block))
            self._open(name.text, self._lead_level(block), branch=True)
            if rest:
                self._frames[-1].attached = True
                self._labelled(index, block, rest, role)
        elif role is None and not rest and len(name.text) <= LABEL:
            self._close(self._lead_level(block))
            self._open(name.text, self._lead_level(block))
        else:
            self._unlabelled(index, block, passage, role)

    def _lead_level(self, block: Block) -> int:
        return LEAD + block.depth

    def _leave_leads(self, block: Block) -> None:
        """Close the lead lines that a text is no longer part of."""
        while len(self._frames) > 1 and LEAD <= self._frames[-1].level < TABLE:
            frame = self._frames[-1]
            depth = frame.level - LEAD
            if block.depth > depth:
                if frame.attached is None:
                    frame.deeper = True
                frame.attached = frame.attached or not block.gap
                return
            ends = frame.deeper or block.depth < depth
            if frame.attached is None:
                frame.attached = not block.gap
                if not ends:
                    return
            elif not ends and not (frame.attached and block.gap):
                return
            self._frames.pop()
            self._joins = None

    def _unlabelled(self, index: int, block: Block, passage: Passage, role: Role | None) -> None:
        if not passage:
            return
        target = self.cues.jump(passage.text) if role is None else None
        if target is not None:
            self._jump(target, (index, block, passage))
            return
        joins = self._joins
        follows = joins is not None and not block.gap and not block.item
        if self._waiting is not None:
            who, _ = self._waiting
            self._waiting = None
            self._say(index, block, passage, who)
        elif follows and joins is not None and block.depth >= self._depth and self._goes_on(joins):
            joins.passage = Passage.joined([joins.passage, passage])
            joins.blocks.append(index)
        elif role is not None:
            self._say(index, block, passage, role)
        else:
            self._say(index, block, passage, "prose")
            self._unsaid.add(self.lines[-1].number)

    def _goes_on(self, line: Line) -> bool:
        return self.soft or line.number not in self._unsaid

    def _say(self, index: int, block: Block, passage: Passage, role: Role) -> None:
        line = Line(len(self.lines) + 1, role, passage, [index], block.where, block.alone)
        self.lines.append(line)
        self._frames[-1].section.items.append(line)
        self._joins, self._depth, self._waiting = line, block.depth, None

    def _jump(self, target: str, said: tuple[int, Block, Passage] | None) -> None:
        line = None
        if said is not None:
            index, block, passage = said
            line = Line(0, "prose", passage, [index], block.where)
        jump = Jump(None, target, line)
        self._jumps.append(jump)
        self._frames[-1].section.items.append(jump)
        self._joins = None

    # -- the end ----------------------------------------------------------------------

    def finish(self) -> Outline:
        labelled = any(line.role == "agent" for line in self.lines)
        if not labelled:
            for line in self.lines:
                if line.number in self._unsaid:
                    line.role = "agent"
        self._resolve(labelled)
        return Outline(self.root, self.lines)

    def _resolve(self, labelled: bool) -> None:
        """Find where the jumps go; one to nowhere is words like any other."""
        sections = list(_sections(self.root))
        for jump in self._jumps:
            if not jump.name:
                continue
            wanted = unnumbered(jump.name)
            exact = [s for s in sections if s.title == wanted]
            near = [s for s in sections if s.title and (s.title in wanted or wanted in s.title)]
            jump.target = next(iter([*exact, *near]), None)
            if jump.target is None and jump.line is not None:
                jump.line.number = len(self.lines) + 1
                jump.line.role = "prose" if labelled else "agent"
                self.lines.append(jump.line)


def _sections(section: Section) -> list[Section]:
    found = []
    for item in section.items:
        if isinstance(item, Section):
            found += [item, *_sections(item)]
    return found
