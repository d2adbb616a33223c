"""Paths in, files out: folders, patterns, and what is no transcript."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from callcheck.findings import InputError
from callcheck.messages import Message

STDIN = "-"
TRANSCRIPTS = frozenset(
    (
        ".txt",
        ".text",
        ".log",
        ".json",
        ".jsonl",
        ".ndjson",
        ".csv",
        ".tsv",
        ".xlsx",
        ".srt",
        ".vtt",
        ".gz",
        ".zip",
    )
)
"""Names under which a file met in a folder is taken for a transcript."""


NOT_TRANSCRIPTS = ("labels.jsonl", "grey.jsonl")
"""What lies beside labelled calls and is no call; named on the command line, it is read."""


NOTHING = {
    "transcript": Message("no transcript here: the folder or pattern matches nothing"),
    "script": Message("no script here: the folder or pattern matches nothing"),
}
"""What is wrong with a path that names nothing, by what is sought."""


def is_transcript(name: str) -> bool:
    """Tell whether a file met in a folder is a transcript, by its name."""
    if name in NOT_TRANSCRIPTS:
        return False
    return not name.startswith(".") and Path(name).suffix.lower() in TRANSCRIPTS


def files_of(
    paths: Iterable[str],
    exclude: Sequence[str] = (),
    wanted: Callable[[str], bool] = is_transcript,
    kind: str = "transcript",
    *,
    force_exclude: bool = False,
) -> Iterator[str | InputError]:
    """Yield each file the paths name, once, in order: folders recursively, and patterns.

    A file met in a folder is left out unless its name is ``wanted``; one met there or by
    a pattern if a pattern of ``exclude`` fits it; a file named itself is not, unless
    ``force_exclude`` says so.  A path that names nothing is an error, which calls what
    is sought ``kind``.
    """
    seen: set[str] = set()
    for path in paths:
        if force_exclude and Path(path).is_file() and _left_out(path, exclude, wanted):
            continue
        found = False
        for item in _expand(path, exclude, wanted):
            found = True
            if isinstance(item, InputError):
                yield item
            elif item not in seen:
                seen.add(item)
                yield item
        if not found:
            message = NOTHING[kind]
            yield InputError(path, None, message)


def _expand(
    path: str, exclude: Sequence[str], wanted: Callable[[str], bool]
) -> Iterator[str | InputError]:
    if path == STDIN:
        yield path
    elif not path:  # To Path it is the working folder.
        message = Message("an empty path names nothing; name a file or a folder")
        yield InputError(path, None, message)
    elif Path(path).is_dir():
        yield from _walk(path, exclude, wanted)
    elif Path(path).exists():
        yield path
    elif glob.has_magic(path):
        yield from _matches(path, exclude, wanted)
    else:
        yield InputError(path, None, Message("no such file or folder"))


def _matches(pattern: str, exclude: Sequence[str], wanted: Callable[[str], bool]) -> Iterator[str]:
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 - may be absolute
        if Path(match).is_dir():
            # '**' names each folder and each file in it: the files are enough.
            if "**" not in pattern:
                yield from _walk(match, exclude, wanted)
        elif not _excluded(match, exclude):
            yield match


def _walk(folder: str, exclude: Sequence[str], wanted: Callable[[str], bool]) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(root, name)  # noqa: PTH118 - keeps the path as it was given
            if wanted(name) and not _excluded(path, exclude) and not _is_stream(path):
                yield path


def _is_stream(path: str) -> bool:
    """Tell whether a path met in a folder is a pipe or the like: it would be waited for."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - one of thousands
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISCHR(mode)


def _left_out(path: str, exclude: Sequence[str], wanted: Callable[[str], bool]) -> bool:
    """Tell whether a file would be left out if the working folder were asked for."""
    near = Path(path)
    folders = () if near.is_absolute() else near.parent.parts
    hidden = any(folder.startswith(".") and folder != ".." for folder in folders)
    return hidden or not wanted(near.name) or _excluded(path, exclude)


def _excluded(path: str, exclude: Sequence[str]) -> bool:
    if not exclude:
        return False
    from callcheck.config.select import path_matches

    return any(path_matches(path, pattern) for pattern in exclude)


def legible(path: str) -> str:
    """Return a path with what of its name is no UTF-8 written as escapes: reports are UTF-8."""
    if path.isascii():
        return path
    return path.encode(errors="surrogateescape").decode(errors="backslashreplace")
