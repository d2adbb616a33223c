"""One JSON object a line: each call as it is scored, then each error."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from callcheck.report.json import call_record, error_record
from callcheck.report.model import Run, Style


def render(run: Run, style: Style) -> Iterator[bytes]:
    """Yield a line a call; an input that could not be read is ``{"error": {…}}``."""
    for call in run.calls:
        yield orjson.dumps(call_record(call), option=orjson.OPT_APPEND_NEWLINE)
    for error in run.errors:
        yield orjson.dumps({"error": error_record(error)}, option=orjson.OPT_APPEND_NEWLINE)
