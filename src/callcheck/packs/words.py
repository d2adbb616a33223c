"""Word lists, slots and calendars of a pack and its parents, laid over each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from callcheck.messages import Message
from callcheck.packs.model import Clue, Clues, Phrase, Slot, Weights
from callcheck.packs.problems import Problem, did_you_mean
from callcheck.packs.read import Node
from callcheck.packs.schema import PackSpec, SlotSpec
from callcheck.packs.schema_clues import KindSpec
from callcheck.packs.vocabulary import DEFAULT_SETTINGS


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack file that was read and found well-formed."""

    node: Node
    spec: PackSpec
    partial: bool = False
    """True where broken rules were left out, to look for what else is wrong."""

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.spec.pack


def merge_settings(files: Iterable[PackFile]) -> dict[str, object]:
    """Return the settings that hold; ``files`` run from the least authority to the most."""
    settings = dict(DEFAULT_SETTINGS)
    for file in files:
        written = file.spec.settings
        for key in written.model_fields_set:
            value = getattr(written, key)
            settings[key] = tuple(value) if isinstance(value, list) else value
    return settings


def merge_words(
    files: Iterable[PackFile], problems: list[Problem]
) -> dict[str, tuple[Phrase, ...]]:
    """Lay the word lists over each other: ``名`` replaces, ``名+`` adds, ``名-`` takes away.

    ``files`` run from the least authority to the most.
    """
    words: dict[str, tuple[Phrase, ...]] = {}
    for file in files:
        for key, phrases in _lists(file):
            name = key.rstrip("+-")
            if name == key:
                words[name] = phrases
            elif name not in words:
                hint = did_you_mean(
                    name, words, otherwise=Message("write {name}: to begin a list", name=name)
                )
                problems.append(
                    _at_key(
                        file, "words", key, Message("no list '{name}' to change", name=name), hint
                    )
                )
            elif key.endswith("+"):
                words[name] = (*words[name], *phrases)
            else:
                words[name] = _without(words[name], phrases, name, problems)
    return words


def _lists(file: PackFile) -> Iterator[tuple[str, tuple[Phrase, ...]]]:
    """Yield the lists of one file, plain ones before those that change them."""
    for key in sorted(file.spec.words, key=lambda key: key[-1:] in "+-"):
        texts = file.spec.words[key]
        yield key, _phrases(texts, file.node.at("words", key))


def _phrases(texts: Sequence[str], node: Node) -> tuple[Phrase, ...]:
    return tuple(Phrase(text, node.at(index).text_source) for index, text in enumerate(texts))


def _without(
    words: tuple[Phrase, ...], unwanted: tuple[Phrase, ...], name: str, problems: list[Problem]
) -> tuple[Phrase, ...]:
    known = [phrase.text for phrase in words]
    for phrase in unwanted:
        if phrase.text not in known:
            place = phrase.source
            message = Message("'{text}' is not in the list '{name}'", text=phrase.text, name=name)
            hint = did_you_mean(
                phrase.text, known, otherwise=Message("it must be written the same")
            )
            problems.append(Problem(place.path, place.line, place.column, message, hint))
    gone = {phrase.text for phrase in unwanted}
    return tuple(phrase for phrase in words if phrase.text not in gone)


def merge_slots(files: Iterable[PackFile]) -> dict[str, Slot]:
    """Lay the slots over each other; ``files`` run from the least authority to the most."""
    return {
        name: _slot(spec, file.node.at("slots", name))
        for file in files
        for name, spec in file.spec.slots.items()
    }


def _slot(spec: SlotSpec, node: Node) -> Slot:
    if spec.any_ is not None:
        return Slot(any=_phrases(spec.any_, node.at("any")))
    return Slot(
        starts=tuple(spec.starts or ()),
        ends=tuple(spec.ends or ()),
        length=spec.length or Slot().length,
        of=spec.of or Slot().of,
    )


def merge_calendars(files: Iterable[PackFile]) -> Mapping[str, tuple[str, ...]]:
    """Lay the calendars over each other; ``files`` run from the least authority to the most."""
    return {name: tuple(days) for file in files for name, days in file.spec.calendars.items()}


def merge_clues(files: Iterable[PackFile]) -> dict[str, Clues]:
    """Lay the clues over each other; ``files`` run from the least authority to the most."""
    return {
        name: Clues(
            _weights(spec),
            spec.doubt,
            spec.misheard,
            tuple((kind, _weights(of_kind)) for kind, of_kind in spec.kinds.items()),
        )
        for file in files
        for name, spec in file.spec.clues.items()
    }


def _weights(spec: KindSpec) -> Weights:
    worth: dict[str, dict[str, int]] = defaultdict(dict)
    for place in ("said", "answered", "before"):
        table: Mapping[int, list[str]] = getattr(spec, place)
        for points, texts in table.items():
            for text in texts:
                worth[text][place] = points
    return Weights(spec.base, tuple(Clue(text, **places) for text, places in worth.items()))


def _at_key(file: PackFile, section: str, key: str, message: str, hint: str | None) -> Problem:
    holder = file.node.at(section)
    entry = holder.value[key] if isinstance(holder.value, dict) else holder
    return Problem(holder.path, entry.line, entry.column, message, hint)
