"""``callcheck evaluate``: the machine's ears against people's, on a folder of labelled calls."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import Callcheck, Ran

CALLS = {
    "a.txt": [
        "客服：您好，联讯客服，请问有什么可以帮您？",
        "客户：我的宽带断了。",
        "客服：这不关我的事。",
        "客户：那怎么办？",
        "客服：谢谢您的来电，再见。",
    ],
    "b.txt": [
        "客服：您好，联讯客服，请问有什么可以帮您？",
        "客户：上次那位说不归你们管。",
        "客服：不是说不归我们管，我帮您查一下。",
        "客户：你们太差了，我要投诉！",
        "客服：您自己先查清楚。",
        "客户：你什么态度？",
        "客服：今天下午给您送到。",
    ],
}
LABELS: list[dict[str, Any]] = [
    {
        "file": "a.txt",
        "turns": [{"turn": 3, "category": "shirking", "level": "verbatim"}],
        "call": {"opener": "ok", "closer": "ok", "apology": "n/a"},
    },
    {
        "file": "b.txt",
        "turns": [
            {"turn": 5, "category": "blaming", "level": "variant", "accept": ["shirking"]},
            {"turn": 7, "category": "abuse", "level": "paraphrase", "phrase": "给您送到"},
        ],
        "call": {"opener": "ok", "closer": "violated", "apology": "violated"},
        "traps": [{"turn": 3, "why": "the agent denies it"}],
    },
]


@pytest.fixture
def labelled(folder: Path) -> Path:
    """A working folder whose ``ears`` holds two calls and their labels."""
    ears = folder / "ears"
    ears.mkdir()
    for name, lines in CALLS.items():
        (ears / name).write_text("\n".join(lines), encoding="utf-8")
    write_labels(ears, LABELS)
    return folder


def write_labels(ears: Path, rows: list[Any]) -> None:
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (ears / "labels.jsonl").write_text(text, encoding="utf-8")


def evaluated(callcheck: Callcheck, *options: str) -> Ran:
    return callcheck("evaluate", "ears", "ears/labels.jsonl", *options)


def test_turns_levels_categories_conduct_and_traps_are_counted(
    labelled: Path, callcheck: Callcheck
) -> None:
    found = evaluated(callcheck, "--format", "json").json
    counts = {"hit": 2, "extra": 0, "miss": 1}
    assert counts.items() <= found["turns"].items()
    assert found["turns"]["precision"] == 1.0
    assert found["turns"]["recall"] == pytest.approx(2 / 3)
    assert {level: of["hit"] for level, of in found["levels"].items()} == {
        "paraphrase": 0,
        "variant": 1,
        "verbatim": 1,
    }
    assert found["conduct"]["closer"]["hit"] == 1
    assert found["conduct"]["apology"]["hit"] == 1
    assert found["conduct"]["opener"]["f1"] is None
    assert found["traps"] == {"turns": 1, "flagged": 0}
    assert (found["found"], found["right_category_or_family"]) == (2, 2)


def test_misses_and_false_alarms_are_listed_with_their_place(
    labelled: Path, callcheck: Callcheck
) -> None:
    rows = [dict(LABELS[0], turns=[]), LABELS[1]]
    write_labels(labelled / "ears", rows)
    ran = evaluated(callcheck)
    misses, alarms = ran.out.split("\nmisses\n")[1].split("\nfalse alarms\n")
    assert "b.txt" in misses and "给您送到" in misses
    assert "a.txt" in alarms and "不关我的事" in alarms
    assert "shirking-not-our-job" in alarms


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ((), 0),
        (("--min-precision", "0.9", "--min-recall", "0.6"), 0),
        (("--min-recall", "0.9"), 1),
        (("--min-precision", "1.5"), 2),
    ],
)
def test_the_gate_is_precision_and_recall(
    labelled: Path, callcheck: Callcheck, options: tuple[str, ...], status: int
) -> None:
    assert evaluated(callcheck, *options).status == status


def test_grey_turns_count_neither_way(labelled: Path, callcheck: Callcheck) -> None:
    rows = [dict(LABELS[0], turns=[], grey=[3]), LABELS[1]]
    write_labels(labelled / "ears", rows)
    inside = evaluated(callcheck, "--format", "json").json["turns"]
    write_labels(labelled / "ears", [dict(LABELS[0], turns=[]), LABELS[1]])
    (labelled / "ears" / "grey.jsonl").write_text('{"file": "a.txt", "grey": [3]}\n')
    assert evaluated(callcheck, "--format", "json").json["turns"] == inside
    assert (inside["hit"], inside["extra"]) == (1, 0)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"file": "a.txt", "call": []}, "'call' is []; it must be an object"),
        ({"file": "a.txt", "grey": 5}, "'grey' is 5; it must be a list"),
        ({"file": 5}, "'file' is 5; it must be a text"),
        ({"files": "a.txt"}, "'file' is missing"),
        ([1], "not an object; write one call a line"),
        ({"file": "a.txt", "turns": 5}, "'turns' is 5; it must be a list"),
        ({"file": "a.txt", "turns": [{"turn": 1}]}, "'turns.1.category' is missing"),
        (
            {"file": "a.txt", "turns": [{"turn": "1", "category": "abuse"}]},
            "'turns.1.turn' is \"1\"; it must be a whole number",
        ),
        ({"file": "a.txt", "call": {"opener": "maybe"}}, "it must be one of ok, violated, n/a"),
        (
            {"file": "a.txt", "turns": [{"turn": 1, "category": "nope"}]},
            "'turns.1.category' is \"nope\"; it must be one of ",
        ),
        ({"file": "b.txt", "traps": [{"turn": 99}]}, "there is no turn 99 in b.txt: it has 7"),
        ({"file": "a.txt", "traps": [3]}, "'traps.1' is 3; it must be an object"),
    ],
)
def test_a_label_of_another_shape_is_told_with_its_line(
    labelled: Path, callcheck: Callcheck, row: object, reason: str
) -> None:
    write_labels(labelled / "ears", [LABELS[0], row])
    ran = evaluated(callcheck)
    assert ran.status == 2
    assert "labels.jsonl:2: " in ran.err and reason in ran.err
