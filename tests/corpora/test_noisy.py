"""``corpora/noisy`` is what the command in ``corpora/README.md`` makes."""

from pathlib import Path

import pytest

from callcheck.noise.__main__ import main

CORPORA = Path(__file__).parents[2] / "corpora"


@pytest.mark.parametrize("folder", ["labelled", "heldback"])
def test_noisy_copy_is_up_to_date(folder: str, tmp_path: Path) -> None:
    assert main([str(CORPORA / folder), str(tmp_path), "--seed", "1", "--rate", "0.08"]) == 0
    kept = CORPORA / "noisy" / folder
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in kept.iterdir()
    }
