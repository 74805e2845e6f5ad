"""The page in a browser: clicked through, by keyboard and mouse, with what it takes measured.

Needs Chromium (Debian: `apt-get install chromium`). axe-core comes with the ``test`` extra, or
from the file that ``AXE`` names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.findings import Report
from tests.browser.axe import axe
from tests.browser.chromium import Page, browser, find_chromium
from tests.browser.pages import HOSTILE, LONG_WORD, hostile, large, real, tracked

CHROMIUM = find_chromium()
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine (Debian: apt-get install chromium)"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Page]:
    assert CHROMIUM is not None
    with browser(CHROMIUM) as page:
        yield page


@pytest.fixture
def page(chromium: Page) -> Page:
    chromium.resize(1440, 900)
    chromium.media(prefers_color_scheme="light")
    return chromium


@pytest.fixture(scope="module")
def write(folder: Path):
    """Writes a page, and gives its path."""

    def written(name: str, made: tuple[Report, str]) -> Path:
        path = folder / f"{name}.html"
        path.write_text(made[1], encoding="utf-8")
        return path

    return written


@pytest.fixture
def seed(page: Page, write) -> Page:
    page.open(write("seed", real("istanbul-talks")))
    return page


def contested() -> str:
    """The fingerprint of the seed's contested claim."""
    (found,) = [
        one for one in real("istanbul-talks")[0].findings if one.rule == "disputes/contested"
    ]
    return found.fingerprint


SHOWN = "document.querySelector('#finding:not([hidden]) h2')?.innerText"
ENTRIES = "document.querySelectorAll('#list .entry').length"
COUNT = "document.getElementById('shown').value"


# --- findings ---------------------------------------------------------------------------------


def test_the_page_loads_nothing_else_and_breaks_no_policy(seed: Page) -> None:
    assert len(seed.requests) == 1
    assert seed.complaints == []
    assert seed.run(ENTRIES) == len(real("istanbul-talks")[0].findings)


def test_a_click_on_an_entry_opens_the_finding_with_both_sides_next_to_each_other(
    seed: Page,
) -> None:
    seed.click(".entry", "disputes/contested")
    assert "will not have it" in seed.run(SHOWN)
    claim, denial = seed.texts("#finding .side")
    (left, top), (right, level) = seed.run(
        "[...document.querySelectorAll('#finding .side')]"
        ".map(e => e.getBoundingClientRect()).map(r => [r.x, r.y])"
    )
    assert (
        "339 children" in claim and "Ukraine reported" in claim and "by the words alleged" in claim
    )
    assert "He denied Kiev’s claims" in denial and "Vladimir Medinsky reported" in denial
    assert left < right and top == level
    (panel,) = seed.texts("#finding")
    report = real("istanbul-talks")[0]
    (rule,) = [one for one in report.rules if one.id == "disputes/contested"]
    assert rule.summary in panel and rule.advice in panel and rule.description in panel
    assert "Also about these words" in panel and "disputes/partial-admission" in panel
    (entry,) = seed.texts(".entry[aria-current]")
    assert "disputes/contested" in entry
    assert "".join(seed.texts("mark.on")) == (
        "a list of 339 children from Ukraine whom Russian forces are alleged to have taken"
        "He denied Kiev’s claims"
    )
    assert seed.run("location.hash") == f"#finding-{contested()}"


def test_a_click_on_a_mark_opens_what_is_found_there_and_again_the_next_one(seed: Page) -> None:
    opened = []
    for _ in range(3):
        seed.click(".text mark", "a list of 339")
        opened += seed.texts("#finding .kind bdi")
    assert opened == ["disputes/contested", "disputes/partial-admission", "disputes/contested"]


def test_a_link_to_a_finding_opens_it_and_scrolls_to_its_words(page: Page, write) -> None:
    page.open(write("seed", real("istanbul-talks")), f"#finding-{contested()}")
    assert "will not have it" in page.run(SHOWN)
    page.until_in_view("mark.on")
    assert page.complaints == []


