"""Texts for people that know how they were made, and so can be said in another language.

A text stands in the program in the language it is told in unless somebody asks for
another: what the command line says in English, what reports say in Chinese.  The
catalogues in ``locale`` hold the other language of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
LOCALE = Path(__file__).parent / "locale"
DOMAIN = "callcheck"


_in_force: Language | None = None


class Message(str):
    """A text, made of a template and its values: ``Message("no pack '{id}'", id=id)``.

    It is an ordinary string, the text as it stands in the program, wherever it goes; a
    value may be a Message too.  A template without values is not formatted.
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, str | int | float]

    def __new__(cls, template: str, /, **values: object) -> Message:
        plain = {name: _plain(value) for name, value in values.items()}
        message = super().__new__(cls, template.format(**plain) if plain else template)
        message.template = template
        message.values = plain
        return message

    def __reduce__(self) -> tuple[object, ...]:
        return _made, (self.template, self.values)

    def with_values(self, change: Callable[[str], str]) -> Message:
        """Return the message with every text among its values changed."""
        return Message(self.template, **_changed(self.values, change))


def use(language: Language | None) -> None:
    """Take a language for the one in force in this process; None: none."""
    global _in_force
    _in_force = language


def in_force() -> Language | None:
    """Return the language in force; None: each text as it stands in the program."""
    return _in_force


def spoken(text: str) -> str:
    """Return a text in the language in force."""
    return said(text, _in_force)


def said(text: str, language: Language | None) -> str:
    """Return a message in a language; None, or a text that is no message: as it is."""
    if language is None or not isinstance(text, Message):
        return text
    template = _catalogue(language)(text.template)
    values = _changed(text.values, lambda value: said(value, language))
    return template.format(**values) if values else template


def hinted(wrong: str, right: str | None) -> str:
    """Return what is wrong and, where that is known, what would be right."""
    return Message("{wrong}; {right}", wrong=wrong, right=right) if right else wrong


def placed(place: object, told: str) -> str:
    """Return what is told of a place; an empty one is left out."""
    return Message("{place}: {told}", place=place, told=told) if place else told


def listed(items: Iterable[str]) -> str:
    """Return items as a Chinese text lists them; "" for none."""
    whole = ""
    for item in items:
        whole = Message("{whole}、{item}", whole=whole, item=item) if whole else item
    return whole


OS_REASONS = (
    Message("No such file or directory"),
    Message("Permission denied"),
    Message("Is a directory"),
    Message("Not a directory"),
    Message("No space left on device"),
    Message("Read-only file system"),
    Message("File name too long"),
    Message("Too many open files"),
)
"""What the system says most often; anything else is told in its own words."""


def os_reason(error: OSError) -> str:
    """Return why the system refused."""
    return Message(error.strerror) if error.strerror else str(error)


def _plain(value: object) -> str | int | float:
    """Return a value that can go to another process and be formatted once more."""
    return value if isinstance(value, str | int | float) else str(value)


def _changed(
    values: dict[str, str | int | float], change: Callable[[str], str]
) -> dict[str, str | int | float]:
    return {
        name: change(value) if isinstance(value, str) else value for name, value in values.items()
    }


def _made(template: str, values: dict[str, str | int | float]) -> Message:
    return Message(template, **values)


@cache
def _catalogue(language: Language) -> Callable[[str], str]:
    import gettext

    return gettext.translation(DOMAIN, LOCALE, [language]).gettext
