"""The command itself: version, help, and names that are not quite right."""

from __future__ import annotations

import pytest
from command import Callcheck

from callcheck import __version__
from callcheck.cli.main import COMMANDS
from callcheck.cli.rules import COMMANDS as RULES_COMMANDS


def test_the_version_is_told(callcheck: Callcheck) -> None:
    ran = callcheck("--version")
    assert (ran.status, ran.out) == (0, f"callcheck {__version__}\n")


@pytest.mark.parametrize(
    "command",
    [[], *([name] for name in COMMANDS), *(["rules", name] for name in RULES_COMMANDS)],
    ids=" ".join,
)
def test_every_command_has_help_with_an_example(callcheck: Callcheck, command: list[str]) -> None:
    ran = callcheck(*command, "--help")
    assert ran.status == 0
    assert "Example: callcheck " in ran.out


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["scor"], "Did you mean 'score'?"),
        (["rules", "lst"], "Did you mean 'list'?"),
        (["unheard-of"], "No such command 'unheard-of'"),
        (["--verson"], "--version"),
    ],
)
def test_a_wrong_name_is_refused_with_the_right_one(
    callcheck: Callcheck, args: list[str], reason: str
) -> None:
    ran = callcheck(*args)
    assert ran.status == 2
    assert reason in ran.reason
