"""The command line, run in this process as a user runs it, in a folder of its own."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from command import Callcheck, Ran
from precommit import Repository, prepared

from callcheck.cli.main import main


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CALLCHECK_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("LC_ALL", "C.UTF-8")
        for name in ("NO_COLOR", "FORCE_COLOR", "CALLCHECK_LANG"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> Callcheck:
    """Run ``callcheck lint`` in an empty folder; another command where one is named."""
    monkeypatch.chdir(tmp_path)

    def run(*args: str, stdin: bytes = b"", command: str = "lint") -> Ran:
        monkeypatch.setattr(sys, "argv", ["callcheck", command, *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return Ran(int(stop.value.code or 0), out.decode(), err.decode(), out)

    return run


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    for module, command in (("pre_commit", "pre-commit"), (None, "git")):
        if (find_spec(module) if module else shutil.which(command)) is None:
            pytest.skip(f"{command} is not installed: the hooks cannot be run")
    return prepared(tmp_path_factory.mktemp("hooks"))


@pytest.fixture
def repository(_prepared: Repository, tmp_path: Path) -> Repository:
    """A repository yet to be started; the environment of its hooks is ready."""
    return replace(_prepared, folder=tmp_path)
