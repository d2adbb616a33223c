"""A page to read and to print: a table of calls, then each call with its findings in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

from callcheck import __version__
from callcheck.findings import CallResult, Finding
from callcheck.messages import Message, listed
from callcheck.packs.model import Rule
from callcheck.report.model import Run, Style
from callcheck.report.place import label
from callcheck.report.quote import span
from callcheck.report.words import (
    CATEGORY,
    SEVERITY,
    SPEAKER,
    SUPPRESSED_BY,
    clock,
    points,
    verdict,
)
from callcheck.transcript.model import Turn

MOST_FREQUENT = 10
STYLES = Path(__file__).parent / "page.css"


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield the page, which needs nothing but itself."""
    calls = list(run.calls)
    order = sorted(range(len(calls)), key=lambda number: (calls[number].score.total, number))
    yield from _encode(_head(run, calls, style))
    yield from _encode(_overview(calls, order, {rule.name: rule for rule in run.rules}, style))
    if run.errors:
        yield from _encode(_errors(run, style))
    for number in order:
        yield from _encode(_call(calls[number], number, len(calls) == 1, style))
    yield b"</main></body></html>\n"


def _encode(lines: Iterator[str]) -> Iterator[bytes]:
    yield "".join(line + "\n" for line in lines).encode("utf-8", "replace")


def _told(text: str, style: Style) -> str:
    """Return a text in the report's language, for HTML."""
    return escape(style.say(text))


def _head(run: Run, calls: list[CallResult], style: Style) -> Iterator[str]:
    passed = sum(call.score.passed for call in calls)
    scored = [call.score.total for call in calls if call.score.max]
    mean = f"{sum(scored) / len(scored):.1f}" if scored else "—"
    title = _told(Message("通话检查"), style)
    tongue = "en" if style.language == "en" else "zh-CN"
    yield f'<!doctype html><html lang="{tongue}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title><style>{STYLES.read_text(encoding='utf-8')}</style></head>"
    yield f"<body><main><header><h1>{title}</h1>"
    packs = listed(pack.title for pack in run.packs)
    mark = Message("{packs}（及格线 {points}）", packs=packs, points=points(run.pass_mark))
    yield f"<p>{_told(mark, style)}</p>"
    yield '<dl class="figures">'
    rate = f"{passed / len(calls):.1%}" if calls else "—"
    figures = (
        (Message("通话"), len(calls)),
        (Message("平均得分"), mean),
        (Message("合格率"), rate),
        (Message("不合格"), len(calls) - passed),
    )
    for name, value in figures:
        yield f"<div><dt>{_told(name, style)}</dt><dd>{value}</dd></div>"
    yield f"</dl><p class=faint>callcheck {__version__}</p></header>"


def _overview(
    calls: list[CallResult], order: list[int], rules: dict[str, Rule], style: Style
) -> Iterator[str]:
    counts = Counter(
        finding.rule
        for call in calls
        for finding in call.checked.findings
        if finding.suppressed is None
    )
    if len(calls) < 2:
        return
    yield f"<section><h2>{_told(Message('最常见的问题'), style)}</h2><table><thead>"
    yield _headings(
        style, (Message("次数"), True), (Message("规则"), False), (Message("说明"), False)
    )
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    for name, count in most[:MOST_FREQUENT]:
        message = escape(rules[name].message) if name in rules else ""
        yield f"<tr><td class=number>{count}<td><code>{escape(name)}</code><td>{message}"
    yield "</tbody></table></section>"
    yield f"<section><h2>{_told(Message('通话（得分低的在前）'), style)}</h2><table><thead>"
    yield _headings(
        style,
        (Message("得分"), True),
        (Message("结果"), False),
        (Message("通话"), False),
        (Message("坐席"), False),
        (Message("问题"), True),
    )
    for number in order:
        call = calls[number]
        found = sum(finding.suppressed is None for finding in call.checked.findings)
        name = escape(label(call.checked.call))
        yield (
            f"<tr><td class=number>{points(call.score.total)}<td>{_verdict(call, style)}"
            f'<td><a href="#call-{number + 1}">{name}</a>'
            f"<td>{escape(call.checked.call.agent_id or '')}<td class=number>{found}"
        )
    yield "</tbody></table></section>"


def _headings(style: Style, *columns: tuple[Message, bool]) -> str:
    """Return the head of a table; a column is a name, and whether it holds numbers."""
    cells = (
        f"<th class=number>{_told(name, style)}" if number else f"<th>{_told(name, style)}"
        for name, number in columns
    )
    return f"<tr>{''.join(cells)}</thead><tbody>"


