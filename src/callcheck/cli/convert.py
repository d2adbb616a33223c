"""``callcheck convert``: calls in any form, written in one of callcheck's own."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any

import click

from callcheck.cli import completing
from callcheck.cli.language import example
from callcheck.cli.options import columns_of, reading_options
from callcheck.cli.output import write_stdout
from callcheck.cli.status import Exit, Trouble, complain, count
from callcheck.findings import InputError
from callcheck.messages import Message, os_reason, placed
from callcheck.transcript.model import Call
from callcheck.transcript.write import FORMATS, written
from callcheck.writing import write_file

ENDINGS = {"json": ".json", "jsonl": ".jsonl", "text": ".txt"}
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@click.command(epilog=example("callcheck convert calls/ --to jsonl --output calls.jsonl"))
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", shell_complete=completing.files
)
@click.option(
    "--to", "form", type=click.Choice(FORMATS), default="json", show_default=True, help="Form."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE; in a folder that is there, each call gets a file of its own.",
)
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Skip such files. Repeatable.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing of what had to be guessed.")
@reading_options
def convert(
    paths: tuple[str, ...], form: str, output: Path | None, quiet: bool, **options: Any
) -> int:
    """Write calls as canonical JSON, JSONL or plain text, which score the same."""
    reading = _Reading(paths, options, quiet)
    if output is not None and output.is_dir():
        wrote = _write_each(reading, form, output)
    else:
        wrote = _write(reading, form, output)
    if not reading.errors:
        return Exit.OK
    inputs = count(reading.errors, "input")
    if wrote:
        complain(Message("{inputs} could not be used; the rest was written", inputs=inputs))
    else:
        complain(Message("{inputs} could not be used", inputs=inputs))
    return Exit.TROUBLE


class _Reading:
    """The calls of the paths, one at a time; what is wrong is said as it comes."""

    def __init__(self, paths: tuple[str, ...], options: dict[str, Any], quiet: bool) -> None:
        self.errors = 0
        self._paths = paths
        self._options = options
        self._quiet = quiet
        self._mask = options["mask"]

    def calls(self) -> Iterator[Call]:
        """Yield each call, joined with its metadata, and masked where that is wanted."""
        from callcheck.transcript.mask import mask_call

        metadata = _metadata(self._options["metadata"])
        for item in self._items():
            if isinstance(item, InputError):
                self._complain(item)
                continue
            call = metadata.join(item) if metadata else item
            call = mask_call(call) if self._mask else call
            for note in () if self._quiet else call.notes:
                complain(placed(call.path, note))
            yield call
        if metadata and (told := metadata.told_of_unused()):
            complain(Message("warning: {told}", told=told))

    def holds(self, path: Path) -> bool:
        """Tell whether ``path`` is one of the files that are read."""
        return path.resolve() in self._inputs

    def refuse(self, path: Path) -> None:
        """Say that a call is not written over a file that is read; it counts as an error."""
        told = Message("is read: it is not written over; choose another --output")
        self._complain(InputError(str(path), None, told))

    @cached_property
    def _files(self) -> list[str | InputError]:
        from callcheck.files import files_of

        return list(files_of(self._paths, self._options["exclude"]))

    @cached_property
    def _inputs(self) -> frozenset[Path]:
        return frozenset(Path(path).resolve() for path in self._files if isinstance(path, str))

    def _items(self) -> Iterator[Call | InputError]:
        from callcheck.transcript.read import read_calls

        columns = columns_of(self._options["column"])
        for path in self._files:
            if isinstance(path, InputError):
                yield path
                continue
            yield from read_calls(
                path,
                stdin=sys.stdin.buffer,
                input_format=self._options["input_format"],
                agent_speaker=self._options["agent_speaker"],
                columns=columns,
            )

    def _complain(self, error: InputError) -> None:
        self.errors += 1
        if self._mask:
            from callcheck.masked import masked_error

            error = masked_error(error)
        complain(error.told())


def _metadata(path: Path | None) -> Any:
    from callcheck.scorer import metadata_of

    try:
        return metadata_of(path)
    except ValueError as error:
        raise Trouble.of(error) from error


def _write(reading: _Reading, form: str, output: Path | None) -> bool:
    """Write all calls to one file, or to standard output; tell whether there was one."""
    if output is not None and reading.holds(output):
        reading.refuse(output)
        return False
    calls = reading.calls()
    ahead = list(islice(calls, 2))
    if not ahead:
        return False
    if form == "text" and len(ahead) > 1:
        raise Trouble(
            Message(
                "a text file holds one call, and there are more: "
                "give --output a folder, or choose --to jsonl"
            )
        )
    pieces = (piece.encode() for piece in written(chain(ahead, calls), form))
    if output is None:
        write_stdout(pieces)
    else:
        _to_file(output, pieces)
    return True


def _write_each(reading: _Reading, form: str, folder: Path) -> bool:
    """Write each call to a file of its own; tell whether there was one."""
    wrote = False
    taken: dict[str, int] = {}
    for call in reading.calls():
        stem = _UNFIT.sub("_", call.call_id or Path(call.path).stem).strip(" .") or "call"
        path = folder / f"{_free(stem, taken)}{ENDINGS[form]}"
        if reading.holds(path):
            reading.refuse(path)
        else:
            _to_file(path, (piece.encode() for piece in written([call], form)))
            wrote = True
    return wrote


def _free(stem: str, taken: dict[str, int]) -> str:
    """Return ``stem``, or with the first free number; ``taken``: each name's last number.

    Names that differ in case only are one file on some disks.
    """
    name = stem
    while name.lower() in taken:
        taken[stem.lower()] += 1
        name = f"{stem}-{taken[stem.lower()]}"
    taken[name.lower()] = 1
    return name


def _to_file(path: Path, pieces: Iterable[bytes]) -> None:
    try:
        write_file(path, pieces)
    except OSError as error:
        raise Trouble(
            Message("{path}: cannot write: {reason}", path=path, reason=os_reason(error))
        ) from error
