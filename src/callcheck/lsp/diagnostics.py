"""What is wrong with a document, as editors are told it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lsprotocol.types import Diagnostic, DiagnosticSeverity, Range

from callcheck.findings import Finding
from callcheck.lsp.documents import Document
from callcheck.messages import hinted, spoken
from callcheck.packs.problems import Problem
from callcheck.script.check import CheckedScript
from callcheck.script.lint import Linter

SOURCE = "callcheck"
SEVERITIES = {
    "error": DiagnosticSeverity.Error,
    "warning": DiagnosticSeverity.Warning,
    "info": DiagnosticSeverity.Information,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a script, and what the editor is told of it."""

    finding: Finding
    diagnostic: Diagnostic


@dataclass(frozen=True, slots=True)
class LintedScript:
    """What hovers and fixes of a script are made from."""

    linter: Linter
    script: CheckedScript
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What one version of a document gave."""

    document: Document
    diagnostics: tuple[Diagnostic, ...] = ()
    script: LintedScript | None = None


def told(message: str, place: Range, severity: str, code: str | None = None) -> Diagnostic:
    """Return a diagnostic; ``code`` is the rule's name."""
    return Diagnostic(
        place, spoken(message), severity=SEVERITIES[severity], code=code, source=SOURCE
    )


def told_problem(problem: Problem, document: Document, severity: str = "error") -> Diagnostic:
    """Return a problem at its place; one of another file stands in the first line, named."""
    if not problem.path or Path(problem.path).resolve() != document.path.resolve():
        return told(problem.told(), document.places.rest(1), severity)
    place = document.places.rest(problem.line or 1, problem.column)
    return told(hinted(problem.message, problem.hint), place, severity)
