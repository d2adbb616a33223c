"""The ways through a script, from its opening to its end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from callcheck.script.model import Jump, Line, Path, Section

MOST = 64
"""Ways that are followed one by one; of more, one through every branch is."""
MOST_STEPS = 20_000
"""Items that one way may pass: a script that goes round ends there."""


def paths_of(root: Section) -> tuple[list[Path], bool]:
    """Return the ways through a script, and whether there are more than were followed.

    Branches side by side are the ways there are; one alone may be passed by.
    """
    found = list(islice(_walk(root, 0, (), (), frozenset(), None), MOST + 1))
    if len(found) <= MOST:
        return _distinct(found), False
    covering = [path for branch in branches(root) for path in _through(root, branch)]
    return _distinct(covering), True


def branches(section: Section) -> Iterator[Section]:
    """Yield every branch below a section."""
    for item in section.items:
        if isinstance(item, Section):
            if item.branch:
                yield item
            yield from branches(item)


def _through(root: Section, branch: Section) -> Iterator[Path]:
    """Yield one way that takes ``branch``, and elsewhere the first branch there is."""
    above: set[Section] = {branch}
    parent = branch.parent
    while parent is not None:
        above.add(parent)
        parent = parent.parent
    yield from islice(_walk(root, 0, (), (), frozenset(), above), 1)


def _distinct(found: list[Path]) -> list[Path]:
    return list(
        {(path.names, tuple(line.number for line in path.lines)): path for path in found}.values()
    )


def _walk(
    section: Section,
    at: int,
    names: tuple[str, ...],
    lines: tuple[Line, ...],
    jumped: frozenset[Jump],
    wanted: set[Section] | None,
) -> Iterator[Path]:
    """Yield the ways from item ``at`` of ``section`` on; ``wanted`` are preferred branches."""
    for _ in range(MOST_STEPS):
        if at >= len(section.items):
            if section.parent is None:
                break
            parent = section.parent
            at = parent.items.index(section) + 1
            if section.branch:
                at = _after_group(parent, at)
            section = parent
            continue
        item = section.items[at]
        if isinstance(item, Line):
            lines = (*lines, item)
        elif isinstance(item, Section) and not item.branch:
            section, at = item, 0
            continue
        elif isinstance(item, Section):
            after = _after_group(section, at)
            group = [one for one in section.items[at:after] if isinstance(one, Section)]
            if wanted is not None:
                chosen = next((one for one in group if one in wanted), group[0])
                group_walked = [chosen]
            else:
                group_walked = group
            for one in group_walked:
                yield from _walk(one, 0, (*names, one.title), lines, jumped, wanted)
            if len(group) > 1 or wanted is not None:
                return
            at = after
            continue
        elif item.target is not None and item not in jumped:
            yield from _walk(item.target, 0, names, lines, jumped | {item}, wanted)
            return
        elif item.target is None and item.line is not None and item.line.number:
            lines = (*lines, item.line)
        elif not item.name or item.target is not None:
            break
        at += 1
    yield Path(names, tuple(line for line in lines if line.role != "prose"))


def _after_group(section: Section, at: int) -> int:
    """Return the place after the branches that stand side by side from ``at`` on."""
    while at < len(section.items):
        item = section.items[at]
        if not (isinstance(item, Section) and item.branch):
            break
        at += 1
    return at
