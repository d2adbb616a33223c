"""The GitHub Action and the GitLab job: their own steps, run by a shell as the runners run them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import repository as planted
import yaml
from command import BAD, GOOD, PACK
from documents import write

import schemas

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
SPEC, JOBS = yaml.safe_load_all((ROOT / "templates" / "callcheck.yml").read_text("utf-8"))
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
PLANTED = Counter((f"scripts/{name}", rule) for name, _, rule in planted.FAULTS)
HOSTILE = "scripts\n$(touch taken)\n`touch taken`\n\"; touch taken; #\n'; touch taken; #\n--diff"
"""Paths that would run commands, were they ever part of one."""


@dataclass
class Ran:
    """What a job gave: its status, all it printed, and the outputs it set."""

    status: int
    out: str
    outputs: dict[str, str] = field(default_factory=dict)


def run(shell: tuple[str, ...], script: str, folder: Path, env: Mapping[str, str]) -> Ran:
    """Run a script in a folder."""
    ran = subprocess.run(
        [*shell, "-c", script], cwd=folder, env=env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return Ran(ran.returncode, ran.stdout.decode())


@dataclass
class Action:
    """The composite action: what ``set_up`` left, and the step that is run again and again."""

    temporary: Path
    steps: dict[str, dict[str, str]] = field(default_factory=dict)

    def set_up(self) -> None:
        """Run all steps but the last."""
        python, *others, _ = ACTION["runs"]["steps"]
        assert python["uses"].startswith("actions/setup-python@")
        assert python["with"]["update-environment"] is False
        self.steps[python["id"]] = {"python-path": sys.executable}
        for step in others:
            ran = self.step(step, self.temporary, {})
            assert ran.status == 0, ran.out

    def __call__(self, folder: Path, **given: str) -> Ran:
        """Run the last step with these inputs."""
        inputs = {name: spec.get("default", "") for name, spec in ACTION["inputs"].items()}
        ran = self.step(ACTION["runs"]["steps"][-1], folder, inputs | given)
        ran.outputs = {
            name: self.value(spec["value"], {}) for name, spec in ACTION["outputs"].items()
        }
        return ran

    def step(self, step: dict[str, Any], folder: Path, inputs: Mapping[str, str]) -> Ran:
        assert step["shell"] == "bash"
        outputs = self.temporary / "outputs"
        outputs.write_text("")
        told = {
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(outputs),
            "RUNNER_TEMP": str(self.temporary),
        }
        env = {name: self.value(value, inputs) for name, value in step["env"].items()}
        ran = run(BASH, step["run"], folder, {**os.environ, **told, **env})
        lines = outputs.read_text("utf-8").splitlines()
        self.steps[step["id"]] = dict(line.split("=", 1) for line in lines)
        return ran

    def value(self, text: str, inputs: Mapping[str, str]) -> str:
        """Return a value of the manifest, its expressions evaluated."""

        def evaluated(match: re.Match[str]) -> str:
            kind, *path = match[1].split(".")
            return inputs[path[0]] if kind == "inputs" else self.steps[path[0]].get(path[2], "")

        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", evaluated, text)


@pytest.fixture(scope="module")
def action(tmp_path_factory: pytest.TempPathFactory) -> Action:
    """The action, with callcheck installed from this checkout by its own step."""
    action = Action(tmp_path_factory.mktemp("runner"))
    action.set_up()
    return action


@dataclass
class Job:
    """The job of the template; ``venv`` is what its ``before_script`` made."""

    venv: str = ""

    def set_up(self, folder: Path) -> None:
        """Run ``before_script``."""
        job = with_inputs(install=str(ROOT), paths=".")
        script = "\n".join([*job["before_script"], 'printf "%s" "$venv"'])
        constraint = {"PIP_CONSTRAINT": str(ROOT / "constraints.txt")}
        env = {**os.environ, **job["variables"], **constraint, "TMPDIR": str(folder)}
        ran = run(BASH, script, folder, env)
        assert ran.status == 0, ran.out
        self.venv = ran.out.splitlines()[-1]

    def __call__(self, folder: Path, shell: tuple[str, ...] = BASH, **inputs: str) -> Ran:
        """Run ``script`` in the shell that goes on."""
        job = with_inputs(install="callcheck", **inputs)
        script = "\n".join([f"venv='{self.venv}'", *job["script"]])
        return run(shell, script, folder, {**os.environ, **job["variables"]})


def with_inputs(**given: str) -> dict[str, Any]:
    """Return the job as an ``include`` with these inputs makes it."""
    specs = SPEC["spec"]["inputs"]
    assert not set(given) - set(specs)
    inputs = {name: given.get(name, spec.get("default")) for name, spec in specs.items()}
    assert None not in inputs.values()

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {filled(key): filled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [filled(item) for item in value]
        return re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda match: inputs[match[1]], value)

    jobs = filled(JOBS)
    assert list(jobs) == [inputs["job"]]
    return dict(jobs[inputs["job"]])


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """The job, with callcheck installed from this checkout by its own commands."""
    job = Job()
    job.set_up(tmp_path_factory.mktemp("gitlab"))
    return job


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of ten scripts, a pack and two calls."""
    planted.build(tmp_path / "scripts")
    write(tmp_path, "site.yaml", PACK)
    write(tmp_path, "calls of May/a.txt", GOOD)
    write(tmp_path, "calls of May/b.txt", BAD)
    return tmp_path


