"""One rule, as pydantic reads it (rule language, section 3)."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from callcheck.messages import Message
from callcheck.packs.problems import did_you_mean, one_of
from callcheck.packs.schema_what import Spec, Step, What
from callcheck.packs.values import (
    InWindow,
    Kebab,
    Seconds,
    Share,
    Text,
    Texts,
    WithinWindow,
    fail,
    listed,
)
from callcheck.packs.vocabulary import (
    GUARDS_WITH_WORDS,
    Category,
    DefaultGuard,
    Hear,
    MeasureName,
    NamedGuard,
    Severity,
    Status,
)


class OnlyIfSpec(Spec):
    """When the rule applies at all."""

    tags: Texts | None = None
    direction: Texts | None = None
    channel: Texts | None = None
    role: Texts | None = None
    queue: Texts | None = None
    rings: Texts | None = None
    duration: Texts | None = None
    hung_up_by: Texts | None = None
    date: Texts | None = None
    said: What | None = None

    @model_validator(mode="after")
    def _fitting_values(self) -> OnlyIfSpec:
        closed = {
            "direction": ("inbound", "outbound"),
            "channel": ("voice", "chat"),
            "hung_up_by": ("agent", "customer", "system"),
        }
        for key, known in closed.items():
            for value in getattr(self, key) or ():
                if value not in known:
                    fail(
                        Message("'{value}' is no {key}", value=value, key=key),
                        did_you_mean(value, known) or one_of(known),
                    )
        for key in ("rings", "duration"):
            for value in getattr(self, key) or ():
                if not re.fullmatch(r"(>=|<=|>|<)?\s*\d+(\.\d+)?", value):
                    fail(
                        Message("'{value}' is no number", value=value),
                        Message('write {key}: 2 or {key}: ">2"', key=key),
                        key=key,
                    )
        for value in self.date or ():
            if not re.fullmatch(r"\{.+\}|(>=|<=|>|<)?\s*\d{4}-\d\d-\d\d", value):
                fail(
                    Message("'{value}' is no date", value=value),
                    Message('write date: 2026-01-01 or date: ">=2026-01-01"'),
                    key="date",
                )
        for key in ("tags", "role", "queue"):
            for value in getattr(self, key) or ():
                if value.startswith((">", "<")):
                    fail(
                        Message("'{value}' compares what is no number", value=value),
                        Message("comparisons go with rings, duration and date"),
                        key=key,
                    )
        return self


class GuardSpec(Spec):
    """An exception that looks for words."""

    before: What | None = None
    after: What | None = None
    inside: What | None = None
    turn: What | None = None
    previous: What | None = None
    next: What | None = None
    unlikely: Text | None = None
    under: Share | None = None

    @model_validator(mode="after")
    def _one_key(self) -> GuardSpec:
        if self.under is not None and self.unlikely is None:
            fail(Message("'under' goes with 'unlikely'"), Message("write unlikely: and its clues"))
        if len(self.model_fields_set - {"under"}) != 1:
            fail(Message("an exception has one key"), one_of((*GUARDS_WITH_WORDS, "unlikely")))
        return self


Guard = Annotated[
    Annotated[NamedGuard, Tag("#name")] | Annotated[GuardSpec, Tag("#words")],
    Discriminator(lambda value: "#name" if isinstance(value, str) else "#words"),
]
Case = Annotated[
    Annotated[str, Tag("#turn")] | Annotated[list[str], Tag("#call")],
    Discriminator(lambda value: "#call" if isinstance(value, list) else "#turn"),
]
"""One turn of the rule's speaker, or the lines of a call."""


def _times(value: Any) -> Any:
    if value in ("each", "first"):
        return value
    if isinstance(value, str) and value.isdecimal() and len(value) < 5 and int(value):
        return int(value)
    return fail(
        Message("'{value}' is no times", value=value),
        Message("write first or each (triggers), or a number (a measure)"),
    )