def test_a_link_to_no_finding_opens_the_page_as_it_is(page: Page, write) -> None:
    page.open(write("seed", real("istanbul-talks")), "#finding-%3Cb%3E")
    assert page.run(SHOWN) is None and page.complaints == []


def test_a_link_that_changes_opens_the_other_finding(seed: Page) -> None:
    seed.run(f"location.hash = '#finding-{contested()}'")
    seed.until(f"({SHOWN} ?? '').includes('will not have it')")


def test_what_touches_the_same_words_opens_from_the_panel(page: Page, write) -> None:
    page.open(write("seed", real("istanbul-talks")), f"#finding-{contested()}")
    page.click("#finding .related button")
    assert page.run("document.activeElement.id") == "finding-title"
    assert page.texts("#finding .kind bdi") != ["disputes/contested"]


# --- filters ----------------------------------------------------------------------------------


def test_filters_show_what_passes_all_of_them_and_count_the_rest(seed: Page) -> None:
    report = real("istanbul-talks")[0]
    seed.click("input[name=severity][value=warning]")
    warnings = [one for one in report.findings if one.severity == "warning"]
    assert seed.run(COUNT) == f"{len(warnings)} of {len(report.findings)} findings"
    assert seed.run(ENTRIES) == len(warnings)
    # The other severities keep their own counts; speakers count among warnings only.
    assert (
        seed.run("document.querySelector('input[value=info]').closest('label').innerText").split()[
            -1
        ]
        == "16"
    )
    seed.run("document.querySelector('.by-speaker').open = true")
    seed.click("input[name=speaker][value='Vladimir Medinsky']")
    expected = [
        one for one in warnings if "Vladimir Medinsky" in {item.source for item in one.evidence}
    ]
    assert seed.run(ENTRIES) == len(expected) > 0
    off = seed.run("document.querySelectorAll('mark.off').length")
    assert 0 < off < seed.run("document.querySelectorAll('mark').length")
    seed.click("#clear")
    assert seed.run(ENTRIES) == len(report.findings)
    assert seed.run("document.querySelectorAll('.text mark.off').length") == 0


def test_a_rule_of_the_overview_is_a_filter(seed: Page) -> None:
    seed.click("#overview [data-rule]")
    assert seed.run(COUNT).startswith("1 of ")
    assert seed.run("document.querySelector('.by-rule input:checked') !== null")


def test_words_are_looked_for_in_messages_quotes_and_speakers(seed: Page) -> None:
    seed.press("/")
    assert seed.run("document.activeElement.id") == "search"
    seed.type("339 MEDINSKY denied")
    seed.until(f"{ENTRIES} === 2")
    seed.run("document.getElementById('search').select()")
    seed.type("no such words")
    seed.until(f"{ENTRIES} === 0")
    assert seed.run("!document.getElementById('none').hidden")
    seed.press("j")
    assert seed.run(SHOWN) is None


def test_suppressed_findings_can_be_told_apart_and_filtered(page: Page, write) -> None:
    page.open(write("tracked", tracked()))
    page.run("document.querySelector('.by-state').open = true")
    page.click("input[name=state][value=suppressed]")
    assert page.run(ENTRIES) == 1
    page.press("j")
    panel = page.run("document.getElementById('finding').innerText")
    assert "Suppressed until 2026-01-31" in panel and "<i>Known</i>" in panel


# --- keys -------------------------------------------------------------------------------------


def test_the_page_can_be_read_by_keyboard(seed: Page) -> None:
    findings = real("istanbul-talks")[0].findings
    for key, expected in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        seed.press(key)
        assert seed.run(SHOWN) == " ".join(findings[expected].message.split())
    assert seed.run("document.getElementById('status').textContent").startswith("Finding 2 of 37")
    seed.press("Escape", 27)
    assert seed.run(SHOWN) is None and seed.run("location.hash") == ""
    seed.press("?")
    assert seed.run("document.getElementById('help').open")
    seed.press("Escape", 27)
    assert not seed.run("document.getElementById('help').open")
    seed.press("2")
    assert seed.run("!document.getElementById('view-sources').hidden")
    seed.press("1")
    assert seed.run("!document.getElementById('view-documents').hidden")


