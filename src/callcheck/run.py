"""One run: paths in, scored calls out, in the order of the paths."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from callcheck.files import STDIN, files_of
from callcheck.findings import CallResult, InputError
from callcheck.messages import Message
from callcheck.report.model import Run
from callcheck.scorer import Outcome, Request, Scorer, Warned, ruleset_of
from callcheck.scoring.score import reaches

if TYPE_CHECKING:
    from callcheck.packs.model import Pack, Rule
    from callcheck.transcript.metadata import Metadata

__all__ = ["STDIN", "Request", "files_of", "start_run"]

FILES_WORTH_PROCESSES = 200
"""Under so many files, starting processes costs more than it saves."""
FILES_A_TASK = 16

Progress = Callable[[int, int], None]


def start_run(
    request: Request, *, stdin: BinaryIO | None = None, progress: Progress | None = None
) -> Run:
    """Load the rules and return the run; its calls are scored as they are read.

    ``progress`` is told (files done, files in all) after each file.  Raises PackError
    for packs or profiles that cannot be used, ConfigError for names of rules that
    nothing has, or a baseline that is none.
    """
    scorer = Scorer(request, ruleset_of(request))
    check_per_file(request, scorer.rules, scorer.packs)
    run = Run(scorer.profile, scorer.packs, scorer.rules, scorer.pass_mark, calls=())
    run.calls = sift(_outcomes(scorer, stdin, progress), run, request, scorer.metadata)
    return run


def check_per_file(request: Request, rules: Sequence[Rule], packs: Sequence[Pack]) -> None:
    """Refuse names of ``per-file-ignores`` that mean nothing.  Raises ConfigError."""
    selectors = [name for names in request.per_file_ignores.values() for name in names]
    if selectors:
        from callcheck.config.problems import ConfigError
        from callcheck.config.select import check_selectors

        key = "per-file-ignores"
        if problems := check_selectors(selectors, rules, packs, key):
            raise ConfigError(problems)


def sift(
    outcomes: Iterable[Outcome], run: Run, request: Request, metadata: Metadata | None = None
) -> Iterator[CallResult]:
    """Yield the calls as they are to be shown; keep the errors and warnings for later."""
    stale = _stale_watch(request)
    for outcome in outcomes:
        if isinstance(outcome, InputError):
            run.errors.append(outcome)
        elif isinstance(outcome, Warned):
            run.warnings.append(outcome.message)
        else:
            if stale:
                stale.see(outcome)
            checked = outcome.checked
            if metadata:
                metadata.see(checked.call)
            shown = tuple(f for f in checked.findings if reaches([f], request.min_severity))
            yield replace(outcome, checked=replace(checked, findings=shown))
    if stale:
        run.warnings.extend(stale.warnings())
    if metadata and (told := metadata.told_of_unused()):
        run.warnings.append(told)


def calls_of(request: Request) -> Iterator[str | InputError]:
    """Yield the files that the request names."""
    return files_of(request.paths, request.exclude, force_exclude=request.force_exclude)


class _StaleWatch:
    """Watches for entries of a baseline that no call has any more."""

    def __init__(self, request: Request) -> None:
        from callcheck.suppress.baseline import place_of, read_baseline

        assert request.baseline is not None
        self._baseline = read_baseline(request.baseline)
        self._place_of = place_of
        self._left = set(self._baseline.known)
        self._scored: set[str] = set()

    def see(self, result: CallResult) -> None:
        place = self._place_of(result.checked.call.path, self._baseline.path)
        self._scored.add(place)
        self._left -= {(place, finding.fingerprint) for finding in result.checked.findings}

    def warnings(self) -> Iterator[str]:
        stale = sum(place in self._scored for place, _ in self._left)
        if stale:
            entries = (
                Message("1 entry is") if stale == 1 else Message("{stale} entries are", stale=stale)
            )
            yield (
                Message(
                    "{path}: {entries} of findings that are gone; "
                    "'callcheck baseline prune' drops them",
                    path=self._baseline.path,
                    entries=entries,
                )
            )


def _stale_watch(request: Request) -> _StaleWatch | None:
    wanted = request.baseline is not None and not request.ignore_suppressions
    return _StaleWatch(request) if wanted else None


def _outcomes(
    scorer: Scorer, stdin: BinaryIO | None, progress: Progress | None
) -> Iterator[Outcome]:
    request = scorer.request
    items = list(calls_of(request))
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
    _scorer = Scorer(request, ruleset_of(request))


def _score_item(item: str | InputError) -> list[Outcome]:
    if isinstance(item, InputError):
        return [item]
    assert _scorer is not None
    return list(_scorer.score_file(item))
