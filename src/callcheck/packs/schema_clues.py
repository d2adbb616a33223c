"""Clues: words that each say a little, with the points they are worth, as pydantic reads them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from callcheck.packs.schema_what import Spec
from callcheck.packs.values import Share, Text

Points = Annotated[int, Field(ge=-2000, le=2000)]
Table = dict[Points, Annotated[list[Text], Field(min_length=1)]]


class KindSpec(Spec):
    """What tells one kind of the thing from the others."""

    base: Points = 0
    before: Table = Field(default_factory=dict)
    said: Table = Field(default_factory=dict)
    answered: Table = Field(default_factory=dict)


class CluesSpec(KindSpec):
    """A thing that no single word shows, by points: hundredths of the logarithm of the odds."""

    doubt: Share = 0.25
    misheard: Share = 0.25
    kinds: dict[str, KindSpec] = Field(default_factory=dict)
