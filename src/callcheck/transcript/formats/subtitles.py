"""SubRip and WebVTT: cues with their times, and the speaker where a cue names one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from callcheck.messages import Message
from callcheck.transcript.assemble import Said, assemble
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call
from callcheck.transcript.placed import Source, text_of
from callcheck.transcript.speakers import speaker_named
from callcheck.transcript.times import CLOCK, clock

_TIMING = re.compile(rf"\s*+({CLOCK})\s*+-->\s*+({CLOCK})")
_SRT = re.compile(rf"\s*+\d+[ \t]*\n\s*{CLOCK}\s*+-->")
_PIECE = re.compile(r"<v[. ][^<>\n]*>|<[^<>\n]*>|&#?\w{1,8};|[^<&]+|.")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]*)>")
_NAMED = re.compile(
    r"\s*+(?:[\[(（【]([^\])）】\n]{1,30})[\])）】]\s*[:：]?|([^:：\n]{1,20})[:：])\s*"
)
_NUMBERED = re.compile(r"(?:speaker|spk|说话人|发言人)[ _-]*\w+", re.IGNORECASE)
_BLOCKS = ("NOTE", "STYLE", "REGION")


def claims_vtt(document: Document) -> bool:
    """Whether it begins with WEBVTT."""
    return document.text.lstrip("\ufeff").startswith("WEBVTT")


def claims_srt(document: Document) -> bool:
    """Whether it begins with a cue's number and times."""
    return _SRT.match(document.text) is not None


def read_vtt(document: Document) -> Iterator[Call]:
    """Yield the call of a WebVTT file.  Raises ReadError."""
    yield _read(document, "vtt")


def read_srt(document: Document) -> Iterator[Call]:
    """Yield the call of a SubRip file.  Raises ReadError."""
    yield _read(document, "srt")


def _read(document: Document, format_id: str) -> Call:
    utterances = list(_utterances(Source(document.text)))
    if not utterances:
        raise ReadError(Message("no cue in it: a cue has times such as 00:01.000 --> 00:03.000"), 1)
    latest = 0.0
    for one in utterances:
        if one.start is not None and one.start < latest:
            raise ReadError(
                Message(
                    "times run backwards: {start:g} s after {latest:g} s; sort the cues by time",
                    start=one.start,
                    latest=latest,
                ),
                one.line,
            )
        latest = one.start or latest
    return assemble(document, format_id, utterances, trusted=False)


def _utterances(source: Source) -> Iterator[Said]:
    """Yield what is said in each cue; a cue in which the voice changes gives several."""
    cue: Said | None = None
    at = 0
    skipping = False
    for number, line in enumerate(source.text.split("\n"), start=1):
        timing = _TIMING.match(line)
        if not line.strip():
            cue, skipping = None, False
        elif skipping or (cue is None and line.startswith(_BLOCKS)):
            skipping = True
        elif timing is not None:
            cue = Said(None, start=clock(timing[1], number), end=clock(timing[2], number))
            yield cue
        elif cue is not None:
            for new in _line(cue, source, at, line):
                cue = new
                yield cue
        at += len(line) + 1


def _line(cue: Said, source: Source, at: int, line: str) -> Iterator[Said]:
    """Add a line to the cue, without its markup; yield a new one where the voice changes."""
    fresh = True
    begin = 0
    if not cue.text and cue.label is None:
        label, begin = _label(line)
        cue.label = label
    for match in _PIECE.finditer(line.rstrip(), begin):
        piece = match[0]
        voice = _VOICE.match(piece)
        if voice is not None:
            name = html.unescape(voice[1]).strip()
            if cue.text and name != cue.label:
                cue = Said(name, start=cue.start, end=cue.end)
                yield cue
            cue.label = name
        elif not piece.startswith("<") or piece == "<":
            said = html.unescape(piece) if piece.startswith("&") else piece
            start = match.start()
            if not cue.text:
                start += len(said) - len(said.lstrip())
                said = said.lstrip()
            if said:
                raw = match.end() - start
                cue.add(text_of(said, source, at + start, raw), glue="\n" if fresh else "")
                fresh = False


def _label(line: str) -> tuple[str | None, int]:
    """Return the speaker named before the words, and where the words begin."""
    match = _NAMED.match(line)
    name = (match[1] or match[2]).strip() if match else ""
    if match and (speaker_named(name) or _NUMBERED.fullmatch(name)):
        return name, match.end()
    return None, 0
