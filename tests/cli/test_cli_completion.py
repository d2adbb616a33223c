"""Shell completion, as the shells ask for it: the protocol, and a real bash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Callcheck

from callcheck.packs.load import load_packs, shipped_packs, shipped_profiles
from callcheck.packs.names import names_at, packs_of_profile, shipped_names
from callcheck.packs.vocabulary import CATEGORIES
from callcheck.report import FORMATS

Complete = Callable[..., list[str]]


@pytest.fixture
def complete(callcheck: Callcheck, monkeypatch: pytest.MonkeyPatch) -> Complete:
    """Ask as bash does: for the last of ``words``, with the ones before it."""

    def run(*words: str) -> list[str]:
        monkeypatch.setenv("_CALLCHECK_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", " ".join(("callcheck", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        ran = callcheck()
        assert (ran.status, ran.err) == (0, "")
        return ran.out.split()

    return run


def plain(*names: str) -> list[str]:
    return [f"plain,{name}" for name in names]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("sc",), plain("score")),
        (("rules", "c"), plain("check", "coverage")),
        (("score", "--fail-u"), plain("--fail-under")),
        (("score", ""), ["file,"]),
        (("lint", "scri"), ["file,scri"]),
        (("score", "--rules", "x"), ["file,x"]),
        (("score", "--pack", "cs-m"), plain("cs-management", "cs-management-system")),
        (("lint", "--profile", ""), plain(*shipped_profiles())),
        (("rules", "new", "ours", "--extends", "ban"), plain("banking")),
        (("score", "--format", "j"), plain("json", "jsonl", "junit")),
        (("convert", "--input-format", "funasr"), plain("funasr", "funasr-runtime")),
        (("completion", ""), plain("bash", "zsh", "fish")),
        (("explain", "default/tic-h"), plain("default/tic-hailing")),
        (("rules", "show", "tic-hail"), plain("tic-hailing")),
        (("explain", "--pack", "banking", "default/"), []),
        (("trace", "a.txt", "default/tic-s"), plain("default/tic-sigh")),
        (("rules", "list", "--category", "sh"), plain("shirking")),
        (("rules", "list", "--pack", "china-mobile-hotline", "--clause", "CM-92"), plain("CM-92")),
        (("score", "--select", ""), plain(*CATEGORIES, "default", "ALL")),
        (("score", "--pack", "banking", "--select", "BNK-01"), plain("BNK-01")),
        (("score", "--select", "abuse,tic-s"), plain("abuse,tic-sigh")),
        (("score", "--pack", "banking", "--ignore", "default/"), []),
        (
            ("score", "--severity", "default/tic-sigh="),
            plain(*(f"default/tic-sigh={level}" for level in ("error", "warning", "info"))),
        ),
        (("score", "--rules", "site.yaml", "--select", "site/h"), plain("site/hailing")),
        (("score", "--rules", "site.yaml", "--select", "S-"), plain("S-1", "S-2")),
        (("score", "--rules", "no-such.yaml", "--select", "x"), []),
    ],
)  # fmt: skip
def test_what_is_offered(
    folder: Path, complete: Complete, words: tuple[str, ...], offered: list[str]
) -> None:
    assert complete(*words) == offered


def test_every_format_is_offered(complete: Complete) -> None:
    assert complete("lint", "--format", "") == plain(*FORMATS)


def test_the_configuration_says_which_rules_there_are(folder: Path, complete: Complete) -> None:
    (folder / "callcheck.toml").write_text('rules = ["site.yaml"]\n', encoding="utf-8")
    assert complete("score", "--select", "site/s") == plain("site/swearing")
    (folder / "callcheck.toml").write_text("rules = 7\n", encoding="utf-8")
    assert complete("score", "--select", "default/tic-s") == plain("default/tic-sigh")


def test_the_names_seen_at_a_glance_are_those_that_load() -> None:
    for id in shipped_packs():
        packs, _ = load_packs([id])
        (seen,) = shipped_names([id])
        loaded = [pack for pack in packs if pack.id == id]
        assert seen.pack == id
        assert [*seen.rules] == [rule.name for pack in loaded for rule in pack.rules]
        assert [*seen.clauses] == [clause.id for pack in loaded for clause in pack.clauses]


def test_the_packs_of_a_profile() -> None:
    assert packs_of_profile("default") == ("default",)
    assert packs_of_profile("packs") == packs_of_profile("no-such") == ()


def test_the_names_of_an_own_pack_are_its_own_and_what_it_includes(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "# a pack\npack: ours  # the house\nextends: [default]\ninclude:\n- default/opener\n"
        "- banking/*\nrules:\n  - id: one\n    forbid: 甲\n  - {id: 'two', forbid: 乙}\n",
        encoding="utf-8",
    )
    (tmp_path / "b.yaml").write_text("profile: mine\npacks: [ours]\n", encoding="utf-8")
    (seen,) = names_at(tmp_path)
    (banking,) = shipped_names(["banking"])
    assert seen.rules == ("ours/one", "ours/two", "default/opener", *banking.rules)


@pytest.mark.parametrize(
    ("shell", "says"),
    [
        ("bash", "complete -o nosort -F _callcheck_completion callcheck"),
        ("zsh", "#compdef callcheck"),
        ("fish", "complete --no-files --command callcheck"),
    ],
)
def test_the_script_of_each_shell(callcheck: Callcheck, shell: str, says: str) -> None:
    ran = callcheck("completion", shell)
    assert (ran.status, ran.err) == (0, "")
    assert says in ran.out and f"_CALLCHECK_COMPLETE={shell}_complete" in ran.out


def test_a_shell_that_is_not_known(callcheck: Callcheck) -> None:
    ran = callcheck("completion", "tcsh")
    assert ran.status == 2 and "'bash', 'zsh', 'fish'" in ran.reason


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("callcheck expl", ["explain"]),
        ("callcheck explain default/tic-", ["default/tic-hailing", "default/tic-sigh"]),
        ("callcheck score --format ", ["text", "sarif"]),
    ],
)
def test_a_real_bash_completes(tmp_path: Path, words: str, offered: list[str]) -> None:
    program = tmp_path / "callcheck"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nfrom callcheck.cli.main import main\n"
        "sys.argv[0] = 'callcheck'\nmain()\n"
    )
    program.chmod(0o755)
    script = (
        'source <(callcheck completion bash)\nread -ra COMP_WORDS <<< "$1"\n'
        '[[ "$1" == *" " ]] && COMP_WORDS+=("")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n'
        'complete -p callcheck\n_callcheck_completion callcheck\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    ran = subprocess.run(
        ["bash", "--norc", "-c", script, "bash", words],
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        check=False,
    )
    registered, *found = ran.stdout.splitlines()
    assert registered.endswith("-F _callcheck_completion callcheck"), ran.stderr
    assert set(offered) <= set(found)
    assert all(name.startswith(words.rpartition(" ")[2]) for name in found)
