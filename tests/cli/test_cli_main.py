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


@pytest.mark.parametrize("group", [[], ["rules"], ["baseline"]], ids=" ".join)
def test_a_group_named_alone_tells_its_help_once(callcheck: Callcheck, group: list[str]) -> None:
    ran = callcheck(*group)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == callcheck(*group, "--help").out


@pytest.mark.parametrize("command", ["score", "convert", "lint"])
def test_an_empty_path_is_told_as_one(callcheck: Callcheck, command: str) -> None:
    ran = callcheck(command, "")
    assert ran.status == 2
    assert "callcheck: an empty path names nothing; name a file or a folder" in ran.err


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (["explain"], "explain default/"),
        (["rules", "show"], "rules show default/"),
        (["trace"], "trace calls/0007.txt default/"),
    ],
)
def test_the_help_about_a_rule_names_the_command_and_a_rule_that_there_is(
    callcheck: Callcheck, command: list[str], named: str
) -> None:
    (told,) = [line for line in callcheck(*command, "--help").out.splitlines() if "Example" in line]
    assert told.startswith(f"  Example: callcheck {named}")
    assert callcheck("rules", "show", told.split()[-1]).status == 0
