"""A git repository whose commits the hooks of this checkout guard, through pre-commit itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from documents import write

ROOT = Path(__file__).parents[2]
PARTS = (".pre-commit-hooks.yaml", "LICENSE", "README.md", "pyproject.toml", "rules", "src")
"""What of this checkout an installation needs."""
TAG = "v0.1.0"
HOOKS = ("callcheck-lint", "callcheck-score", "callcheck-rules")


@dataclass
class Ran:
    """What one command gave; ``out`` holds both its streams."""

    status: int
    out: str


@dataclass
class Repository:
    """A repository of a user's; its hooks come from ``source`` at TAG."""

    folder: Path
    source: Path
    env: dict[str, str]

    def start(self, *hooks: str | dict[str, Any]) -> None:
        """Make the repository and install hooks: ids, or ids with what is set otherwise."""
        self.folder.mkdir(exist_ok=True)
        self.run("git", "init", "--quiet")
        self.configure(*hooks)
        assert self.run(sys.executable, "-m", "pre_commit", "install").status == 0

    def configure(self, *hooks: str | dict[str, Any]) -> None:
        """Write the configuration of pre-commit."""
        chosen = [{"id": hook} if isinstance(hook, str) else hook for hook in hooks]
        repos = [{"repo": str(self.source), "rev": TAG, "hooks": chosen}]
        self.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": repos}))

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file."""
        write(self.folder, name, content)

    def commit(self) -> Ran:
        """Commit all there is, as a person would."""
        self.run("git", "add", "--all")
        return self.run("git", "commit", "--quiet", "--message", "Change scripts")

    def commits(self) -> int:
        """Return how many commits there are."""
        ran = self.run("git", "rev-list", "--count", "--all")
        return int(ran.out)

    def run(self, *command: str) -> Ran:
        """Run a command in the repository."""
        ran = subprocess.run(
            command, cwd=self.folder, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        return Ran(ran.returncode, ran.stdout.decode())


def prepared(folder: Path) -> Repository:
    """Return a repository whose hooks are installed, from a copy of this checkout as it is now."""
    (folder / "gitconfig").write_text("[user]\nname = QA\nemail = qa@example.org\n")
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {
        "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(folder / "pre-commit"),
        "PIP_CONSTRAINT": str(ROOT / "constraints.txt"),
        "CALLCHECK_CACHE": str(folder / "cache"),
    }
    repository = Repository(folder / "first", _source(folder / "callcheck", env), env)
    repository.start(*HOOKS)
    ran = repository.run(sys.executable, "-m", "pre_commit", "install-hooks")
    assert ran.status == 0, ran.out
    return repository


def _source(folder: Path, env: dict[str, str]) -> Path:
    folder.mkdir()
    for name in PARTS:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder / name)
    for command in (("init",), ("add", "--all"), ("commit", "-m", TAG), ("tag", TAG)):
        subprocess.run(["git", *command], cwd=folder, env=env, check=True, capture_output=True)
    return folder
