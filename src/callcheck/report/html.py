"""A page to read and to print: a table of calls, then each call with its findings in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

from callcheck import __version__
from callcheck.findings import CallResult, Finding
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
    yield from _encode(_head(run, calls))
    yield from _encode(_overview(calls, order, {rule.name: rule for rule in run.rules}))
    if run.errors:
        yield from _encode(_errors(run))
    for number in order:
        yield from _encode(_call(calls[number], number, len(calls) == 1))
    yield b"</main></body></html>\n"


def _encode(lines: Iterator[str]) -> Iterator[bytes]:
    yield "".join(line + "\n" for line in lines).encode("utf-8", "replace")


def _head(run: Run, calls: list[CallResult]) -> Iterator[str]:
    passed = sum(call.score.passed for call in calls)
    scored = [call.score.total for call in calls if call.score.max]
    mean = f"{sum(scored) / len(scored):.1f}" if scored else "—"
    yield '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>通话检查</title><style>{STYLES.read_text(encoding='utf-8')}</style></head>"
    yield "<body><main><header><h1>通话检查</h1>"
    packs = "、".join(escape(pack.title) for pack in run.packs)
    yield f"<p>{packs}（及格线 {points(run.pass_mark)}）</p>"
    yield '<dl class="figures">'
    rate = f"{passed / len(calls):.1%}" if calls else "—"
    figures = (
        ("通话", len(calls)),
        ("平均得分", mean),
        ("合格率", rate),
        ("不合格", len(calls) - passed),
    )
    for name, value in figures:
        yield f"<div><dt>{name}</dt><dd>{value}</dd></div>"
    yield f"</dl><p class=faint>callcheck {__version__}</p></header>"


def _overview(calls: list[CallResult], order: list[int], rules: dict[str, Rule]) -> Iterator[str]:
    counts = Counter(
        finding.rule
        for call in calls
        for finding in call.checked.findings
        if finding.suppressed is None
    )
    if len(calls) < 2:
        return
    yield "<section><h2>最常见的问题</h2><table><thead>"
    yield "<tr><th class=number>次数<th>规则<th>说明</thead><tbody>"
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    for name, count in most[:MOST_FREQUENT]:
        message = escape(rules[name].message) if name in rules else ""
        yield f"<tr><td class=number>{count}<td><code>{escape(name)}</code><td>{message}"
    yield "</tbody></table></section>"
    yield "<section><h2>通话（得分低的在前）</h2><table><thead>"
    yield "<tr><th class=number>得分<th>结果<th>通话<th>坐席<th class=number>问题</thead><tbody>"
    for number in order:
        call = calls[number]
        found = sum(finding.suppressed is None for finding in call.checked.findings)
        name = escape(label(call.checked.call))
        yield (
            f"<tr><td class=number>{points(call.score.total)}<td>{_verdict(call)}"
            f'<td><a href="#call-{number + 1}">{name}</a>'
            f"<td>{escape(call.checked.call.agent_id or '')}<td class=number>{found}"
        )
    yield "</tbody></table></section>"


def _errors(run: Run) -> Iterator[str]:
    yield "<section><h2>读不了的文件</h2><ul>"
    for error in run.errors:
        place = error.path if error.line is None else f"{error.path}:{error.line}"
        yield f"<li><code>{escape(place)}</code> {escape(error.message)}"
    yield "</ul></section>"


def _verdict(call: CallResult) -> str:
    kind = "good" if call.score.passed else "bad"
    veto = "（一票否决）" if call.score.vetoed else ""
    return f"<span class={kind}>{verdict(call.score.passed)}{veto}</span>"


def _call(result: CallResult, number: int, only: bool) -> Iterator[str]:
    call, score = result.checked.call, result.score
    opened = " open" if only or not score.passed else ""
    yield f'<details class=call id="call-{number + 1}"{opened}><summary><h2>'
    yield f"<b>{points(score.total)}</b> {_verdict(result)} {escape(label(call))}</h2></summary>"
    who = f"坐席 {escape(call.agent_id)}，" if call.agent_id else ""
    pace = result.checked.pace
    speed = f"，语速 {pace.characters_per_minute:.1f} 字/分钟" if pace else ""
    yield f"<p class=faint>{who}共 {len(call.turns)} 轮{speed}</p><ul class=sections>"
    for section in score.sections:
        name = escape(CATEGORY.get(section.id, section.id))
        yield f"<li>{name} <b>{points(section.earned)}</b>/{points(section.max)}"
    yield "</ul>"
    for finding in result.checked.findings:
        yield from _finding(finding, call.turns)
    if not result.checked.findings:
        yield "<p>没有发现问题</p>"
    if result.checked.not_evaluated:
        yield "<details class=faint><summary>未评</summary><ul>"
        for item in result.checked.not_evaluated:
            yield f"<li><code>{escape(item.rule)}</code> {escape(item.reason)}"
        yield "</ul></details>"
    yield "</details>"


def _finding(finding: Finding, turns: tuple[Turn, ...]) -> Iterator[str]:
    quiet = finding.suppressed
    kind = "quiet" if quiet else finding.severity
    where = "整通电话" if finding.turn is None else f"第 {finding.turn} 轮"
    moment = "" if finding.start is None else f" {clock(finding.start)}"
    category = escape(CATEGORY.get(finding.category, finding.category))
    cost = "豁免" if quiet else f"−{points(finding.deduction)}"
    yield f'<article class="finding {kind}"><h3>{SEVERITY[finding.severity]} · {category}'
    yield f"<span class=faint>{where}{moment} · <code>{escape(finding.rule)}</code></span>"
    yield f"<span class=cost>{cost}</span></h3>"
    if finding.turn is not None:
        turn = turns[finding.turn - 1]
        begin, end = span(turn, finding)
        before, words, after = turn.text[:begin], turn.text[begin:end], turn.text[end:]
        yield (
            f"<blockquote><b>{SPEAKER[turn.speaker]}</b> {escape(before)}"
            f"<mark>{escape(words)}</mark>{escape(after)}</blockquote>"
        )
    yield f"<p>{escape(finding.message)}"
    if finding.clauses:
        yield f"<span class=faint>（{escape('、'.join(finding.clauses))}）</span>"
    if finding.note:
        yield f"<br><span class=faint>{escape(finding.note)}</span>"
    yield "</p>"
    if finding.suggestion:
        yield f"<p class=suggestion>建议：{escape(finding.suggestion)}</p>"
    if quiet:
        by = SUPPRESSED_BY.get(quiet.by, quiet.by)
        yield f"<p class=faint>豁免（{escape(by)}）：{escape(quiet.reason)}</p>"
    yield "</article>"
