"""The language in which the command line speaks: asked for, or the locale's.

With none asked for and no Chinese locale every text is told as it stands in the program:
the command line in English, the reports in Chinese.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Sequence
from inspect import cleandoc
from itertools import zip_longest
from typing import Any

import click
from click.core import ParameterSource

from callcheck import messages
from callcheck.messages import LANGUAGES, LOCALE, Language, Message, spoken

VARIABLE = "CALLCHECK_LANG"
OPTION = "--lang"
_SOURCES = (ParameterSource.DEFAULT_MAP, ParameterSource.ENVIRONMENT, ParameterSource.COMMANDLINE)
"""Where a language may be asked for; a later one wins over an earlier one."""
_RANK = "callcheck.lang"


def use(language: Language | None) -> None:
    """Speak this language from now on, click's own words included."""
    import gettext

    messages.use(language)

    if language == "zh":
        # click asks gettext, which goes by LANGUAGE.
        os.environ["LANGUAGE"] = language
        gettext.bindtextdomain("click", LOCALE)
        gettext.textdomain("click")
    else:
        gettext.textdomain("messages")


def begin(args: Sequence[str]) -> None:
    """Use the language that a command line asks for, else the environment's.

    The arguments are looked through before they are parsed: what is wrong with them is
    to be said in that language, too.
    """
    asked = _asked(args) or os.environ.get(VARIABLE)
    use(next((language for language in LANGUAGES if language == asked), _of_locale()))


def _asked(args: Sequence[str]) -> str | None:
    found = None
    for arg, following in zip_longest(args, args[1:]):
        if arg == "--":
            break
        if arg == OPTION:
            found = following
        elif arg.startswith(f"{OPTION}="):
            found = arg.partition("=")[2]
    return found


def _of_locale() -> Language | None:
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, names), "").lower().startswith("zh") else None


def say(text: str = "") -> None:
    """Print a text in the language in force."""
    click.echo(spoken(text))


def example(command: str) -> Message:
    """Return the last line of a command's help."""
    return Message("Example: {command}", command=command)


def dressed(command: click.Command) -> click.Command:
    """Return the command with ``--lang``, and its help in the language in force."""
    made = copy.copy(command)
    made.help = command.help and spoken(Message(cleandoc(command.help)))
    made.epilog = command.epilog and spoken(command.epilog)
    made.params = [_dressed(parameter) for parameter in (*command.params, LANG)]
    if isinstance(made, click.Group):
        made.commands = {name: dressed(inner) for name, inner in made.commands.items()}
    return made


def _dressed(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option) or not parameter.help:
        return parameter
    made = copy.copy(parameter)
    made.help = spoken(Message(parameter.help))
    return made


def _choose(ctx: click.Context, parameter: click.Parameter, value: Any) -> Any:
    source = ctx.get_parameter_source(parameter.name or "")
    rank = _SOURCES.index(source) if source in _SOURCES else -1
    if value is not None and rank >= ctx.meta.get(_RANK, 0):
        ctx.meta[_RANK] = rank
        use(value)
    return value


def asked_in(ctx: click.Context) -> ParameterSource | None:
    """Return where the language in force was asked for; None: it is the locale's."""
    return _SOURCES[ctx.meta[_RANK]] if _RANK in ctx.meta else None


LANG = click.Option(
    [OPTION],
    type=click.Choice(LANGUAGES),
    envvar=VARIABLE,
    expose_value=False,
    callback=_choose,
    help="Language of messages, and of what reports say around findings "
    "(default: the locale's; reports: Chinese).",
)
