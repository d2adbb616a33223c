"""Tables of scripts: columns of what is said, rows that are branches or not to be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from callcheck.script.cues import Cues, load_cues
from callcheck.script.model import Block, Passage, Role
from callcheck.script.remarks import Remarks

HEADINGS_WITHIN = 5
"""Rows in which the headings may stand."""
SHORT = 12
"""Characters of a cell that names its row as what not to say."""
SPOKEN: dict[str, Role | None] = {"agent": "agent", "customer": "customer", "text": None}
"""What a column holds to who says it (None: a label in the cell may tell)."""

Cell = tuple[int, int]
"""Row and column, from 0."""


@dataclass(slots=True)
class Table:
    """Rows of cells, and what is known of them.

    ``named`` are the names of cells for the report; ``struck`` are struck through;
    ``notes`` are comments on cells, each with its line.
    """

    rows: Sequence[Sequence[Passage]]
    named: dict[Cell, str] = field(default_factory=dict)
    struck: set[Cell] = field(default_factory=set)
    notes: dict[Cell, list[tuple[str, int]]] = field(default_factory=dict)


def table_blocks(table: Table, remarks: Remarks, first: int) -> Iterator[Block]:
    """Yield what the rows say; ``first`` is the number of the block to come.

    Where no heading is known, every cell is text.
    """
    cues = load_cues()
    head, kinds = _head(table.rows, cues)
    branch = ""
    for number in range(head + 1, len(table.rows)):
        row = _Row(table, number, kinds, cues)
        if row.branch != branch:
            branch = row.branch
            yield Block("branch" if branch else "end", 0, Passage.at(branch, 1))
            first += 1
        for block, notes in row.blocks(struck=remarks.struck):
            remarks.reached(first)
            for text, line in notes:
                remarks.add(text, line, first)
            yield block
            first += 1
    if branch:
        yield Block("end", 0, Passage.at("", 1))


def _head(rows: Sequence[Sequence[Passage]], cues: Cues) -> tuple[int, dict[int, str]]:
    """Return the row of headings and what its columns hold; (-1, {}) where there is none."""
    for number, row in enumerate(rows[:HEADINGS_WITHIN]):
        kinds = {
            at: kind for at, cell in enumerate(row) if cell and (kind := cues.column(cell.text))
        }
        held = set(kinds.values())
        if "agent" in held or held >= {"speaker", "text"} or held == {"not_to_say"}:
            return number, kinds
    return -1, {}


class _Row:
    """One row of a table."""

    def __init__(self, table: Table, number: int, kinds: dict[int, str], cues: Cues) -> None:
        self._table = table
        self._number = number
        self._kinds = kinds
        self._cues = cues
        self._cells = table.rows[number]
        self.branch = next(iter(self._of("branch")), Passage("", ())).text.strip()

    def _of(self, kind: str) -> list[Passage]:
        columns = [at for at, held in self._kinds.items() if held == kind]
        return [self._cells[at] for at in columns if at < len(self._cells)]

    def blocks(self, *, struck: bool) -> Iterator[tuple[Block, list[tuple[str, int]]]]:
        """Yield a block a line of each spoken cell, with the comments on it."""
        struck = struck or self._not_to_say()
        waiting = [
            (f"callcheck: {cell.text.strip().removeprefix('callcheck:')}", cell.spots[0][0])
            for cell in self._of("remark")
            if cell
        ]
        for at, cell in enumerate(self._cells):
            waiting += self._table.notes.get((self._number, at), [])
            spoken, role = self._role(at)
            for line in cell.lines() if spoken else []:
                if not line:
                    continue
                bad = struck or (self._number, at) in self._table.struck
                where = self._table.named.get((self._number, at))
                notes = [] if role == "customer" else waiting
                block = Block(
                    "text",
                    0,
                    line.strip(),
                    role,
                    item=True,
                    gap=True,
                    struck=bad,
                    alone="customer" in self._kinds.values(),
                    where=where,
                )
                yield block, notes
                if notes:
                    waiting = []

    def _role(self, at: int) -> tuple[bool, Role | None]:
        """Tell whether a cell is said, and by whom."""
        if not self._kinds:
            return True, None
        kind = self._kinds.get(at, "")
        if kind == "text" and (speakers := self._of("speaker")):
            who = self._cues.speaker(speakers[0].text)
            return who is not None, who
        return kind in ("agent", "customer"), SPOKEN.get(kind)

    def _not_to_say(self) -> bool:
        """Tell whether a short cell, not of the agent's words, says what the row is."""
        return any(
            len(cell.text) <= SHORT and self._cues.not_to_say(cell.text) is True
            for at, cell in enumerate(self._cells)
            if self._kinds.get(at) not in SPOKEN and self._kinds
        )
