"""Ten scripts with twelve planted faults, taken from the first run to a clean gate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import repository as planted
from command import Callcheck
from precommit import Repository


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """The ten scripts, in ``scripts/`` of the working folder."""
    folder = tmp_path / "scripts"
    planted.build(folder)
    return folder


def found(document: Any) -> set[tuple[str, str, str]]:
    """Return file, place and rule of every finding that counts."""
    return {
        (
            Path(script["path"]).name,
            f"{finding.get('where', finding['line'])}:{finding['column']}",
            finding["rule"],
        )
        for script in document["calls"]
        for finding in script["findings"]
        if finding["suppressed"] is None
    }


def test_finds_the_planted_faults_and_nothing_else(lint: Callcheck, scripts: Path) -> None:
    ran = lint("scripts", "--format", "json")
    assert ran.status == 1
    assert found(ran.json) == planted.FAULTS
    assert ran.json["summary"] == {
        "calls": 10, "passed": 1, "failed": 9, "errors": 0, "findings": 12,
    }  # fmt: skip


def test_names_the_path_that_lacks_its_closer(lint: Callcheck, scripts: Path) -> None:
    told = lint("scripts", "--select", "closer", "--format", "concise").out
    assert "scripts/cancel.md:14:6: default/closer" in told
    assert "（路径：情况二：客户坚持退订）" in told
    assert "（路径：若客户不方便）" in told
    assert "（路径：单户故障）" in told


def test_writes_sarif_beside_the_text_report(lint: Callcheck, scripts: Path) -> None:
    ran = lint("scripts", "--format", "sarif", "--output", "scripts.sarif", "--format", "text")
    assert ran.status == 1
    assert "话术 10 份，合格 1 份，问题 12 处" in ran.out
    results = json.loads(Path("scripts.sarif").read_bytes())["runs"][0]["results"]
    assert len(results) == len({r["partialFingerprints"]["callcheck/v1"] for r in results}) == 12


def test_a_baseline_lets_old_faults_pass_and_new_ones_fail(lint: Callcheck, scripts: Path) -> None:
    made = lint("create", "scripts", "--scripts", "--output", "known.json", command="baseline")
    assert made.status == 0, made.err
    assert "不关我的事" not in Path("known.json").read_text(encoding="utf-8")
    assert lint("scripts", "--baseline", "known.json").status == 0
    # Lines may move, and a new fault in place of an old one is new.
    billing = scripts / "billing.md"
    billing.write_text("\n\n" + billing.read_text(encoding="utf-8"), encoding="utf-8")
    assert lint("scripts", "--baseline", "known.json").status == 0
    text = billing.read_text(encoding="utf-8").replace("嗨，这里是", "喂，这里是")
    billing.write_text(text, encoding="utf-8")
    ran = lint("scripts", "--baseline", "known.json", "--format", "json")
    assert ran.status == 1
    assert {rule for _, _, rule in found(ran.json)} == {"default/tic-hailing", "default/opener"}


def test_the_configuration_that_init_writes_keeps_the_gate(lint: Callcheck, scripts: Path) -> None:
    assert lint(command="init").status == 0
    assert lint("scripts/billing.md").status == 1


@pytest.mark.parametrize("form", ["junit", "github", "gitlab", "csv", "markdown", "html", "jsonl"])
def test_every_format_tells_of_every_script(lint: Callcheck, scripts: Path, form: str) -> None:
    out = lint("scripts", "--format", form).out
    for name, _, _ in planted.FAULTS:
        assert name in out


def test_the_gate_of_commits_stays_shut_until_all_is_mended(repository: Repository) -> None:
    repository.start({"id": "callcheck-lint", "args": ["--format", "concise"]})
    scripts = repository.folder / "scripts"
    planted.build(scripts)
    ran = repository.commit()
    assert (ran.status, repository.commits()) == (1, 0)
    told = {
        line.split()[0] + line.split()[1] for line in ran.out.splitlines() if "default/" in line
    }
    assert told == {f"scripts/{name}:{place}:{rule}" for name, place, rule in planted.FAULTS}
    planted.build(scripts, mended=True)
    ran = repository.commit()
    assert (ran.status, repository.commits()) == (0, 1), ran.out
