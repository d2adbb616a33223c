"""Exports of chats and of meeting recorders, and Markdown: any names, in several layouts.

张三 2026-03-02 09:14:03        **客服**：您好            说话人1 00:05
您好，请问有什么可以帮您？      **客户**：我想查话费      您好，请问……
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from callcheck.messages import Message
from callcheck.transcript.assemble import Said, assemble
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.fields import day
from callcheck.transcript.model import Call
from callcheck.transcript.placed import Source, text_of
from callcheck.transcript.plain import is_turn
from callcheck.transcript.times import CLOCK, clock

FORMAT = "chat"
MOST_NAMES = 8
"""So many names at most take part; more are not names."""
SHARE = 0.3
"""At least so many of the lines name a speaker."""

EARLIEST_HOUR = 6
"""hh:mm at which a chat begins at the earliest; before that a stamp is mm:ss."""
DAY = 86_400

_DATE = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ T]+\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?"
_TIME = rf"[\[(（]?(?P<time>{_DATE}|{CLOCK})[\])）]?"
_NAME = (
    r"(?P<name>1\d{2}\*{2,8}\d{2,4}"
    r"|[^\s:：\[\](（）)<>|*#，。！？,!?\d][^:：\[\](（）)<>|*#，。！？,!?\n]{0,19}?)"
)
_MARK = r"[ \t]*+(?:[-+>][ \t]++)?"
_LAYOUTS = tuple(
    re.compile(layout)
    for layout in (
        rf"{_MARK}\*\*{_NAME}(?:\*\*[ \t]*[:：]|[:：][ \t]*\*\*)[ \t]*",
        rf"{_MARK}\*\*{_NAME}\*\*(?:[ \t]*{_TIME})?[ \t]*$",
        rf"{_MARK}\*\*{_NAME}[ \t]+{_TIME}\*\*[ \t]*(?:[:：][ \t]*|$)",
        rf"#{{1,6}}[ \t]+{_NAME}(?:[ \t]+{_TIME})?[ \t]*$",
        rf"{_NAME}[ \t]*{_TIME}[ \t]*(?:[:：][ \t]*|$)",
        rf"{_TIME}[ \t]+{_NAME}[ \t]*(?:[:：][ \t]*|$)",
        rf"[ \t]*[->][ \t]+{_NAME}[ \t]*[:：][ \t]*",
        rf"{_NAME}[ \t]*[:：][ \t]*",
    )
)


def claims(document: Document) -> bool:
    """Whether enough lines name one of a few speakers, and plain text would not do."""
    lines = [line for line in document.text.split("\n") if line.strip()]
    if any(is_turn(line) for line in lines):
        return _is_marked(lines)
    layout = _layout(lines)
    return layout is not None


def read(document: Document) -> Iterator[Call]:
    """Yield the call.  Raises ReadError."""
    source = Source(document.text)
    layout = _layout([line for line in document.text.split("\n") if line.strip()])
    if layout is None:
        raise ReadError(
            Message("no line names a speaker: write 客服：… and 客户：…, one turn a line"), 1
        )
    utterances, sent = _utterances(source, layout)
    began = sent.began.isoformat() if sent.began else None
    yield assemble(
        document,
        FORMAT,
        utterances,
        channel="chat" if sent.of_day else None,
        started_at=began,
        date=day(began) if began else None,
    )


def _is_marked(lines: list[str]) -> bool:
    """Whether the lines are Markdown, or headed by name and time."""
    layout = _layout(lines)
    return layout is not None and layout is not _LAYOUTS[-1] and not _plainly(lines)


def _plainly(lines: list[str]) -> bool:
    return sum(map(is_turn, lines)) >= len(lines) * SHARE


def _layout(lines: list[str]) -> re.Pattern[str] | None:
    """Return the first layout in which enough lines name a few speakers, some of them again."""
    for layout in _LAYOUTS:
        names = Counter(match["name"].strip() for line in lines if (match := layout.match(line)))
        if (
            names.total() >= max(2, len(lines) * SHARE)
            and len(names) <= MOST_NAMES
            and (names.total() == 2 or names.most_common(1)[0][1] > 1)
        ):
            return layout
    return None


def _utterances(source: Source, layout: re.Pattern[str]) -> tuple[list[Said], _Clock]:
    utterances: list[Said] = []
    sent = _Clock()
    at = 0
    for number, line in enumerate(source.text.split("\n"), start=1):
        match = layout.match(line)
        begin = 0
        if match is not None:
            begin = match.end()
            stamp = match["time"] if "time" in layout.groupindex else None
            start = sent.seconds(stamp, number) if stamp else None
            utterances.append(Said(match["name"].strip(), start=start))
        said = line[begin:].strip()
        if said and utterances:
            begin = line.index(said, begin)
            piece = text_of(said, source, at + begin, len(said))
            utterances[-1].add(piece, glue="\n")
        at += len(line) + 1
    return utterances, sent


class _Clock:
    """The stamps of a chat in seconds: from the first, where they tell the time of day.

    A recorder counts from 00:00; stamps that begin later in the day are a clock's.
    """

    def __init__(self) -> None:
        self.began: datetime | None = None
        """The moment of the first stamp, where that tells its day."""
        self.of_day = False
        self._zero: float | None = None
        self._last = (0.0, "")

    def seconds(self, stamp: str, line: int) -> float:
        """Return the seconds of a stamp.  Raises ReadError where they run backwards."""
        seconds = self._from_first(stamp, line)
        last, written = self._last
        if seconds < last:
            raise ReadError(
                Message(
                    "times run backwards: {stamp} after {written}; sort the messages by time",
                    stamp=stamp,
                    written=written,
                ),
                line,
            )
        self._last = (seconds, stamp)
        return seconds

    def _from_first(self, stamp: str, line: int) -> float:
        if not re.fullmatch(CLOCK, stamp):
            moment = _moment(stamp, line)
            if self.began is None:
                self.began, self.of_day = moment, True
                self._zero = moment.hour * 3600.0 + moment.minute * 60 + moment.second
            return (moment - self.began).total_seconds()
        if self._zero is None:
            first, *others = map(int, re.findall(r"\d+", stamp.partition(".")[0]))
            self.of_day = first >= (EARLIEST_HOUR if len(others) == 1 else 1)
            self._zero = _of_day(stamp, line) if self.of_day else 0.0
        if not self.of_day:
            return clock(stamp, line)
        seconds = _of_day(stamp, line) - self._zero
        return seconds + DAY if seconds < -DAY / 2 else seconds


def _of_day(stamp: str, line: int) -> float:
    minutes = clock(stamp, line)
    return minutes if stamp.count(":") == 2 else minutes * 60


def _moment(stamp: str, line: int) -> datetime:
    year, month, of_month, hour, minute, *rest = re.split(r"[^\d]+", stamp)
    try:
        second = int(rest[0]) if rest and rest[0] else 0
        return datetime(int(year), int(month), int(of_month), int(hour), int(minute), second)
    except ValueError as error:
        raise ReadError(Message("no such time: {stamp}", stamp=stamp), line) from error
