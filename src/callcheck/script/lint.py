"""One request's rules, made ready to lint the scripts of files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from callcheck.check import Checker
from callcheck.config.problems import ConfigError, input_error
from callcheck.files import legible
from callcheck.findings import CallResult, CheckedCall, Finding, InputError
from callcheck.matching.ruleset import Ruleset
from callcheck.messages import Message, os_reason
from callcheck.packs.model import Rule
from callcheck.packs.problems import Problem
from callcheck.scorer import Outcome, Request, Warned
from callcheck.scoring.score import score_call
from callcheck.script.check import CheckedScript, check_script
from callcheck.script.fix import mended
from callcheck.script.formats import SUFFIXES, read_document
from callcheck.script.suppress import Answers
from callcheck.suppress.apply import Suppressor
from callcheck.suppress.baseline import read_baseline
from callcheck.suppress.place import SUFFIX
from callcheck.transcript.document import Document as Source
from callcheck.transcript.errors import ReadError

UNREADABLE = (ReadError, OSError, RecursionError)
"""What is raised over a script that cannot be read."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A script before and after its safe replacements, and how many were made."""

    path: str
    before: bytes
    after: bytes
    edits: int


def is_script(name: str) -> bool:
    """Tell whether a file met in a folder may be a script, by its name."""
    known = Path(name).suffix.lower() in SUFFIXES
    return known and not name.startswith((".", "~$")) and not name.endswith(SUFFIX)


def unreadable(path: str, error: Exception) -> InputError:
    """Return what one of UNREADABLE, raised over a script, says is wrong with it."""
    if isinstance(error, ReadError):
        return InputError(path, error.line, error.message)
    if isinstance(error, OSError):
        return InputError(path, None, os_reason(error))
    return InputError(path, None, Message("nested too deeply to be a script"))


class Linter:
    """A request's rules made ready to lint scripts: one a process."""

    def __init__(self, request: Request, ruleset: Ruleset) -> None:
        self.request = request
        self.profile = ruleset.profile
        self.packs = ruleset.packs
        self.rules: tuple[Rule, ...] = tuple(compiled.rule for compiled in ruleset.rules)
        self._left_out = ruleset.left_out
        self._checker = Checker(ruleset)
        baseline = request.baseline if not request.ignore_suppressions else None
        self._suppressor = Suppressor(
            self.rules,
            ((*self.rules, *self._left_out), self.packs),
            per_file={} if request.ignore_suppressions else request.per_file_ignores,
            baseline=read_baseline(baseline) if baseline else None,
        )

    @property
    def pass_mark(self) -> float:
        """The pass mark in force, in points."""
        given = self.request.fail_under
        return self.profile.pass_mark if given is None else given

    def lint_file(
        self, path: str, data: bytes | None = None, name: str | None = None
    ) -> Iterator[Outcome]:
        """Yield the script of one file, scored, and what is wrong or to be said of it.

        ``data`` stands for what the file holds, ``name`` for its name.
        """
        try:
            script = self.check(path, data, name)
        except UNREADABLE as error:
            yield unreadable(legible(path), error)
            return
        yield from self._answered(script)

    def check(self, path: str, data: bytes | None = None, name: str | None = None) -> CheckedScript:
        """Read and check one script; nothing is suppressed yet.  Raises UNREADABLE."""
        data = Source(path).data if data is None else data
        if not data.strip():
            raise ReadError(Message("the file is empty: a script has lines such as 客服：您好"))
        return check_script(read_document(path, data, name), self._checker)

    def answered(
        self, script: CheckedScript
    ) -> tuple[CheckedCall, list[InputError], list[Problem]]:
        """Return the findings with the suppressed ones marked, errors, and what is unused."""
        if self.request.ignore_suppressions:
            return script.checked, [], []
        answers = Answers(script, self.rules, self._left_out, self.packs)
        errors = list(answers.errors())
        checked = answers.apply()
        unused = list(answers.unused())
        try:
            file = self._suppressor.of_file(script.document.path)
        except ConfigError as error:
            errors += [input_error(problem) for problem in error.problems]
            return checked, errors, unused
        inline = {f.fingerprint: f.suppressed for f in checked.findings if f.suppressed}
        checked = self._suppressor.apply(checked, file)
        kept = tuple(
            replace(f, suppressed=inline.get(f.fingerprint, f.suppressed)) for f in checked.findings
        )
        unused += file.unused()
        return replace(checked, findings=kept), errors, unused

    def _answered(self, script: CheckedScript) -> Iterator[Outcome]:
        checked, errors, unused = self.answered(script)
        score = score_call(
            checked,
            self.profile,
            self.rules,
            pass_mark=self.pass_mark,
            fail_on=self.request.fail_on,
        )
        yield CallResult(checked, score)
        yield from errors
        yield from (Warned(problem.told()) for problem in unused)

    def fix(
        self,
        path: str,
        data: bytes | None = None,
        name: str | None = None,
        *,
        only: Finding | None = None,
    ) -> Fixed | None:
        """Return what safe replacements make of a script, or None where there are none.

        ``only`` is the one finding to mend.  Raises what ``check`` raises.
        """
        original = Source(path).data if data is None else data
        after, made = mended(original, lambda now: self._marked(path, now, name), self.rules, only)
        return Fixed(path, original, after, made) if made else None

    def _marked(self, path: str, data: bytes, name: str | None) -> CheckedScript:
        script = self.check(path, data, name)
        checked, _, _ = self.answered(script)
        return replace(script, checked=checked)
