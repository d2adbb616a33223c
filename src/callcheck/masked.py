"""What a run says with the personal data in it masked, once the checks have read it."""

from __future__ import annotations

from dataclasses import replace

from callcheck.findings import CallResult, Finding, InputError, Spared
from callcheck.messages import Message
from callcheck.report.quote import span
from callcheck.scorer import Outcome, Warned
from callcheck.transcript.mask import mask_call, mask_text
from callcheck.transcript.model import Call


def masked(outcome: Outcome) -> Outcome:
    """Return the outcome to be written out.  Paths, ids, places and fingerprints stay."""
    if isinstance(outcome, InputError):
        return masked_error(outcome)
    if isinstance(outcome, Warned):
        return Warned(_masked(outcome.message))
    return _result(outcome)


def masked_error(error: InputError) -> InputError:
    """Return the error with the personal data in its message masked."""
    return replace(error, message=_masked(error.message))


def _masked(text: str) -> str:
    """Return a text masked; a message stays one where its values hold all there is to mask."""
    hidden = mask_text(text)
    if isinstance(text, Message):
        message = text.with_values(_masked)
        return message if message == hidden else hidden
    return hidden


def _result(result: CallResult) -> CallResult:
    checked = result.checked
    call, hidden = checked.call, mask_call(checked.call)
    return replace(
        result,
        checked=replace(
            checked,
            call=hidden,
            findings=tuple(_finding(one, call, hidden) for one in checked.findings),
            spared=tuple(_spared(one, call, hidden) for one in checked.spared),
        ),
    )


def _finding(finding: Finding, call: Call, hidden: Call) -> Finding:
    text = finding.text
    if text is not None and finding.turn is not None:
        begin, end = span(call.turns[finding.turn - 1], finding)
        text = _part(text, finding.turn, begin, end, call, hidden)
    return replace(
        finding,
        text=text,
        message=_masked(finding.message),
        note=finding.note and _masked(finding.note),
    )


def _spared(spared: Spared, call: Call, hidden: Call) -> Spared:
    end = spared.begin + len(spared.text)
    return replace(spared, text=_part(spared.text, spared.turn, spared.begin, end, call, hidden))


def _part(text: str, turn: int, begin: int, end: int, call: Call, hidden: Call) -> str:
    """Return the words as the masked turn has them: they may be part of a number."""
    if call.turns[turn - 1].text[begin:end] == text:
        return hidden.turns[turn - 1].text[begin:end]
    return mask_text(text)
