"""What is wrong with a configuration, a suppression or a baseline."""

from __future__ import annotations

from collections.abc import Sequence

from callcheck.findings import InputError
from callcheck.messages import hinted
from callcheck.packs.problems import Problem


class ConfigError(ValueError):
    """A file that steers a run and cannot be used, with everything that is wrong in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def fault(
    path: object,
    line: int | None,
    message: str,
    hint: str | None = None,
    asked: tuple[str, str] | None = None,
) -> Problem:
    """Return a problem of a file, at a line (from 1) where one is to blame."""
    return Problem(str(path), line, None, message, hint, asked)


def input_error(problem: Problem, path: str | None = None) -> InputError:
    """Return a problem as what is wrong with an input, ``path`` or the file it names."""
    return InputError(path or problem.path, problem.line, hinted(problem.message, problem.hint))