SCORED = {"command": "score", "args": "--rules=site.yaml\n--pack=site\n\n--fail-under=85"}


class TestGitHub:
    """The action."""

    def test_the_manifest_is_valid(self) -> None:
        assert schemas.errors(ACTION, schemas.GITHUB_ACTION) == []
        assert schemas.errors({**ACTION, "runs": {"using": "composite"}}, schemas.GITHUB_ACTION)

    def test_no_input_is_part_of_a_command(self) -> None:
        for step in ACTION["runs"]["steps"]:
            assert "${{" not in step.get("run", "")

    def test_faults_are_annotations_and_results(self, action: Action, project: Path) -> None:
        ran = action(project, paths="scripts/")
        assert ran.status == 1
        assert ran.outputs == {"sarif": "callcheck.sarif", "status": "1"}
        annotations = re.findall(r"^::warning file=(.*?),.*title=(.*?)::", ran.out, re.M)
        errors = re.findall(r"^::error file=(.*?),.*title=(.*?)::", ran.out, re.M)
        assert Counter([*annotations, *errors]) == PLANTED
        assert "file=scripts/billing.md,line=5,endLine=5,col=4," in ran.out
        log = json.loads((project / "callcheck.sarif").read_bytes())
        assert schemas.errors(log, schemas.SARIF) == []
        results = log["runs"][0]["results"]
        uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results]
        rules = [result["ruleId"] for result in results]
        assert Counter(zip(uris, rules, strict=True)) == PLANTED

    def test_mended_scripts_pass(self, action: Action, project: Path) -> None:
        planted.build(project / "scripts", mended=True)
        ran = action(project, paths="scripts/*.md\nscripts/faq.xlsx", sarif="out/a b.sarif")
        assert ran.status == 2, "a report goes to a folder that is there"
        (project / "out").mkdir()
        ran = action(project, paths="scripts/*.md\nscripts/faq.xlsx", sarif="out/a b.sarif")
        assert (ran.status, ran.out) == (0, "")
        assert ran.outputs == {"sarif": "out/a b.sarif", "status": "0"}
        log = json.loads((project / "out" / "a b.sarif").read_bytes())
        assert log["runs"][0]["results"] == []

    def test_calls_are_scored_with_the_arguments_given(self, action: Action, project: Path) -> None:
        ran = action(project, **SCORED, paths="calls of May", format="text")
        assert (ran.status, ran.outputs["status"]) == (1, "1")
        assert "calls of May/b.txt" in ran.out
        assert "1 of 2 calls failed: under 85 points" in ran.out
        ran = action(project, **SCORED, paths="calls of May/a.txt")
        assert (ran.status, ran.outputs["status"]) == (0, "0")

    def test_what_cannot_be_read_is_status_2(self, action: Action, project: Path) -> None:
        write(project, "scripts/bad.docx", b"no archive")
        ran = action(project, paths="scripts/bad.docx\nscripts/welcome.md")
        assert ran.outputs == {"sarif": "callcheck.sarif", "status": "2"}
        assert "::error file=scripts/bad.docx,title=callcheck::a damaged document" in ran.out

    def test_a_log_of_an_earlier_run_is_not_taken_for_this_ones(
        self, action: Action, project: Path
    ) -> None:
        write(project, "callcheck.sarif", "{}")
        ran = action(project, paths="scripts/", args="--pack=nothing-like-it")
        assert ran.status == 2
        assert ran.outputs == {"sarif": "", "status": "2"}

    @pytest.mark.parametrize("command", ["init", "lint; touch taken", "$(touch taken)"])
    def test_only_lint_and_score_are_run(self, action: Action, project: Path, command: str) -> None:
        ran = action(project, command=command, paths="scripts/")
        assert ran.status == 2
        assert ran.out == "::error title=callcheck::the input 'command' is neither lint nor score\n"
        assert not (project / "taken").exists()

    def test_inputs_are_never_run(self, action: Action, project: Path) -> None:
        ran = action(project, paths=HOSTILE, format="concise", args="--select=closer")
        assert ran.status == 2
        assert ran.out.count("no such file or folder") == 5
        assert "scripts/cancel.md:14:6: default/closer" in ran.out
        assert not (project / "taken").exists()


