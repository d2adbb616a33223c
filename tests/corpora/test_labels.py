"""The labels of the calls in ``corpora/`` agree with the calls.

The calls are read here by a few lines of their own, so that a fault of the
program's readers cannot hide a fault of the labels.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CORPORA = Path(__file__).parents[2] / "corpora"
CATEGORIES = {
    "blaming",
    "rebuking",
    "contradicting",
    "arrogance",
    "shirking",
    "abuse",
    "verbal_tic",
    "plain_refusal",
}
LEVELS = {"verbatim", "variant", "paraphrase"}
DECIDED = {"opener", "closer", "hold", "apology", "promise", "politeness", "pace"}
VERDICTS = {"ok", "violated", "n/a"}

AGENT = {"客服", "坐席", "话务员", "A"}
CUSTOMER = {"客户", "顾客", "用户", "来电人", "B"}
TURN = re.compile(
    r"(?:\[(?P<start>[\d:.]+)(?:-(?P<end>[\d:.]+))?\] )?(?P<who>[^：:]+)：(?P<text>.+)"
)
COUNTED = re.compile(r"[\u4e00-\u9fa5]|\d|[A-Za-z]+")
THANKS_OR_GOODBYE = re.compile(r"(?<!不用)(?<!客气)谢|再[见会]")
APOLOGY = re.compile(r"对不起|对不住|抱歉|不好意思|赔个不是")
COURTESY = re.compile(
    r"您好|(?<![申邀])请|谢|对不起|抱歉|不好意思|麻烦|劳驾|辛苦|打扰|久等|客气|再见"
)
OFFER = re.compile(
    r"有(什么|咩|啥)?.{0,4}(可以|能|需要)?.{0,2}帮|请(讲|说)|您请说|需要|请问|挂哪个科|您说"
)
UNIT_OR_NUMBER = re.compile(
    r"物流|通信|信用卡|医院|物业|果壳壳|银行|燃气|客服|工号|\d{2,}|旅行社|自来水|出行|图书馆"
    r"|理赔|食堂|航空|家政|报名处|电力|热线|[零一二三四五六七八九]{3}号"
)
TIME_GIVEN = re.compile(
    r"(\d|[一二两三四五六七八九十半])+(点|个?工作日|天|个?小时|分钟|号)|今天|明天|后天|(周|礼拜)[一二三四五六日]"
)
TARGET_PACE = (96, 144)


@dataclass(frozen=True)
class Line:
    agent: bool
    text: str
    start: float | None
    end: float | None


def seconds(stamp: str | None) -> float | None:
    if stamp is None:
        return None
    total = 0.0
    for part in stamp.split(":"):
        total = total * 60 + float(part)
    return total


def read(path: Path) -> list[Line]:
    lines = []
    body = path.read_text(encoding="utf-8")
    if re.match(r"(坐席|客户等待振铃): ", body):
        body = body.split("\n\n", 1)[1]
    for number, raw in enumerate(body.splitlines(), 1):
        match = TURN.fullmatch(raw)
        assert match, f"{path.name}: turn {number} is no turn: {raw}"
        who = match["who"]
        assert who in AGENT | CUSTOMER, f"{path.name}: turn {number}: speaker {who}"
        lines.append(
            Line(who in AGENT, match["text"], seconds(match["start"]), seconds(match["end"]))
        )
    return lines


def load(folder: str) -> list[dict[str, Any]]:
    text = (CORPORA / folder / "labels.jsonl").read_text(encoding="utf-8")
    return [row | {"folder": folder} for row in map(json.loads, text.splitlines())]


ROWS = load("labelled") + load("heldback")


@pytest.fixture(params=ROWS, ids=lambda row: row["file"])
def row(request: pytest.FixtureRequest) -> dict[str, Any]:
    labels: dict[str, Any] = request.param
    return labels


@pytest.fixture
def call(row: dict[str, Any]) -> list[Line]:
    return read(CORPORA / row["folder"] / row["file"])


def bare(text: str) -> str:
    return re.sub(r"[^\w]", "", text)


WRITERS = {
    "labelled": {
        **dict.fromkeys("abcdef", 10),
        **dict.fromkeys(("aa", "ab", "ac", "ba", "cc", "cd", "ce", "i", "z"), 24),
        **{"j": 24, "k": 16, "l": 32, "m": 16},
        **dict.fromkeys("oqrstu", 24),
        **{"v": 40, "w": 24, "x": 18},
    },
    "heldback": {"ad": 24, "cb": 24, "cf": 24, "g": 24, "h": 24, "n": 12, "p": 24, "y": 18},
}


@pytest.mark.parametrize("folder", WRITERS)
def test_every_call_of_a_writer_is_labelled_once(folder: str) -> None:
    files = sorted(path.name for path in (CORPORA / folder).glob("*.txt"))
    counts = WRITERS[folder].items()
    wanted = (f"{name}{n:03}.txt" for name, calls in counts for n in range(1, calls + 1))
    assert files == sorted(wanted)
    assert sorted(row["file"] for row in load(folder)) == files


def test_turn_labels_point_at_what_the_agent_said(row: dict[str, Any], call: list[Line]) -> None:
    for label in row["turns"]:
        assert set(label) == {"turn", "category", "accept", "phrase", "level"}
        assert 1 <= label["turn"] <= len(call)
        turn = call[label["turn"] - 1]
        assert turn.agent
        assert bare(label["phrase"]) in bare(turn.text)
        assert label["level"] in LEVELS
        assert label["category"] in CATEGORIES
        assert set(label["accept"]) <= CATEGORIES - {label["category"]}


def test_traps_and_grey_turns_exist_and_are_not_labelled(
    row: dict[str, Any], call: list[Line]
) -> None:
    for trap in row["traps"]:
        assert set(trap) == {"turn", "why"}
        assert 1 <= trap["turn"] <= len(call)
    grey_text = (CORPORA / row["folder"] / "grey.jsonl").read_text(encoding="utf-8")
    labelled = {label["turn"] for label in row["turns"]}
    for grey in map(json.loads, grey_text.splitlines()):
        if grey["file"] == row["file"]:
            assert all(call[turn - 1].agent for turn in grey["grey"])
            assert not labelled & set(grey["grey"])


def test_acts_are_done_by_those_who_can_do_them() -> None:
    text = (CORPORA / "labelled" / "acts.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    files = [row["file"] for row in rows]
    assert len(files) == len(set(files))
    assert set(files) <= {row["file"] for row in load("labelled")}
    for row in rows:
        assert set(row) <= {"file", "complaint", "defers", "wait"}
        lines = read(CORPORA / "labelled" / row["file"])
        assert not any(lines[turn - 1].agent for turn in row.get("complaint", ()))
        assert all(lines[turn - 1].agent for turn in row.get("defers", []) + row.get("wait", []))


def test_call_labels_are_complete(row: dict[str, Any]) -> None:
    assert row["packs"] == ["default"]
    assert set(row["call"]) == DECIDED
    assert set(row["call"].values()) <= VERDICTS


def test_opener_and_closer_follow_their_definitions(row: dict[str, Any], call: list[Line]) -> None:
    agent = [turn.text for turn in call if turn.agent]
    if "您好" not in agent[0]:
        assert row["call"]["opener"] == "violated"
    elif UNIT_OR_NUMBER.search(agent[0]) or OFFER.search(agent[0]):
        # What else names a unit or offers help, only a reader can tell.
        assert row["call"]["opener"] == "ok"
    ended = any(THANKS_OR_GOODBYE.search(text) for text in agent[-2:])
    assert row["call"]["closer"] == ("ok" if ended else "violated")


def test_politeness_follows_its_definition(row: dict[str, Any], call: list[Line]) -> None:
    said = "".join(turn.text for turn in call if turn.agent)
    formal = said.replace("您好", "").count("您")
    plain = len(re.findall("你(?!好|们)", said))
    rude = not COURTESY.search(said) or (plain > 0 and formal == 0)
    if rude or plain <= formal:
        # Where 你 outweighs 您, only a reader can tell.
        assert row["call"]["politeness"] == ("violated" if rude else "ok")


def test_apology_label_agrees_with_what_was_said(row: dict[str, Any], call: list[Line]) -> None:
    said = any(APOLOGY.search(turn.text) for turn in call if turn.agent)
    assert row["call"]["apology"] in ({"ok", "n/a"} if said else {"violated", "n/a"})


def test_kept_promise_names_a_time(row: dict[str, Any], call: list[Line]) -> None:
    if row["call"]["promise"] == "ok":
        assert any(TIME_GIVEN.search(turn.text) for turn in call if turn.agent)


def test_pace_label_agrees_with_the_time_stamps(row: dict[str, Any], call: list[Line]) -> None:
    if call[0].start is None:
        assert row["call"]["pace"] == "n/a"
        return
    ends = [turn.start for turn in call[1:]] + [None]
    counted, spoken = 0, 0.0
    for turn, next_start in zip(call, ends, strict=True):
        end = turn.end if turn.end is not None else next_start
        if not turn.agent or turn.start is None or end is None:
            continue
        counted += len(COUNTED.findall(turn.text))
        spoken += end - turn.start
    pace = counted / spoken * 60
    low, high = TARGET_PACE
    assert min(abs(pace - low), abs(pace - high)) > 4, "too near the bound to label"
    assert row["call"]["pace"] == ("ok" if low <= pace <= high else "violated")


def test_time_stamps_never_run_backwards(call: list[Line]) -> None:
    stamps = [stamp for turn in call for stamp in (turn.start, turn.end) if stamp is not None]
    assert stamps == sorted(stamps)


def test_a_third_of_the_calls_are_clean_and_every_category_is_there() -> None:
    for folder in ("labelled", "heldback"):
        rows = load(folder)
        clean = [row for row in rows if not row["turns"]]
        assert 0.25 <= len(clean) / len(rows) <= 0.45
        # Writer v wrote of conduct only.
        assert all(row["traps"] for row in clean if row["file"][0] != "v")
        assert {label["category"] for row in rows for label in row["turns"]} == CATEGORIES
