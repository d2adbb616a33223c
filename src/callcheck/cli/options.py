"""The options that say what to score and by which rules, for every command that scores."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from callcheck.cli import completing
from callcheck.cli.configuration import config_options
from callcheck.messages import Message, spoken
from callcheck.packs.vocabulary import SEVERITIES

Command = Callable[..., Any]


class NumberRange(click.FloatRange):
    """A number in a range: ``nan``, which is under and over nothing, is not."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number: float = super().convert(value, param, ctx)
        if math.isnan(number):
            told = Message(
                "{value} is no number; write one from {low} to {high}",
                value=value,
                low=self.min,
                high=self.max,
            )
            self.fail(spoken(told), param, ctx)
        return number


def reading_options(command: Command) -> Command:
    """Add the options that say how calls are read and shown, configuration included."""
    for option in reversed(_READING):
        command = option(command)
    return config_options(command)


def run_options(command: Command) -> Command:
    """Add the options of a run to a command, configuration included."""
    for option in reversed((*_RULES, *_READING, _JOBS)):
        command = option(command)
    return config_options(command)


def rule_options(command: Command) -> Command:
    """Add the options that choose files and rules only, configuration included."""
    for option in reversed(_RULES):
        command = option(command)
    return config_options(command)


_READING = (
    click.option(
        "--input-format",
        metavar="NAME",
        shell_complete=completing.input_formats,
        help="Read every input as this format.",
    ),
    click.option("--agent-speaker", metavar="NAME", help="The agent's speaker name or channel."),
    click.option(
        "--column",
        multiple=True,
        metavar="FIELD=HEADING",
        help="Which column of a table holds the text, speaker, start, call_id … Repeatable.",
    ),
    click.option(
        "--metadata",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Table or JSON of rings, agent and the like, by file name or call id.",
    ),
    click.option(
        "--mask",
        is_flag=True,
        help="Mask phone, ID and card numbers, e-mails and plates in all that is written.",
    ),
)

_RULES = (
    click.option(
        "--pack",
        multiple=True,
        metavar="ID",
        shell_complete=completing.packs,
        help="Rule pack to run. Repeatable.",
    ),
    click.option(
        "--rules",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="Pack file, or folder of packs, of your own. Repeatable.",
    ),
    click.option(
        "--profile",
        metavar="ID",
        shell_complete=completing.profiles,
        help="Profile: which packs run, how points are given.",
    ),
    click.option(
        "--select",
        multiple=True,
        metavar="NAME",
        shell_complete=completing.selectors,
        help="Run only these rules: a rule, pack, category, clause or pattern. Repeatable.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="NAME",
        shell_complete=completing.selectors,
        help="Leave these rules out. Repeatable.",
    ),
    click.option(
        "--per-file-ignores",
        multiple=True,
        metavar="PATTERN:NAME",
        help="Suppress these rules' findings in files whose path fits. Repeatable.",
    ),
    click.option(
        "--severity",
        multiple=True,
        metavar="NAME=LEVEL",
        shell_complete=completing.severities,
        help="Make rules error, warning or info. Repeatable.",
    ),
    click.option(
        "--exclude",
        multiple=True,
        metavar="PATTERN",
        help="Skip such files. Repeatable.",
    ),
    click.option(
        "--force-exclude",
        is_flag=True,
        help="Skip what a folder's files are skipped for even where it is named: for hooks.",
    ),
    click.option(
        "--baseline",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Findings that were there before: they cost nothing.",
    ),
    click.option(
        "--ignore-suppressions",
        is_flag=True,
        help="Count suppressed findings too: no sidecars, no baseline.",
    ),
)

_JOBS = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Score N files at a time (default: by the size of the run).",
)


def request_of(paths: tuple[str, ...], options: dict[str, Any], **more: Any) -> Any:
    """Return the ``Request`` that the options make."""
    from callcheck.scorer import Request

    return Request(
        paths=paths,
        profile=options["profile"],
        packs=options["pack"],
        rules=options["rules"],
        select=_names(options["select"]),
        ignore=_names(options["ignore"]),
        severity=_severities(options["severity"]),
        per_file_ignores=_per_file(options["per_file_ignores"]),
        exclude=options["exclude"],
        force_exclude=options["force_exclude"],
        baseline=options["baseline"],
        ignore_suppressions=options["ignore_suppressions"],
        input_format=options.get("input_format"),
        agent_speaker=options.get("agent_speaker"),
        columns=columns_of(options.get("column", ())),
        metadata=options.get("metadata"),
        mask=options.get("mask", False),
        jobs=options.get("jobs"),
        **more,
    )


def columns_of(given: Sequence[str]) -> dict[str, str]:
    """Return field to heading of ``FIELD=HEADING`` options; raise ``click.UsageError``."""
    if not given:
        return {}
    from callcheck.transcript.formats.columns import FIELDS

    found = {}
    for item in given:
        name, mark, heading = item.partition("=")
        if not mark or not heading or name not in FIELDS:
            fields = ", ".join(FIELDS)
            raise click.UsageError(
                Message(
                    "--column {item}: write FIELD=HEADING, FIELD one of {fields}.",
                    item=item,
                    fields=fields,
                )
            )
        found[name] = heading.strip()
    return found


def _names(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.strip() for item in given for name in item.split(",") if name.strip())


def _severities(given: Iterable[str]) -> dict[str, str]:
    found = {}
    for item in given:
        name, mark, level = item.rpartition("=")
        if not mark or level not in SEVERITIES:
            levels = ", ".join(SEVERITIES)
            raise click.UsageError(
                Message(
                    "--severity {item}: write NAME=LEVEL, LEVEL one of {levels}.",
                    item=item,
                    levels=levels,
                )
            )
        found[name] = level
    return found


def _per_file(given: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for item in given:
        pattern, mark, names = item.rpartition(":")
        if not mark:
            raise click.UsageError(
                Message("--per-file-ignores {item}: write PATTERN:NAME.", item=item)
            )
        found[pattern] = (*found.get(pattern, ()), *_names([names]))
    return found
