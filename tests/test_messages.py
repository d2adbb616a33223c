"""Texts in two languages: the catalogues are whole, and no text goes by without them."""

from __future__ import annotations

import ast
import gettext
import io
import pickle
from pathlib import Path
from string import Formatter

import pytest

import catalogues
from callcheck.messages import LANGUAGES, Message, hinted, listed, placed, said

TEXTS = catalogues.texts()
UPDATE = "run `make messages`, and write what it leaves empty"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_every_text_and_nothing_else(language: str) -> None:
    held = {message.id: message.string for message in catalogues.read(catalogues.po(language))}
    held.pop("")
    assert held.keys() - TEXTS[language] == set(), UPDATE
    assert TEXTS[language] - held.keys() == set(), UPDATE
    assert [text for text, told in held.items() if not told] == [], UPDATE


def test_what_click_says_is_what_it_can_say() -> None:
    held = {message.id: message.string for message in catalogues.read(catalogues.po("zh", "click"))}
    held.pop("")
    assert set(held) <= catalogues.click_texts()
    assert [text for text, told in held.items() if not told] == []


@pytest.mark.parametrize(
    "path",
    [catalogues.po("zh"), catalogues.po("en"), catalogues.po("zh", "click")],
    ids=lambda path: f"{path.parent.parent.name}-{path.stem}",
)
def test_what_programs_read_is_current(path: Path) -> None:
    found, wanted = (
        gettext.GNUTranslations(io.BytesIO(data))
        for data in (path.with_suffix(".mo").read_bytes(), catalogues.compiled(path))
    )
    for message in catalogues.read(path):
        one = message.id if isinstance(message.id, str) else message.id[0]
        assert found.gettext(one) == wanted.gettext(one), UPDATE


def fields(template: str) -> set[tuple[str, str | None, str | None]]:
    """Return the placeholders of a template, with how each is written."""
    return {
        (name, conversion, spec)
        for _, name, spec, conversion in Formatter().parse(template)
        if name is not None
    }


def test_the_placeholders_of_both_languages_agree() -> None:
    given = {template: values for template, values in catalogues.made() if values}
    wrong = []
    for language in LANGUAGES:
        for message in catalogues.read(catalogues.po(language)):
            if message.id in given and fields(message.id) != fields(message.string):
                wrong.append(message.id)
    for message in catalogues.read(catalogues.po("zh", "click")):
        one, told = (
            (text if isinstance(text, str) else text[-1]) for text in (message.id, message.string)
        )
        if one and fields(one) != fields(told):
            wrong.append(one)
    assert wrong == []


def test_a_message_is_given_the_values_its_template_names() -> None:
    wrong = [
        (template, values)
        for template, values in catalogues.made()
        if values and {name for name, _, _ in fields(template)} != values
    ]
    assert wrong == []


SAID_BY = {
    "ReadError": 0, "LabelError": 0, "Undecided": 0, "Trouble": 0, "UsageError": 0, "complain": 0,
    "InputError": 2, "Problem": 3, "fault": 2, "fail": 0, "PhraseError": 1, "NotEvaluated": 1,
}  # fmt: skip
"""What tells people something, and the first of its arguments that is told."""


def test_what_is_told_is_a_message() -> None:
    plain = []
    for path in catalogues.SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                for argument in node.args[SAID_BY.get(name, 99) :]:
                    literal = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                    if literal or isinstance(argument, ast.JoinedStr):
                        plain.append(f"{path.name}:{argument.lineno}: {ast.unparse(argument)}")
    assert plain == []


def test_a_message_is_the_text_as_it_stands_in_the_program() -> None:
    message = Message("no pack '{id}'", id="x")
    assert message == "no pack 'x'" and isinstance(message, str)
    assert Message("write {bad: ...}") == "write {bad: ...}"
    assert said(message, None) is message


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        (Message("no rule '{wanted}'", wanted="x"), "zh", "没有规则“x”"),
        (Message("no rule '{wanted}'", wanted="x"), "en", "no rule 'x'"),
        (Message("no rule '{wanted}'", wanted="{x}"), "zh", "没有规则“{x}”"),
        (Message("没有发现问题"), "en", "no findings"),
        (Message("没有发现问题"), "zh", "没有发现问题"),
        (hinted(Message("not a table"), Message("delete it")), "zh", "不是表格；请删掉"),
        (hinted(Message("the file is empty"), None), "zh", "文件是空的"),
        (placed("a.txt:3", Message("not a table")), "zh", "a.txt:3：不是表格"),
        (placed("", Message("not a table")), "zh", "不是表格"),
        (listed(["A-1", "A-2", "A-3"]), "en", "A-1, A-2, A-3"),
        (listed([]), "en", ""),
        (Message("来源没有{what}", what=Message("时长")), "en", "the source has no length"),
        (Message("没有等够 {wait:g} 秒", wait=2.50), "en", "waited less than 2.5 s"),
        (Message("a message nobody has translated"), "zh", "a message nobody has translated"),
        ("a text that is no message", "zh", "a text that is no message"),
    ],
)  # fmt: skip
def test_a_message_in_a_language(text: str, language: str, told: str) -> None:
    assert said(text, language) == told  # type: ignore[arg-type]


def test_a_message_goes_to_another_process_and_back() -> None:
    message = hinted(Message("not JSON: {error}", error=ValueError("x")), Message("delete it"))
    back = pickle.loads(pickle.dumps(message))
    assert back == message == "not JSON: x; delete it"
    assert said(back, "zh") == said(message, "zh") == "不是 JSON：x；请删掉"


def test_the_values_of_a_message_change_and_its_template_stays() -> None:
    message = Message("no such time: {stamp}", stamp="13800138000")
    masked = message.with_values(lambda value: value.replace("00138", "*****"))
    assert masked == "no such time: 138*****000"
    assert said(masked, "zh") == "没有这样的时间：138*****000"
