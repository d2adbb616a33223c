"""Exceptions: what makes the same words innocent.

Guard words count only outside the match, and are looked for whoever speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from callcheck.checks.evaluate import Evaluator
from callcheck.checks.scope import later_of
from callcheck.matching.match import Match
from callcheck.matching.ruleset import GuardWords
from callcheck.packs.model import Guard, Not, What
from callcheck.text.fold import PAUSES, SENTENCE_ENDS

NEGATION_REACH = 4
"""字 between a negation and what it negates."""
QUOTE_REACH = 6
REPORT_REACH = 8
WORD_REACH = 6
"""字 between the match and the words of ``before`` and ``after``."""

_OPENING_QUOTES = '“‘「『"'
_CLOSING_QUOTES = '”’」』"'


class Guards:
    """The guards of one rule on one call."""

    def __init__(self, evaluator: Evaluator, words: GuardWords) -> None:
        """Take the guard words of the rule's pack."""
        self.evaluator = evaluator
        self.scan = evaluator.scan
        self.words = words
        self._kinds: dict[str, Callable[[Match], bool]] = {
            "negated": self._negated,
            "quoted": self._quoted,
            "reported": self._reported,
            "hypothetical": self._hypothetical,
            "question": self._question,
            "alternative": self._alternative,
        }
        self._kinds_with_words: dict[str, Callable[[Match, What], bool | None]] = {
            "before": self._before,
            "after": self._after,
            "inside": self._inside,
            "turn": self._turn,
            "previous": self._previous,
            "next": self._next,
        }

    def sparing(self, guards: Iterable[Guard], match: Match) -> str | None:
        """Return the kind of the first guard that makes ``match`` innocent, or None."""
        for guard in guards:
            if guard.clues is not None:
                spared = self._unlikely(match, guard.clues, guard.under)
            elif guard.what is None:
                spared = self._kinds[guard.kind](match)
            else:
                spared = self._words_spare(guard.kind, guard.what, match)
            if spared:
                return guard.kind
        return None

    def _words_spare(self, kind: str, what: What, match: Match) -> bool:
        """Whether what stands there, or with ``not`` does not, spares ``match``."""
        absent = isinstance(what, Not)
        stands = self._kinds_with_words[kind](match, what.part if isinstance(what, Not) else what)
        return stands is not None and stands is not absent

    def _unlikely(self, match: Match, clues: str, under: float | None) -> bool:
        pack = self.evaluator.pack
        weighed = self.scan.weighed(pack, clues).get(match.turn)
        compiled = self.scan.matcher.ruleset.clues[pack, clues]
        doubt = compiled.doubt if under is None else under
        if match.confidence < 1:
            doubt = max(doubt, compiled.misheard)
        # Half a talk is weaker evidence: what nobody answered must be doubted twice.
        return weighed is not None and weighed.likely < (doubt if weighed.in_talk else doubt**2)

    def _text(self, match: Match) -> str:
        return self.scan.view(match.turn).spoken

    def _words(self, patterns: Iterable[int], turn: int) -> list[Match]:
        return [hit for index in patterns for hit in self.scan.matches(index, turn)]

    def _clause(self, match: Match) -> tuple[int, int]:
        return _stretch(self._text(match), match, PAUSES)

    def _sentence(self, match: Match) -> tuple[int, int]:
        return _stretch(self._text(match), match, SENTENCE_ENDS)

    def _negated(self, match: Match) -> bool:
        clause, sentence = self._clause(match), self._sentence(match)
        if any(
            sentence[0] <= hit.begin and hit.end <= match.begin
            for hit in self._words(self.words.denial, match.turn)
        ):
            return True
        hits = [
            hit
            for hit in self._words(self.words.negation, match.turn)
            if clause[0] <= hit.begin
            and 0 <= match.begin - hit.end <= NEGATION_REACH
            and not self._affirms(hit)
        ]
        if hits and self._ends_in_question(match, sentence):
            asks = {hit.end for hit in self._words(self.words.not_a_question, match.turn)}
            hits = [hit for hit in hits if hit.end not in asks]
        return bool(hits)

    def _affirms(self, negation: Match) -> bool:
        """Whether a negation is half of a word that negates nothing: 能不能, 不得不."""
        text = self._text(negation)
        before = text[: negation.begin]
        return before.endswith((text[negation.end - 1], *self.words.undoes_negation))

    def _ends_in_question(self, match: Match, sentence: tuple[int, int]) -> bool:
        text = self._text(match)
        tail = text[match.end : sentence[1]].rstrip(PAUSES)
        return tail.endswith(self.words.question_ends) or text[sentence[1] :][:1] == "?"

    def _quoted(self, match: Match) -> bool:
        text = self.scan.call.turns[match.turn].text
        # A match that runs into a quotation quotes its last words; one that runs out of a
        # quotation is quoted where most of it stands inside.
        middle = (match.source_begin + match.source_end) // 2
        last = max(match.source_end - 1, middle)
        if _in_quotation(text, middle) or _in_quotation(text, last):
            return True
        ours = self._words(self.words.said_by_agent, match.turn)
        return self._said_before(self.words.said_by_customer, match, QUOTE_REACH, but_not=ours)

    def _reported(self, match: Match) -> bool:
        return self._said_before(self.words.said_by_other, match, REPORT_REACH)

    def _said_before(
        self, patterns: Iterable[int], match: Match, reach: int, but_not: Iterable[Match] = ()
    ) -> bool:
        """Whether words that report what was said stand before; ``but_not``: 我跟您说."""
        start = self._sentence(match)[0]
        ours = [(hit.begin, hit.end) for hit in but_not]
        return any(
            start <= hit.begin
            and hit.end <= match.begin
            and match.begin - hit.end <= reach
            and not any(begin <= hit.begin and hit.end <= end for begin, end in ours)
            for hit in self._words(patterns, match.turn)
        )

    def _hypothetical(self, match: Match) -> bool:
        start, end = self._clause(match)
        return any(
            start <= hit.begin and hit.end <= match.begin
            for hit in self._words(self.words.condition, match.turn)
        ) or any(
            match.end <= hit.begin and hit.end <= end
            for hit in self._words(self.words.condition_ends, match.turn)
        )

    def _question(self, match: Match) -> bool:
        start, end = self._clause(match)
        if any(
            start <= hit.begin < match.end and hit.begin <= start + 2
            for hit in self._words(self.words.not_a_question, match.turn)
        ):
            return False
        text = self._text(match)
        if (
            text[start:end]
            .rstrip(self.scan.matcher.folding.particles)
            .endswith(self.words.question_ends)
        ):
            return True
        return any(
            start <= hit.begin and hit.end <= end
            for hit in self._words(self.words.question, match.turn)
        )

    def _alternative(self, match: Match) -> bool:
        if any(hit.begin >= match.end for hit in self._words(self.words.way_out, match.turn)):
            return True
        following = self._agent_turn_after(match.turn)
        return following is not None and bool(self._words(self.words.way_out, following))

    def _agent_turn_after(self, turn: int) -> int | None:
        return next(later_of(self.scan.call, "agent", turn), None)

    def _before(self, match: Match, what: What) -> bool:
        start = self._clause(match)[0]
        return any(
            start <= hit.begin and 0 <= match.begin - hit.end <= WORD_REACH
            for hit in self.evaluator.in_turn(what, match.turn)
        )

    def _after(self, match: Match, what: What) -> bool:
        end = self._clause(match)[1]
        return any(
            hit.end <= end and 0 <= hit.begin - match.end <= WORD_REACH
            for hit in self.evaluator.in_turn(what, match.turn)
        )

    def _inside(self, match: Match, what: What) -> bool:
        return any(
            hit.begin <= match.begin and match.end <= hit.end
            for hit in self.evaluator.in_turn(what, match.turn)
        )

    def _turn(self, match: Match, what: What) -> bool:
        return any(
            hit.end <= match.begin or hit.begin >= match.end
            for hit in self.evaluator.in_turn(what, match.turn)
        )

    def _previous(self, match: Match, what: What) -> bool | None:
        """Whether it stands in the other's turn before; None: there is no such turn."""
        speaker = self.scan.call.turns[match.turn].speaker
        for index in range(match.turn - 1, -1, -1):
            if self.scan.call.turns[index].speaker != speaker:
                return bool(self.evaluator.in_turn(what, index))
        return None

    def _next(self, match: Match, what: What) -> bool | None:
        """Whether it stands in the agent's turn after; None: there is no such turn."""
        following = self._agent_turn_after(match.turn)
        if following is None:
            return None
        return bool(self.evaluator.in_turn(what, following))


def _in_quotation(text: str, at: int) -> bool:
    before, after = text[:at], text[at:]
    for opening, closing in zip(_OPENING_QUOTES, _CLOSING_QUOTES, strict=True):
        if opening == closing:
            opened = before.count(opening) % 2 == 1
        else:
            opened = before.rfind(opening) > before.rfind(closing)
        if opened and closing in after:
            return True
    return False


def _stretch(text: str, match: Match, marks: str) -> tuple[int, int]:
    """Return the begin and end of the stretch between ``marks`` that holds ``match``."""
    begin = max(text.rfind(mark, 0, match.begin) for mark in marks) + 1
    ends = [at for mark in marks if (at := text.find(mark, match.end)) >= 0]
    return begin, min(ends, default=len(text))
