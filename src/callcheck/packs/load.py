"""Packs and a profile by name or path: the way into this room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from callcheck.messages import Message
from callcheck.packs.model import Pack, Profile, Section
from callcheck.packs.place import find_rules_dir, shipped_packs, shipped_profiles
from callcheck.packs.problems import PackError, Problem, did_you_mean, in_order, one_of
from callcheck.packs.vocabulary import CATEGORIES

__all__ = [
    "DEFAULT_PROFILE",
    "PackError",
    "find_rules_dir",
    "load_packs",
    "shipped_packs",
    "shipped_profiles",
]

DEFAULT_PROFILE = "default"
PACKS_PROFILE = "packs"
"""The profile whose sections score packs that were chosen one by one."""


def load_packs(
    ids: Sequence[str],
    paths: Sequence[Path] = (),
    profile: str | None = None,
    *,
    at_hand: Sequence[Path] = (),
    held: Mapping[Path, bytes] | None = None,
) -> tuple[tuple[Pack, ...], Profile]:
    """Load the packs ``ids``, the pack files or folders ``paths``, and a profile.

    With neither, the profile ``default`` runs.  With a profile its packs come first.
    A file among ``paths`` may be a profile; it is used where ``profile`` names none.
    The packs come in the order they were asked for, rules resolved; a rule that one of
    them includes from another is in the including pack only.  The packs ``at_hand`` may
    be extended and are not loaded for themselves; ``held`` gives what a file (its
    resolved path) holds in place of what is on disk.
    Raises PackError with everything that is wrong in any of the files.
    """
    from callcheck.packs.library import Library
    from callcheck.packs.resolve import Resolver, without_doubles

    problems: list[Problem] = []
    library = Library(problems, held)
    given, profiles = library.add(paths)
    library.add(at_hand)
    if profile is None:
        chosen = PACKS_PROFILE if ids or given else DEFAULT_PROFILE
        profile = profiles[0] if profiles else chosen
    spec = library.profile(profile)
    resolver = Resolver(library)
    wanted = list(dict.fromkeys([*(spec.packs if spec else ()), *ids, *given]))
    if not wanted and spec is not None and not problems:
        problems.append(
            Problem("", None, None, Message("no pack to run"), Message("name one with --pack"))
        )
    packs = [pack for id in wanted if (pack := resolver.resolve(id)) is not None]
    if spec is not None:
        node = library.profile_nodes[spec.profile]
        sections = tuple(
            Section(
                section.id,
                section.max,
                tuple(_taken(section.take, node.at("sections", index, "take"), resolver, problems)),
            )
            for index, section in enumerate(spec.sections)
        )
        _check_section_ids(sections, node, problems)
    if problems or spec is None:
        raise PackError(in_order(problems))
    packs = without_doubles(packs, resolver)
    return tuple(packs), Profile(spec.profile, tuple(wanted), spec.pass_mark, sections)


def _taken(take: Sequence[str], node: Any, resolver: Any, problems: list[Problem]) -> Iterator[str]:
    """Yield the categories and rules a section takes, an alias as the rule's name now."""
    names = resolver.known_names()
    for index, wanted in enumerate(take):
        if wanted in CATEGORIES:
            yield wanted
        elif wanted in names:
            yield names[wanted]
        elif not problems:
            # With a pack that could not be read, a rule's absence says nothing.
            place = node.at(index)
            hint = did_you_mean(wanted, (*CATEGORIES, *names), otherwise=one_of(CATEGORIES))
            message = Message("'{wanted}' is neither a category nor a rule", wanted=wanted)
            problems.append(Problem(place.path, place.line, place.column, message, hint))


def _check_section_ids(sections: Sequence[Section], node: Any, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for index, section in enumerate(sections):
        if section.id in seen:
            place = node.at("sections", index, "id")
            message = Message("the section '{id}' stands here a second time", id=section.id)
            problems.append(
                Problem(place.path, place.line, place.column, message, Message("rename one"))
            )
        seen.add(section.id)