def test_where_the_focus_is_can_be_seen(seed: Page) -> None:
    seen = []
    for _ in range(12):
        seed.press("Tab", 9)
        seen.append(
            seed.run(
                "(e => [e.id || e.className || e.name, getComputedStyle(e).outlineStyle,"
                " parseFloat(getComputedStyle(e).outlineWidth)])(document.activeElement)"
            )
        )
    assert all(style != "none" and width >= 1 for _, style, width in seen), seen
    assert "search" in [name for name, _, _ in seen]


def test_letters_typed_into_the_search_are_no_commands(seed: Page) -> None:
    seed.press("/")
    for key in "jd2?":
        seed.press(key)
    assert seed.run("document.getElementById('search').value") == "jd2?"
    assert seed.run(SHOWN) is None and not seed.run("document.getElementById('help').open")


def test_tabs_are_walked_by_arrows(seed: Page) -> None:
    seed.run("document.getElementById('tab-documents').focus()")
    seed.press("ArrowRight", 39)
    assert seed.run("document.activeElement.id") == "tab-sources"
    seed.press("ArrowRight", 39)
    seed.press("ArrowRight", 39)
    assert seed.run("document.activeElement.id") == "tab-documents"


# --- pictures ---------------------------------------------------------------------------------


def test_a_source_in_the_picture_filters_by_it(seed: Page) -> None:
    seed.press("2")
    seed.click(".node[data-speaker='Vladimir Medinsky'] text")
    assert (
        seed.run("document.querySelector('.by-speaker input:checked').value") == "Vladimir Medinsky"
    )
    seed.run("document.querySelector(\".node[data-speaker='Critics']\").focus()")
    seed.press("Enter", 13)
    assert seed.run("document.querySelector('.by-speaker input:checked').value") == "Critics"


def test_a_figure_leads_to_its_words(page: Page, write) -> None:
    page.open(write("dossier", real("dossier")))
    page.press("3")
    page.click(".figures .node text")
    assert page.run("!document.getElementById('view-documents').hidden")
    page.until("document.querySelector('.flash')")
    page.until_in_view(".flash")


def test_a_denial_in_words_leads_to_them(seed: Page) -> None:
    seed.press("2")
    seed.click(".table summary")
    seed.click(".table .quote")
    assert seed.run("!document.getElementById('view-documents').hidden")
    seed.until("document.querySelector('.flash')")


# --- how it looks -----------------------------------------------------------------------------


PAPER = "getComputedStyle(document.body).backgroundColor"


def test_light_and_dark_follow_the_system_and_the_switch(seed: Page) -> None:
    light = seed.run(PAPER)
    seed.media(prefers_color_scheme="dark")
    dark = seed.run(PAPER)
    assert light != dark
    seed.click("#theme")
    assert seed.run(PAPER) == light
    seed.press("d")
    assert seed.run(PAPER) == dark
    seed.run("localStorage.clear()")


def test_on_a_narrow_screen_nothing_is_wider_than_it(page: Page, write) -> None:
    page.resize(360, 740, mobile=True)
    for name, made in (("dossier", real("dossier")), ("hostile", hostile())):
        page.open(write(name, made))
        for key in ("1", "2", "3", "j"):
            page.press(key)
            assert page.run("document.documentElement.scrollWidth") == 360, (name, key)


def test_on_a_narrow_screen_the_words_stand_above_the_finding(page: Page, write) -> None:
    page.resize(390, 844, mobile=True)
    page.open(write("seed", real("istanbul-talks")), f"#finding-{contested()}")
    page.until(
        "document.querySelector('mark.on').getBoundingClientRect().top > 40 &&"
        " document.querySelector('mark.on').getBoundingClientRect().bottom"
        " < document.getElementById('panel').getBoundingClientRect().top"
    )