class TestGitLab:
    """The job."""

    def test_the_job_is_valid(self) -> None:
        made = {"lint": with_inputs(install="callcheck", paths="scripts")}
        assert schemas.errors(made, schemas.GITLAB_CI) == []
        made["lint"]["artifacts"]["when"] = "sometimes"
        assert schemas.errors(made, schemas.GITLAB_CI)

    def test_no_input_is_part_of_a_command(self) -> None:
        (template,) = JOBS.values()
        assert "$[[" not in "".join([*template["before_script"], *template["script"]])

    def test_what_it_is_given_reaches_the_job(self) -> None:
        made = with_inputs(install="callcheck", paths="a", job="scripts", stage="review", image="x")
        assert (made["stage"], made["image"]) == ("review", "x")

    def test_faults_are_in_both_reports(self, job: Job, project: Path) -> None:
        ran = job(project, paths="scripts")
        assert ran.status == 1
        assert "话术 10 份，合格 1 份，问题 12 处" in ran.out
        reports = with_inputs(install="callcheck", paths="x")["artifacts"]["reports"]
        issues = json.loads((project / reports["codequality"]).read_bytes())
        told = Counter((issue["location"]["path"], issue["check_name"]) for issue in issues)
        assert told == PLANTED
        assert len({issue["fingerprint"] for issue in issues}) == 12
        assert {issue["severity"] for issue in issues} <= {"info", "minor", "major", "blocker"}
        assert {"line": 5, "column": 4} in [
            issue["location"]["positions"]["begin"] for issue in issues
        ]
        suites = ElementTree.parse(project / reports["junit"]).getroot()
        assert len(suites) == 10
        failed = [case for case in suites.iter("testcase") if case.find("failure") is not None]
        gates = [case for case in failed if case.get("name") == "callcheck/gate"]
        assert len(gates) == 9
        assert {
            (case.get("classname"), case.get("name")) for case in failed if case not in gates
        } == set(PLANTED)

    @pytest.mark.parametrize("shell", [BASH, ("sh", "-e")], ids=["bash", "sh"])
    def test_calls_are_scored_with_the_arguments_given(
        self, job: Job, project: Path, shell: tuple[str, ...]
    ) -> None:
        ran = job(project, shell, **SCORED, paths="calls of May")
        assert ran.status == 1
        assert "1 of 2 calls failed: under 85 points" in ran.out
        assert job(project, shell, **SCORED, paths="calls of May/a.txt").status == 0

    @pytest.mark.parametrize("shell", [BASH, ("sh", "-e")], ids=["bash", "sh"])
    def test_inputs_are_never_run(self, job: Job, project: Path, shell: tuple[str, ...]) -> None:
        ran = job(project, shell, paths=HOSTILE, args="--select=closer")
        assert ran.status == 2
        assert ran.out.count("no such file or folder") == 5
        assert not (project / "taken").exists()
        assert (project / "gl-code-quality-report.json").exists()


