"""The baseline: findings that were there before, so that only new ones fail.

An entry is a finding's fingerprint and its call, never a line number; the words that
were said are kept as a hash, since calls hold personal data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path

from callcheck.config.problems import ConfigError, fault
from callcheck.findings import CallResult, Finding
from callcheck.messages import Message, os_reason

SCHEMA = 1


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """One known finding: its call (relative to the baseline's folder) and what it is."""

    call: str
    fingerprint: str
    rule: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The known findings of a baseline file, by call and fingerprint."""

    path: Path
    known: dict[tuple[str, str], Known]

    def knows(self, call_path: str, finding: Finding) -> bool:
        """Tell whether the finding was there before."""
        return (place_of(call_path, self.path), finding.fingerprint) in self.known


def read_baseline(path: Path) -> Baseline:
    """Read a baseline.  Raises ConfigError where it is missing or is not one."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        hint = Message("write it with 'callcheck baseline create'")
        message = Message("cannot read the baseline: {reason}", reason=os_reason(error))
        asked = ("baseline", str(path))
        raise ConfigError([fault(path, None, message, hint, asked)]) from error
    except ValueError as error:
        line = getattr(error, "lineno", None)
        message, hint = (
            Message("not a baseline: not JSON"),
            Message("write it anew with 'callcheck baseline create'"),
        )
        raise ConfigError([fault(path, line, message, hint)]) from error
    try:
        if document["schema"] != SCHEMA:
            raise ValueError
        known = [
            Known(item["call"], item["fingerprint"], item["rule"], item["evidence"])
            for item in document["findings"]
        ]
        if not all(isinstance(text, str) for item in known for text in astuple(item)):
            raise TypeError
    except (KeyError, TypeError, ValueError) as error:
        hint = Message("write it anew with 'callcheck baseline create'")
        message = Message("not a baseline of schema {schema}", schema=SCHEMA)
        raise ConfigError([fault(path, None, message, hint)]) from error
    return Baseline(path, {(item.call, item.fingerprint): item for item in known})


def known_findings(
    calls: Iterable[CallResult], path: Path, unsuppressible: frozenset[str]
) -> list[Known]:
    """Return what the baseline at ``path`` would hold of the calls, sorted.

    Findings already suppressed otherwise, and of rules that may not be, are left out.
    """
    return sorted(
        Known(
            place_of(call.checked.call.path, path),
            finding.fingerprint,
            finding.rule,
            _evidence(finding),
        )
        for call in calls
        for finding in call.checked.findings
        if finding.rule not in unsuppressible
        and (finding.suppressed is None or finding.suppressed.by == "baseline")
    )


def write_entries(known: Iterable[Known]) -> bytes:
    """Return the file's bytes: an entry a line, sorted, so that changes show as lines."""
    lines = [
        json.dumps(
            {
                "call": item.call,
                "fingerprint": item.fingerprint,
                "rule": item.rule,
                "evidence": item.evidence,
            },
            ensure_ascii=False,
        )
        for item in sorted(set(known))
    ]
    body = ",\n".join(lines)
    return f'{{"schema": {SCHEMA},\n"findings": [\n{body}\n]}}\n'.encode()


def place_of(call_path: str, baseline: Path) -> str:
    """Return a call's path as seen from the baseline's folder, with slashes."""
    import os

    near = os.path.relpath(Path(call_path).absolute(), baseline.absolute().parent)
    return Path(near).as_posix()


def _evidence(finding: Finding) -> str:
    words = f"{finding.fingerprint}\x1f{finding.text or ''}"
    return sha256(words.encode()).hexdigest()[:16]