def test_on_paper_every_finding_that_is_shown_stands_with_its_sides(
    seed: Page, folder: Path
) -> None:
    seed.run(
        "window.printed = 0; new MutationObserver(() => {"
        " printed = Math.max(printed, document.querySelectorAll('.printed').length); })"
        ".observe(document.getElementById('print'), {childList: true})"
    )
    seed.pdf(folder / "seed.pdf")
    seed.until(f"printed === {len(real('istanbul-talks')[0].findings)}")
    assert seed.run("document.querySelectorAll('.printed').length") == 0
    seed.media("print", prefers_color_scheme="dark")
    assert seed.run("getComputedStyle(document.querySelector('.findings')).display") == "none"
    assert seed.run("getComputedStyle(document.getElementById('view-sources')).display") == "block"
    assert seed.run(PAPER) == "rgb(255, 255, 255)"


# --- hostile documents ------------------------------------------------------------------------


def test_a_hostile_corpus_runs_nothing_and_asks_for_nothing(page: Page, write) -> None:
    path = write("hostile", hostile())
    page.open(path)
    for key in ("j", "2", "3", "1", "j", "j"):
        page.press(key)
    page.run("document.querySelectorAll('details').forEach(e => { e.open = true })")
    page.press("k")
    page.press("k")
    assert page.run("window.ran === undefined")
    assert (
        page.run("document.images.length + document.querySelectorAll('[onload],[onerror]').length")
        == 0
    )
    assert page.complaints == []
    assert page.requests == [path.as_uri()]
    assert HOSTILE in page.run("document.querySelector('.text').textContent")
    assert "onerror" in page.run(SHOWN)


def test_a_proof_unfolds_step_by_step_as_text(page: Page, write) -> None:
    report, _ = hostile()
    page.open(write("hostile", hostile()), f"#finding-{report.findings[0].fingerprint}")
    page.click(".proof summary")
    page.until("document.querySelector('.proof .premises')")
    proof = page.run("document.querySelector('.proof').innerText")
    assert "rules/<b>.dl:3" in proof and "contested(a, b) :- claim(a), !denied(b), 1 < 2." in proof
    for part in ("no row", 'denied("c2", _)', "1 < Infinity", "over 1 answer", "</script>"):
        assert part in proof, part
    page.click(".proof .behind button")
    page.until("document.querySelector('.flash')")
    assert page.complaints == [] and page.run("window.ran === undefined")


def test_a_script_that_got_into_the_page_would_be_stopped_by_its_policy(page: Page, folder) -> None:
    """A second lock: nothing gets in, and if something did, it would not run."""
    path = folder / "broken-into.html"
    got_in = "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'>"
    text = real("istanbul-talks")[1].replace("</main>", f"{got_in}</main>")
    path.write_text(text, encoding="utf-8")
    page.open(path)
    page.until("document.images.length === 1 && document.images[0].complete")
    assert page.run("window.ran === undefined")
    assert sum("Content Security Policy" in one for one in page.complaints) >= 2
    assert (
        page.run(
            "(() => { try { document.body.innerHTML = '<p>'; } catch (e) { return e.name; } })()"
        )
        == "TypeError"
    )


def test_a_word_of_a_hundred_thousand_letters_stays_in_its_column(page: Page, write) -> None:
    page.open(write("hostile", hostile()))
    assert page.run("document.documentElement.scrollWidth <= innerWidth")
    assert LONG_WORD in page.run("document.querySelector('.text').textContent")


def test_words_from_right_to_left_keep_to_themselves(page: Page, write) -> None:
    page.open(write("hostile", hostile()))
    assert page.run(
        "[...document.querySelectorAll('.text p[data-s]')].map(e => getComputedStyle(e).direction)"
    ) == ["ltr", "ltr", "rtl", "ltr"]
    assert page.run(
        "[...document.querySelectorAll('.entry .message > *')].every(e => e.tagName === 'BDI')"
    )


# --- ten thousand findings --------------------------------------------------------------------


