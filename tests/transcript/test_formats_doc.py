"""The page on formats names every format, and its examples are read."""

from __future__ import annotations

import re
from pathlib import Path

from reading import one_call, spoken

from callcheck.transcript.fields import KEYS
from callcheck.transcript.formats import FORMATS

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def test_every_format_is_named() -> None:
    assert {name for name in FORMATS if f"`{name}`" not in PAGE} == set()


def test_the_plain_text_example_is_read() -> None:
    block = re.search(r"^## Plain text\n\n((?:(?:    .*)?\n)+)", PAGE, re.MULTILINE)
    assert block is not None
    call = one_call(re.sub("^    ", "", block[1], flags=re.MULTILINE))
    assert (call.agent_id, call.rings, call.hung_up_by) == ("1024", 2, "customer")
    assert spoken(call)[1] == ("customer", "我想查一下话费。\n上个月的。")


def test_the_canonical_example_is_read() -> None:
    block = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    call = one_call(block[1])
    assert (call.call_id, call.tags, call.duration) == ("0007", ("complaint",), 183.4)


def test_the_head_keys_named_are_keys() -> None:
    table = PAGE.partition("| key | field | value |\n")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (.+?) \| (\w+)(?:, date)? \| .+ \|$", table, re.MULTILINE)
    told = {key: field for keys, field in rows for key in keys.split() if key != "---"}
    assert {key: KEYS.get(key) for key in told} == told