def snippets(page: str) -> list[Any]:
    """Return the YAML of a page that has to do with CI."""
    text = (ROOT / page).read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", text, re.M | re.S)
    marks = ("rev: v", "/callcheck@v", "templates/callcheck.yml")
    return [yaml.safe_load(block) for block in blocks if any(mark in block for mark in marks)]


@pytest.mark.parametrize("page", ["README.md", "docs/ci.md"])
class TestDocumentation:
    """What the documentation says to write."""

    def test_hooks_are_those_there_are(self, page: str, tmp_path: Path) -> None:
        (config,) = [snippet for snippet in snippets(page) if "repos" in snippet]
        hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
        named = {hook["id"] for repo in config["repos"] for hook in repo["hooks"]}
        assert named <= {hook["id"] for hook in hooks}
        write(tmp_path, "config.yaml", yaml.safe_dump(config))
        check = (sys.executable, "-m", "pre_commit", "validate-config", "config.yaml")
        pytest.importorskip("pre_commit")
        ran = subprocess.run(check, cwd=tmp_path, capture_output=True, check=False)
        assert ran.returncode == 0, ran.stdout.decode()

    def test_the_action_is_used_as_it_is_made(self, page: str) -> None:
        (found,) = [snippet for snippet in snippets(page) if "/callcheck@v" in str(snippet)
                    and "include" not in snippet and "repos" not in snippet]  # fmt: skip
        if isinstance(found, list):
            found = {"on": "push", "jobs": {"gate": {"runs-on": "ubuntu-latest", "steps": found}}}
        # YAML reads the bare key 'on' as true.
        workflow = {("on" if key is True else key): value for key, value in found.items()}
        assert schemas.errors(workflow, schemas.GITHUB_WORKFLOW) == []
        (job,) = workflow["jobs"].values()
        (step,) = [step for step in job["steps"] if "/callcheck@v" in step["uses"]]
        assert set(step["with"]) <= set(ACTION["inputs"])
        assert {name for name, spec in ACTION["inputs"].items() if spec["required"]} <= set(
            step["with"]
        )
        for name in re.findall(r"steps\.callcheck\.outputs\.(\w+)", str(workflow)):
            assert name in ACTION["outputs"]

    def test_the_job_is_included_as_it_is_made(self, page: str) -> None:
        (config,) = [snippet for snippet in snippets(page) if "include" in snippet]
        names = []
        for item in config["include"]:
            assert (ROOT / item["file"]).is_file()
            assert with_inputs(**item["inputs"])["script"]
            names.append(item["inputs"].get("job", SPEC["spec"]["inputs"]["job"]["default"]))
        assert set(config) - {"include"} <= set(names)


def test_every_input_output_and_hook_is_documented() -> None:
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    named = [*ACTION["inputs"], *ACTION["outputs"], *SPEC["spec"]["inputs"]]
    for name in [*named, *(hook["id"] for hook in hooks)]:
        assert f"| `{name}` |" in page
