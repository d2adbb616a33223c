"""One run: paths in, scored calls out, in the order of the paths."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from callcheck.check import Checker, load_ruleset
from callcheck.findings import CallResult, InputError
from callcheck.matching.ruleset import Ruleset
from callcheck.report.model import Run
from callcheck.scoring.score import reaches, score_call
from callcheck.transcript.model import Call
from callcheck.transcript.read import read_calls

STDIN = "-"
FILES_WORTH_PROCESSES = 200
"""Under so many files, starting processes costs more than it saves."""
FILES_A_TASK = 16

Outcome = CallResult | InputError


@dataclass(frozen=True, slots=True)
class Request:
    """What to score and how; the names are those of the command's flags.

    ``jobs`` is a number of processes; None leaves it to the size of the run.
    ``min_severity`` hides findings from the report, never from the score.
    """

    paths: tuple[str, ...]
    profile: str | None = None
    packs: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    fail_under: float | None = None
    fail_on: str | None = None
    min_severity: str = "info"
    input_format: str | None = None
    agent_speaker: str | None = None
    jobs: int | None = None


def start_run(
    request: Request,
    *,
    stdin: BinaryIO | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Load the rules and return the run; its calls are scored as they are read.

    ``progress`` is told (files done, files in all) after each file.  Raises
    ``PackError`` for packs or profiles that cannot be used.
    """
    ruleset = load_ruleset(request.profile, request.packs, request.rules)
    scorer = Scorer(request, ruleset)
    run = Run(scorer.profile, ruleset.packs, scorer.rules, scorer.pass_mark, calls=())
    run.calls = _sift(_outcomes(scorer, stdin, progress), run.errors)
    return run


def files_of(paths: Iterable[str]) -> Iterator[str | InputError]:
    """Yield each file the paths name, once: folders by name, recursively, and globs."""
    seen: set[str] = set()
    for path in paths:
        found = False
        for item in _expand(path):
            found = True
            if isinstance(item, InputError) or item not in seen:
                yield item
            if isinstance(item, str):
                seen.add(item)
        if not found:
            yield InputError(
                path, None, "no transcript here: the folder or pattern matches nothing"
            )


class Scorer:
    """A request's rules made ready to score calls: one a process."""

    def __init__(self, request: Request, ruleset: Ruleset) -> None:
        self.request = request
        self.profile = ruleset.profile
        self.rules = tuple(compiled.rule for compiled in ruleset.rules)
        self._checker = Checker(ruleset)

    @property
    def pass_mark(self) -> float:
        """The pass mark in force, in points."""
        given = self.request.fail_under
        return self.profile.pass_mark if given is None else given

    def score_file(self, path: str, stdin: BinaryIO | None = None) -> Iterator[Outcome]:
        """Yield every call of one file, scored, and every error met in reading it."""
        request = self.request
        calls = read_calls(
            path,
            stdin=stdin,
            input_format=request.input_format,
            agent_speaker=request.agent_speaker,
        )
        for call in calls:
            yield call if isinstance(call, InputError) else self.score_call(call)

    def score_call(self, call: Call) -> CallResult:
        """Check one call and score it."""
        checked = self._checker.check(call)
        score = score_call(
            checked,
            self.profile,
            self.rules,
            pass_mark=self.pass_mark,
            fail_on=self.request.fail_on,
        )
        shown = tuple(f for f in checked.findings if reaches([f], self.request.min_severity))
        return CallResult(replace(checked, findings=shown), score)


def _sift(outcomes: Iterable[Outcome], errors: list[InputError]) -> Iterator[CallResult]:
    for outcome in outcomes:
        if isinstance(outcome, InputError):
            errors.append(outcome)
        else:
            yield outcome


def _expand(path: str) -> Iterator[str | InputError]:
    if path == STDIN:
        yield path
    elif Path(path).is_dir():
        yield from _walk(path)
    elif Path(path).exists():
        yield path
    elif glob.has_magic(path):
        for match in sorted(glob.glob(path, recursive=True)):  # noqa: PTH207 - patterns may be absolute
            if Path(match).is_dir():
                yield from _walk(match)
            else:
                yield match
    else:
        yield InputError(path, None, "no such file or folder")


def _walk(folder: str) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if is_transcript(name):
                yield os.path.join(root, name)  # noqa: PTH118 - keeps the path as it was given


def is_transcript(name: str) -> bool:
    """Tell whether a file met in a folder is a transcript, by its name."""
    return not name.startswith(".") and name.lower().endswith((".txt", ".json", ".jsonl"))


def _outcomes(
    scorer: Scorer, stdin: BinaryIO | None, progress: Callable[[int, int], None] | None
) -> Iterator[Outcome]:
    request = scorer.request
    items = list(files_of(request.paths))
    jobs = request.jobs or (os.cpu_count() or 1 if len(items) >= FILES_WORTH_PROCESSES else 1)
    many = jobs > 1 and len(items) > 1 and STDIN not in items
    scored = _in_processes(items, request, jobs) if many else _here(items, scorer, stdin)
    for done, outcomes in enumerate(scored, start=1):
        yield from outcomes
        if progress:
            progress(done, len(items))


def _here(
    items: Iterable[str | InputError], scorer: Scorer, stdin: BinaryIO | None
) -> Iterator[Iterable[Outcome]]:
    for item in items:
        yield [item] if isinstance(item, InputError) else scorer.score_file(item, stdin)


def _in_processes(
    items: list[str | InputError], request: Request, jobs: int
) -> Iterator[Iterable[Outcome]]:
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, initializer=_prepare, initargs=(request,)) as pool:
        try:
            yield from pool.map(_score_item, items, chunksize=FILES_A_TASK)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_scorer: Scorer | None = None


def _prepare(request: Request) -> None:
    """Load the rules once in each worker process."""
    global _scorer
    _scorer = Scorer(request, load_ruleset(request.profile, request.packs, request.rules))


def _score_item(item: str | InputError) -> list[Outcome]:
    if isinstance(item, InputError):
        return [item]
    assert _scorer is not None
    return list(_scorer.score_file(item))
