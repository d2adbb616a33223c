"""``callcheck score`` as a user meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command import BAD, GOOD, Callcheck


def paths(document: Any) -> list[str]:
    return [call["path"] for call in document["calls"]]


@pytest.mark.parametrize(
    ("args", "status", "reason"),
    [
        (["calls/a.txt"], 0, ""),
        (["calls/b.txt"], 1, "1 of 1 call failed"),
        (["calls"], 1, "2 of 4 calls failed"),
        (["calls/b.txt", "--exit-zero"], 0, "1 of 1 call failed"),
        (["calls/b.txt", "--fail-under", "14"], 0, ""),
        (["calls/a.txt", "--fail-under", "100"], 0, ""),
        (["calls/d.txt"], 0, ""),
        (["calls/d.txt", "--fail-under", "99.9"], 1, "under 99.9 points"),
        (["calls/d.txt", "--fail-on", "error"], 0, ""),
        (["calls/d.txt", "--fail-on", "info"], 1, "1 of 1 call failed"),
        (["calls/d.txt", "--fail-on", "info", "--min-severity", "error"], 1, "failed"),
        (["calls/c.txt", "--fail-under", "0"], 1, "veto"),
        (["calls/b.txt", "-q"], 1, None),
        (["none.txt"], 2, "1 input could not be used"),
        (["calls/a.txt", "none.txt", "--exit-zero"], 2, "1 input could not be used"),
        (["calls/*.json"], 2, "1 input could not be used"),
        (["calls", "--fail-under", "101"], 2, "--fail-under"),
        (["calls", "--fail-under", "nan"], 2, "nan is no number; write one from 0 to 100"),
        (["calls", "--fail-under", "inf"], 2, "--fail-under"),
        (["calls", "--format", "jso"], 2, "--format"),
        ([], 2, "PATH..."),
    ],
)
def test_the_status_says_how_it_went_and_the_last_line_says_why(
    score: Callcheck, args: list[str], status: int, reason: str | None
) -> None:
    ran = score(*args)
    assert ran.status == status, ran.err
    if reason is None:
        assert ran.err == ""
    else:
        assert reason in ran.reason


def test_the_order_is_that_of_the_paths_however_many_processes_score(score: Callcheck) -> None:
    names = [f"calls/{name}.txt" for name in "abcd"]
    for number in range(40):
        Path(f"calls/e{number:02}.txt").write_text(GOOD if number % 3 else BAD, encoding="utf-8")
        names.append(f"calls/e{number:02}.txt")
    one = score("calls", "--format", "json", "--jobs", "1")
    two = score("calls", "--format", "json", "--jobs", "2")
    assert paths(one.json) == names
    assert one.raw == two.raw
    turned = score("calls/d.txt", "calls/a.txt", "calls", "--format", "json").json
    assert paths(turned)[:4] == ["calls/d.txt", "calls/a.txt", "calls/b.txt", "calls/c.txt"]


def test_folders_are_read_whole_and_globs_are_expanded(score: Callcheck) -> None:
    deep = Path("calls/2026/03")
    deep.mkdir(parents=True)
    (deep / "x.txt").write_text(GOOD, encoding="utf-8")
    (Path("calls/.git")).mkdir()
    Path("calls/.git/y.txt").write_text(GOOD, encoding="utf-8")
    assert "calls/2026/03/x.txt" in paths(score("calls", "--format", "json").json)
    assert "calls/.git/y.txt" not in paths(score("calls", "--format", "json").json)
    assert paths(score("calls/[ab].txt", "--format", "json").json) == ["calls/a.txt", "calls/b.txt"]
    assert paths(score("**/x.txt", "--format", "json").json) == ["calls/2026/03/x.txt"]


def test_a_bad_input_is_told_and_the_others_are_scored(score: Callcheck) -> None:
    Path("calls/empty.txt").write_bytes(b"")
    ran = score("calls/a.txt", "calls/empty.txt", "missing", "calls/b.txt", "--format", "json")
    assert ran.status == 2
    assert paths(ran.json) == ["calls/a.txt", "calls/b.txt"]
    assert ran.json["summary"] == {
        "calls": 2, "passed": 1, "failed": 1, "errors": 2, "findings": 1,
    }  # fmt: skip
    assert [error["path"] for error in ran.json["errors"]] == ["calls/empty.txt", "missing"]
    assert "calls/empty.txt: " in ran.err
    assert "missing: no such file or folder" in ran.err


def test_standard_input_is_a_call(score: Callcheck) -> None:
    document = score("-", "--format", "json", stdin=BAD.encode()).json
    (call,) = document["calls"]
    assert [finding["rule"] for finding in call["findings"]] == ["site/not-mine"]
    assert (call["findings"][0]["line"], call["findings"][0]["column"]) == (3, 4)


def test_a_finding_is_told_with_its_place_words_and_points(score: Callcheck) -> None:
    document = score("calls/b.txt", "--format", "json").json
    (finding,) = document["calls"][0]["findings"]
    assert finding.pop("fingerprint")
    assert finding == {
        "rule": "site/not-mine", "pack": "site", "category": "shirking", "family": "shirking",
        "severity": "error", "clauses": ["S-1"], "turn": 1, "speaker": "agent", "start": None,
        "line": 3, "column": 4, "end_line": 3, "end_column": 10, "text": "这不关我的事",
        "message": "推诿：说不归自己管", "suggestion": "我帮您查一下", "confidence": 1.0,
        "deduction": 30.0, "suppressed": None,
    }  # fmt: skip
    assert document["calls"][0]["agent_id"] == "1024"


@pytest.mark.parametrize(
    ("args", "files", "out"),
    [
        (["--format", "json"], {}, "json"),
        (["--output", "r.json"], {"r.json": "json"}, None),
        (["--output", "r.txt"], {"r.txt": "text"}, None),
        (["--format", "json", "--output", "r"], {"r": "json"}, None),
        (["--output", "r", "--format", "json"], {"r": "json"}, None),
        (["--format", "json", "--output", "r", "--format", "text"], {"r": "json"}, "text"),
        (["--format", "text", "--format", "json", "--output", "r"], {"r": "json"}, "text"),
        (
            ["--format", "json", "--output", "r", "--format", "text", "--output", "s"],
            {"r": "json", "s": "text"},
            None,
        ),
    ],
)
def test_each_format_goes_to_the_output_beside_it(
    score: Callcheck, args: list[str], files: dict[str, str], out: str | None
) -> None:
    ran = score("calls", *args)
    assert ran.status == 1
    assert kind(ran.out) == out
    for name, expected in files.items():
        assert kind(Path(name).read_text(encoding="utf-8")) == expected
    assert sorted(path.name for path in Path().iterdir()) == sorted(["calls", "site.yaml", *files])


def kind(text: str) -> str | None:
    if text.startswith("{"):
        return "json" if json.loads(text)["summary"]["calls"] == 4 else "damaged"
    return "text" if text.startswith("得分") else None


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["--format", "json", "--format", "text"], "cannot share standard output"),
        (["--output", "a", "--output", "b"], "no --format of its own"),
        (["--format", "json", "--output", "a", "--output", "b"], "no --format of its own"),
        (["--format", "json", "--output", "a", "--format", "text", "--output", "a"], "same"),
        (["--format", "json", "--output", "no/such/r.json"], "no/such/r.json"),
        (["--pack", "defualt"], "did you mean 'default'?"),
        (["--profile", "defualt"], "did you mean 'default'?"),
        (["--rules", "nowhere.yaml"], "nowhere.yaml"),
        (["--colour", "never"], "--color"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(
    score: Callcheck, args: list[str], reason: str
) -> None:
    ran = score("calls", *args)
    assert ran.status == 2
    assert reason in ran.err
    assert ran.err.splitlines()[-1].startswith("callcheck: ")
    assert sorted(path.name for path in Path().iterdir()) == ["calls", "site.yaml"]


def test_a_bad_pack_is_told_with_every_problem_and_its_place(score: Callcheck) -> None:
    Path("bad.yaml").write_text(
        "pack: bad\ntitle: 坏\nlanguage: 1\nrules:\n- id: x\n  categry: shirking\n"
        "  forbid: [a]\n  message: m\n- id: x\n  category: shirkin\n  forbid: [b]\n  message: m\n",
        encoding="utf-8",
    )
    ran = score("calls", "--rules", "bad.yaml")
    assert ran.status == 2
    assert "bad.yaml:6:3: " in ran.err
    assert "bad.yaml:10:13: " in ran.err
    assert "did you mean" in ran.err


@pytest.mark.parametrize(
    ("args", "variables", "painted"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_follows_the_flag_then_the_environment(
    score: Callcheck,
    monkeypatch: pytest.MonkeyPatch,
    args: list[str],
    variables: dict[str, str],
    painted: bool,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in score("calls", *args).out) is painted


def test_results_go_to_standard_output_and_all_else_to_standard_error(score: Callcheck) -> None:
    ran = score("calls", "missing", "--format", "json")
    assert ran.json["summary"]["calls"] == 4
    assert "Scoring" not in ran.err


def test_what_is_missing_tells_two_findings_of_one_rule_apart(
    folder: Path, callcheck: Callcheck
) -> None:
    Path("calls/o.txt").write_text("客服：喂，说吧。\n客户：你好。\n", encoding="utf-8")
    args = ("score", "calls/o.txt", "--select", "opener", "--format")
    missing = ["缺少：您好", "缺少：单位、工号或主动提供帮助"]
    (call,) = callcheck(*args, "json").json["calls"]
    assert [finding["note"] for finding in call["findings"]] == missing
    results = callcheck(*args, "sarif").json["runs"][0]["results"]
    told = [result["message"]["text"] for result in results]
    assert all(note in text for note, text in zip(missing, told, strict=True))


def test_severity_hides_findings_and_leaves_the_score(score: Callcheck) -> None:
    whole = score("calls/d.txt", "--format", "json").json["calls"][0]
    hidden = score("calls/d.txt", "--format", "json", "--min-severity", "error").json["calls"][0]
    assert len(whole["findings"]) == 1
    assert hidden["findings"] == []
    assert hidden["score"] == whole["score"]


def run_process(*args: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "callcheck", *args],
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


SLOW = {"jieba", "pypinyin", "opencc", "pydantic", "yaml", "rich", "openpyxl", "orjson"}


def test_one_plain_text_call_loads_nothing_it_does_not_need(folder: Path) -> None:
    program = (
        "import sys\n"
        "from callcheck.cli.main import main\n"
        "try:\n    main()\n"
        "finally:\n    print(sorted(sys.modules), file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", program, "score", "calls/a.txt", "--rules", "site.yaml"]
    for _ in range(2):
        # The first run compiles the pack and keeps it.
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
        assert ran.returncode == 0, ran.stderr
    loaded = {name.partition(".")[0] for name in eval(ran.stderr)}
    assert loaded & SLOW == set()
    assert "callcheck" in loaded


def test_the_same_input_gives_the_same_bytes_in_every_process(folder: Path) -> None:
    args = ("score", "calls", "--rules", "site.yaml", "--format", "json")
    first = run_process(*args, cwd=folder, PYTHONHASHSEED="1")
    second = run_process(*args, cwd=folder, PYTHONHASHSEED="2")
    assert first.stdout == second.stdout
    assert first.stdout.startswith("{")


def test_a_reader_that_goes_away_is_no_error_to_tell(folder: Path) -> None:
    for number in range(400):
        (folder / "calls" / f"n{number}.txt").write_text(BAD * 5, encoding="utf-8")
    command = [sys.executable, "-m", "callcheck", "score", "calls", "--rules", "site.yaml"]
    with subprocess.Popen(
        [*command, "--jobs", "1"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 2


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\n", b"\x00\x01\x02\xff" * 64, "一段没有说话人的文字。\n".encode(), b"{"],
    ids=["empty", "blank", "binary", "no speakers", "half a JSON"],
)
def test_what_is_no_transcript_is_told_and_the_rest_is_scored(
    score: Callcheck, data: bytes
) -> None:
    Path("calls/bad.txt").write_bytes(data)
    ran = score("calls/bad.txt", "calls/a.txt", "--format", "json")
    assert ran.status == 2
    assert paths(ran.json) == ["calls/a.txt"]
    (error,) = ran.json["errors"]
    assert error["path"] == "calls/bad.txt"
    assert error["message"]


def test_a_terminal_gets_a_bar_on_standard_error_only(folder: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "callcheck", "score", "calls", "--rules", "site.yaml"]
    ran = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = os.read(ours, 4096).decode()
    os.close(ours)
    assert "Scoring" in shown
    assert ran.stdout.decode().startswith("得分")
    assert b"Scoring" not in ran.stdout


def test_a_call_of_which_nothing_is_judged_is_no_silent_pass(
    folder: Path, callcheck: Callcheck
) -> None:
    (folder / "odd.json").write_text('{"turns": [{"speaker": "bogus", "text": "您好"}]}')
    ran = callcheck("score", "odd.json", "--fail-under", "100")
    assert ran.status == 0
    assert "无法评分  未评  odd.json" in ran.out
    told = "warning: nothing could be judged in 1 call: neither passed nor failed"
    assert told in ran.err
    assert told in callcheck("score", "odd.json", "-q").err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_folder_is_not_waited_for(folder: Path, callcheck: Callcheck) -> None:
    os.mkfifo(folder / "calls" / "p.txt")
    assert "p.txt" not in callcheck("score", "calls", "--show-files").out


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "html", "csv", "concise"])
def test_a_name_that_is_no_utf8_is_written_with_escapes(
    folder: Path, score: Callcheck, form: str
) -> None:
    Path(os.fsdecode(b"calls/\xb2\xe2.txt")).write_text(BAD, encoding="utf-8")
    ran = score("calls", "--format", form, "--exit-zero")
    assert ran.status == 0
    name = "calls/\\xb2\\xe2.txt"
    if form == "sarif":  # a URI there
        assert ran.json["runs"][0]["results"]
    else:
        assert (json.dumps(name)[1:-1] if form == "json" else name) in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe with a name")
def test_a_report_goes_into_a_pipe_and_leaves_it_one(folder: Path) -> None:
    os.mkfifo("pipe")
    shell = f"cat pipe & {sys.executable} -m callcheck score calls/a.txt -f json -o pipe; wait"
    ran = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False)
    assert json.loads(ran.stdout)["calls"]
    assert Path("pipe").is_fifo()


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_a_report_is_written_where_a_link_leads(folder: Path, score: Callcheck) -> None:
    Path("latest.json").symlink_to("report.json")
    for _ in range(2):
        assert score("calls/a.txt", "-f", "json", "-o", "latest.json", "--exit-zero").status == 0
        assert Path("latest.json").is_symlink()
        assert json.loads(Path("report.json").read_text(encoding="utf-8"))["calls"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize(
    ("command", "status", "told"),
    [
        ("score calls/a.txt >&-", 2, "standard output is closed"),
        ("rules list >&-", 2, "standard output is closed"),
        ("score calls/a.txt -f json -o out.json >&-", 0, ""),
        ("score - <&-", 2, "the file is empty"),
        ("score none.txt 2>&-", 2, ""),
    ],
)
def test_a_closed_stream_is_no_crash(folder: Path, command: str, status: int, told: str) -> None:
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    shell = ["sh", "-c", f"{sys.executable} -m callcheck {command}"]
    ran = subprocess.run(shell, capture_output=True, text=True, env=env, check=False)
    assert (ran.returncode, told in ran.stderr) == (status, True), ran.stderr