def test_ten_thousand_findings_on_a_megabyte_stay_usable(page: Page, write) -> None:
    """Bounds are ten times what a quiet machine takes: they hold on a busy one, and a cost that
    grows with the square of the findings does not pass."""
    report, _ = large()
    path = write("large", large())
    load = page.open(path)
    timed = {"load": load}
    page.run("document.querySelector('.by-rule').open = true")

    def time(name: str, script: str) -> None:
        timed[name] = page.run(
            f"(() => {{ const t = performance.now(); {script}; document.body.offsetHeight;"
            " return (performance.now() - t) / 1000; })()"
        )

    time("filter by severity", "document.querySelector('input[value=error]').click()")
    time("filter by rule", "document.querySelector('.by-rule input').click()")
    time("clear", "document.getElementById('clear').click()")
    page.run(
        "(s => { s.value = 'sentence 77'; s.dispatchEvent(new Event('input', {bubbles: true})); })"
        "(document.getElementById('search'))"
    )
    page.until(f"{COUNT}.includes(' of ')")
    time("clear words", "document.getElementById('clear').click()")
    last = report.findings[-1].fingerprint
    timed["open the last"] = page.run(
        "(async () => { const t = performance.now();"
        " const done = new Promise(kept => addEventListener('hashchange', () => setTimeout(kept)));"
        f" location.hash = '#finding-{last}'; await done; document.body.offsetHeight;"
        " return (performance.now() - t) / 1000; })()"
    )
    page.until(SHOWN)
    page.until_in_view("mark.on")
    print(json.dumps({name: round(seconds, 3) for name, seconds in timed.items()}))
    assert page.complaints == []
    assert timed.pop("load") < 20
    assert max(timed.values()) < 5


def test_the_list_of_many_is_drawn_as_it_is_read(page: Page, write) -> None:
    page.open(write("large", large()))
    drawn = page.run(ENTRIES)
    assert drawn < 300
    page.run("(e => { e.scrollTop = e.scrollHeight; })(document.getElementById('findings'))")
    page.until(f"{ENTRIES} > {drawn}")


# --- accessibility ----------------------------------------------------------------------------


SEED, DOSSIER = "istanbul-talks", "dossier"
LOOKS = [
    *((SEED, "light", 1440, keys) for keys in ("", "j", "2", "3", "/", "?")),
    *((SEED, "light", 390, keys) for keys in ("", "j", "2")),
    *((SEED, "dark", 1440, keys) for keys in ("j", "2")),
    *((SEED, scheme, width, "why") for scheme, width in (("light", 1440), ("dark", 390))),
    (DOSSIER, "dark", 1440, "why"),
    (DOSSIER, "light", 1440, "3"),
    (DOSSIER, "dark", 1440, "2"),
]
"""A page, how it is looked at, and what is pressed first; ``why`` opens a finding and unfolds its
proof to the facts."""


def unfold(page: Page) -> None:
    """Opens the proof of the finding that is open, step after step."""
    closed = "document.querySelectorAll('.proof details:not([open]), details.proof:not([open])')"
    page.until("document.querySelector('details.proof')")
    while page.run(f"{closed}.length"):
        page.run(f"{closed}.forEach(each => {{ each.open = true }})")
        page.run("new Promise(kept => requestAnimationFrame(() => setTimeout(kept)))")
    assert page.run("document.querySelectorAll('.proof .premises').length")


@pytest.mark.parametrize(("name", "scheme", "width", "keys"), LOOKS)
@pytest.mark.skipif(axe() is None, reason="no axe-core (pip install axe-core-python)")
def test_axe_finds_nothing(
    page: Page, write, name: str, scheme: str, width: int, keys: str
) -> None:
    page.media(prefers_color_scheme=scheme)
    page.resize(width, 900)
    # The policy forbids what axe does to look at a page.
    page.call("Page.setBypassCSP", enabled=True)
    try:
        page.open(write(name, real(name)))
        page.run(f"{axe()}; 0")
        if keys == "why":
            page.press("j")
            unfold(page)
        for key in keys if len(keys) == 1 else "":
            page.press(key)
        if keys == "/":
            page.press("Escape", 27)
            page.press("j")
            page.run("document.querySelectorAll('details').forEach(e => { e.open = true })")
        kept, broken = page.run(
            "axe.run(document, {resultTypes: ['violations']})"
            ".then(r => [r.passes.length, r.violations.map(v => [v.id,"
            " v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary)])])"
        )
        assert broken == []
        assert kept > (5 if keys == "?" else 20)
    finally:
        page.call("Page.setBypassCSP", enabled=False)
