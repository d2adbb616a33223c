"""What every vendor reader ends with: utterances become the turns of a call."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from callcheck.findings import InputError
from callcheck.messages import Message
from callcheck.transcript.document import Document
from callcheck.transcript.errors import ReadError
from callcheck.transcript.model import Call, Place, Speaker, Turn, WordTime
from callcheck.transcript.placed import Text, line_of
from callcheck.transcript.times import check_time, shown

_LATIN_END = re.compile(r"[A-Za-z0-9,.!?;:'%)\]]$")
_LATIN_START = re.compile(r"[A-Za-z0-9'(\[$]")
_LATIN_RUN = re.compile(r"[A-Za-z0-9]{2}")
_SPOKEN = re.compile(r"\w")


@dataclass(slots=True)
class Said:
    """One utterance as the source has it: who is the agent is not yet known.

    ``label`` is the source's own name of the speaker or channel, None where it has
    none; ``start`` and ``end`` are seconds.
    """

    label: str | None
    text: str = ""
    places: list[Place] = field(default_factory=list)
    start: float | None = None
    end: float | None = None
    words: list[WordTime] = field(default_factory=list)
    agent_id: str | None = None

    @property
    def line(self) -> int | None:
        """The line on which it begins."""
        return self.places[0].line if self.places else None

    def add(
        self,
        piece: str,
        start: float | None = None,
        stop: float | None = None,
        *,
        glue: str = "",
    ) -> None:
        """Append a piece of the source, after ``glue``, with its times in seconds.

        Raises ReadError where the piece is no string.
        """
        if not isinstance(piece, str):
            raise ReadError(
                Message("a word must be a string, not {piece}", piece=shown(piece)), self.line
            )
        if self.text:
            self.text += glue
        begin = len(self.text)
        if isinstance(piece, Text):
            self.places.extend(piece.places(offset=begin))
        self.text += str(piece)
        if start is not None and stop is not None and 0 <= start <= stop:
            self.words.append(WordTime(begin, len(self.text), start, stop))

    def add_word(self, word: str, start: float | None = None, stop: float | None = None) -> None:
        """Append a word; a space goes between Latin words, none between Han characters."""
        latin = _LATIN_END.search(self.text) and _LATIN_START.match(word)
        self.add(word, start, stop, glue=" " if latin else "")

    def time_words(self, words: Iterable[tuple[str, float | None, float | None]]) -> None:
        """Give the words their times where they are found, in order, in the text.

        Words may be in another case than the text.
        """
        at = 0
        text = self.text.lower()
        if len(text) != len(self.text):
            text = self.text
        for word, start, stop in words:
            begin = _find_word(text, word.strip().lower(), at)
            if begin < 0 or start is None or stop is None or stop < start:
                continue
            at = begin + len(word.strip())
            self.words.append(WordTime(begin, at, start, stop))


def _find_word(text: str, word: str, at: int) -> int:
    """Return where ``word`` next stands: right ahead, or further on as a whole word; or -1."""
    begin = text.find(word, at) if word else -1
    while begin >= 0 and _SPOKEN.search(text, at, begin):
        end = begin + len(word)
        if not _LATIN_RUN.match(text[begin - 1 : begin + 1]) and not _LATIN_RUN.match(
            text[end - 1 : end + 1]
        ):
            break
        begin = text.find(word, begin + 1)
    return begin


def said(
    label: Any,
    text: Any,
    start: float | None = None,
    end: float | None = None,
    words: Iterable[tuple[str, float | None, float | None]] = (),
) -> Said:
    """Return an utterance with the outer spaces of its text left out.

    Raises ReadError where the text is no string.
    """
    if not isinstance(text, str):
        raise ReadError(
            Message("the text of an utterance must be a string, not {text!r}", text=str(text)[:40])
        )
    made = Said(None if label is None else str(label), start=start, end=end)
    stripped = text.strip()
    begin = text.find(stripped)
    made.text = str(stripped)
    if isinstance(text, Text):
        made.places = text.places(begin, begin + len(stripped))
    if words:
        made.time_words(words)
    return made


def assemble(
    document: Document,
    format_id: str,
    utterances: list[Said],
    *,
    roles: Mapping[str, Speaker] | None = None,
    trusted: bool = True,
    by_time: bool = False,
    notes: tuple[str, ...] = (),
    **fields: Any,
) -> Call:
    """Make the call of its utterances.  Raises ReadError where there is none.

    ``roles`` says who goes by which label; without it the labels' own names count,
    and what is said where they tell nothing.  Not ``trusted`` are labels known to be
    given to the wrong side.  Utterances are put in the order of their starts; where the
    source is not expected to list them otherwise, as by channel (``by_time``), the
    call's notes say so.
    """
    from callcheck.transcript.who import speakers_of

    utterances = [one for one in utterances if one.text]
    if not utterances:
        raise ReadError(
            Message("no words in it: the recording was silent, or its recognition failed")
        )
    if fields.get("duration") is not None:
        check_time(fields["duration"], what=Message("a length"))
    notes += tuple(_mend_times(utterances))
    if _sort(utterances) and not by_time:
        notes += (Message("来源的句子没有按时间排列，已按开始时间排序"),)
    speakers, told = speakers_of(utterances, document.agent_speaker, roles, trusted=trusted)
    turns = [
        Turn(
            number=number,
            speaker=speakers[one.label],
            text=one.text,
            places=tuple(one.places) or (Place(0, 1, 1),),
            start=one.start,
            end=one.end,
            words=tuple(one.words),
            agent_id=one.agent_id,
        )
        for number, one in enumerate(utterances, start=1)
    ]
    own = {turn.agent_id for turn in turns if turn.agent_id is not None}
    if len(own) == 1:
        fields.setdefault("agent_id", own.pop())
    inferred = infer_ends(turns, fields.get("duration"))
    return Call(
        path=document.path,
        turns=tuple(turns),
        ends_inferred=inferred,
        format=format_id,
        notes=notes + told,
        **fields,
    )


def each_call(
    document: Document,
    items: Iterable[dict[str, Any]],
    make: Callable[[dict[str, Any]], Call],
) -> Iterator[Call | InputError]:
    """Yield the call of each item; one that is refused does not stop the others."""
    for item in items:
        try:
            yield make(item)
        except ReadError as error:
            yield InputError(document.path, error.line, error.message)


def infer_ends(turns: list[Turn], duration: float | None) -> bool:
    """End each turn that has only a start where the next one starts; tell if any had."""
    from dataclasses import replace

    inferred = False
    for index, turn in enumerate(turns):
        if turn.start is None or turn.end is not None:
            continue
        following = turns[index + 1].start if index + 1 < len(turns) else duration
        if following is not None and following >= turn.start:
            turns[index] = replace(turn, end=float(following))
        inferred = True
    return inferred


def _sort(utterances: list[Said]) -> bool:
    """Sort by start, what has none staying behind what it follows; tell if that changed any."""
    starts: list[float] = []
    for one in utterances:
        starts.append(one.start if one.start is not None else starts[-1] if starts else 0.0)
    if starts == sorted(starts):
        return False
    order = sorted(range(len(starts)), key=lambda index: starts[index])
    utterances[:] = [utterances[index] for index in order]
    return True


def _mend_times(utterances: list[Said]) -> Iterable[str]:
    """Refuse a time under zero; drop an end that lies before its start, and say so."""
    mended = 0
    for one in utterances:
        for given in (one.start, one.end):
            if given is not None:
                check_time(given, one.line)
        if one.start is not None and one.end is not None and one.end < one.start:
            one.end = None
            mended += 1
    if mended:
        yield Message("有 {mended} 句的结束时间早于开始时间，结束时间未采用", mended=mended)


def records(value: Any, *keys: str) -> list[dict[str, Any]]:
    """Return the objects of the list at the path of ``keys``; none where there is no such."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, dict)]


