"""Rule packs in an editor: what ``callcheck rules check`` says, and the examples that fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from lsprotocol.types import Diagnostic

from callcheck.examples import ExampleResult, run_examples
from callcheck.lsp.diagnostics import Checked, told, told_problem
from callcheck.lsp.documents import Document
from callcheck.matching.lint import unmatchable
from callcheck.messages import Message, listed
from callcheck.packs.lint import lint_pack
from callcheck.packs.load import find_rules_dir, load_packs
from callcheck.packs.model import Example, Pack
from callcheck.scorer import Request


def check_pack(document: Document, request: Request, stale: Callable[[], bool]) -> Checked:
    """Check the rules that a document writes; the pack files of ``request`` are at hand.

    Stops early where the text has become ``stale``.  Raises PackError.
    """
    diagnostics: list[Diagnostic] = []
    for pack in _load(document, request):
        for step in (_problems, _failures):
            if not stale():
                diagnostics += step(pack, document)
    return Checked(document, tuple(diagnostics))


def _load(document: Document, request: Request) -> list[Pack]:
    """Return the pack of the document, if it has any rule."""
    file = document.path.resolve()
    held = {file: document.data}
    shipped = find_rules_dir().resolve()
    if file.parent == shipped:
        loaded, _ = load_packs((file.stem,), held=held)
    elif file.parent == shipped / "profiles":
        loaded, _ = load_packs((), profile=file.stem, held=held)
    else:
        loaded, _ = load_packs((), (document.path,), at_hand=request.rules, held=held)
    return [pack for pack in loaded if pack.rules and Path(pack.path).resolve() == file]


def _problems(pack: Pack, document: Document) -> Iterator[Diagnostic]:
    for problem in (*lint_pack(pack), *unmatchable([pack])):
        yield told_problem(problem, document, "warning")


def _failures(pack: Pack, document: Document) -> Iterator[Diagnostic]:
    """Run the examples that the document itself writes; what it includes has its own file."""

    def written_here(example: Example) -> bool:
        return example.source.path == pack.path

    own = tuple(rule for rule in pack.rules if any(map(written_here, rule.examples)))
    for result in run_examples([replace(pack, rules=own)]):
        if not result.passed and written_here(result.example):
            yield _told_failure(result, document)


def _told_failure(result: ExampleResult, document: Document) -> Diagnostic:
    source = result.example.source
    got = result.got
    if result.words:
        got = Message("{got}: {words}", got=got, words=listed(result.words))
    message = Message(
        "example of {rule}: expected {expected}, got {got}",
        rule=result.rule.name,
        expected=result.expected,
        got=got,
    )
    if result.as_expected:
        message = Message(
            "example of {rule} passes now, though marked: {why}",
            rule=result.rule.name,
            why=result.example.xfail,
        )
    place = document.places.rest(source.line, source.column)
    return told(message, place, "error", result.rule.name)
