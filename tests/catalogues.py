"""What the catalogues in ``src/callcheck/locale`` must hold, and how they are made.

Run as a program it brings them up to date: new texts are added without a translation,
those that are gone are dropped, and what programs read (``.mo``) is compiled.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from inspect import cleandoc
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import callcheck
from callcheck.cli.language import LANG
from callcheck.cli.lazy import LazyGroup
from callcheck.cli.main import cli
from callcheck.messages import DOMAIN, LANGUAGES, LOCALE

Text = str | tuple[str, str]
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""The same catalogue is to give the same bytes: it tells no time."""
SOURCE = Path(callcheck.__file__).parent
CLICK = Path(click.__file__).parent
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|--[a-z-]+")
_CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_MARK = re.compile(r"[;:]")
_LATIN = re.compile(r"[A-Za-z]")


def texts() -> dict[str, set[str]]:
    """Return, by the language of a catalogue, the texts it must hold: those of the other."""
    found: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for text in {*(template for template, _ in made()), *_helps(cli), str(LANG.help)}:
        bare = _PLACEHOLDER.sub("", text)
        chinese, latin = len(_CHINESE.findall(bare)), len(_LATIN.findall(bare))
        if chinese or latin or _MARK.search(bare):
            found["en" if chinese > latin else "zh"].add(text)
    return found


def made() -> Iterator[tuple[str, set[str]]]:
    """Yield each message that the program makes: its template, and the names of its values."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name("Message"), [ast.Constant(str(template))], keywords):
                    yield template, {keyword.arg or "" for keyword in keywords}


def _helps(command: click.Command) -> Iterator[str]:
    """Yield the help of a command, its options and its subcommands, as it is written."""
    if command.help:
        yield cleandoc(command.help)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield parameter.help
    if isinstance(command, LazyGroup):
        from importlib import import_module

        for place in command.commands_at.values():
            module, _, attribute = place.partition(":")
            yield from _helps(getattr(import_module(module), attribute))
    elif isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from _helps(inner)


def click_texts() -> set[Text]:
    """Return what click itself may say; a pair is one text for one, one for many."""
    # What marks an option that must be given is looked up by a name.
    found: set[Text] = {"required"}
    for path in CLICK.glob("*.py"):
        found.update(_texts_given(path, "_"))
        many = list(_texts_given(path, "ngettext"))
        found.update(zip(many[::2], many[1::2], strict=True))
    return found


def _texts_given(path: Path, name: str) -> Iterator[str]:
    """Yield the texts that are given to what has this name, inside f-strings, too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(ast.Name(called), arguments) if called == name:
                for argument in arguments:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


def po(language: str, domain: str = DOMAIN) -> Path:
    """Return the catalogue that people edit."""
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def read(path: Path) -> Catalog:
    """Return a catalogue as it stands."""
    with path.open("rb") as file:
        return read_po(file)


def compiled(path: Path) -> bytes:
    """Return what the catalogue is compiled to."""
    out = io.BytesIO()
    write_mo(out, read(path))
    return out.getvalue()


def update(path: Path, wanted: Iterable[Text]) -> int:
    """Bring a catalogue up to date; return how many texts lack a translation."""
    old = read(path) if path.is_file() else Catalog()
    new = Catalog(
        locale=path.parent.parent.name,
        header_comment="",
        project="callcheck",
        version=callcheck.__version__,
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        creation_date=NEVER,
        revision_date=NEVER,
        fuzzy=False,
    )
    for text in sorted(wanted, key=str):
        known = old.get(text if isinstance(text, str) else text[0])
        new.add(text, known.string if known else "")
    out = io.BytesIO()
    write_po(out, new, width=96)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.getvalue())
    path.with_suffix(".mo").write_bytes(compiled(path))
    return sum(not (message.string and any(message.string)) for message in new if message.id)


def main() -> int:
    """Bring all catalogues up to date; 1 where a translation is missing."""
    missing = sum(update(po(language), wanted) for language, wanted in texts().items())
    path = po("zh", "click")
    missing += update(path, {message.id for message in read(path)} & click_texts())
    print(f"{missing} without a translation")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
