"""The page as text: what it is made of, and that nothing in it acts but its own script."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import audit
from checker.analysis.program import Severity
from checker.auditing import Examined
from checker.findings import Report
from checker.report import Sources
from checker.report.html import render_html
from checker.report.html.article import Marked, article, paragraphs
from checker.report.html.markup import Markup, data_block, element
from checker.report.html.page import page as written
from checker.report.html.speakers import Speakers
from tests.browser.pages import HOSTILE, ROOT, hostile, large, real, tracked
from tests.findings.hand_made import Corpus, corpus, document, report_of, rule

VOID = {"meta", "input", "br", "hr", "link", "img"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str | None]
    text: str = ""
    children: list[Element] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads a page into elements, and finds ends that fit no beginning."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.faults: list[str] = []
        self.feed(page)
        self.close()
        self.faults += [f"<{one.name}> is never ended" for one in self.open]

    def handle_starttag(self, tag, attrs):
        made = Element(tag, dict(attrs))
        if len(made.attributes) != len(attrs):
            self.faults.append(f"an attribute of <{tag}> stands twice")
        self.elements.append(made)
        if self.open:
            self.open[-1].children.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1].name != tag:
            self.faults.append(f"</{tag}> ends nothing")
        else:
            self.open.pop()

    def handle_data(self, data):
        for one in self.open:
            one.text += data

    def all(self, name: str, **attributes: str) -> list[Element]:
        return [
            one
            for one in self.elements
            if one.name == name and all(one.attributes.get(k) == v for k, v in attributes.items())
        ]


def data_of(page: Reader) -> dict:
    (block,) = page.all("script", id="data")
    return json.loads(block.text)


PAGES = {
    "seed": lambda: real("istanbul-talks"),
    "dossier": lambda: real("dossier"),
    "hostile": hostile,
    "tracked": tracked,
}


@pytest.fixture(scope="module", params=PAGES)
def page(request) -> tuple[str, Reader]:
    text = PAGES[request.param]()[1]
    return text, Reader(text)


def test_every_element_is_ended_where_it_should_be(page) -> None:
    assert page[1].faults == []


def test_an_id_stands_once(page) -> None:
    ids = [one.attributes["id"] for one in page[1].elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))


def test_it_has_no_address_to_load_anything_from(page) -> None:
    loading = {
        "src",
        "href",
        "srcset",
        "poster",
        "data",
        "action",
        "formaction",
        "xlink:href",
        "ping",
    }
    for one in page[1].elements:
        for name in loading & set(one.attributes):
            assert (one.attributes[name] or "").startswith("#"), (one.name, name)
    (style,) = page[1].all("style")
    assert "url(" not in style.text and "@import" not in style.text
    assert not page[1].all("link") and not page[1].all("img") and not page[1].all("iframe")


def test_no_element_has_a_handler_or_a_style_of_its_own(page) -> None:
    for one in page[1].elements:
        assert not [name for name in one.attributes if name.startswith("on") or name == "style"]


def test_the_policy_allows_the_script_and_the_style_by_their_hashes_and_nothing_else(page) -> None:
    (policy,) = page[1].all("meta", **{"http-equiv": "Content-Security-Policy"})
    rules = dict(
        part.strip().split(" ", 1) for part in (policy.attributes["content"] or "").split(";")
    )
    scripts = [one for one in page[1].all("script") if one.attributes.get("type") is None]
    styles = page[1].all("style")
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == " ".join(f"'{hash_of(one.text)}'" for one in scripts)
    assert rules["style-src"] == " ".join(f"'{hash_of(one.text)}'" for one in styles)
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    assert len(scripts) == len(styles) == 1
    assert "unsafe" not in (policy.attributes["content"] or "")


def hash_of(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def test_the_policy_stands_before_all_that_it_guards(page) -> None:
    text = page[0]
    assert text.index("Content-Security-Policy") < min(text.index("<style"), text.index("<script"))


def test_the_data_is_plain_ascii_without_anything_that_could_end_its_element(page) -> None:
    block = re.search(
        r'<script type="application/json" id="data">(.*?)</script>', page[0], re.DOTALL
    )
    assert block and not re.search(r"[<>&\u2028\u2029]", block.group(1))
    assert block.group(1).isascii()


def test_it_holds_every_finding(page, request) -> None:
    report = PAGES[request.node.callspec.params["page"]]()[0]
    assert [one["id"] for one in data_of(page[1])["findings"]] == [
        finding.fingerprint for finding in report.findings
    ]


def test_every_mark_is_on_words(page) -> None:
    assert all(mark.text for mark in page[1].all("mark"))


def test_the_same_report_is_the_same_page() -> None:
    report, first = real("istanbul-talks")
    real.cache_clear()
    again, second = real("istanbul-talks")
    assert again is not report and first == second


def test_it_is_small_enough_to_send() -> None:
    assert len(real("istanbul-talks")[1]) < 250_000


# --- what hostile texts come to ---------------------------------------------------------------


def test_a_hostile_text_stands_on_the_page_to_the_letter() -> None:
    page = Reader(hostile()[1])
    (text,) = [one for one in page.elements if "data-doc" in one.attributes]
    assert HOSTILE in text.text
    (heading,) = page.all("h2", id="title-0")
    assert heading.text == f"T {HOSTILE}"
    (pre,) = [one for one in page.all("meta") if one.attributes.get("charset")]
    assert pre.attributes["charset"] == "utf-8"


def test_what_would_act_on_the_page_is_written_out() -> None:
    text = hostile()[1]
    assert not re.search("[\x00\x1b\ud800\u202a-\u202e\u2066-\u2069]", text)
    (shown,) = [one for one in Reader(text).elements if "data-doc" in one.attributes]
    assert "⟨U+202E⟩fdp.exe⟨U+202C⟩ and ⟨U+2067⟩left open" in shown.text
    assert "nul ␀ escape ␛ half ⟨U+D800⟩." in shown.text
    text.encode("utf-8")


def test_a_slot_of_the_template_in_a_text_is_a_text() -> None:
    page = Reader(hostile()[1])
    assert len(page.all("script", id="data")) == 1
    assert "{{data}}" in data_of(page)["findings"][0]["message"]


@given(st.text(), st.text())
def test_any_text_and_attribute_is_read_back_as_it_is_shown(text: str, value: str) -> None:
    from checker.report.html.markup import shown

    page = Reader(element("p", {"title": value}, text, element("br", {})))
    assert page.faults == [] and [one.name for one in page.elements] == ["p", "br"]
    assert page.elements[0].text == shown(text)
    assert page.elements[0].attributes["title"] == shown(value)


@given(st.recursive(st.text() | st.integers(), lambda inner: st.dictionaries(st.text(), inner)))
def test_any_data_is_read_back_from_its_block(value) -> None:
    page = Reader(data_block("data", {"value": value}))
    assert len(page.elements) == 1
    assert data_of(page) == {"value": value}


def test_markup_that_is_put_together_by_hand_is_a_text_again() -> None:
    assert element("p", {}, Markup("<b>") + "<i>") == "<p>&lt;b&gt;&lt;i&gt;</p>"


# --- the text ---------------------------------------------------------------------------------


@given(st.text(alphabet="ab \n", max_size=60), st.data())
def test_the_text_is_there_once_whatever_overlaps(text: str, data) -> None:
    places = st.integers(0, max(len(text), 1))
    marked = [
        Marked(
            *sorted((data.draw(places), data.draw(places))), data.draw(st.sampled_from(Severity))
        )
        for _ in range(data.draw(st.integers(0, 6)))
    ]
    page = document("page", text)
    shown = Reader(article(0, page, Speakers(Corpus(documents=(page,))), marked))
    assert shown.faults == []
    said = [one for one in shown.all("p") if "data-s" in one.attributes]
    assert [one.text for one in said] == [text[start:end] for start, end in paragraphs(text)]
    for mark in shown.all("mark"):
        start, end = int(mark.attributes["data-s"]), int(mark.attributes["data-e"])
        around = [one for one in marked if one.start <= start and end <= one.end]
        assert around and mark.text == text[start:end] != ""
        assert mark.attributes["class"].split()[0] == min(
            (one.severity for one in around), key=list(Severity).index
        )
    covered = {at for one in marked for at in range(one.start, one.end)}
    in_paragraphs = {at for start, end in paragraphs(text) for at in range(start, end)}
    in_marks = [
        at
        for mark in shown.all("mark")
        for at in range(int(mark.attributes["data-s"]), int(mark.attributes["data-e"]))
    ]
    assert sorted(in_marks) == sorted(covered & in_paragraphs)


def test_quotations_reports_and_the_narrator_are_told_apart() -> None:
    page = Reader(real("istanbul-talks")[1])
    quoted = [one for one in page.all("span") if one.attributes.get("class") == "direct side-0"]
    reported = [one for one in page.all("span") if one.attributes.get("class") == "indirect side-0"]
    assert "Nobody imagines a smooth path" in [one.text for one in quoted]
    assert any("He denied Kiev’s claims" in one.text for one in reported)
    said = "".join(one.text for one in (*quoted, *reported))
    assert "still has no viable roadmap" not in said


def test_a_text_wrapped_by_hand_has_the_paragraphs_that_blank_lines_make() -> None:
    assert paragraphs("one\ntwo\n\nthree\n") == [(0, 7), (9, 14)]


def test_in_a_text_of_long_lines_each_is_a_paragraph() -> None:
    long = "x" * 101
    assert paragraphs(f"one\n{long}\n \nthree") == [(0, 3), (4, 105), (108, 113)]


# --- pictures ---------------------------------------------------------------------------------


def test_the_picture_shows_the_denial_and_both_that_it_is_between() -> None:
    page = Reader(real("istanbul-talks")[1])
    edges = [one for one in page.all("path") if one.attributes.get("class") == "edge denies"]
    assert [one.attributes["data-nodes"] for one in edges if "data-nodes" in one.attributes] == [
        "s:medinsky s:ukraine"
    ]
    assert {"Vladimir Medinsky", "Ukraine"} <= {one.text for one in page.all("text")}


def test_the_picture_shows_who_took_what_from_whom() -> None:
    page = Reader(real("dossier")[1])
    copies = {
        one.attributes.get("data-nodes")
        for one in page.all("path")
        if one.attributes.get("class") == "edge copies"
    }
    assert {"d:now-10-march d:ops-10-march", "d:herald-14-march d:herald-12-march"} <= copies


def test_nothing_of_a_picture_lies_outside_of_it() -> None:
    for name in ("istanbul-talks", "dossier"):
        for picture in Reader(real(name)[1]).all("svg", role="group"):
            _, _, width, height = map(float, picture.attributes["viewbox"].split())
            for one in within(picture):
                for x, y in points(one):
                    assert 0 <= x <= width and 0 <= y <= height, one.attributes


def within(element: Element):
    for child in element.children:
        if child.name not in ("marker", "defs"):
            yield child
            yield from within(child)


def points(one: Element):
    if one.name == "path":
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", one.attributes["d"])]
        if "C" in one.attributes["d"]:
            x, y, a, b, c, d, to, at = numbers
            for t in (0.25, 0.5, 0.75):
                yield tuple(
                    (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * q + 3 * (1 - t) * t**2 * r + t**3 * s
                    for p, q, r, s in ((x, a, c, to), (y, b, d, at))
                )
    for x, y in (("x", "y"), ("cx", "cy")):
        if x in one.attributes:
            yield float(one.attributes[x]), float(one.attributes[y])


def test_figures_of_one_measure_stand_in_the_order_of_their_days() -> None:
    page = Reader(real("dossier")[1])
    (picture,) = [
        one
        for one in page.all("svg")
        if one.attributes.get("aria-label") == "Figures for people killed"
    ]
    days = re.findall(
        r"\d{4}-\d\d-\d\d", " ".join(one.text for one in within(picture) if one.name == "text")
    )
    assert len(days) == 10 and days == sorted(days)


def test_a_corpus_without_sources_and_figures_says_so() -> None:
    page = document("page", "Nothing.")
    text = written(
        report_of(corpus(page), rule("x/y", "a: ClaimId", "m"), x_y=[]), corpus(page), {}
    )
    assert "Nobody but the narrator speaks here." in text
    assert "No measure has more than one figure." in text
    assert "No rule found anything." in text


def test_ten_thousand_findings_on_the_same_words_cost_no_more_than_apart() -> None:
    page = document("page", "word " * 20_000)
    marked = [Marked(at, 100_000 - at, Severity.ERROR) for at in range(0, 50_000, 5)]
    text = article(0, page, Speakers(Corpus(documents=(page,))), marked)
    assert text.count("<mark") == 2 * len(marked) - 1 and len(text) < 2_000_000


def test_a_megabyte_and_ten_thousand_findings_make_a_page_of_moderate_size() -> None:
    assert len(large()[1]) < 16_000_000


# --- what it is made from ---------------------------------------------------------------------


def test_without_sources_it_shows_the_lines_that_findings_quote() -> None:
    report, _ = real("dossier")
    page = Reader(render_html(report))
    assert page.faults == []
    assert marked_in(page) == marked_in(Reader(real("dossier")[1]))


def marked_in(page: Reader) -> set[tuple[str | None, int, str]]:
    """Every marked letter, with its document and its place in it."""
    return {
        (text.attributes["data-doc"], int(mark.attributes["data-s"] or 0) + at, letter)
        for text in page.elements
        if "data-doc" in text.attributes
        for mark in within(text)
        if mark.name == "mark"
        for at, letter in enumerate(mark.text)
    }


def test_places_that_no_text_can_have_are_left_out() -> None:
    report, _ = real("istanbul-talks")
    stored = json.loads(report.model_dump_json())
    for finding in stored["findings"]:
        for item in finding["evidence"]:
            if item["passage"]:
                item["passage"]["start"] += 10**15
                item["passage"]["end"] += 10**15
    assert not Reader(render_html(Report.model_validate(stored))).all(
        "mark", **{"class": "error d1 "}
    )


def test_with_its_sources_every_finding_is_proven_in_words() -> None:
    examined: list[Examined] = []
    facts = ROOT / "facts" / "istanbul-talks"
    report = audit(facts, root=ROOT, watch=examined.append)
    (found,) = examined
    sources = Sources(found.program, found.corpus, found.evaluation.relations)
    text = render_html(report, sources)
    data = data_of(Reader(text))
    assert set(data["proofs"]) == {finding.fingerprint for finding in report.findings}
    assert data["facts"]["words"]["claim c-children-denied"]["text"] == "He denied Kiev’s claims"
    assert text == render_html(report, sources)
