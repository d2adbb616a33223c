"""A scored call made by hand, for the reports."""

from __future__ import annotations

from callcheck.findings import (
    CallResult,
    CheckedCall,
    Finding,
    InputError,
    NotEvaluated,
    Pace,
    Score,
    SectionScore,
    Spared,
    Suppression,
)
from callcheck.packs.model import Clause, Pack, Profile, Rule, Section, Source
from callcheck.report import renderer
from callcheck.report.model import Run, Style
from callcheck.transcript.model import Call, Place, Turn

HERE = Source("rules/default.yaml", 12, 3)


def rule(name: str, category: str, message: str, **changes: object) -> Rule:
    values: dict[str, object] = {
        "id": name, "pack": "default", "source": HERE, "clauses": ("CM-91",), "category": category,
        "family": category, "severity": "error", "status": "stable", "message": message,
        "suggestion": "我帮您查一下", "deduct": 10.0, "limit": None, "weight": 10.0, "veto": False,
        "suppressible": True, "aliases": (), "confidence": 1.0, "gap": 6, "long_gap": 20,
        "hear": "spoken",
    }  # fmt: skip
    return Rule(**(values | changes))  # type: ignore[arg-type]


RULES = (
    rule("shirking-not-my-job", "shirking", "推诿：说不归自己管"),
    rule("closing", "closer", "结束时没有致谢，也没有再见", severity="warning", suggestion=None),
    rule("sighs", "verbal_tic", "叹气", severity="info", clauses=()),
    rule("rings", "ring", "振铃过多"),
)
PROFILE = Profile(
    "default", ("default",), 80.0, (Section("closer", 10, ("closer",)), Section("words", 40, ()))
)
PACK = Pack(
    id="default",
    title="通用服务规范",
    path="rules/default.yaml",
    clauses=(Clause("CM-91", None, "不推诿", "automated", None),),
    rules=RULES,
)

TURNS = (
    Turn(1, "agent", "您好，话费专席。", (Place(0, 3, 15),), 1.0, 3.0),
    Turn(2, "customer", "我的卡丢了 lost，\n怎么办", (Place(0, 4, 15), Place(11, 5, 1)), 4.0, 6.0),
    Turn(3, "agent", "ＯＫ，这不关我的事，\n你去营业厅", (Place(0, 6, 15), Place(11, 7, 3)), 31.0),
    Turn(4, "agent", "唉", (Place(0, 8, 4),)),
)

PUSHED = Finding(
    rule="default/shirking-not-my-job", pack="default", category="shirking", family="shirking",
    severity="error", clauses=("CM-91",), turn=3, speaker="agent", start=31.0, line=6, column=18,
    end_line=7, end_column=5, text="这不关我的事，\n你去", message="推诿：说不归自己管",
    suggestion="我帮您查一下", confidence=0.85, deduction=10.0, fingerprint="9f2c",
)  # fmt: skip
SIGHED = Finding(
    rule="default/sighs", pack="default", category="verbal_tic", family="verbal_tic",
    severity="info", clauses=(), turn=4, speaker="agent", start=None, line=8, column=4,
    end_line=8, end_column=5, text="唉", message="叹气", suggestion=None, confidence=1.0,
    deduction=0.0, fingerprint="77aa", suppressed=Suppression("inline", "已申诉"),
)  # fmt: skip
UNCLOSED = Finding(
    rule="default/closing", pack="default", category="closer", family="closer",
    severity="warning", clauses=("CM-91",), turn=None, speaker=None, start=None, line=None,
    column=None, end_line=None, end_column=None, text=None, message="结束时没有致谢，也没有再见",
    suggestion=None, confidence=1.0, deduction=7.5, fingerprint="01bc", veto=True,
    note="最接近的一句：第 4 轮“唉”",
)  # fmt: skip


def bad_call(path: str = "calls/0007.txt") -> CallResult:
    call = Call(path=path, turns=TURNS, agent_id="1024", notes=("没有结束时间",))
    checked = CheckedCall(
        call=call,
        findings=(PUSHED, SIGHED, UNCLOSED),
        not_evaluated=(NotEvaluated("default/rings", "没有振铃次数"),),
        spared=(Spared("default/sighs", 2, 0, "唉", "customer"),),
        pace=Pace(131.43, 96.0),
    )
    sections = (SectionScore("closer", 2.5, 10.0), SectionScore("words", 38.75, 40.0))
    return CallResult(checked, Score(82.5, 100.0, False, True, sections))


def clean_call(path: str = "calls/0008.txt") -> CallResult:
    checked = CheckedCall(Call(path=path, turns=TURNS[:1]), (), (), (), None)
    return CallResult(checked, Score(100.0, 100.0, True, False, (SectionScore("words", 40, 40),)))


def run(*calls: CallResult, errors: tuple[InputError, ...] = ()) -> Run:
    return Run(PROFILE, (PACK,), RULES, 80.0, iter(calls), list(errors))


def report(name: str, *calls: CallResult, errors: tuple[InputError, ...] = (), **style: int) -> str:
    chunks = renderer(name)(run(*calls, errors=errors), Style(**style))  # type: ignore[arg-type]
    return b"".join(chunks).decode()
