"""The configuration file: the closest holds, mistakes are told with their line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from callcheck.config.find import find_config
from callcheck.config.problems import ConfigError
from callcheck.config.read import read_config
from callcheck.config.select import path_matches


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, None),
        ({"callcheck.toml": ""}, "callcheck.toml"),
        ({"a/callcheck.toml": "", "callcheck.toml": ""}, "a/callcheck.toml"),
        ({"a/.callcheck.toml": "", "callcheck.toml": ""}, "a/.callcheck.toml"),
        ({"a/callcheck.toml": "", "a/.callcheck.toml": ""}, "a/callcheck.toml"),
        ({"a/pyproject.toml": "[tool.callcheck]\n"}, "a/pyproject.toml"),
        ({"a/pyproject.toml": "[tool.other]\n", "callcheck.toml": ""}, "callcheck.toml"),
        ({"a/b/c/callcheck.toml": ""}, None),
    ],
)
def test_the_closest_configuration_holds(
    tmp_path: Path, files: dict[str, str], found: str | None
) -> None:
    for name, text in files.items():
        write(tmp_path / name, text)
    (tmp_path / "a/b").mkdir(parents=True, exist_ok=True)
    expected = tmp_path / found if found else None
    assert find_config(tmp_path / "a/b") == expected


def test_values_are_read_and_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a/callcheck.toml",
        'profile = "strict"\npack = "default"\nrules = ["ours.yaml"]\nfail-under = 85\n'
        'baseline = "known.json"\n[per-file-ignores]\n"old/*" = "pace"\n',
    )
    write(tmp_path / "a/ours.yaml", "pack: ours\n")
    assert read_config(path) == {
        "profile": "strict",
        "pack": ["default"],
        "rules": [str(tmp_path / "a/ours.yaml")],
        "fail-under": 85,
        "baseline": str(tmp_path / "a/known.json"),
        "per-file-ignores": {str(tmp_path / "a/old/*"): ["pace"]},
    }


def test_extend_is_explicit_and_the_nearer_file_wins(tmp_path: Path) -> None:
    write(
        tmp_path / "callcheck.toml",
        'fail-under = 70\nignore = ["pace"]\nrules = ["shared.yaml"]\n',
    )
    path = write(tmp_path / "a/callcheck.toml", 'extend = "../callcheck.toml"\nfail-under = 90\n')
    write(tmp_path / "shared.yaml", "pack: shared\n")
    assert read_config(path) == {
        "fail-under": 90,
        "ignore": ["pace"],
        "rules": [str(tmp_path / "a/../shared.yaml")],
    }


def test_pyproject_has_a_table_of_its_own(tmp_path: Path) -> None:
    path = write(
        tmp_path / "pyproject.toml",
        '[project]\nname = "x"\n[tool.callcheck]\nprofile = "p"\n[tool.callcheck.severity]\n'
        '"default/pace" = "info"\n',
    )
    assert read_config(path) == {"profile": "p", "severity": {"default/pace": "info"}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('profle = "x"\n', ":1: unknown key 'profle'; did you mean 'profile'?"),
        ('profile = "x"\nfail-undr = 3\n', ":2: unknown key 'fail-undr'; did you mean"),
        ("fail-under = 101\n", ":1: 'fail-under' is 101; write a number from 0 to 100"),
        ('\nfail-on = "errors"\n', ":2: 'fail-on' is 'errors'; one of: error, warning"),
        ("jobs = 0\n", ":1: 'jobs' is 0; write a whole number from 1"),
        ("select = [1]\n", ":1: 'select' is [1]; write a text, or a list of texts"),
        ("exit-zero = 1\n", ":1: 'exit-zero' is 1; write true or false"),
        ('[severity]\npace = "bad"\n', ":2: 'severity' is {'pace' = 'bad'}; one of: error"),
        ("profile = \n", ":1: not TOML: "),
        ('extend = "callcheck.toml"\n', "extends itself"),
        ('extend = "gone.toml"\n', ":1: 'extend' is 'gone.toml'; no such file or folder"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_is_right(
    tmp_path: Path, text: str, told: str
) -> None:
    path = write(tmp_path / "callcheck.toml", text)
    with pytest.raises(ConfigError, match=re.escape(told)):
        read_config(path)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "callcheck.toml", 'colour = "never"\njobs = 0\nfail-on = "x"\n')
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert [problem.line for problem in caught.value.problems] == [1, 2, 3]


@pytest.mark.parametrize(
    ("path", "pattern", "fits"),
    [
        ("calls/a.txt", "*.txt", True),
        ("calls/a.txt", "b*.txt", False),
        ("calls/old/a.txt", "calls/old", True),
        ("calls/old/deep/a.txt", "calls/*/a.txt", True),
        ("calls/older/a.txt", "calls/old", False),
        ("./calls/a.txt", "calls/a.txt", True),
    ],
)
def test_a_pattern_fits_paths(path: Any, pattern: str, fits: bool) -> None:
    assert path_matches(path, pattern) is fits
