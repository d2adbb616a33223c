"""Choosing rules by name: which run, how grave they are, and what a name means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

from callcheck.config.problems import ConfigError
from callcheck.matching.ruleset import Ruleset
from callcheck.messages import Message
from callcheck.packs.model import Pack, Rule
from callcheck.packs.problems import Problem, did_you_mean

ALL = "ALL"
MAGIC = frozenset("*?[")


def chooses(selector: str, rule: Rule) -> bool:
    """Tell whether a selector means the rule.

    A selector is a rule's full name, id or alias, a pack, a category or family, a
    clause, a pattern of full names (``default/shirking-*``), or ``ALL``.
    """
    if MAGIC & set(selector):
        return fnmatchcase(rule.name, selector)
    return selector == ALL or selector in _names(rule)


def _names(rule: Rule) -> set[str]:
    aliases = {name for old in rule.aliases for name in (old, f"{rule.pack}/{old}")}
    plain = {rule.name, rule.id, rule.pack, rule.category, rule.family}
    return plain | aliases | set(rule.clauses)


def means_exactly(selector: str, rule: Rule) -> bool:
    """Tell whether a selector names this one rule, not a group it is in."""
    return selector in (rule.name, rule.id, *rule.aliases)


def check_selectors(
    selectors: Iterable[str], rules: Sequence[Rule], packs: Sequence[Pack], key: str
) -> list[Problem]:
    """Return a problem for each selector that means nothing the packs hold."""
    cited = {clause.id for pack in packs for clause in pack.clauses}
    known = {ALL, *(pack.id for pack in packs), *cited}
    for rule in rules:
        known |= _names(rule)
    problems = []
    for selector in dict.fromkeys(selectors):
        if selector in known or any(chooses(selector, rule) for rule in rules):
            continue
        hint = did_you_mean(
            selector, known, otherwise=Message("'callcheck rules list' names them all")
        )
        problems.append(
            Problem(
                "",
                None,
                None,
                Message(
                    "{key}: no rule, pack, category or clause '{selector}'",
                    key=key,
                    selector=selector,
                ),
                hint,
                (key, selector),
            )
        )
    return problems


def adjust(
    ruleset: Ruleset,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
) -> Ruleset:
    """Return the ruleset with only the chosen rules, at the chosen severities.

    A rule runs if ``select`` (none: every rule) means it and ``ignore`` does not; a rule
    that may not be suppressed is not ignored by its group, and to name it is an error.
    Of several severities for a rule the last holds.  Raises ConfigError.
    """
    grades = severity or {}
    if not (select or ignore or grades):
        return ruleset
    rules = [compiled.rule for compiled in ruleset.rules]
    problems = [
        problem
        for key, selectors in (("select", select), ("ignore", ignore), ("severity", grades))
        for problem in check_selectors(selectors, rules, ruleset.packs, key)
    ]
    problems += _refused(ignore, rules)
    if problems:
        raise ConfigError(problems)
    kept = [
        replace(compiled, rule=_graded(compiled.rule, grades))
        for compiled in ruleset.rules
        if _runs(compiled.rule, select, ignore)
    ]
    if not kept:
        message = Message("no rule is left to run")
        raise ConfigError(
            [Problem("", None, None, message, Message("select more, or ignore less"))]
        )
    running = {compiled.rule.name for compiled in kept}
    left_out = tuple(rule for rule in rules if rule.name not in running)
    return replace(ruleset, rules=tuple(kept), left_out=left_out)


def _runs(rule: Rule, select: Sequence[str], ignore: Sequence[str]) -> bool:
    if select and not any(chooses(selector, rule) for selector in select):
        return False
    return not (rule.suppressible and any(chooses(selector, rule) for selector in ignore))


def _refused(ignore: Sequence[str], rules: Sequence[Rule]) -> list[Problem]:
    return [
        Problem(
            "",
            None,
            None,
            Message("ignore: the rule '{name}' may not be suppressed", name=rule.name),
            None,
        )
        for selector in ignore
        for rule in rules
        if not rule.suppressible and means_exactly(selector, rule)
    ]


def _graded(rule: Rule, severity: Mapping[str, str]) -> Rule:
    for selector, grade in severity.items():
        if chooses(selector, rule):
            rule = replace(rule, severity=grade)
    return rule


def path_matches(path: str, pattern: str) -> bool:
    """Tell whether a file's path fits a pattern; ``*`` crosses folders.

    A pattern without a slash is compared with the file's name alone; a folder's name
    means all that is in it.
    """
    if "/" not in pattern:
        return fnmatchcase(Path(path).name, pattern)
    whole = Path(path).absolute().as_posix()
    wanted = Path(pattern).absolute().as_posix()
    return fnmatchcase(whole, wanted) or fnmatchcase(whole, f"{wanted}/*")
