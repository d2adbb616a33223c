"""Configuration, choice of rules, suppressions and baselines, on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import BAD, PACK, Callcheck, Ran

CONFIG = 'rules = ["site.yaml"]\n'


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def rules_of(ran: Ran) -> list[str]:
    return [f["rule"] for call in ran.json["calls"] for f in call["findings"]]


def suppressed(ran: Ran) -> list[dict[str, str]]:
    return [f["suppressed"] for call in ran.json["calls"] for f in call["findings"]]


@pytest.fixture
def scored(folder: Path, callcheck: Callcheck) -> Callcheck:
    """Run ``callcheck score --format json`` where a configuration names the pack."""
    write("callcheck.toml", CONFIG)

    def run(*args: str) -> Ran:
        return callcheck("score", "--format", "json", *args)

    return run


def test_a_configuration_gives_the_flags_their_values(scored: Callcheck) -> None:
    assert rules_of(scored("calls/b.txt")) == ["site/not-mine"]
    write("callcheck.toml", CONFIG + "fail-under = 10\nexit-zero = true\n")
    assert scored("calls/b.txt").json["calls"][0]["score"]["passed"] is True
    assert scored("calls").status == 0


def test_a_flag_wins_over_the_file(scored: Callcheck) -> None:
    write("callcheck.toml", CONFIG + "fail-under = 10\n")
    assert scored("calls/b.txt").status == 0
    assert scored("calls/b.txt", "--fail-under", "90").status == 1


def test_the_file_can_name_the_format(folder: Path, callcheck: Callcheck) -> None:
    write("callcheck.toml", CONFIG + 'format = "json"\n')
    assert len(callcheck("score", "calls").json["calls"]) == 4
    assert callcheck("score", "calls", "--format", "concise").out.startswith("calls/b.txt:3:4: ")
    callcheck("score", "calls", "--output", "report")
    assert len(json.loads(Path("report").read_text(encoding="utf-8"))["calls"]) == 4


def test_an_isolated_run_reads_no_configuration(scored: Callcheck) -> None:
    write("callcheck.toml", "nonsense = 1\n")
    assert scored("calls/a.txt").status == 2
    assert scored("calls/a.txt", "--isolated", "--rules", "site.yaml").status == 0
    assert scored("calls/a.txt", "--isolated", "--config", "callcheck.toml").status == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fail-undr = 3\n", "other.toml:1: unknown key 'fail-undr'; did you mean 'fail-under'?"),
        ('rules = ["none.yaml"]\n', "none.yaml"),
        (CONFIG + 'ignore = ["shirkin"]\n', "'shirkin'; did you mean 'shirking'?"),
        (CONFIG + '[severity]\n"site/not-min" = "info"\n', "did you mean 'site/not-mine'?"),
        (CONFIG + '[per-file-ignores]\n"*" = "abuze"\n', "did you mean 'abuse'?"),
    ],
)
def test_a_bad_configuration_stops_the_run(scored: Callcheck, text: str, told: str) -> None:
    write("other.toml", text)
    ran = scored("calls", "--config", "other.toml")
    assert ran.status == 2
    assert told in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--select", "site/not-mine"], ["site/not-mine"]),
        (["--select", "not-mine"], ["site/not-mine"]),
        (["--select", "shirking,abuse"], ["site/not-mine", "site/swearing"]),
        (["--select", "S-1"], ["site/not-mine"]),
        (["--select", "site/*ing"], ["site/swearing", "site/hailing"]),
        (["--select", "site", "--ignore", "abuse"], ["site/not-mine", "site/hailing"]),
        (["--select", "ALL"], ["site/not-mine", "site/swearing", "site/hailing"]),
        (["--ignore", "site/*ing"], ["site/not-mine"]),
    ],
)
def test_rules_are_chosen_by_name_category_clause_and_pattern(
    scored: Callcheck, args: list[str], expected: list[str]
) -> None:
    assert rules_of(scored("calls", *args)) == expected


def test_to_leave_no_rule_is_refused(scored: Callcheck) -> None:
    ran = scored("calls", "--ignore", "ALL")
    assert (ran.status, ran.reason) == (
        2, "callcheck: no rule is left to run; select more, or ignore less",
    )  # fmt: skip


def test_severities_can_be_set(scored: Callcheck) -> None:
    ran = scored("calls/b.txt", "--severity", "shirking=warning")
    assert ran.json["calls"][0]["findings"][0]["severity"] == "warning"
    assert scored("calls/b.txt", "--severity", "shirking=bad").status == 2


def test_per_file_ignores_mark_findings_and_take_their_cost(scored: Callcheck) -> None:
    write("callcheck.toml", CONFIG + '[per-file-ignores]\n"calls/b*" = ["shirking"]\n')
    write("calls/e.txt", BAD)
    ran = scored("calls/b.txt", "calls/e.txt")
    first, second = suppressed(ran)
    assert first["by"] == "config"
    assert second is None
    assert [call["score"]["total"] for call in ran.json["calls"]] == [100.0, 14.29]
    assert suppressed(scored("calls/b.txt", "--ignore-suppressions")) == [None]


def test_files_can_be_excluded_and_shown(scored: Callcheck, callcheck: Callcheck) -> None:
    shown = callcheck("score", "--show-files", "calls", "--exclude", "[bc].txt")
    assert shown.out.splitlines() == ["calls/a.txt", "calls/d.txt"]
    assert len(scored("calls", "--exclude", "calls/[bc].txt").json["calls"]) == 2


@pytest.mark.parametrize("pattern", ["b.txt", "calls/b.txt", "c*/b*"])
def test_a_configuration_names_files_or_their_places(scored: Callcheck, pattern: str) -> None:
    write("callcheck.toml", CONFIG + f'exclude = ["{pattern}"]\n')
    assert len(scored("calls").json["calls"]) == 3
    write("callcheck.toml", CONFIG + f'[per-file-ignores]\n"{pattern}" = ["shirking"]\n')
    assert suppressed(scored("calls/b.txt"))[0]["by"] == "config"


def test_what_a_folder_leaves_out_can_be_left_out_though_it_is_named(
    folder: Path, callcheck: Callcheck
) -> None:
    write(".drafts/e.txt", BAD)
    named = ["calls/a.txt", "calls/b.txt", ".drafts/e.txt", "site.yaml"]
    flags = ["--show-files", "--exclude", "b.txt", "--force-exclude"]
    assert callcheck("score", *named, *flags[:-1]).out.splitlines() == named
    assert callcheck("score", *named, *flags).out.splitlines() == ["calls/a.txt"]
    write("callcheck.toml", 'force-exclude = true\nexclude = ["calls/a*"]\n')
    ran = callcheck("score", "calls/a.txt", "site.yaml", "missing.txt", "--format", "json")
    assert (ran.status, ran.json["summary"]["calls"]) == (2, 0)
    assert ran.err.splitlines()[0] == "callcheck: missing.txt: no such file or folder"


def test_settings_are_shown_with_where_they_come_from(
    scored: Callcheck, callcheck: Callcheck, folder: Path
) -> None:
    write("callcheck.toml", CONFIG + "fail-under = 85\n")
    ran = callcheck("score", "--show-settings", "calls", "--fail-on", "error")
    lines = ran.out.splitlines()
    assert lines[0] == f"# configuration: {folder / 'callcheck.toml'}"
    assert f"fail-under = 85  # {folder / 'callcheck.toml'}" in lines
    assert 'fail-on = "error"  # command line' in lines
    assert 'min-severity = "info"  # default' in lines


def test_init_writes_a_configuration_that_works(folder: Path, callcheck: Callcheck) -> None:
    assert callcheck("init").status == 0
    assert callcheck("score", "calls/a.txt", "--fail-under", "0").status == 0
    again = callcheck("init")
    assert again.status == 2
    assert "already there" in again.reason


SIDECAR = "suppress:\n- rule: site/not-mine\n  turn: 1\n  reason: 申诉成立，引用客户的话\n"


@pytest.mark.parametrize("name", ["calls/b.txt.callcheck.yaml", "calls/b.callcheck.yaml"])
def test_a_sidecar_suppresses_with_a_reason(scored: Callcheck, name: str) -> None:
    write(name, SIDECAR)
    ran = scored("calls")
    assert ran.json["summary"]["calls"] == 4
    marked = next(call for call in ran.json["calls"] if call["path"] == "calls/b.txt")
    assert marked["findings"][0]["suppressed"] == {
        "by": "inline", "reason": "申诉成立，引用客户的话",
    }  # fmt: skip
    assert marked["score"]["total"] == 100.0
    assert suppressed(scored("calls/b.txt", "--ignore-suppressions")) == [None]


@pytest.mark.parametrize(
    ("entry", "used"),
    [
        ("rule: shirking", True),
        ("rule: site/*", True),
        ("rule: site/not-mine\n  text: 不关我", True),
        ("rule: site/not-mine\n  text: 别的话", False),
        ("rule: site/not-mine\n  turn: 2", False),
        ("rule: site/not-mine\n  call: '7'", False),
        ("rule: abuse", False),
        ("rule: silence", False),
        ("rule: banking", False),
        ("rule: banking/*", False),
        ("rule: default/pace", False),
        ("rule: shirking-not-our-job", False),
        ("rule: CM-91", False),
    ],
)
def test_a_suppression_of_nothing_is_reported(scored: Callcheck, entry: str, used: bool) -> None:
    write("calls/b.txt.callcheck.yaml", f"suppress:\n- {entry}\n  reason: 已核实\n")
    ran = scored("calls/b.txt")
    assert (suppressed(ran)[0] is not None) is used
    told = "calls/b.txt.callcheck.yaml:2: unused suppression" in ran.err
    assert told is not used
    assert ran.status == (0 if used else 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("suppress:\n- rule: site/not-mine\n", ":2: the suppression has no 'reason'"),
        ("suppress:\n- rule: x\n  reason: y\n  trun: 1\n", ":4: unknown key 'trun'; did you mean"),
        ("suppress:\n- rule: x\n  reason: y\n  turn: 零\n", ":4: 'turn' is '零'"),
        ("supress: []\n", "holds no list of suppressions"),
        ("", ":1: the file is empty; write 'suppress:' and a list of entries"),
        (
            "suppress:\n- rule: site/not-min\n  reason: y\n",
            ":2: suppress: no rule, pack, category or clause 'site/not-min'; "
            "did you mean 'site/not-mine'?",
        ),
        ("suppress:\n- {rule: nope/*, reason: y}\n", ":2: suppress: no rule, pack"),
        ("suppress:\n- {rule: banking/nope, reason: y}\n", ":2: suppress: no rule, pack"),
        ("suppress:\n- 别管\n", ":2: no suppression"),
        ("suppress: [\n", "b.txt.callcheck.yaml:"),
    ],
)
def test_a_bad_sidecar_is_an_error_and_the_call_is_scored_without_it(
    scored: Callcheck, text: str, told: str
) -> None:
    write("calls/b.txt.callcheck.yaml", text)
    ran = scored("calls/b.txt")
    assert ran.status == 2
    assert told in ran.err
    assert ran.json["summary"]["calls"] == 1
    assert suppressed(ran) == [None]


def test_a_sidecar_may_name_a_rule_that_is_left_out(scored: Callcheck) -> None:
    write("calls/b.txt.callcheck.yaml", "suppress:\n- rule: site/not-mine\n  reason: 已核实\n")
    ran = scored("calls/b.txt", "--ignore", "not-mine")
    assert (ran.status, rules_of(ran)) == (0, [])
    assert "unused suppression of 'site/not-mine'" in ran.err


def test_a_rule_that_may_not_be_suppressed_is_not(scored: Callcheck) -> None:
    write("site.yaml", PACK.replace("  veto: true\n", "  veto: true\n  suppressible: false\n"))
    write("calls/c.txt.callcheck.yaml", "suppress:\n- rule: abuse\n  reason: 玩笑\n")
    ran = scored("calls/c.txt")
    assert (ran.status, suppressed(ran)) == (2, [None])
    assert "calls/c.txt.callcheck.yaml:2: the rule 'abuse' may not be suppressed" in ran.err
    Path("calls/c.txt.callcheck.yaml").unlink()
    assert scored("calls/c.txt", "--ignore", "swearing").status == 2
    assert rules_of(scored("calls/c.txt", "--ignore", "abuse")) == ["site/swearing"]
    assert suppressed(scored("calls/c.txt", "--per-file-ignores", "*.txt:abuse")) == [None]


@pytest.fixture
def known(scored: Callcheck, callcheck: Callcheck) -> Any:
    """The baseline of the four calls."""
    assert callcheck("baseline", "create", "calls").status == 0
    return json.loads(Path(".callcheck-baseline.json").read_text(encoding="utf-8"))


def test_a_baseline_holds_no_words_and_no_lines(known: Any) -> None:
    assert known["schema"] == 1
    assert [(item["call"], item["rule"]) for item in known["findings"]] == [
        ("calls/b.txt", "site/not-mine"),
        ("calls/c.txt", "site/swearing"),
        ("calls/d.txt", "site/hailing"),
    ]
    text = Path(".callcheck-baseline.json").read_text(encoding="utf-8")
    assert "不关我" not in text
    assert set(known["findings"][0]) == {"call", "fingerprint", "rule", "evidence"}


def test_known_findings_pass_and_new_ones_fail(scored: Callcheck, known: Any) -> None:
    args = ("calls", "--baseline", ".callcheck-baseline.json")
    ran = scored(*args)
    assert ran.status == 0
    assert {item["by"] for item in suppressed(ran)} == {"baseline"}
    write("calls/b.txt", "\n客户：您好。\n" + BAD.partition("\n\n")[2])
    assert scored(*args).status == 0
    write("calls/b.txt", BAD.replace("这不关我的事", "不归我管"))
    swapped = scored(*args)
    assert swapped.status == 1
    assert "1 entry is of findings that are gone" in swapped.err


def test_the_same_words_said_once_more_are_new(scored: Callcheck, known: Any) -> None:
    write("calls/b.txt", BAD + "客服：这不关我的事。\n")
    ran = scored("calls/b.txt", "--baseline", ".callcheck-baseline.json")
    assert [item and item["by"] for item in suppressed(ran)] == ["baseline", None]


def test_pruning_drops_what_is_gone_and_accepts_nothing_new(
    callcheck: Callcheck, known: Any
) -> None:
    write("calls/b.txt", BAD.replace("这不关我的事", "不归我管"))
    Path("calls/c.txt").unlink()
    ran = callcheck("baseline", "prune", "calls/a.txt", "calls/b.txt")
    assert ran.out == ".callcheck-baseline.json: kept 1, dropped 2\n"
    left = json.loads(Path(".callcheck-baseline.json").read_text(encoding="utf-8"))
    assert [item["call"] for item in left["findings"]] == ["calls/d.txt"]


def test_a_baseline_is_not_overwritten_or_half_made(callcheck: Callcheck, known: Any) -> None:
    before = Path(".callcheck-baseline.json").read_bytes()
    assert callcheck("baseline", "create", "calls").status == 2
    assert callcheck("baseline", "create", "calls", "none.txt", "--force").status == 2
    assert Path(".callcheck-baseline.json").read_bytes() == before
    assert callcheck("baseline", "create", "calls", "--force").status == 0
    assert Path(".callcheck-baseline.json").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "cannot read the baseline"),
        ("{", "not a baseline: not JSON"),
        ("{}", "not a baseline of schema 1"),
        ('{"schema": 2, "findings": []}', "not a baseline of schema 1"),
        ('{"schema": 1, "findings": [{}]}', "not a baseline of schema 1"),
    ],
)
def test_a_baseline_that_is_none_stops_the_run(
    scored: Callcheck, text: str | None, told: str
) -> None:
    if text is not None:
        write("known.json", text)
    ran = scored("calls", "--baseline", "known.json")
    assert ran.status == 2
    assert told in ran.err


def test_shown_settings_are_a_configuration(folder: Path, callcheck: Callcheck) -> None:
    given = ["--severity", "ALL=info", "--column", "text=话", "--per-file-ignores", "x*.txt:opener"]
    shown = callcheck("score", "calls/a.txt", "--isolated", *given, "--show-settings").out
    (folder / "shown.toml").write_text(shown, encoding="utf-8")
    again = callcheck("score", "calls/a.txt", "--config", "shown.toml", "--show-settings")
    assert again.status == 0, again.err

    def values(text: str) -> list[str]:
        return [line.split("  # ")[0] for line in text.splitlines()[1:]]

    assert values(again.out) == values(shown)
    assert 'severity = {"ALL" = "info"}' in shown


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ('format = "yaml"', "cfg.toml:1: 'format' is 'yaml'; one of: text, "),
        ('[column]\nfoo = "x"', "cfg.toml:2: 'column' is {'foo' = 'x'}; one of: text, "),
        ('input-format = "zz"', "cfg.toml:1: 'input-format' is 'zz'; one of: "),
        ('rules = ["nope.yaml"]', "cfg.toml:1: 'rules' is 'nope.yaml'; no such file"),
        ('mask = true\nmetadata = "no.csv"', "cfg.toml:2: 'metadata' is 'no.csv'; no such file"),
        ('extend = "nope.toml"', "cfg.toml:1: 'extend' is 'nope.toml'; no such file"),
        (
            '[severity]\ncloser = "info"\nopener = "fatal"',
            "cfg.toml:3: 'severity' is {'opener' = 'fatal'}; one of: error, warning, info",
        ),
        ('exclude = ["a", true]', "cfg.toml:1: 'exclude' is ['a', true]; write a text, or "),
        ('pack = "nope"', "cfg.toml:1: no pack 'nope'; one of: "),
        ('pack = [\n "default",\n "nope",\n]', "cfg.toml:3: no pack 'nope'; one of: "),
        ('mask = true\nprofile = "nope"', "cfg.toml:2: no profile 'nope'; one of: "),
        ('mask = true\nbaseline = "no"', "cfg.toml:2: no: cannot read the baseline: No such file"),
        ('rules = ["site.yaml", "calls"]', "cfg.toml:1: calls: the folder holds no rule file"),
        ('ignore = ["nope"]', "cfg.toml:1: ignore: no rule, pack, category or clause 'nope'"),
        (
            '[severity]\ncloser = "info"\n"default/nope" = "info"',
            "cfg.toml:3: severity: no rule, pack, category or clause 'default/nope'",
        ),
        ('[per-file-ignores]\n"*" = "abuze"', "cfg.toml:2: per-file-ignores: no rule, pack"),
        ('extend = "base.toml"', "base.toml:2: no pack 'lower'; "),
        ("fail-under = nan", "cfg.toml:1: 'fail-under' is nan; write a number from 0 to 100"),
    ],
)
def test_a_wrong_value_is_told_with_its_line(
    folder: Path, callcheck: Callcheck, config: str, told: str
) -> None:
    write("base.toml", 'mask = true\npack = "lower"\n')
    write("cfg.toml", config + "\n")
    ran = callcheck("score", "calls/a.txt", "--config", "cfg.toml")
    assert ran.status == 2
    assert f"callcheck: {told}" in ran.err


@pytest.mark.parametrize("value", ["nan", "inf", "-1"])
def test_a_gate_is_a_number_of_points(folder: Path, callcheck: Callcheck, value: str) -> None:
    ran = callcheck("score", "calls/a.txt", "--fail-under", value)
    assert ran.status == 2
    assert "--fail-under" in ran.err


def test_a_wrong_value_of_the_command_line_is_not_the_configurations(
    folder: Path, callcheck: Callcheck
) -> None:
    write("callcheck.toml", 'pack = "nope"\nignore = ["nope"]\n')
    ran = callcheck("score", "calls/a.txt", "--pack", "no-such", "--ignore", "opener")
    assert ran.status == 2
    assert ran.err.startswith("callcheck: no pack 'no-such'; ")


def test_in_pyproject_the_line_is_one_of_the_own_table(folder: Path, callcheck: Callcheck) -> None:
    other = '[tool.other]\npack = "nope"\nfail-on = "x"\n'
    write("pyproject.toml", f'{other}[tool.callcheck]\npack = "nope"\n')
    assert "pyproject.toml:5: no pack 'nope'; " in callcheck("score", "calls/a.txt").err
    write("pyproject.toml", f'{other}[tool.callcheck]\nfail-on = "x"\n')
    assert "pyproject.toml:5: 'fail-on' is 'x'; " in callcheck("score", "calls/a.txt").err
