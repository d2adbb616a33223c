"""Reading YAML: exact places, and nothing that can hang or surprise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcheck.packs.problems import Problem
from callcheck.packs.read import MAX_BYTES, Node, parse_yaml, read_yaml


def parse(text: str) -> tuple[Node | None, list[Problem]]:
    problems: list[Problem] = []
    return parse_yaml(text, "site.yaml", problems), problems


def test_a_phrase_knows_the_place_of_its_first_character() -> None:
    node, problems = parse("words:\n  我方: [我, \"我们\", '咱们']\n")
    assert node is not None and problems == []
    places = [node.at("words", "我方", index).text_source for index in range(3)]
    assert [(place.line, place.column) for place in places] == [(2, 8), (2, 12), (2, 18)]


@pytest.mark.parametrize("written", ["no", "off", "1:30", "0017", "10086", "2026-10-01", "1_000"])
def test_a_scalar_stays_what_its_author_wrote(written: str) -> None:
    node, _ = parse(f"好: {written}\n")
    assert node is not None and node.plain() == {"好": written}


def alias_bomb() -> str:
    lines = ["a0: &a0 [不]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        pytest.param(alias_bomb(), (7, 5), "aliases unfold this", id="alias bomb"),
        pytest.param("a: &x [*x]", (1, 8), "unfinished anchor 'x'", id="alias of itself"),
        pytest.param("[" * 100_000, (1, 25), "nested more than 24 deep", id="deep flow"),
        pytest.param(
            "\n".join(["a: &a0 [不]", *[f"b{n}: &a{n} [*a{n - 1}]" for n in range(1, 60)]]),
            (24, 6),
            "nested more than 24 deep",
            id="deep by aliases",
        ),
        pytest.param("id: a\nid: b\n", (2, 1), "the key 'id' stands here a second", id="two keys"),
        pytest.param("a: [好\n", (2, 1), "not YAML", id="open bracket"),
        pytest.param("好的: {a}: b\n", (1, 8), "not YAML", id="marks without quotes"),
        pytest.param("a: !!python/object:os.system ls", (1, 4), "a tag", id="tag"),
        pytest.param("[a]: b", (1, 1), "a key that is not a word", id="key that is a list"),
        pytest.param("a: 1\n---\nb: 2\n", (2, 1), "a second document", id="two documents"),
        pytest.param("好: a\nb: \x01", (2, None), "a character that YAML", id="control character"),
        pytest.param("", (1, 1), "the file is empty", id="empty"),
    ],
)
def test_what_is_not_readable_is_told_with_its_place(
    text: str, place: tuple[int, int | None], said: str
) -> None:
    _, problems = parse(text)
    assert [(problem.line, problem.column) for problem in problems] == [place]
    assert said in problems[0].message


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"pack: a\n# \xc4\xe3\xba\xc3\n", "site.yaml:2: the file is not UTF-8; save it as UTF-8"),
        (b"#" * (MAX_BYTES + 1), "site.yaml: the file is too large for rules"),
    ],
)
def test_files_that_are_no_rule_files(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "site.yaml"
    path.write_bytes(data)
    problems: list[Problem] = []
    assert read_yaml(path, problems) is None
    assert said in str(problems[0])


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert read_yaml(tmp_path / "none.yaml", problems) is None
    assert "cannot read the file: No such file" in str(problems[0])


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    path = tmp_path / "site.yaml"
    path.write_bytes("\ufeffpack: 甲\n".encode())
    node = read_yaml(path, [])
    assert node is not None and node.plain() == {"pack": "甲"}


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#,? \n\t你不\x07%@`~", max_size=60))
def test_any_text_gives_a_tree_or_problems_with_lines_of_the_file(text: str) -> None:
    node, problems = parse(text)
    assert node is not None or problems
    assert all(problem.line is not None for problem in problems)
    # One line more: what is missing at the end is missing after the last line.
    assert all((problem.line or 0) <= text.count("\n") + 2 for problem in problems)
