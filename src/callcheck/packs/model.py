"""Packs as the rest of the program sees them: plain, frozen, fully resolved.

The loader validates YAML and builds these; nothing here knows YAML.  Times are
seconds, lengths are 字.  A phrase stays the text its author wrote.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from callcheck.transcript.model import Speaker


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stands in a pack file: 1-based line and column."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of the rule language, with the place of its first character."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a call.

    ``kind`` for ``in``: ``call``, ``first_turns``, ``last_turns``,
    ``first_seconds``, ``last_seconds``.  For ``within``: ``same_turn``,
    ``turns`` (the trigger's own turn and the next n), ``next_turns``,
    ``seconds``, ``call`` (the rest of it), ``turns_before``, ``any_before``.
    """

    kind: str
    n: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """The thing looked for.  Subclasses say which; these keys go with all of them."""

    name: str | None = None
    within: Window | None = None
    """The ``in:`` key."""
    after: What | None = None
    before: What | None = None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(What):
    """Any of the phrases, said by ``by`` (``agent``, ``customer``, ``system``, ``any``).

    ``anchor`` is the ``as:`` key: ``anywhere``, ``whole turn``, ``whole clause``,
    ``start of turn``, ``end of turn``, ``opening``.  ``hear`` is ``exact``,
    ``spoken`` or ``sound``; ``words`` is ``whole`` or ``any``; None means the default.
    """

    phrases: tuple[Phrase, ...]
    by: str = "agent"
    anchor: str = "anywhere"
    hear: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely(What):
    """Turns of ``by`` that the ``clues`` make as likely as ``over``, or the rule's
    ``confidence`` where that is None, asks; none where they are fewer than ``turns``."""

    clues: str
    by: str = "agent"
    over: float | None = None
    turns: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf(What):
    """One of the parts."""

    parts: tuple[What, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf(What):
    """Every part, in any order; with ``near``, in one turn and at most so many 字 apart."""

    parts: tuple[What, ...]
    near: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(What):
    """``n`` of the parts or more."""

    n: int
    parts: tuple[What, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(What):
    """True where the part is not found."""

    part: What


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence(What):
    """Nobody speaks for ``seconds``."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet(What):
    """``speaker`` says nothing for ``seconds``; ``at_start``: from the start of the call."""

    speaker: Speaker
    seconds: float
    at_start: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUp(What):
    """``by`` ends the call."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaks(What):
    """``by`` says anything."""

    by: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of ``steps``: either something to find, or a wait in seconds."""

    what: What | None
    wait: float | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Condition:
    """``only_if`` on call data: ``key`` is one of tags, direction, channel, role,
    queue, rings, duration, hung_up_by, date.  ``values`` holds any-of values, or
    one comparison such as ``>2``; dates of a calendar are already spelled out."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """One exception.  ``kind``: negated, quoted, reported, hypothetical, question,
    alternative (no ``what``), or before, after, inside, turn, previous, next, or
    unlikely, with the name of ``clues`` and, in place of their doubt, the likelihood
    ``under`` which it spares."""

    kind: str
    what: What | None = None
    clues: str | None = None
    under: float | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One case of a rule.  ``lines`` is a call in plain text (one item a line);
    ``turn`` alone is one turn of the rule's speaker.  ``expect``: good, bad, unknown,
    or fixed: the rule's replacements make ``becomes`` of the agent's line ``turn``."""

    expect: str
    turn: str | None
    lines: tuple[str, ...]
    source: Source
    xfail: str | None = None
    becomes: str | None = None


@dataclass(frozen=True, slots=True)
class Replacement:
    """A safe fix for scripts: ``right`` for any of ``wrong``, in which ``，`` is any pause.

    ``at_start``: only where the turn begins.  Inside one of ``unless`` a wording stays.
    """

    wrong: tuple[str, ...]
    right: str
    at_start: bool = False
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure of the call and its limits."""

    name: str
    target: float | None = None
    tolerance: float | None = None
    """Share of the target, 0.2 for 20 %."""
    min: float | None = None
    max: float | None = None
    times: int | None = None
    basis: str = "speaking"
    min_chars: int = 0
    overlap: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, resolved.  Exactly one form is set: ``forbid``, ``require``,
    ``steps``, ``count``, ``measure`` or ``weigh``; ``when`` is the trigger of the first three."""

    id: str
    pack: str
    source: Source
    clauses: tuple[str, ...]
    category: str
    family: str
    severity: str
    status: str
    message: str
    suggestion: str | None
    deduct: float
    limit: int | None
    weight: float
    veto: bool
    suppressible: bool
    aliases: tuple[str, ...]
    confidence: float
    gap: int
    long_gap: int
    hear: str
    forbid: What | None = None
    require: What | None = None
    when: What | None = None
    steps: tuple[Step, ...] = ()
    count: What | None = None
    measure: Measure | None = None
    weigh: str | None = None
    """The name of the clues that a turn is judged by."""
    kind: str | None = None
    """The kind of theirs that this rule speaks for; None: all."""
    at_most: int | None = None
    at_least: int | None = None
    share: float | None = None
    """``count`` breaks only where the matches also stand in this share of the speaker's turns."""
    per_call: bool = False
    """``per: call``: however often it breaks, one finding a call."""
    yields_to: str | None = None
    """The id of the pack's rule in whose favour this one is silent: one fault costs once."""
    window: Window | None = None
    """The ``within:`` key; None means the rest of the call."""
    times: str = "each"
    """``each`` or ``first``: which triggers bind."""
    left: int | None = None
    """A trigger binds only if so many agent turns follow it."""
    same: str | None = None
    per_part: bool = False
    start: str = "trigger"
    """``from:`` of steps: ``trigger`` or ``start of call``."""
    placed: str = "after"
    """``placed:`` of steps: ``after`` or ``before`` the trigger."""
    until: What | None = None
    wait_tolerance: float = 1.0
    only_if: tuple[Condition, ...] = ()
    said: What | None = None
    """The ``said`` condition of ``only_if``."""
    unless: tuple[Guard, ...] = ()
    """Written guards and the default ones, less those of ``even_if``."""
    examples: tuple[Example, ...] = ()
    replacements: tuple[Replacement, ...] = ()

    @property
    def name(self) -> str:
        """The rule's full name, ``pack/rule-id``."""
        return f"{self.pack}/{self.id}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A shape.  ``any`` is a closed list of phrases; else begins, ends, length, of."""

    any: tuple[Phrase, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    length: tuple[int, int] = (1, 12)
    of: str = "han"


@dataclass(frozen=True, slots=True)
class Clue:
    """Words and what they are worth in points: ``said`` in the turn that is weighed, and by
    the other side in the turn ``before`` it or, ``answered``, in the turn after it.  ``^``
    begins and ``$`` ends a turn."""

    text: str
    said: int = 0
    answered: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """A table of clues.  ``base`` are the points that a turn starts from."""

    base: int
    clues: tuple[Clue, ...]


@dataclass(frozen=True, slots=True)
class Clues:
    """What is judged by many words together: points are hundredths of the log-odds.

    ``doubt`` is the likelihood under which the guard ``unlikely`` spares, ``misheard`` that
    under which it spares words that were only heard like the rule's; ``kinds`` tell, by the
    same points, which kind of the thing it is.
    """

    weights: Weights
    doubt: float
    misheard: float
    kinds: tuple[tuple[str, Weights], ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the pack's standard and whether a rule, a person or nothing checks it."""

    id: str
    section: str | None
    summary: str
    status: str
    """``automated``, ``human`` or ``not_checkable``."""
    reason: str | None
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A rule pack with its parents merged in."""

    id: str
    title: str
    path: str
    settings: dict[str, object] = field(default_factory=dict)
    words: dict[str, tuple[Phrase, ...]] = field(default_factory=dict)
    slots: dict[str, Slot] = field(default_factory=dict)
    calendars: dict[str, tuple[str, ...]] = field(default_factory=dict)
    clues: dict[str, Clues] = field(default_factory=dict)
    clauses: tuple[Clause, ...] = ()
    rules: tuple[Rule, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a scorecard; ``take`` names categories or rules."""

    id: str
    max: float
    take: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """Which packs run and how their findings become points."""

    id: str
    packs: tuple[str, ...]
    pass_mark: float
    sections: tuple[Section, ...]
