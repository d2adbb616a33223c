"""``callcheck evaluate``: hold the rules against what people heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from callcheck.cli.language import example, say
from callcheck.cli.options import NumberRange
from callcheck.cli.rules.selection import pack_options, profile_option
from callcheck.cli.status import Exit, Trouble, complain
from callcheck.evaluate.compare import Count, Evaluation, evaluate
from callcheck.evaluate.labels import CallLabels, LabelError, read_labels
from callcheck.findings import CheckedCall, InputError
from callcheck.messages import Message, spoken
from callcheck.report.quote import pad


@click.command(
    epilog=example(
        "callcheck evaluate corpora/labelled corpora/labelled/labels.jsonl --min-precision 0.95"
    )
)
@click.argument("calls", type=click.Path(file_okay=False, path_type=Path))
@click.argument("labels", type=click.Path(dir_okay=False, path_type=Path))
@pack_options
@profile_option
@click.option("--min-precision", type=NumberRange(0, 1), metavar="P")
@click.option("--min-recall", type=NumberRange(0, 1), metavar="R")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--lists/--no-lists", default=True, help="List the misses and false alarms.")
def evaluate_calls(
    calls: Path,
    labels: Path,
    packs: tuple[str, ...],
    files: tuple[Path, ...],
    profile: str | None,
    min_precision: float | None,
    min_recall: float | None,
    form: str,
    lists: bool,
) -> int:
    """Score the folder CALLS and compare the findings with the file LABELS.

    Precision and recall count agent turns with forbidden language; conduct counts
    calls.  With a minimum, a figure under it exits 1.
    """
    try:
        wanted = read_labels(labels)
    except LabelError as error:
        raise Trouble(error.args[0]) from error
    errors: list[InputError] = []
    result = evaluate(_checked(calls, labels, wanted, (profile, packs, files), errors))
    if form == "json":
        import orjson

        document = record(result)
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
    else:
        for line in report(result, lists):
            say(line)
    for unread in errors:
        complain(unread.told())
    return Exit.TROUBLE if errors else _gate(result.turns, min_precision, min_recall)


def _checked(
    folder: Path,
    source: Path,
    wanted: list[CallLabels],
    chosen: tuple[str | None, tuple[str, ...], tuple[Path, ...]],
    errors: list[InputError],
) -> Iterator[tuple[CheckedCall, CallLabels]]:
    from callcheck.check import Checker, load_ruleset
    from callcheck.packs.problems import PackError
    from callcheck.transcript.read import read_calls

    try:
        checker = Checker(load_ruleset(*chosen))
    except PackError as error:
        raise Trouble.of(error) from error
    for labels in wanted:
        for call in read_calls(str(folder / labels.file)):
            if isinstance(call, InputError):
                errors.append(call)
            elif labels.last > len(call.turns):
                told = Message(
                    "there is no turn {turn} in {file}: it has {turns}",
                    turn=labels.last,
                    file=labels.file,
                    turns=len(call.turns),
                )
                errors.append(InputError(str(source), labels.line, told))
            else:
                yield checker.check(call), labels


def _gate(turns: Count, min_precision: float | None, min_recall: float | None) -> Exit:
    status = Exit.OK
    for name, figure, least in (
        (Message("precision"), turns.precision, min_precision),
        (Message("recall"), turns.recall, min_recall),
    ):
        if least is not None and (figure is None or figure < least):
            complain(
                Message(
                    "{name} is {figure}, under {least:.3f}",
                    name=name,
                    figure=_figure(figure),
                    least=least,
                )
            )
            status = Exit.FAILED
    return status


def record(result: Evaluation) -> dict[str, object]:
    """Return the evaluation as a document for JSON."""
    return {
        "schema": 1,
        "calls": result.calls,
        "turns": _count(result.turns),
        "levels": {name: _count(count) for name, count in sorted(result.by_level.items())},
        "categories": {name: _count(count) for name, count in sorted(result.by_category.items())},
        "rules": {name: _count(count) for name, count in sorted(result.by_rule.items())},
        "conduct": {name: _count(count) for name, count in sorted(result.conduct.items())},
        "found": result.found,
        "right_category": result.right_category,
        "right_category_or_family": result.right_family,
        "traps": {"turns": result.traps, "flagged": result.traps_flagged},
        "misses": [asdict(example) for example in result.misses],
        "false_alarms": [asdict(example) for example in result.false_alarms],
    }


def _count(count: Count) -> dict[str, float | int | None]:
    return {
        "hit": count.hit,
        "extra": count.extra,
        "miss": count.miss,
        "precision": count.precision,
        "recall": count.recall,
        "f1": count.f1,
    }


def report(result: Evaluation, lists: bool) -> Iterator[str]:
    """Yield the lines of the report for a person."""
    yield Message("calls {calls}", calls=result.calls)
    yield _row(Message("forbidden turns"), result.turns)
    for title, rows in (
        (Message("recall by level"), result.by_level),
        (Message("by category (recall by label)"), result.by_category),
        (Message("conduct (calls)"), result.conduct),
        (Message("by rule (precision)"), result.by_rule),
    ):
        yield ""
        yield title
        yield from (_row(f"  {name}", count) for name, count in sorted(rows.items()))
    yield ""
    yield Message(
        "right category, of those found: {right_category}/{found}",
        right_category=result.right_category,
        found=result.found,
    )
    yield Message(
        "right category or family: {right_family}/{found}",
        right_family=result.right_family,
        found=result.found,
    )
    yield Message(
        "traps flagged: {traps_flagged}/{traps}",
        traps_flagged=result.traps_flagged,
        traps=result.traps,
    )
    if lists:
        for title, examples in (
            (Message("misses"), result.misses),
            (Message("false alarms"), result.false_alarms),
        ):
            yield ""
            yield title
            for example in examples:
                place = example.file
                if example.turn is not None:
                    place = Message("{file}:turn {turn}", file=place, turn=example.turn)
                words = f"{example.what}  {example.text}".rstrip()
                yield Message("  {place}  {words}", place=place, words=words)


def _row(name: str, count: Count) -> str:
    figures = "  ".join(
        f"{label} {_figure(figure)}"
        for label, figure in (
            ("P", count.precision),
            ("R", count.recall),
            ("F1", count.f1),
        )
    )
    return Message(
        "{name} {figures}  ({hit} hit, {extra} extra, {miss} missed)",
        name=pad(spoken(name), 44),
        figures=figures,
        hit=count.hit,
        extra=count.extra,
        miss=count.miss,
    )


def _figure(value: float | None) -> str:
    return "  –  " if value is None else f"{value:.3f}"
