"""Pack and profile files, as pydantic reads them (rule language, sections 3 and 4)."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator, model_validator

from callcheck.messages import Message
from callcheck.packs.schema_clues import CluesSpec
from callcheck.packs.schema_rule import RuleSpec
from callcheck.packs.schema_what import Spec
from callcheck.packs.values import (
    Day,
    Kebab,
    Length,
    Seconds,
    Share,
    Text,
    Texts,
    fail,
)
from callcheck.packs.vocabulary import ClauseStatus, Hear

Language = Annotated[int, WithJsonSchema({"const": 1})]
_NAME = re.compile(r"[^\s/{}<>()\[\]|…｛｝＜＞（）［］｜+-]+[+-]?")


class SettingsSpec(Spec):
    """What holds for every rule of the pack that does not say otherwise."""

    gap: int | None = Field(default=None, ge=1, le=20)
    long_gap: int | None = Field(default=None, ge=1, le=60)
    hear: Hear | None = None
    confidence: float | None = Field(default=None, gt=0, le=1)
    wait_tolerance: Seconds | None = None
    tolerance: Share | None = None
    company: Texts | None = None


class SlotSpec(Spec):
    """A shape with a name: a closed list, or how it begins, ends, and how long it is."""

    any_: Texts | None = Field(default=None, alias="any")
    starts: Texts | None = None
    ends: Texts | None = None
    length: Length | None = None
    of: Literal["han", "digits", "letters", "any"] | None = None

    @model_validator(mode="after")
    def _one_shape(self) -> SlotSpec:
        shape = self.model_fields_set - {"any_"}
        if self.any_ is not None and shape:
            key = sorted(shape)[0]
            fail(
                Message("'any' and '{key}' in one slot", key=key),
                Message("a slot is a list or a shape"),
                key=key,
            )
        if self.any_ is None and not shape:
            fail(Message("an empty slot"), Message("write any: [...], or starts, ends, length, of"))
        return self


class ClauseSpec(Spec):
    """A clause of the standard, and who checks it."""

    id: Text
    section: str | None = None
    summary: Text
    status: ClauseStatus
    reason: str | None = None

    @model_validator(mode="after")
    def _reasoned(self) -> ClauseSpec:
        if self.status != "automated" and not self.reason:
            fail(
                Message(
                    "clause '{id}' is {status} without a reason", id=self.id, status=self.status
                ),
                Message("add reason:"),
            )
        return self


class ConflictSpec(Spec):
    """A pack that asks the opposite, and of what."""

    pack: Kebab
    why: str | None = None


Conflict = Annotated[
    ConflictSpec,
    BeforeValidator(lambda value: {"pack": value} if isinstance(value, str) else value),
]


def _override(value: Any) -> Any:
    if value == "off":
        return None
    if not isinstance(value, dict) or not value:
        fail(
            Message("an override is the fields to change"), Message("write {field: value}, or off")
        )
    for key in ("id", "clause", "examples"):
        if key in value:
            fail(
                Message("'{key}' cannot be overridden", key=key),
                Message("write a rule of your own"),
                key=key,
            )
    return value


Override = Annotated[
    dict[str, Any] | None,
    BeforeValidator(_override),
    WithJsonSchema({"anyOf": [{"const": "off"}, {"type": "object"}]}),
]
"""The fields of an included rule to change; None for ``off``."""


class PackSpec(Spec):
    """A pack file."""

    pack: Kebab = Field(description="The pack's id")
    language: Language = Field(description="The version of the rule language: 1")
    title: Text
    extends: Texts = Field(default_factory=list)
    include: Texts = Field(default_factory=list)
    settings: SettingsSpec = Field(default_factory=SettingsSpec)
    words: dict[str, Annotated[list[Text], Field(min_length=1)]] = Field(default_factory=dict)
    slots: dict[str, SlotSpec] = Field(default_factory=dict)
    calendars: dict[str, list[Day]] = Field(default_factory=dict)
    clues: dict[str, CluesSpec] = Field(default_factory=dict)
    clauses: list[ClauseSpec] = Field(default_factory=list)
    conflicts: list[Conflict] = Field(default_factory=list)
    rules: list[RuleSpec] = Field(default_factory=list)
    overrides: dict[str, Override] = Field(default_factory=dict)

    @field_validator("language")
    @classmethod
    def _known_language(cls, language: int) -> int:
        if language != 1:
            fail(
                Message("language {language} is not known", language=language),
                Message("this program reads language: 1"),
            )
        return language

    @field_validator("words", "slots", mode="after")
    @classmethod
    def _plain_names(cls, named: dict[str, Any]) -> dict[str, Any]:
        for name in named:
            if not _NAME.fullmatch(name):
                fail(
                    Message("'{name}' cannot be a name", name=name),
                    Message("a name has no spaces and none of the marks of a phrase"),
                    key=name,
                )
        return named


class SectionSpec(Spec):
    """A section of the scorecard."""

    id: Text
    max: float = Field(ge=0)
    take: Texts


class ProfileSpec(Spec):
    """A profile file: packs and points."""

    profile: Kebab
    title: str | None = None
    packs: list[Kebab] = Field(default_factory=list)
    pass_mark: float = Field(default=80, alias="pass", ge=0, le=100)
    sections: list[SectionSpec] = Field(min_length=1)


def rule_schema() -> dict[str, Any]:
    """Return the JSON Schema of a pack file, for editors (yaml-language-server)."""
    return _json_schema(PackSpec, "callcheck rule pack")


def profile_schema() -> dict[str, Any]:
    """Return the JSON Schema of a profile file."""
    return _json_schema(ProfileSpec, "callcheck profile")


def _json_schema(model: type[Spec], title: str) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {**schema, "$schema": dialect, "title": title}
