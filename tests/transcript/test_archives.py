"""Archives: what is packed reads as it would unpacked; bombs and damage are refused."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import SAMPLES, all_items, one_call, one_error, spoken

from callcheck.findings import InputError
from callcheck.transcript.model import Call

CALL = "客服：您好\n客户：你好\n"


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip archive of the members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize("name", ["plain.txt", "tencent.json", "rows.csv", "subtitles.vtt"])
def test_gzip_reads_as_what_it_packs(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.gz"
    path.write_bytes(gzip.compress((SAMPLES / name).read_bytes()))
    packed, plain = one_call(path), one_call(SAMPLES / name)
    assert packed.path == str(path)
    assert packed.turns == plain.turns


def test_gzip_of_jsonl_is_read_by_lines(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"turns": [{"text": "a"}]}\n{"tur\n' * 2))
    assert [type(item).__name__ for item in all_items(path)] == ["Call", "InputError"] * 2


def test_zip_reads_its_files_by_name_and_goes_on_after_a_bad_one(tmp_path: Path) -> None:
    path = tmp_path / "calls.zip"
    path.write_bytes(
        zipped(
            {
                "三月/b.txt": CALL.encode("gb18030"),
                "三月/a.json": (SAMPLES / "canonical.json").read_bytes(),
                "三月/c.txt": b"\0\0",
                "__MACOSX/._a.json": b"\0",
                ".DS_Store": b"\0",
                "more.zip": zipped({"d.txt": CALL.encode()}),
            }
        )
    )
    items = all_items(path)
    assert [(Path(item.path).relative_to(path).as_posix()) for item in items] == [
        "more.zip",
        "三月/a.json",
        "三月/b.txt",
        "三月/c.txt",
    ]
    assert [type(item).__name__ for item in items] == ["InputError", "Call", "Call", "InputError"]
    assert isinstance(items[2], Call)
    assert spoken(items[2]) == [("agent", "您好"), ("customer", "你好")]


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped({"a.txt": data})])
def test_bombs_are_not_unpacked(pack) -> None:  # type: ignore[no-untyped-def]
    (item,) = all_items(pack(b"0" * 100_000_000))
    assert isinstance(item, InputError)
    assert "text" in item.message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (gzip.compress(CALL.encode())[:-9], "damaged archive"),
        (zipped({"a.txt": CALL.encode()})[:40], "damaged zip"),
        (zipped({}), "no transcript in the archive"),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "Office document"),
    ],
)
def test_damaged_archives(data: bytes, message: str) -> None:
    assert message in one_error(data).message


@given(st.sampled_from(["zip", "gz", "xlsx"]), st.data())
def test_a_damaged_archive_gives_items_and_no_exception(kind: str, data: st.DataObject) -> None:
    source = {"zip": zipped({"a.txt": CALL.encode()}), "gz": gzip.compress(CALL.encode())}.get(kind)
    source = source or zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"})
    at = data.draw(st.integers(4, len(source)))
    damaged = source[:at] + data.draw(st.binary(max_size=4)) + source[at + 2 :]
    assert all_items(damaged)
