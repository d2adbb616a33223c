"""The command line, run in this process as a user runs it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import BAD, GOOD, HAILED, PACK, RUDE, Callcheck, Ran

from callcheck.cli.language import use
from callcheck.cli.main import main


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CALLCHECK_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("LC_ALL", "C.UTF-8")
        for name in ("NO_COLOR", "FORCE_COLOR", "CALLCHECK_LANG"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Leave no language behind for tests that do not begin by a command line."""
    yield
    use(None)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder that holds a pack and four calls."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site.yaml").write_text(PACK, encoding="utf-8")
    calls = tmp_path / "calls"
    calls.mkdir()
    for name, text in (("a", GOOD), ("b", BAD), ("c", RUDE), ("d", HAILED)):
        (calls / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def callcheck(monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> Callcheck:
    """Run ``callcheck`` with arguments and return its status and output."""

    def run(*args: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["callcheck", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return Ran(int(stop.value.code or 0), out.decode(), err.decode(), out)

    return run


@pytest.fixture
def score(folder: Path, callcheck: Callcheck) -> Callcheck:
    """Run ``callcheck score`` with the pack of ``folder``."""

    def run(*args: str, stdin: bytes = b"") -> Ran:
        return callcheck("score", "--rules", "site.yaml", *args, stdin=stdin)

    return run
