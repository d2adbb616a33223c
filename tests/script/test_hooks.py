"""The hooks for pre-commit, run by pre-commit on real commits."""

from __future__ import annotations

import pytest
from command import BAD, GOOD, PACK
from documents import P, docx
from precommit import Repository

OPENED = "客服：您好，这里是联讯客服，请问有什么可以帮您？\n"
FAULTY = OPENED + "客户：师傅没有来。\n客服：这不关我的事。\n客服：感谢您的来电，再见。\n"
WORDS = """\
pack: words
language: 1
title: 词表
words:
  推给别人: [您找别人去, 找别人吧]
rules: []
"""
SHOP = """\
pack: shop
language: 1
title: 分店
extends: [words]
rules:
- id: pushing-off
  category: shirking
  forbid: ["{推给别人}"]
  message: 推诿
  examples: {bad: [您找别人去。, 找别人吧。], good: [我帮您查。, 请稍等。]}
"""
MENDED = FAULTY.replace("这不关我的事", "我马上为您查询")


def test_a_faulty_script_cannot_be_committed_and_a_mended_one_can(repository: Repository) -> None:
    repository.start("callcheck-lint")
    repository.write("话术/退订 一.md", FAULTY)
    repository.write("话术/续约.docx", docx(P(OPENED.strip()), P("客服：再见。")))
    ran = repository.commit()
    assert (ran.status, repository.commits()) == (1, 0)
    assert "话术/退订 一.md:3:5" in ran.out
    assert "default/shirking-not-our-job" in ran.out
    assert "exit code: 1" in ran.out
    repository.write("话术/退订 一.md", MENDED)
    ran = repository.commit()
    assert (ran.status, repository.commits()) == (0, 1), ran.out
    assert "callcheck lint" in ran.out


def test_only_what_is_committed_is_linted(repository: Repository) -> None:
    repository.start("callcheck-lint")
    repository.write("old.md", FAULTY)
    repository.run("git", "add", "--all")
    repository.run("git", "commit", "--quiet", "--no-verify", "--message", "Old scripts")
    repository.write("new.md", MENDED)
    ran = repository.commit()
    assert (ran.status, repository.commits()) == (0, 2), ran.out
    repository.write("old.md", FAULTY + "\n")
    assert repository.commit().status == 1


def test_a_script_that_cannot_be_read_cannot_be_committed(repository: Repository) -> None:
    repository.start("callcheck-lint")
    repository.write("a.docx", b"no archive")
    ran = repository.commit()
    assert (ran.status, repository.commits()) == (1, 0)
    assert "callcheck: a.docx: a damaged document: save it again" in ran.out
    assert "exit code: 2" in ran.out


@pytest.mark.parametrize(
    ("settings", "files", "linted"),
    [
        pytest.param(
            {},
            {
                "README.md": "# 我们的话术\n", "docs/Readme.zh.md": "# 说明\n", "LICENSE": "MIT\n",
                "requirements-dev.txt": "pytest\n", ".github/workflows/ci.yml": "on: push\n",
                "rules/site.yaml": PACK, "logo.png": b"\x89PNG\0", "~$a.docx": b"\0",
                "a.md.callcheck.yaml": "suppress: []\n", "setup.cfg": "[x]\n",
            },
            (),
            id="what is never a script",
        ),
        pytest.param(
            {"files": "^话术/"},
            {
                "notes.md": FAULTY, "话术/a.txt": FAULTY, "话术/logo.png": b"\x89PNG\0",
                "话术/.draft.md": FAULTY,
            },
            ("话术/a.txt",),
            id="a folder of scripts and pictures",
        ),
        pytest.param(
            {"exclude": "^old/"},
            {"README.md": FAULTY, "old/a.md": FAULTY, "new/a.md": FAULTY},
            ("README.md", "new/a.md"),
            id="an exclusion in place of the usual one",
        ),
    ],
)  # fmt: skip
def test_files_that_are_no_scripts_are_left_alone(
    repository: Repository,
    settings: dict[str, str],
    files: dict[str, str | bytes],
    linted: tuple[str, ...],
) -> None:
    args = {"args": ["--format", "concise", "--select", "default/shirking-*"]}
    repository.start({"id": "callcheck-lint", **settings, **args})
    for name, content in files.items():
        repository.write(name, content)
    ran = repository.commit()
    assert (ran.status, repository.commits()) == ((1, 0) if linted else (0, 1)), ran.out
    for name in files:
        assert (f"\n{name}:3:5: default/shirking" in ran.out) == (name in linted)


