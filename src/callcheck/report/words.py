"""The Chinese words that reports for people share."""

from __future__ import annotations

SEVERITY = {"error": "错误", "warning": "警告", "info": "提示"}

SPEAKER = {"agent": "客服", "customer": "客户", "system": "系统", "unknown": "未知"}

CATEGORY = {
    "blaming": "埋怨",
    "rebuking": "责问训斥",
    "contradicting": "顶撞反驳",
    "arrogance": "傲慢厌烦",
    "shirking": "推诿",
    "abuse": "辱骂庸俗",
    "verbal_tic": "口头禅",
    "plain_refusal": "生硬否定",
    "opener": "开头语",
    "closer": "结束语",
    "politeness": "礼貌用语",
    "apology": "道歉",
    "hold": "等待",
    "silence": "无声电话",
    "transfer": "转接",
    "readback": "复述确认",
    "promise": "答复时限",
    "hangup": "挂机",
    "pace": "语速",
    "ring": "振铃",
    "response_time": "应答时间",
    "interruption": "抢话",
}

SECTION = CATEGORY | {"language": "禁语", "process": "流程", "timing": "时效"}
"""Sections go by their categories' names; a profile's own ids stand as they are."""

SUPPRESSED_BY = {"inline": "旁注", "baseline": "基线", "config": "配置"}


def points(value: float) -> str:
    """Write a number of points without needless decimals: 10, 82.5."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def clock(seconds: float) -> str:
    """Write a moment of a call as mm:ss, or h:mm:ss from the first hour on."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute:02}:{second:02}"


def verdict(passed: bool) -> str:
    """Say whether a call passed its gate."""
    return "合格" if passed else "不合格"
