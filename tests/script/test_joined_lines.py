"""What one speaker says may run over several lines, and is read as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Callcheck
from documents import write

SCRIPT = """\
客服：您好，这里是{公司}，
请问有什么可以帮您？
客户：我想约师傅上门。
客服：师傅的事不归
我管。
客服：感谢您的来电，再见。
"""


@pytest.mark.parametrize("name", ["script.md", "script.txt"])
def test_words_over_the_end_of_a_line_are_found(lint: Callcheck, tmp_path: Path, name: str) -> None:
    write(tmp_path, name, SCRIPT)
    ran = lint(name, "--format", "concise")
    assert (ran.status, ran.out.count("\n")) == (1, 1)
    assert ran.out.startswith(f"{name}:4:8: default/shirking-not-our-job ")
