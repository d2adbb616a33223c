"""Training scripts in an editor: what ``callcheck lint`` finds in the text as it stands."""

from __future__ import annotations

from dataclasses import replace

from lsprotocol.types import Diagnostic, Range

from callcheck.config.select import path_matches
from callcheck.findings import Finding, InputError
from callcheck.lsp.diagnostics import Checked, Found, LintedScript, told, told_problem
from callcheck.lsp.documents import Document
from callcheck.packs.problems import Problem
from callcheck.scorer import Request
from callcheck.scoring.score import reaches
from callcheck.script.check import CheckedScript
from callcheck.script.lint import UNREADABLE, unreadable
from callcheck.script.run import linter_of


def check_script(document: Document, request: Request) -> Checked:
    """Lint a script by the rules of ``request``.  Raises PackError and ConfigError."""
    path = str(document.path)
    if any(path_matches(path, pattern) for pattern in request.exclude):
        return Checked(document)
    linter = linter_of(request)
    try:
        script = linter.check(path, document.data)
    except UNREADABLE as error:
        return Checked(document, (_told_error(unreadable(path, error), document),))
    checked, errors, unused = linter.answered(script)
    found = tuple(
        Found(finding, _told_finding(finding, script, document))
        for finding in checked.findings
        if finding.suppressed is None and reaches([finding], request.min_severity)
    )
    diagnostics = (
        *(one.diagnostic for one in found),
        *(_told_error(error, document) for error in errors),
        *(told_problem(problem, document, "warning") for problem in unused),
    )
    script = replace(script, checked=checked)
    return Checked(document, diagnostics, LintedScript(linter, script, found))


def _told_finding(finding: Finding, script: CheckedScript, document: Document) -> Diagnostic:
    place = _range(finding, script, document)
    return told(finding.message, place, finding.severity, finding.rule)


def _told_error(error: InputError, document: Document) -> Diagnostic:
    return told_problem(Problem(error.path, error.line, None, error.message), document)


def _range(finding: Finding, script: CheckedScript, document: Document) -> Range:
    """Return the words of a finding; of one about a whole call, the line it is shown at."""
    places = document.places
    if finding.line is None or finding.column is None:
        return places.rest(finding.line or 1)
    if finding.end_line is not None and finding.end_column is not None:
        return places.span(finding.line, finding.column, finding.end_line, finding.end_column)
    spots = next(
        (
            line.passage.spots
            for line in script.lines
            if (finding.line, finding.column) in line.passage.spots[:1]
        ),
        (),
    )
    last = max((column for line, column in spots if line == finding.line), default=finding.column)
    return places.span(finding.line, finding.column, finding.line, last + 1)
