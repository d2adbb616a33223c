"""Compiled rulesets are kept on disk; nobody may notice but by the time it takes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command import PACK, Callcheck


@pytest.fixture
def cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of its own."""
    monkeypatch.setenv("CALLCHECK_CACHE", str(folder / "cache"))
    return folder / "cache"


@pytest.mark.parametrize("name", ["x.yaml", "x.yml", "deep/x.yml"])
def test_an_edited_pack_of_a_folder_is_read_anew(
    folder: Path, cache: Path, callcheck: Callcheck, name: str
) -> None:
    pack = folder / "site" / name
    pack.parent.mkdir(parents=True)
    shutil.move("site.yaml", pack)
    assert "滚蛋" in callcheck("score", "calls/c.txt", "--rules", "site").out
    pack.write_text(PACK.replace("forbid: [滚蛋]", "forbid: [别的话]"), encoding="utf-8")
    assert "没有发现问题" in callcheck("score", "calls/c.txt", "--rules", "site").out


def test_a_folder_without_a_pack_is_an_error_and_not_the_default_rules(
    folder: Path, cache: Path, callcheck: Callcheck
) -> None:
    callcheck("score", "calls/a.txt")
    (folder / "empty").mkdir()
    ran = callcheck("score", "calls/a.txt", "--rules", "empty")
    assert ran.status == 2
    assert "empty: the folder holds no rule file" in ran.err


@pytest.mark.parametrize("at", [0, 1, 5, 2000, -1])
def test_a_damaged_entry_is_done_without(
    folder: Path, cache: Path, callcheck: Callcheck, at: int
) -> None:
    whole = callcheck("score", "calls/b.txt", "--rules", "site.yaml")
    (entry,) = cache.iterdir()
    content = bytearray(entry.read_bytes())
    content[at] ^= 0xFF
    entry.write_bytes(content)
    assert callcheck("score", "calls/b.txt", "--rules", "site.yaml") == whole


def test_what_is_kept_does_not_grow_without_end(
    folder: Path, cache: Path, callcheck: Callcheck
) -> None:
    cache.mkdir()
    for number in range(40):
        (cache / f"{number}.ruleset").write_bytes(b"old")
    callcheck("score", "calls/b.txt", "--rules", "site.yaml")
    assert len(list(cache.iterdir())) == 24
