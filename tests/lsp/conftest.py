"""A folder with a pack and a configuration, for the tests of the language server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from editor import CONFIG, PACK


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CALLCHECK_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("CALLCHECK_DEBUG", raising=False)
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose configuration names a pack of its own."""
    (tmp_path / "shop.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "callcheck.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path
