"""One request's rules, made ready to score the calls of files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from callcheck.check import Checker, load_ruleset
from callcheck.findings import CallResult, CheckedCall, InputError
from callcheck.matching.ruleset import Ruleset
from callcheck.messages import Message, os_reason
from callcheck.scoring.score import score_call
from callcheck.suppress.place import sidecar_of
from callcheck.transcript.model import Call
from callcheck.transcript.read import read_calls

if TYPE_CHECKING:
    from callcheck.suppress.apply import FileSuppressions, Suppressor
    from callcheck.transcript.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Request:
    """What to score and how; the names are those of the command's flags.

    ``jobs`` is a number of processes; None leaves it to the size of the run.
    ``min_severity`` hides findings from the report, never from the score.
    ``severity`` and ``per_file_ignores`` are as in the configuration: selector to
    severity, pattern of paths to selectors.  ``columns`` maps fields to headings of
    tables; ``metadata`` is a file of what is known of the calls; ``mask`` hides
    personal data in all that comes out, after the checks have read it.
    """

    paths: tuple[str, ...]
    profile: str | None = None
    packs: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, str] = field(default_factory=dict)
    per_file_ignores: dict[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    baseline: Path | None = None
    ignore_suppressions: bool = False
    fail_under: float | None = None
    fail_on: str | None = None
    min_severity: str = "info"
    input_format: str | None = None
    agent_speaker: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    metadata: Path | None = None
    mask: bool = False
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """Something worth saying that fails nothing, such as a suppression of no use."""

    message: str


Outcome = CallResult | InputError | Warned


def ruleset_of(request: Request) -> Ruleset:
    """Load the rules of a request, chosen and graded as it says.

    Raises PackError and ConfigError.
    """
    ruleset = load_ruleset(request.profile, request.packs, request.rules)
    if request.select or request.ignore or request.severity:
        from callcheck.config.select import adjust

        ruleset = adjust(ruleset, request.select, request.ignore, request.severity)
    return ruleset


def metadata_of(path: Path | None) -> Metadata | None:
    """Load the metadata of a request, if it names any.  Raises ConfigError."""
    if path is None:
        return None
    from callcheck.config.problems import ConfigError, fault
    from callcheck.transcript.errors import ReadError
    from callcheck.transcript.metadata import load_metadata

    try:
        return load_metadata(path)
    except ReadError as error:
        raise ConfigError([fault(path, error.line, error.message)]) from error
    except OSError as error:
        reason = os_reason(error)
        raise ConfigError(
            [fault(path, None, Message("cannot read the metadata: {reason}", reason=reason))]
        ) from error


class Scorer:
    """A request's rules made ready to score calls: one a process."""

    def __init__(self, request: Request, ruleset: Ruleset) -> None:
        self.request = request
        self.profile = ruleset.profile
        self.packs = ruleset.packs
        self.rules = tuple(compiled.rule for compiled in ruleset.rules)
        self._left_out = ruleset.left_out
        self._checker = Checker(ruleset)
        self.metadata = metadata_of(request.metadata)
        self._suppressor: Suppressor | None = None
        if (request.per_file_ignores or request.baseline) and not request.ignore_suppressions:
            self._suppressor = self._make_suppressor()

    @property
    def pass_mark(self) -> float:
        """The pass mark in force, in points."""
        given = self.request.fail_under
        return self.profile.pass_mark if given is None else given

    def score_file(self, path: str, stdin: BinaryIO | None = None) -> Iterator[Outcome]:
        """Yield every call of one file, scored, then what went wrong and what is to be said."""
        outcomes = self._outcomes(path, stdin)
        if self.request.mask:
            from callcheck.masked import masked

            outcomes = map(masked, outcomes)
        yield from outcomes

    def _outcomes(self, path: str, stdin: BinaryIO | None) -> Iterator[Outcome]:
        file, errors = self._suppressions(path)
        for call in self._calls(path, stdin):
            yield call if isinstance(call, InputError) else self.score_call(call, file)
        yield from errors
        if file:
            yield from (Warned(problem.told()) for problem in file.unused())

    def _calls(self, path: str, stdin: BinaryIO | None) -> Iterator[Call | InputError]:
        request, metadata = self.request, self.metadata
        for call in read_calls(
            path,
            stdin=stdin,
            input_format=request.input_format,
            agent_speaker=request.agent_speaker,
            columns=request.columns,
        ):
            if metadata is not None and isinstance(call, Call):
                call = metadata.join(call)
            yield call

    def score_call(self, call: Call, file: FileSuppressions | None = None) -> CallResult:
        """Check one call, mark what is suppressed, and score it."""
        checked: CheckedCall = self._checker.check(call)
        if file and self._suppressor:
            checked = self._suppressor.apply(checked, file)
        score = score_call(
            checked,
            self.profile,
            self.rules,
            pass_mark=self.pass_mark,
            fail_on=self.request.fail_on,
        )
        return CallResult(checked, score)

    def _suppressions(self, path: str) -> tuple[FileSuppressions | None, list[InputError]]:
        if self.request.ignore_suppressions:
            return None, []
        if self._suppressor is None:
            if sidecar_of(path) is None:
                return None, []
            self._suppressor = self._make_suppressor()
        from callcheck.config.problems import ConfigError, input_error

        try:
            return self._suppressor.of_file(path), []
        except ConfigError as error:
            return None, [input_error(problem) for problem in error.problems]

    def _make_suppressor(self) -> Suppressor:
        from callcheck.suppress.apply import Suppressor
        from callcheck.suppress.baseline import read_baseline

        request = self.request
        return Suppressor(
            self.rules,
            ((*self.rules, *self._left_out), self.packs),
            per_file=request.per_file_ignores,
            baseline=read_baseline(request.baseline) if request.baseline else None,
        )
