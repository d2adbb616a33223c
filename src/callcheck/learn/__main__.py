"""``python -m callcheck.learn``: a pack of clues, learnt from calls that people labelled."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from callcheck.check import load_ruleset
from callcheck.evaluate.labels import LabelError
from callcheck.learn.samples import (
    INNOCENT,
    Sample,
    act_samples,
    example_samples,
    innocent_samples,
    labelled_samples,
    line_samples,
)
from callcheck.messages import Message
from callcheck.packs.problems import PackError
from callcheck.writing import write_file

HEAD = """\
# yaml-language-server: $schema=../docs/pack.schema.json
# 由 python -m callcheck.learn 从标注过的通话里学来（做法见 corpora/README.md），不要手改。
# 分值是对数几率的百分之一：正分像，负分不像；^ 是话轮开头，$ 是话轮结尾。
"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m callcheck.learn",
        description="Learn, from calls that people labelled, what each small clue is worth, and "
        "write a pack of clues for rules that weigh. Same input: same bytes.",
    )
    add = parser.add_argument
    add("folders", nargs="+", type=Path, metavar="FOLDER", help="calls with a labels.jsonl")
    add("--lines", nargs="*", type=Path, default=[], metavar="FILE", help="single turns, JSONL")
    add("--innocent", nargs="*", type=Path, default=[], metavar="PATH", help="calls without labels")
    add("--examples", nargs="*", default=[], metavar="PACK", help="examples of its rules")
    add("--act", metavar="ACT", help="learn this act of acts.jsonl, not forbidden language")
    add("--by", choices=["agent", "customer"], default="agent", help="who does it (agent)")
    add("--clues", type=int, default=10000, metavar="N", help="clues to keep (10000)")
    add("--before", action="store_true", help="learn from the turn before each, too")
    add("--beside", type=float, default=1, metavar="SHARE", help="trust in turns beside (1)")
    add("--doubt", type=float, default=15, metavar="PERCENT", help="what is unlikely (15)")
    add("--misheard", type=float, default=30, metavar="PERCENT", help="what is, if misheard (30)")
    add("--output", type=Path, required=True, metavar="FILE", help="the pack to write")
    add("--pack", default="tone", metavar="ID", help="its id (tone)")
    add("--name", default="语气", metavar="NAME", help="the name of the clues (语气)")
    add("--title", default="语气：许多小线索合起来听", metavar="TEXT", help="the pack's title")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Learn and write; return the exit status, 2 where the input cannot be used."""
    given = _parser().parse_args(arguments)
    try:
        samples = _samples(given)
        # Not the default packs: they may name the very clues that are to be learnt.
        folding = load_ruleset(packs=["base"]).folding
    except (LabelError, PackError, OSError, UnicodeDecodeError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    try:
        from callcheck.learn.clues import Learnt, learn
    except ImportError as error:
        print(f"error: {error.name} is missing; pip install 'callcheck[learn]'", file=sys.stderr)
        return 2
    overall, kinds = learn(
        samples, folding, clues=given.clues, beside=given.beside, before=given.before
    )

    def table(learnt: Learnt) -> dict[str, Any]:
        return {
            "base": learnt.base,
            "before": _by_points(learnt.before),
            "said": _by_points(learnt.said),
            "answered": _by_points(learnt.answered),
        }

    told = (
        {"doubt": f"{given.doubt:g}%", "misheard": f"{given.misheard:g}%"}
        | table(overall)
        | {"kinds": {kind: {k: v for k, v in table(of).items() if v} for kind, of in kinds.items()}}
    )
    told = {key: value for key, value in told.items() if value != {}}
    pack = {
        "pack": given.pack,
        "language": 1,
        "title": given.title,
        "clues": {given.name: told},
    }
    text = HEAD + yaml.safe_dump(
        pack, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None
    )
    try:
        write_file(given.output, [text.encode()])
    except OSError as error:
        print(f"error: {given.output} cannot be written ({error.strerror})", file=sys.stderr)
        return 2
    guilty = sum(sample.category != INNOCENT for sample in samples)
    what = given.act or "forbidden language"
    print(f"{len(samples)} turns, {guilty} of them {what}: {given.output}")
    return 0


def _samples(given: argparse.Namespace) -> list[Sample]:
    found: list[Sample] = []
    for folder in given.folders:
        if given.act is None:
            found.extend(labelled_samples(folder))
        else:
            found.extend(act_samples(folder, given.act, given.by))
    for path in given.lines:
        found.extend(line_samples(path))
    for path in given.innocent:
        found.extend(innocent_samples(path))
    for pack in given.examples:
        found.extend(example_samples(pack))
    if len({sample.category == INNOCENT for sample in found}) < 2:
        told = Message(
            "all {count} turns are alike; {what} is learnt from turns with it and turns without",
            count=len(found),
            what=given.act or "forbidden language",
        )
        raise LabelError(told)
    return found


def _by_points(points: dict[str, int]) -> dict[int, list[str]]:
    lists: dict[int, list[str]] = defaultdict(list)
    for text in sorted(points):
        lists[points[text]].append(text)
    return {worth: lists[worth] for worth in sorted(lists, reverse=True)}


if __name__ == "__main__":
    sys.exit(main())