def _errors(run: Run, style: Style) -> Iterator[str]:
    yield f"<section><h2>{_told(Message('读不了的文件'), style)}</h2><ul>"
    for error in run.errors:
        yield f"<li><code>{escape(error.place)}</code> {_told(error.message, style)}"
    yield "</ul></section>"


def _verdict(call: CallResult, style: Style) -> str:
    kind = "good" if call.score.passed else "bad"
    told = verdict(call.score)
    if call.score.vetoed:
        told = Message("{verdict}（一票否决）", verdict=told)
    return f"<span class={kind}>{_told(told, style)}</span>"


def _call(result: CallResult, number: int, only: bool, style: Style) -> Iterator[str]:
    call, score = result.checked.call, result.score
    opened = " open" if only or not score.passed else ""
    yield f'<details class=call id="call-{number + 1}"{opened}><summary><h2>'
    gate = _verdict(result, style)
    yield f"<b>{points(score.total)}</b> {gate} {escape(label(call))}</h2></summary>"
    facts = Message("共 {turns} 轮", turns=len(call.turns))
    if call.agent_id:
        facts = Message("坐席 {id}，{facts}", id=call.agent_id, facts=facts)
    if pace := result.checked.pace:
        facts = Message(
            "{facts}，语速 {pace:.1f} 字/分钟", facts=facts, pace=pace.characters_per_minute
        )
    yield f"<p class=faint>{_told(facts, style)}</p><ul class=sections>"
    for section in score.sections:
        name = _told(CATEGORY.get(section.id, section.id), style)
        yield f"<li>{name} <b>{points(section.earned)}</b>/{points(section.max)}"
    yield "</ul>"
    for finding in result.checked.findings:
        yield from _finding(finding, call.turns, style)
    if not result.checked.findings:
        yield f"<p>{_told(Message('没有发现问题'), style)}</p>"
    if result.checked.not_evaluated:
        yield f"<details class=faint><summary>{_told(Message('未评'), style)}</summary><ul>"
        for item in result.checked.not_evaluated:
            yield f"<li><code>{escape(item.rule)}</code> {_told(item.reason, style)}"
        yield "</ul></details>"
    yield "</details>"


def _finding(finding: Finding, turns: tuple[Turn, ...], style: Style) -> Iterator[str]:
    quiet = finding.suppressed
    kind = "quiet" if quiet else finding.severity
    where = Message("整通电话")
    if finding.turn is not None:
        where = Message("第 {turn} 轮", turn=finding.turn)
    moment = "" if finding.start is None else f" {clock(finding.start)}"
    category = _told(CATEGORY.get(finding.category, finding.category), style)
    cost = _told(Message("豁免"), style) if quiet else f"−{points(finding.deduction)}"
    severity = _told(SEVERITY[finding.severity], style)
    yield f'<article class="finding {kind}"><h3>{severity} · {category}'
    place = f"{_told(where, style)}{moment}"
    yield f"<span class=faint>{place} · <code>{escape(finding.rule)}</code></span>"
    yield f"<span class=cost>{cost}</span></h3>"
    if finding.turn is not None:
        turn = turns[finding.turn - 1]
        begin, end = span(turn, finding)
        before, words, after = turn.text[:begin], turn.text[begin:end], turn.text[end:]
        yield (
            f"<blockquote><b>{_told(SPEAKER[turn.speaker], style)}</b> {escape(before)}"
            f"<mark>{escape(words)}</mark>{escape(after)}</blockquote>"
        )
    yield f"<p>{_told(finding.message, style)}"
    if finding.clauses:
        clauses = Message("（{clauses}）", clauses=listed(finding.clauses))
        yield f"<span class=faint>{_told(clauses, style)}</span>"
    if finding.note:
        yield f"<br><span class=faint>{_told(finding.note, style)}</span>"
    yield "</p>"
    if finding.suggestion:
        instead = Message("建议：{suggestion}", suggestion=finding.suggestion)
        yield f"<p class=suggestion>{_told(instead, style)}</p>"
    if quiet:
        by = SUPPRESSED_BY.get(quiet.by, quiet.by)
        answered = Message("豁免（{by}）：{reason}", by=by, reason=quiet.reason)
        yield f"<p class=faint>{_told(answered, style)}</p>"
    yield "</article>"
