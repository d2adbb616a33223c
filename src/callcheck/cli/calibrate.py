"""``callcheck calibrate``: what the figures of a folder are, before they gate anything."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence

import click

from callcheck.cli import completing
from callcheck.cli.language import example, say
from callcheck.cli.status import Exit, complain
from callcheck.messages import Message, spoken

PERCENTILES = (5, 10, 25, 50, 75, 90, 95)


@click.command(epilog=example("callcheck calibrate calls/"))
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", shell_complete=completing.files
)
@click.option(
    "--input-format",
    metavar="NAME",
    shell_complete=completing.input_formats,
    help="Read every input as this format.",
)
@click.option("--agent-speaker", metavar="NAME", help="The speaker name or channel of the agent.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
def calibrate(
    paths: tuple[str, ...], input_format: str | None, agent_speaker: str | None, form: str
) -> int:
    """Print the percentiles of pace, silence, response time and the like over calls."""
    from callcheck.checks.judgement import Undecided
    from callcheck.checks.measure import MEASURES
    from callcheck.findings import InputError
    from callcheck.packs.model import Measure
    from callcheck.run import STDIN, files_of
    from callcheck.transcript.read import read_calls

    measures = {name: (name, "speaking") for name in MEASURES} | {"pace (call)": ("pace", "call")}
    values: dict[str, list[float]] = defaultdict(list)
    undecided: dict[str, int] = defaultdict(int)
    errors: list[InputError] = []
    calls = 0
    for path in files_of(paths):
        if isinstance(path, InputError):
            errors.append(path)
            continue
        stdin = sys.stdin.buffer.read() if path == STDIN else None
        for call in read_calls(
            path, stdin=stdin, input_format=input_format, agent_speaker=agent_speaker
        ):
            if isinstance(call, InputError):
                errors.append(call)
                continue
            calls += 1
            for title, (name, basis) in measures.items():
                try:
                    measure = Measure(name=name, basis=basis, overlap=1.0)
                    values[title].append(MEASURES[name][0](call, measure))
                except Undecided:
                    undecided[title] += 1
    units = {title: MEASURES[name][1] for title, (name, _) in measures.items()}
    _write(calls, {title: sorted(values[title]) for title in measures}, undecided, units, form)
    for error in errors:
        complain(error.told())
    return Exit.TROUBLE if errors else Exit.OK


def percentile(values: Sequence[float], share: int) -> float:
    """Return the value under which ``share`` % of the sorted ``values`` lie (nearest rank)."""
    return values[max(0, -(-len(values) * share // 100) - 1)]


def _write(
    calls: int,
    values: dict[str, list[float]],
    undecided: dict[str, int],
    units: dict[str, str],
    form: str,
) -> None:
    rows = {
        title: {
            "unit": units[title],
            "calls": len(found),
            "not_evaluated": undecided[title],
            "percentiles": {
                str(share): round(percentile(found, share), 1) for share in PERCENTILES if found
            },
        }
        for title, found in values.items()
    }
    if form == "json":
        import orjson

        document = {"schema": 1, "calls": calls, "measures": rows}
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
        return
    from callcheck.report.quote import pad, pad_left

    heads = "".join(f"{f'p{share}':>8}" for share in PERCENTILES)
    columns = pad_left(spoken(Message("calls")), 7) + pad_left(spoken(Message("not ev.")), 9)
    say(f"{pad(spoken(Message('measure')), 16)}{columns}{heads}  {spoken(Message('unit'))}")
    for title, found in values.items():
        cells = "".join(
            f"{percentile(found, share):>8.1f}" if found else f"{'–':>8}" for share in PERCENTILES
        )
        click.echo(
            f"{title:<16}{len(found):>7}{undecided[title]:>9}{cells}  {spoken(units[title])}"
        )