Times = Annotated[str | int, BeforeValidator(_times)]


class XfailSpec(Spec):
    """A case that is known to fail."""

    good: Case | None = None
    bad: Case | None = None
    unknown: Case | None = None
    why: Text

    @model_validator(mode="after")
    def _one_case(self) -> XfailSpec:
        if len(self.model_fields_set) != 2:
            fail(
                Message("a known failure has one case and its why"),
                Message("write {bad: ..., why: ...}"),
            )
        return self


class FixedSpec(Spec):
    """A line of the agent's, and what the rule's replacements make of it."""

    from_: Text = Field(alias="from")
    to: Text


class ExamplesSpec(Spec):
    """The cases a rule is tested by: a text is one turn, a list is a call."""

    good: list[Case] = Field(default_factory=list)
    bad: list[Case] = Field(default_factory=list)
    unknown: list[Case] = Field(default_factory=list)
    fixed: list[FixedSpec] = Field(default_factory=list)
    xfail: list[XfailSpec] = Field(default_factory=list)


class ReplaceSpec(Spec):
    """A safe fix for scripts."""

    from_: Texts = Field(alias="from")
    to: str
    anchor: Literal["anywhere", "start of turn"] = Field(default="anywhere", alias="as")
    unless: Texts = Field(default_factory=list)


class RuleSpec(Spec):
    """One rule: what it says, around it, and its examples."""

    id: Kebab
    clause: Texts = Field(default_factory=list)
    category: Category
    severity: Severity = "error"
    status: Status = "stable"
    aliases: Texts = Field(default_factory=list)
    message: Text
    suggest: str | None = None
    deduct: float = Field(default=0, ge=0)
    limit: int | None = Field(default=None, ge=1)
    weight: float | None = Field(default=None, ge=0)
    veto: bool = False
    suppressible: bool = True
    confidence: float | None = Field(default=None, gt=0, le=1)
    gap: int | None = Field(default=None, ge=1, le=20)
    long_gap: int | None = Field(default=None, ge=1, le=60)
    hear: Hear | None = None
    wait_tolerance: Seconds | None = None

    forbid: What | None = None
    require: What | None = None
    when: What | None = None
    steps: list[Step] | None = Field(default=None, min_length=1)
    count: What | None = None
    measure: MeasureName | None = None
    weigh: Text | None = None
    kind: Text | None = None
    yields_to: str | None = Field(
        default=None, description="A rule of the pack: where it finds something, this one does not"
    )

    window: InWindow | None = Field(default=None, alias="in")
    after: What | None = None
    before: What | None = None
    within: WithinWindow | None = None
    times: Times | None = None
    same: str | None = None
    per: Literal["part", "call"] | None = None
    from_: Literal["trigger", "start of call"] | None = Field(default=None, alias="from")
    placed: Literal["before", "after"] | None = None
    until: What | None = None
    at_most: int | None = Field(default=None, ge=0)
    at_least: int | None = Field(default=None, ge=1)
    share: Share | None = None
    target: float | None = Field(default=None, gt=0)
    tolerance: Share | None = None
    min: float | None = Field(default=None, ge=0)
    max: float | None = Field(default=None, ge=0)
    basis: Literal["speaking", "call"] | None = None
    min_chars: int | None = Field(default=None, ge=0)
    overlap: Seconds | None = None

    only_if: OnlyIfSpec | None = None
    unless: Annotated[list[Guard], BeforeValidator(listed)] = Field(default_factory=list)
    even_if: Annotated[list[DefaultGuard], BeforeValidator(listed)] = Field(default_factory=list)
    examples: ExamplesSpec = Field(default_factory=ExamplesSpec)
    replace: list[ReplaceSpec] = Field(default_factory=list)

    @model_validator(mode="after")
    def _checked(self) -> RuleSpec:
        check_form(self)
        return self


