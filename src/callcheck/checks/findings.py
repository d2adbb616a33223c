"""From breaches to findings: places, points, and one finding for words said once."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from callcheck.checks.forms import Outcome
from callcheck.checks.judgement import Breach
from callcheck.findings import Finding
from callcheck.matching.scan import CallScan
from callcheck.packs.model import Rule
from callcheck.packs.vocabulary import LANGUAGE
from callcheck.transcript.model import Turn

INTERJECTION = "verbal_tic"


@dataclass(frozen=True, slots=True)
class _Found:
    rule: Rule
    order: int
    breach: Breach
    clauses: tuple[str, ...]


def make_findings(judged: Sequence[tuple[Rule, Outcome]], scan: CallScan) -> tuple[Finding, ...]:
    """Return the findings of a call, in the contract's order, with settled deductions."""
    found = [
        _Found(rule, order, breach, rule.clauses)
        for order, (rule, outcome) in enumerate(judged)
        for breach in outcome.breaches
    ]
    kept = sorted(_said_once(_not_yielding(found)), key=_place)
    free = _paid_by_another_pack(kept)
    charged: Counter[str] = Counter()
    ordinals: Counter[str] = Counter()
    findings = []
    for item, is_free in zip(kept, free, strict=True):
        rule = item.rule
        charged[rule.name] += 0 if is_free else 1
        over = rule.limit is not None and charged[rule.name] > rule.limit
        points = 0.0 if is_free or over or rule.status == "preview" else rule.deduct
        findings.append(_finding(item, points, scan, ordinals))
    return tuple(findings)


def _place(item: _Found) -> tuple[float, float, str]:
    match, turn = item.breach.match, item.breach.turn
    if match is not None:
        return match.turn, match.source_begin, item.rule.name
    return (turn if turn is not None else float("inf")), 0, item.rule.name


def _not_yielding(found: list[_Found]) -> list[_Found]:
    """Leave out what a rule found that yields to another, where that found something, too."""
    broken = {(item.rule.pack, item.rule.id) for item in found}
    return [item for item in found if (item.rule.pack, item.rule.yields_to) not in broken]


def _said_once(found: list[_Found]) -> list[_Found]:
    """Within a pack, of findings on the same words keep one, citing every clause.

    The longest words stay, then the graver category, the larger deduction and
    the earlier rule.
    """
    ranked = sorted(_heard_first(found), key=_rank)
    kept: list[_Found] = []
    by_turn: dict[int | None, list[int]] = defaultdict(list)
    for item in ranked:
        rivals = by_turn[_turn(item)]
        for index in rivals:
            other = kept[index]
            if _same_words(item, other):
                clauses = tuple(dict.fromkeys((*other.clauses, *item.clauses)))
                kept[index] = replace(other, clauses=clauses)
                break
        else:
            rivals.append(len(kept))
            kept.append(item)
    return kept


def _turn(item: _Found) -> int | None:
    return item.breach.match.turn if item.breach.match is not None else None


def _turns(found: Iterable[_Found]) -> dict[int | None, list[_Found]]:
    """Group by turn: only words of one turn overlap, and a call may have thousands."""
    turns: dict[int | None, list[_Found]] = defaultdict(list)
    for item in found:
        turns[_turn(item)].append(item)
    return turns


def _heard_first(found: list[_Found]) -> list[_Found]:
    """Leave out what was only weighed where a rule heard forbidden words in that sentence.

    An interjection does not say what the rest of the sentence is, so it does not count.
    """
    heard = _turns(
        item
        for item in found
        if item.rule.weigh is None
        and item.rule.category in LANGUAGE
        and item.rule.category != INTERJECTION
    )
    return [
        item
        for item in found
        if item.rule.weigh is None
        or not any(
            item.rule.pack == other.rule.pack and _overlap(item, other)
            for other in heard.get(_turn(item), ())
        )
    ]


def _rank(item: _Found) -> tuple[int, int, float, int]:
    match = item.breach.match
    category = item.rule.category
    grave = LANGUAGE.index(category) if category in LANGUAGE else len(LANGUAGE)
    return -(match.length if match else 0), grave, -item.rule.deduct, item.order


def _same_words(a: _Found, b: _Found) -> bool:
    if a.rule.pack != b.rule.pack or not _overlap(a, b):
        return False
    if (a.rule.weigh is None) != (b.rule.weigh is None):
        return False
    if a.rule.family == b.rule.family:
        # Duties of one family may share a trigger and still be two duties.
        return a.rule.category in LANGUAGE
    return a.rule.category in LANGUAGE and b.rule.category in LANGUAGE


def _overlap(a: _Found, b: _Found) -> bool:
    one, two = a.breach.match, b.breach.match
    return (
        one is not None
        and two is not None
        and one.turn == two.turn
        and one.begin < two.end
        and two.begin < one.end
    )


def _paid_by_another_pack(kept: list[_Found]) -> list[bool]:
    """Words that two packs find cost points once: in the pack that takes more."""
    free = []
    by_turn = _turns(kept)
    for item in kept:
        rivals = [
            other
            for other in by_turn[_turn(item)]
            if other.rule.pack != item.rule.pack
            and other.rule.family == item.rule.family
            and item.rule.category in LANGUAGE
            and _overlap(item, other)
        ]
        mine = (-item.rule.deduct, item.order)
        free.append(any((-rival.rule.deduct, rival.order) < mine for rival in rivals))
    return free


def _finding(item: _Found, points: float, scan: CallScan, ordinals: Counter[str]) -> Finding:
    rule, breach, call = item.rule, item.breach, scan.call
    match = breach.match
    index = match.turn if match is not None else breach.turn
    turn = call.turns[index] if index is not None else None
    text, begin, end = None, 0, 0
    if turn is not None:
        begin, end = (match.source_begin, match.source_end) if match else (0, len(turn.text))
        text = turn.text[begin:end]
    line, column = turn.place(begin) if turn else (None, None)
    end_line, end_column = _end(turn, begin, end) if turn else (None, None)
    return Finding(
        rule=rule.name,
        pack=rule.pack,
        category=rule.category,
        family=rule.family,
        severity=rule.severity,
        clauses=item.clauses,
        turn=turn.number if turn else None,
        speaker=turn.speaker if turn else None,
        start=turn.start if turn else None,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        text=text,
        message=rule.message,
        suggestion=rule.suggestion,
        confidence=match.confidence if match else 1.0,
        deduction=points,
        fingerprint=_fingerprint(item, text or "", scan, ordinals),
        veto=rule.veto,
        note=breach.note,
    )


def _end(turn: Turn, begin: int, end: int) -> tuple[int, int]:
    if end <= begin:
        return turn.place(begin)
    line, column = turn.place(end - 1)
    return line, column + 1


def _fingerprint(item: _Found, text: str, scan: CallScan, ordinals: Counter[str]) -> str:
    """Hash what stays when lines move: rule, speaker, folded text, call, ordinal."""
    call, match = scan.call, item.breach.match
    speaker = call.turns[match.turn].speaker if match else ""
    folded = scan.matcher.folding.exact_text(text).replace("\x00", "")
    name = call.call_id or PurePath(call.path).name
    identity = "\x1f".join((item.rule.name, speaker, folded, name))
    ordinals[identity] += 1
    return hashlib.sha256(f"{identity}\x1f{ordinals[identity]}".encode()).hexdigest()[:16]
