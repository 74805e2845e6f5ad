"""A page a rule: what it looks at, what it leaves alone, and a case of each."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser

from checker.analysis import analyse
from checker.authoring.docs import html, markdown, rule_pages
from checker.diagnostics import Source
from checker.language import parse
from tests.cli.command import ROOT, checker

HOSTILE = """
/**
 * <script>alert("&")</script> is found.
 *
 * Looks at "x" & y. Leaves alone <b>z</b>.
 *
 * @id       own/rule
 * @severity info
 * @message  <i>{x}</i>
 */
.decl f(x: symbol)
f("<u>").
"""


def test_markup_in_a_rule_is_shown_as_text():
    program = analyse([parse(Source("own.dl", HOSTILE)).file]).program
    assert program is not None
    page = html(rule_pages(program, []))
    assert not re.search(r"<(script|b|i|u)>", page)
    assert "&lt;script&gt;" in page

    open_tags = []

    class Balance(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag not in ("meta", "!doctype"):
                open_tags.append(tag)

        def handle_endtag(self, tag):
            assert open_tags.pop() == tag

    Balance().feed(page)
    assert open_tags == []


def test_a_page_has_the_parts_of_the_comment():
    program = analyse([parse(Source("own.dl", HOSTILE)).file]).program
    assert program is not None
    (page,) = rule_pages(program, [])
    assert [title for title, _ in page.sections] == ["What it looks at", "What it leaves alone"]
    assert '## What it looks at\n\nLooks at "x" & y.' in markdown(page)


def test_pages_are_written_into_a_folder(tmp_path):
    shutil.copytree(ROOT / "checker" / "_data" / "template", tmp_path, dirs_exist_ok=True)
    ran = checker("rules", "docs", "rules/own.dl", "--output", "out", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    page = (tmp_path / "out" / "own-quotation-without-cue.md").read_text()
    assert "## A case that it finds" in page
    assert "## A near miss" in page
    assert (tmp_path / "out" / "index.md").is_file()


def test_html_is_one_page_that_needs_no_other_file(tmp_path):
    ran = checker("rules", "docs", "--format", "html", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "numbers/conflict" in ran.stdout
    assert not re.search(r"(src|href)=\"(?!#)", ran.stdout)


def test_every_page_of_the_shipped_rules_is_of_a_rule():
    listed = checker("rules", "list", cwd=ROOT).stdout.splitlines()
    names = {line.split()[0].replace("/", "-") for line in listed} | {"index"}
    assert {page.stem for page in (ROOT / "docs" / "rules").glob("*.md")} == names
