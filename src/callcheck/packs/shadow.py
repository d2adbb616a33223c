"""Rules that say the same as another, or the opposite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from callcheck.messages import Message
from callcheck.packs.model import AnyOf, Phrase, Rule, Say, What
from callcheck.packs.problems import Problem

Words = Mapping[str, tuple[Phrase, ...]]


def contradicted(rules: Sequence[Rule], words: Words) -> Iterator[Problem]:
    """Yield the phrases that one rule requires and another forbids everywhere."""
    forbidden: dict[tuple[str, str], Rule] = {}
    for rule in rules:
        if rule.forbid is None or rule.when or rule.only_if or rule.said:
            continue
        for say in _plain(rule.forbid):
            narrowed = (say.within, say.after, say.before) != (None, None, None)
            if say.anchor == "anywhere" and not narrowed:
                for text in _texts(say, words):
                    forbidden.setdefault((say.by, text), rule)
    for rule in rules:
        for say in _required(rule.require):
            for text in _texts(say, words):
                other = forbidden.get((say.by, text))
                if other is not None:
                    yield Problem(
                        say.source.path,
                        say.source.line,
                        say.source.column,
                        Message(
                            "'{text}' is required here and forbidden by '{id}'",
                            text=text,
                            id=other.id,
                        ),
                        Message("take it out of one of the two"),
                    )


def shadowed(rules: Sequence[Rule], words: Words) -> Iterator[Problem]:
    """Yield the forbid rules all of whose phrases another of their category forbids."""
    plain = [
        (rule, say, frozenset(_texts(say, words)))
        for rule in rules
        if rule.when is None and (say := _only(rule.forbid)) is not None
    ]
    for index, (rule, say, texts) in enumerate(plain):
        for at, (other, other_say, other_texts) in enumerate(plain):
            wider = texts < other_texts or (texts == other_texts and at < index)
            if wider and _alike(rule, say) == _alike(other, other_say):
                place = rule.source
                yield Problem(
                    place.path,
                    place.line,
                    place.column,
                    Message(
                        "everything the rule '{one}' forbids, '{other}' forbids too",
                        one=rule.id,
                        other=other.id,
                    ),
                    Message("make one rule of them that cites both clauses"),
                )
                break


def _alike(rule: Rule, say: Say) -> tuple[object, ...]:
    """Return all that must be equal for two rules to differ in their phrases only."""
    guards = tuple((guard.kind, _spoken(guard.what)) for guard in rule.unless)
    scope = (say.by, say.anchor, say.hear or rule.hear, say.words, say.within)
    asides = (_spoken(say.after), _spoken(say.before), _spoken(rule.said))
    return (rule.category, *scope, *asides, guards, rule.only_if, rule.gap, rule.long_gap)


def _spoken(what: What | None) -> tuple[str, ...]:
    return tuple(phrase.text for phrase in what.phrases) if isinstance(what, Say) else ()


def _only(what: What | None) -> Say | None:
    return what if isinstance(what, Say) else None


def _plain(what: What) -> Iterator[Say]:
    """Yield the words any of which is a match by itself."""
    if isinstance(what, Say):
        yield what
    elif isinstance(what, AnyOf):
        for part in what.parts:
            yield from _plain(part)


def _required(what: What | None) -> Iterator[Say]:
    """Yield the words that help to meet a ``require``."""
    if isinstance(what, Say):
        yield what
    for part in getattr(what, "parts", ()):
        yield from _required(part)


def _texts(say: Say, words: Words) -> Iterator[str]:
    """Yield the phrases, a phrase that is one list as the list's entries."""
    waiting = [phrase.text for phrase in say.phrases]
    opened: set[str] = set()
    while waiting:
        text = waiting.pop().strip()
        name = text[1:-1]
        if text[:1] == "{" and text[-1:] == "}" and name in words:
            if name not in opened:
                opened.add(name)
                waiting.extend(phrase.text for phrase in words[name])
        else:
            yield text
