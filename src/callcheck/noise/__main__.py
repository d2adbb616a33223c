"""``python -m callcheck.noise IN_DIR OUT_DIR``: a noisy copy of a folder of calls.

Copies every ``*.txt`` with noise, and every ``*.jsonl`` (labels) as it is.
The phrases in the labels are those of the clean text.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from callcheck.messages import os_reason
from callcheck.noise import Distorter, NoiseSettings, load_sound_alikes
from callcheck.writing import write_file

_ALL_ON = NoiseSettings(0.08, fillers=0.1, stutters=0.04, lost_marks=0.5, traditional=0.25)


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a share; give one from 0 to 1, as 0.08")
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m callcheck.noise",
        description="Make a noisy copy of a folder of plain-text calls, as a recogniser might "
        "have heard them. Same input, settings and seed: same bytes. Speakers, head and time "
        "stamps are left alone; *.jsonl is copied unchanged.",
    )
    parser.add_argument("in_dir", type=Path, metavar="IN_DIR", help="folder of *.txt calls")
    parser.add_argument("out_dir", type=Path, metavar="OUT_DIR", help="folder to write")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of all draws (1)")
    add = parser.add_argument
    add("--rate", type=_share, metavar="R", help="Han characters replaced by sound (0.08)")
    add("--fillers", type=_share, metavar="R", help="clauses given a filler word (0)")
    add("--stutters", type=_share, metavar="R", help="clauses with a doubled first syllable (0)")
    add("--lost-marks", type=_share, metavar="R", help="punctuation marks left out (0)")
    add("--traditional", type=_share, metavar="R", help="calls in traditional script (0)")
    add(
        "--all",
        action="store_true",
        help="start from every noise on: fillers 0.1, stutters 0.04, lost marks 0.5, "
        "traditional 0.25; single options still override",
    )
    return parser


def _settings(given: argparse.Namespace) -> NoiseSettings:
    start = _ALL_ON if given.all else NoiseSettings()

    def pick(value: float | None, default: float) -> float:
        return default if value is None else value

    return NoiseSettings(
        substitutions=pick(given.rate, start.substitutions),
        fillers=pick(given.fillers, start.fillers),
        stutters=pick(given.stutters, start.stutters),
        lost_marks=pick(given.lost_marks, start.lost_marks),
        traditional=pick(given.traditional, start.traditional),
    )


def _copy_folder(in_dir: Path, out_dir: Path, distorter: Distorter) -> int:
    """Copy the folder and return how many calls it held."""
    calls = sorted(in_dir.glob("*.txt"))
    out_dir.mkdir(parents=True, exist_ok=True)
    for call in calls:
        text = call.read_bytes().decode("utf-8")
        write_file(out_dir / call.name, [distorter.call(call.name, text).encode("utf-8")])
    for labels in sorted(in_dir.glob("*.jsonl")):
        write_file(out_dir / labels.name, [labels.read_bytes()])
    return len(calls)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status: 0, or 2 where it could not run as asked."""
    given = _parser().parse_args(arguments)
    if not given.in_dir.is_dir() or not any(given.in_dir.glob("*.txt")):
        print(f"{given.in_dir}: no *.txt calls; give a folder that holds some", file=sys.stderr)
        return 2
    if given.out_dir.resolve() == given.in_dir.resolve():
        print(f"{given.out_dir}: same as IN_DIR; give another folder", file=sys.stderr)
        return 2
    try:
        distorter = Distorter(_settings(given), load_sound_alikes(), given.seed)
        count = _copy_folder(given.in_dir, given.out_dir, distorter)
    except UnicodeDecodeError as error:
        print(f"{given.in_dir}: a call is not UTF-8 ({error}); convert it first", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: {os_reason(error)}; check the folder", file=sys.stderr)
        return 2
    print(f"{given.out_dir}: {count} calls", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
