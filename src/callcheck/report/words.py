"""The words that reports share; what is a message is told in the report's language."""

from __future__ import annotations

from callcheck.findings import Score
from callcheck.messages import Message

SEVERITY = {"error": Message("错误"), "warning": Message("警告"), "info": Message("提示")}

SPEAKER = {
    "agent": Message("客服"),
    "customer": Message("客户"),
    "system": Message("系统"),
    "unknown": Message("未知"),
}

CATEGORY: dict[str, str] = {
    "blaming": Message("埋怨"),
    "rebuking": Message("责问训斥"),
    "contradicting": Message("顶撞反驳"),
    "arrogance": Message("傲慢厌烦"),
    "shirking": Message("推诿"),
    "abuse": Message("辱骂庸俗"),
    "verbal_tic": Message("口头禅"),
    "plain_refusal": Message("生硬否定"),
    "opener": Message("开头语"),
    "closer": Message("结束语"),
    "politeness": Message("礼貌用语"),
    "apology": Message("道歉"),
    "hold": Message("等待"),
    "silence": Message("无声电话"),
    "transfer": Message("转接"),
    "readback": Message("复述确认"),
    "promise": Message("答复时限"),
    "hangup": Message("挂机"),
    "pace": Message("语速"),
    "ring": Message("振铃"),
    "response_time": Message("应答时间"),
    "interruption": Message("抢话"),
}

SECTION = CATEGORY | {
    "language": Message("禁语"),
    "process": Message("流程"),
    "timing": Message("时效"),
}
"""Sections go by their categories' names; a profile's own ids stand as they are."""

SUPPRESSED_BY: dict[str, str] = {
    "inline": Message("旁注"),
    "baseline": Message("基线"),
    "config": Message("配置"),
}


def points(value: float) -> str:
    """Write a number of points without needless decimals: 10, 82.5."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def scored(score: Score) -> Message:
    """Say what a call scored."""
    if not score.max:
        return Message("得分 无法评分")
    return Message("得分 {total}/{max}", total=points(score.total), max=points(score.max))


def clock(seconds: float) -> str:
    """Write a moment of a call as mm:ss, or h:mm:ss from the first hour on."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute:02}:{second:02}"


def verdict(score: Score) -> Message:
    """Say whether a call passed its gate; one of which nothing was judged did neither."""
    passed = score.passed
    if passed and not score.judged:
        return Message("未评")
    return Message("合格") if passed else Message("不合格")
