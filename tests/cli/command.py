"""A pack and calls for the tests of the command line, and what one run gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PACK = """\
pack: site
title: 本店规范
language: 1
rules:
- id: not-mine
  clause: [S-1]
  category: shirking
  severity: error
  deduct: 30
  forbid: [这不关我的事, 不归我管]
  message: 推诿：说不归自己管
  suggest: 我帮您查一下
  examples: {bad: [这不关我的事。, 不归我管。], good: [我帮您查。, 请稍等。]}
- id: hailing
  category: verbal_tic
  severity: info
  deduct: 1
  forbid: {say: [喂], as: whole clause}
  message: 用“喂”叫客户
  examples: {bad: ["喂，你好。", 喂。], good: [请每天喂药。, 您好。]}
- id: swearing
  category: abuse
  severity: error
  deduct: 1
  veto: true
  forbid: [滚蛋]
  message: 骂人
  examples: {bad: [你滚蛋。, 滚蛋。], good: [您好。, 再见。]}
clauses:
- {id: S-1, summary: 不推诿, status: automated}
- {id: S-2, summary: 面带微笑, status: not_checkable, reason: 通话里看不到}
"""

GOOD = "客服：您好，我帮您查一下。\n客户：好的。\n"
BAD = "坐席: 1024\n\n客服：这不关我的事，您找别人。\n客户：你这人！\n"
RUDE = "客服：滚蛋！\n客户：什么？\n"
HAILED = "客服：喂，您好。\n客户：您好。\n"


@dataclass
class Ran:
    """What one run of the command gave."""

    status: int
    out: str
    err: str
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def reason(self) -> str:
        """The last line on standard error."""
        return self.err.splitlines()[-1] if self.err else ""


Callcheck = Callable[..., Ran]