FORMS = ("forbid", "require", "steps", "count", "measure", "weigh")
"""The keys of which a rule has one; the first three may follow a ``when``."""
_COMPANIONS = {
    "when": ("forbid", "require", "steps"),
    "in": ("forbid", "require", "count"),
    "after": ("forbid", "require", "count"),
    "before": ("forbid", "require", "count"),
    "within": ("when",),
    "same": ("when",),
    "from": ("steps",),
    "placed": ("steps",),
    "until": ("steps",),
    "wait_tolerance": ("steps",),
    "at_most": ("count",),
    "at_least": ("count",),
    "share": ("count",),
    "target": ("measure",),
    "tolerance": ("measure",),
    "min": ("measure",),
    "max": ("measure",),
    "basis": ("measure",),
    "min_chars": ("measure",),
    "overlap": ("measure",),
    "kind": ("weigh",),
    "unless": ("forbid", "count", "when"),
    "even_if": ("forbid", "count", "when"),
}
"""Keys that go with some forms only."""


def check_form(rule: RuleSpec) -> None:
    """Refuse a rule that has no form, two forms, or keys of another form."""
    written = {RuleSpec.model_fields[name].alias or name for name in rule.model_fields_set}
    forms = [form for form in FORMS if form in written]
    if not forms:
        if "when" in written:
            fail(
                Message("'when' with nothing to follow"),
                Message("add require:, forbid: or steps:"),
                key="when",
            )
        fail(Message("the rule says nothing"), one_of((*FORMS[:2], "when", *FORMS[2:])), key="id")
    if len(forms) > 1:
        fail(
            Message("'{one}' and '{other}' in one rule", one=forms[0], other=forms[1]),
            Message("a rule has one form; write two rules"),
            key=forms[1],
        )
    for key, goes_with in _COMPANIONS.items():
        if key in written and not any(form in written for form in goes_with):
            hint = Message("it goes with {forms}", forms=", ".join(goes_with))
            fail(
                Message("'{key}' does not go with '{form}'", key=key, form=forms[0]),
                hint,
                key=key,
            )
    _check_details(rule, forms[0], written)


def _check_details(rule: RuleSpec, form: str, written: set[str]) -> None:
    """Refuse combinations that would say nothing."""
    if form == "count" and rule.at_most is None and rule.at_least is None:
        fail(Message("'count' without a limit"), Message("add at_most: or at_least:"), key="count")
    if form == "measure" and rule.target is None and rule.min is None and rule.max is None:
        fail(
            Message("'measure' without a limit"),
            Message("add target:, min: or max:"),
            key="measure",
        )
    if rule.target is not None and (rule.min is not None or rule.max is not None):
        fail(
            Message("'target' and a limit in one rule"),
            Message("write target:, or min: and max:"),
            key="target",
        )
    if rule.per == "part" and form != "require":
        fail(
            Message("'per: part' does not go with '{form}'", form=form),
            Message("it goes with require"),
            key="per",
        )
    if rule.same is not None and form != "require":
        fail(
            Message("'same' does not go with '{form}'", form=form),
            Message("it goes with require"),
            key="same",
        )
    if rule.placed == "before" and rule.when is None:
        fail(Message("'placed: before' without a trigger"), Message("add when:"), key="placed")
    if isinstance(rule.times, str) and "when" not in written:
        fail(
            Message("'times: {times}' without a trigger", times=rule.times),
            Message("add when:"),
            key="times",
        )
    if isinstance(rule.times, int) and (
        rule.measure not in ("silence", "response_time") or rule.max is None
    ):
        fail(
            Message("a number of times goes with the max: of measure silence or response_time"),
            Message("for count write at_most:"),
            key="times",
        )
    for key in ("forbid", "require", "count", "until"):
        what = getattr(rule, key)
        if what is not None and what.left is not None:
            fail(Message("'left' outside a trigger"), Message("it goes into when:"), key=key)