def test_what_the_configuration_excludes_is_left_alone(repository: Repository) -> None:
    repository.start("callcheck-lint")
    repository.write("callcheck.toml", 'exclude = ["drafts/*"]\n')
    repository.write("drafts/a.md", FAULTY)
    assert repository.commit().status == 0
    repository.write("a.md", FAULTY)
    ran = repository.commit()
    assert ran.status == 1
    assert "a.md:3:5" in ran.out


def test_what_a_hook_has_fixed_is_to_be_added_by_hand(repository: Repository) -> None:
    args = ["--fix", "--rules", "site.yaml", "--pack", "site"]
    repository.start({"id": "callcheck-lint", "files": r"\.md$", "args": args})
    swap = "  replace: [{from: 不归我管, to: 我帮您查}]\n  message: 推诿"
    repository.write("site.yaml", PACK.replace("  message: 推诿", swap))
    repository.write("a.md", "客服：这个不归我管。\n")
    ran = repository.commit()
    assert (ran.status, repository.commits()) == (1, 0)
    assert "files were modified by this hook" in ran.out
    assert (repository.folder / "a.md").read_text("utf-8") == "客服：这个我帮您查。\n"
    assert repository.commit().status == 0


def test_many_scripts_are_one_run(repository: Repository) -> None:
    repository.start("callcheck-lint")
    for number in range(40):
        repository.write(f"{number:02}.txt", MENDED)
    repository.write("99.txt", FAULTY)
    ran = repository.commit()
    assert ran.status == 1
    assert ran.out.count("话术 41 份，合格 40 份") == 1


def test_a_broken_pack_cannot_be_committed(repository: Repository) -> None:
    repository.start("callcheck-rules")
    repository.write("rules/site.yaml", PACK)
    assert repository.commit().status == 0
    repository.write("rules/site.yaml", PACK.replace("forbid: [滚蛋]", "forbd: [滚蛋]"))
    ran = repository.commit()
    assert (ran.status, repository.commits()) == (1, 1)
    assert "callcheck: rules/site.yaml:26:3: " in ran.out
    assert "did you mean 'forbid'?" in ran.out
    repository.write("rules/site.yaml", PACK.replace("bad: [你滚蛋。", "bad: [你走开。"))
    ran = repository.commit()
    assert (ran.status, repository.commits()) == (1, 1)
    assert "FAIL site/swearing  (rules/site.yaml:28)" in ran.out


def test_a_pack_that_stands_on_the_one_that_changed_is_checked_too(
    repository: Repository,
) -> None:
    repository.start("callcheck-rules")
    repository.write("rules/words.yaml", WORDS)
    repository.write("rules/shop.yaml", SHOP)
    ran = repository.commit()
    assert ran.status == 0, ran.out
    repository.write("rules/words.yaml", WORDS.replace("推给别人", "推开"))
    ran = repository.commit()
    assert (ran.status, repository.commits()) == (1, 1)
    assert "callcheck: rules/shop.yaml:8:13: " in ran.out


def test_what_is_no_pack_runs_no_check_of_packs(repository: Repository) -> None:
    repository.start("callcheck-rules")
    repository.write("notes.yaml", "说明: 不是规则\n")
    ran = repository.commit()
    assert (ran.status, repository.commits()) == (0, 1)
    assert "(no files to check)Skipped" in ran.out


def test_packs_may_stand_elsewhere(repository: Repository) -> None:
    elsewhere = {"files": "^qa/", "args": ["qa/site.yaml"]}
    repository.start({"id": "callcheck-rules", **elsewhere})
    repository.write("qa/site.yaml", PACK.replace("language: 1", "language: 9"))
    ran = repository.commit()
    assert ran.status == 1
    assert "qa/site.yaml:3:11: language 9 is not known" in ran.out


def test_a_call_that_fails_cannot_be_committed(repository: Repository) -> None:
    gate = ["--rules", "site.yaml", "--pack", "site", "--fail-under", "85"]
    repository.start({"id": "callcheck-score", "args": gate})
    repository.write("site.yaml", PACK)
    repository.write("calls/a.txt", GOOD)
    repository.write("calls/notes.md", "说明\n")
    repository.write("notes.txt", BAD)
    assert repository.commit().status == 0
    repository.write("calls/b.txt", BAD)
    ran = repository.commit()
    assert (ran.status, repository.commits()) == (1, 1)
    assert "calls/b.txt" in ran.out
    assert "site/not-mine" in ran.out
