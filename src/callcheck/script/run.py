"""One run over scripts: paths in, linted scripts out, in the order of the paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from callcheck.files import STDIN, files_of
from callcheck.findings import InputError
from callcheck.messages import Message, os_reason
from callcheck.report.model import Run
from callcheck.run import check_per_file, sift
from callcheck.scorer import Outcome, Request, ruleset_of
from callcheck.script.lint import Fixed, Linter, is_script
from callcheck.transcript.errors import ReadError

KIND = "script"


def start_lint(
    request: Request, *, stdin: BinaryIO | None = None, stdin_name: str | None = None
) -> Run:
    """Load the rules and return the run; its scripts are linted as they are read.

    ``stdin_name`` is the file name by which standard input is read.  Raises PackError
    and ConfigError.
    """
    linter = Linter(request, ruleset_of(request))
    check_per_file(request, linter.rules, linter.packs)
    run = Run(linter.profile, linter.packs, linter.rules, linter.pass_mark, calls=(), kind=KIND)
    run.calls = sift(_outcomes(linter, stdin, stdin_name), run, request)
    return run


def start_fix(
    request: Request, *, stdin: BinaryIO | None = None, stdin_name: str | None = None
) -> Iterator[Fixed | InputError]:
    """Yield each script that safe replacements change, before and after; nothing is written.

    Raises PackError and ConfigError.
    """
    linter = Linter(request, ruleset_of(request))
    for item in scripts_of(request):
        if isinstance(item, InputError):
            yield item
            continue
        data = (stdin.read() if stdin else b"") if item == STDIN else None
        try:
            fixed = linter.fix(item, data, stdin_name if item == STDIN else None)
        except ReadError as error:
            yield InputError(item, error.line, error.message)
        except OSError as error:
            yield InputError(item, None, os_reason(error))
        except RecursionError:
            yield InputError(item, None, Message("nested too deeply to be a script"))
        else:
            if fixed is not None:
                yield fixed


def scripts_of(request: Request) -> Iterator[str | InputError]:
    """Yield the files that the request names."""
    return files_of(request.paths, request.exclude, is_script, KIND)


def _outcomes(linter: Linter, stdin: BinaryIO | None, stdin_name: str | None) -> Iterator[Outcome]:
    for item in scripts_of(linter.request):
        if isinstance(item, InputError):
            yield item
        elif item == STDIN:
            yield from linter.lint_file(item, stdin.read() if stdin else b"", stdin_name)
        else:
            yield from linter.lint_file(item)
