"""Findings and calls as rows, for the formats that are tables."""

from __future__ import annotations

from callcheck.findings import CallResult, Finding
from callcheck.report.words import CATEGORY, SEVERITY, SPEAKER, SUPPRESSED_BY, verdict

Cell = str | int | float | None

FINDING_COLUMNS = (
    "文件", "通话", "坐席", "得分", "结果", "规则", "类别", "级别", "条款", "轮次", "说话人",
    "开始秒", "行", "列", "原话", "原因", "建议", "扣分", "把握", "豁免", "指纹",
)  # fmt: skip
CALL_COLUMNS = (
    "文件", "通话", "坐席", "得分", "满分", "结果", "一票否决", "轮数", "客服轮数", "语速",
    "问题数", "扣分合计",
)  # fmt: skip


def finding_row(result: CallResult, finding: Finding) -> tuple[Cell, ...]:
    """Return a finding in the order of ``FINDING_COLUMNS``."""
    call, quiet = result.checked.call, finding.suppressed
    return (
        call.path,
        call.call_id,
        call.agent_id,
        result.score.total,
        verdict(result.score),
        finding.rule,
        CATEGORY.get(finding.category, finding.category),
        SEVERITY[finding.severity],
        " ".join(finding.clauses),
        finding.turn,
        SPEAKER[finding.speaker] if finding.speaker else None,
        finding.start,
        finding.line,
        finding.column,
        finding.text,
        finding.message,
        finding.suggestion,
        0.0 if quiet else finding.deduction,
        finding.confidence,
        f"{SUPPRESSED_BY.get(quiet.by, quiet.by)}：{quiet.reason}" if quiet else None,
        finding.fingerprint,
    )


def call_row(result: CallResult) -> tuple[Cell, ...]:
    """Return a call in the order of ``CALL_COLUMNS``."""
    call, score, pace = result.checked.call, result.score, result.checked.pace
    costing = [finding for finding in result.checked.findings if finding.suppressed is None]
    return (
        call.path,
        call.call_id,
        call.agent_id,
        score.total,
        score.max,
        verdict(score),
        "是" if score.vetoed else "否",
        len(call.turns),
        sum(turn.speaker == "agent" for turn in call.turns),
        round(pace.characters_per_minute, 1) if pace else None,
        len(costing),
        round(sum(finding.deduction for finding in costing), 2),
    )
