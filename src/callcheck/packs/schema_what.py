"""The shapes of a *what* (rule language, section 3), as pydantic reads them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from callcheck.messages import Message
from callcheck.packs.values import InWindow, Seconds, Share, Text, Texts, Turns, fail
from callcheck.packs.vocabulary import Anchor, Hear, Speaker


class Spec(BaseModel):
    """One mapping of a rule file.  Unknown keys are errors."""

    model_config = ConfigDict(
        extra="forbid", allow_inf_nan=False, arbitrary_types_allowed=True, validate_by_name=False
    )


FORMS = ("say", "likely", "any", "all", "at_least", "not", "silence", "quiet", "hang_up")
"""The keys of which a *what* has one; ``by`` alone is the tenth form."""
_COMPANIONS = {
    "by": ("say", "likely"),
    "as": ("say",),
    "hear": ("say",),
    "words": ("say",),
    "near": ("all",),
    "of": ("at_least",),
    "for": ("quiet",),
    "over": ("likely",),
    "turns": ("likely",),
    "at": ("quiet",),
}
"""Keys that go with some forms only."""


def unquoted(name: str) -> tuple[str, str]:
    """Return what is wrong, and what would be right, where ``{name}`` has no quotes."""
    return Message("a word list without quotation marks"), Message(
        'write "{{{name}}}" in double quotes', name=name
    )


def spread(value: Any) -> Any:
    """Write a short form of a *what* out: a phrase, a list of phrases, a list of whats."""
    if isinstance(value, str):
        return {"say": [value]}
    if isinstance(value, list):
        if any(isinstance(item, dict | list) for item in value):
            return {"any": value}
        return {"say": value}
    if isinstance(value, dict) and len(value) == 1:
        (key, inner), *_ = value.items()
        if inner is None:
            fail(*unquoted(key))
    return value


class WhatSpec(Spec):
    """The thing looked for, in its full form."""

    say: Texts | None = Field(default=None, description="Any of these phrases")
    likely: Text | None = Field(default=None, description="Turns that these clues speak for")
    any_: list[What] | None = Field(default=None, alias="any", min_length=1)
    all_: list[What] | None = Field(default=None, alias="all", min_length=1)
    at_least: int | None = Field(default=None, ge=1)
    of: list[What] | None = Field(default=None, min_length=1)
    not_: What | None = Field(default=None, alias="not")
    silence: Seconds | None = None
    quiet: Literal["agent", "customer"] | None = None
    hang_up: Literal["agent", "customer", "system"] | None = None
    by: Speaker | None = None
    anchor: Anchor | None = Field(default=None, alias="as")
    hear: Hear | None = None
    words: Literal["whole", "any"] | None = None
    near: int | None = Field(default=None, ge=0, description="字 between the parts, at most")
    for_: Seconds | None = Field(default=None, alias="for")
    over: Share | None = Field(default=None, description="How likely, in place of confidence")
    turns: int | None = Field(default=None, ge=1, description="At least so many such turns")
    at: Literal["start of call"] | None = None
    name: str | None = Field(default=None, description="What findings call this part")
    window: InWindow | None = Field(default=None, alias="in")
    after: What | None = None
    before: What | None = None
    left: Turns | None = Field(
        default=None, description="On a trigger: how many agent turns follow"
    )

    @model_validator(mode="after")
    def _checked(self) -> Self:
        self.check_form()
        return self

    def check_form(self) -> None:
        """Refuse a *what* that has no form, two forms, or keys of another form."""
        written = {_key(name) for name in self.model_fields_set}
        forms = [form for form in FORMS if form in written]
        if len(forms) > 1:
            fail(
                Message("'{one}' and '{other}' in one what", one=forms[0], other=forms[1]),
                Message("put them as parts under any: or all:"),
                key=forms[1],
            )
        if not forms and "by" not in written:
            fail(
                Message("nothing to look for"),
                Message("write one of: {forms}, by", forms=", ".join(FORMS)),
            )
        form = forms[0] if forms else "by"
        for key, goes_with in _COMPANIONS.items():
            if key in written and form not in goes_with and key != form:
                if key in ("by", "as", "hear", "words") and form in ("any", "all", "at_least"):
                    hint = Message("write '{key}' in each of the parts", key=key)
                else:
                    hint = Message(
                        "'{key}' goes with '{goes_with}'", key=key, goes_with=goes_with[0]
                    )
                fail(
                    Message("'{key}' does not go with '{form}'", key=key, form=form), hint, key=key
                )
        for form_key, needed in (("at_least", "of"), ("quiet", "for")):
            if form == form_key and needed not in written:
                fail(
                    Message("'{form}' without '{needed}'", form=form_key, needed=needed),
                    Message("add {needed}:", needed=needed),
                    key=form_key,
                )
        parts = [*(self.any_ or ()), *(self.all_ or ()), *(self.of or ())]
        for inner in (*parts, self.not_, self.after, self.before):
            if inner is not None and inner.left is not None:
                fail(
                    Message("'left' inside a what"),
                    Message("it stands beside the trigger's own words"),
                )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        full = handler.resolve_ref_schema(handler(core_schema))
        return {"anyOf": [{"type": "string"}, {"type": "array"}, full]}


def _key(field: str) -> str:
    return WhatSpec.model_fields[field].alias or field


What = Annotated[WhatSpec, BeforeValidator(spread)]
WhatSpec.model_rebuild()


class StepSpec(WhatSpec):
    """One of ``steps``: a *what*, or a wait."""

    wait: Seconds | None = None

    def check_form(self) -> None:
        """Refuse a step that is neither a *what* nor a wait."""
        if self.wait is None:
            super().check_form()
        elif extra := self.model_fields_set - {"wait", "name"}:
            key = type(self).model_fields[min(extra)].alias or min(extra)
            fail(
                Message("'{key}' in a wait", key=key),
                Message("a wait is a step of its own"),
                key=key,
            )


Step = Annotated[StepSpec, BeforeValidator(spread)]