def have(items: list[dict[str, Any]], *keys: str) -> bool:
    """Whether there are items and the first has all the keys."""
    return bool(items) and all(key in items[0] for key in keys)


def timed(
    items: Iterable[dict[str, Any]],
    word: str,
    start: str,
    stop: str,
    unit: Callable[[Any, str, int | None], float | None],
) -> list[tuple[str, float | None, float | None]]:
    """Return (word, start, stop) of each item that holds a word."""
    return [
        (item[word], *(unit(item.get(key), key, line_of(item[word])) for key in (start, stop)))
        for item in items
        if isinstance(item.get(word), str)
    ]


class TimedWords:
    """The words of a whole call, as ``timed`` gives them, for sentences to take theirs from.

    Sorted once: a long call has thousands of sentences.
    """

    def __init__(self, words: Iterable[tuple[str, float | None, float | None]]) -> None:
        self._words = sorted(words, key=_begin)

    def within(
        self, start: float | None, end: float | None
    ) -> list[tuple[str, float | None, float | None]]:
        """Return the words that begin from ``start`` to before ``end``, in seconds."""
        if start is None or end is None:
            return []
        first = bisect_left(self._words, start, key=_begin)
        return self._words[first : bisect_left(self._words, end, key=_begin)]


def _begin(word: tuple[str, float | None, float | None]) -> float:
    return word[1] or 0
