"""Every malformed record is reported at its place, with what was expected and a mend."""

from __future__ import annotations

import pytest

from tests.facts.support import CLAIM, HEAD, corpus, fault, faults, place

DOCUMENT = "checker: 1\ndocuments:\n  - {id: d, title: T, content: x"
QUANTITY = f"{HEAD}{CLAIM}    quantities:\n      - "


@pytest.mark.parametrize(
    ("text", "code", "line_column", "says", "mend"),
    [
        # the file
        ("agents: []\n", "CHK412", "1:1", "which version", "begin it with `checker: 1`"),
        ("checker: 2\n", "CHK414", "1:10", "no version", "write `checker: 1`"),
        ('checker: "1"\n', "CHK414", "1:10", "no version", "write `checker: 1`"),
        ("checker: true\n", "CHK414", "1:10", "no version", "write `checker: 1`"),
        ("checker: 1.0\n", "CHK414", "1:10", "no version", "write `checker: 1`"),
        ("checker: 1\nclaim: []\n", "CHK411", "2:1", "no field `claim`", "did you mean `claims`"),
        ("checker: 1\nfoo: []\n", "CHK411", "2:1", "no field `foo`", "known are checker, "),
        ("checker: 1\nclaims: {}\n", "CHK410", "2:9", "`claims` takes a list", "`- `"),
        ("checker: 1\nclaims: none\n", "CHK410", "2:9", "found `none`", "`- `"),
        ("checker: 1\nclaims: [3]\n", "CHK410", "2:10", "takes a mapping, found `3`", "`{field"),
        ("checker: 1\nclaims:\n", "CHK410", "2:8", "found nothing", "`- `"),
        ("checker: 1\ndesk: 3\n", "CHK410", "2:7", "`desk` takes a list", "`- `"),
        ("checker: 1\ndesk: {audit: 1}\n", "CHK411", "2:8", "no field `audit`", "`audit_day`"),
        ("checker: 1\nextraction: {tool: x}\n", "CHK412", "2:13", "lacks `by`", "add `by: "),
        # texts
        (f"{DOCUMENT}, titel: T}}\n", "CHK411", "3:35", "no field `titel`", "`title`"),
        (f"{DOCUMENT}, language: }}\n", "CHK410", "3:45", "a text, found nothing", "leave the"),
        (f"{DOCUMENT}, language: ''}}\n", "CHK414", "3:45", "an empty text", "leave the field out"),
        (f"{DOCUMENT}, language: [en]}}\n", "CHK410", "3:45", "a text, found a list", "write"),
        (f"{DOCUMENT}, sha256: abc}}\n", "CHK414", "3:43", "64 hexadecimal", "lower case"),
        # ids
        ("checker: 1\nevents: [{id: a b, name: E}]\n", "CHK414", "2:15", "white space", "`-`"),
        ("checker: 1\nevents: [{id: a#b, name: E}]\n", "CHK414", "2:15", "`#`", "`-`"),
        ("checker: 1\nevents: [{name: E}]\n", "CHK412", "2:10", "an event lacks `id`", "add `id:"),
        # vocabularies
        (f"{DOCUMENT}, kind: artcle}}\n", "CHK413", "3:41", "no `artcle`", "`article`"),
        (f"{DOCUMENT}, kind: poem}}\n", "CHK413", "3:41", "no `poem`", "one of article, report"),
        (f"{DOCUMENT}, kind: 3}}\n", "CHK413", "3:41", "no `3`", "one of article"),
        (f"{HEAD}{CLAIM}    polarity: no\n", "CHK413", "19:15", "no `no`", "positive, negative"),
        (f"{HEAD}{CLAIM}    factuality: ct+\n", "CHK413", "19:17", "no `ct+`", "`CT+`"),
        (f"{HEAD}{CLAIM}    evidence: [{{kind: docs}}]\n", "CHK413", "19:23", "`docs`", "document"),
        # truth values and numbers
        (f"{HEAD}{CLAIM}    superlative: yes\n", "CHK410", "19:18", "true or false", "write true"),
        (f"{HEAD}{CLAIM}    superlative: No\n", "CHK410", "19:18", "found `No`", "write false"),
        (f"{HEAD}{CLAIM}    superlative: 1\n", "CHK410", "19:18", "true or false", "true or false"),
        (f'{HEAD}{CLAIM}    superlative: "true"\n', "CHK410", "19:18", "found `true`", "write"),
        (QUANTITY + '{id: q, measure: m, amount: "3"}\n', "CHK410", "20:37", "a number", ": 3"),
        (
            QUANTITY + "{id: q, measure: m, amount: 1,200}\n",
            "CHK411",
            "20:39",
            "`200`",
            "in quotes",
        ),
        (
            QUANTITY + "{id: q, measure: m, amount: three}\n",
            "CHK410",
            "20:37",
            "a number",
            "digits",
        ),
        (QUANTITY + "{id: q, measure: m, amount: .inf}\n", "CHK410", "20:37", "a number", "digits"),
        (QUANTITY + "{id: q, measure: m, amount: 1e999}\n", "CHK414", "20:37", "a finite", "bound"),
        (QUANTITY + "{id: q, measure: m, amount: true}\n", "CHK410", "20:37", "found true", ""),
        (
            QUANTITY + "{id: q, measure: m, amount: " + "9" * 5000 + "}\n",
            "CHK410",
            "20:37",
            "a number",
            "below 1.8e308",
        ),
        (
            QUANTITY + "{id: q, measure: m, amount: 3, groups: 2.0}\n",
            "CHK410",
            "20:48",
            "a whole number, found the number 2.0",
            "write 2",
        ),
        (
            QUANTITY + "{id: q, measure: m, amount: 3, groups: 0}\n",
            "CHK414",
            "20:48",
            "1 or more",
            "correct",
        ),
        (
            f"{HEAD}{CLAIM.replace('Three men were not returned', '{exact: a, start: -1}')}",
            "CHK414",
            "16:29",
            "0 or more",
            "correct",
        ),
        # dates and durations
        (f"{DOCUMENT}, published: 24.7.2025}}\n", "CHK414", "3:46", "no EDTF", "year first"),
        (f"{DOCUMENT}, published: 2025-02-30}}\n", "CHK414", "3:46", "does not exist", "28 days"),
        (f"{DOCUMENT}, published: [2025]}}\n", "CHK410", "3:46", "a text", ""),
        (
            f"{HEAD}{CLAIM}pledges: [{{id: p, claim: c, agent: berg, goal: g, within: soon}}]\n",
            "CHK414",
            "19:59",
            "`soon` is no duration",
            "6 weeks",
        ),
        (
            f"{HEAD}{CLAIM}pledges: [{{id: p, claim: c, agent: berg, goal: g, within: -1}}]\n",
            "CHK414",
            "19:59",
            "0 or more",
            "correct",
        ),
        # fields that do not go together
        ("checker: 1\ndocuments: [{id: d, title: T}]\n", "CHK415", "2:18", "neither", "`text:"),
        (f"{DOCUMENT}, text: f.txt}}\n", "CHK415", "3:32", "both", "leave one"),
        (
            f"{HEAD}{CLAIM.replace('narrator', 'indirect')}",
            "CHK415",
            "17:12",
            "names no `source`",
            "add `source:",
        ),
        (f"{HEAD}{CLAIM}    source: berg\n", "CHK415", "19:13", "the document itself", "leave"),
        (
            f"{HEAD}{CLAIM}    quotation: {{utterance: u}}\n",
            "CHK415",
            "19:16",
            "its voice is narrator",
            "`voice: direct`",
        ),
        (
            f"{HEAD}{CLAIM}    states: [{{event: swap}}]\n",
            "CHK415",
            "19:22",
            "nothing is stated",
            "add `when`",
        ),
        (
            f"{HEAD}{CLAIM}    states: [{{event: swap, ordinal: 2}}]\n",
            "CHK415",
            "19:37",
            "without `series`",
            "add `series`",
        ),
        (
            f"{HEAD}{CLAIM}    states: [{{event: swap, before: swap}}]\n",
            "CHK415",
            "19:36",
            "before itself",
            "name the later event",
        ),
        (
            "checker: 1\ndesk:\n  exclusive_objects: [{predicate: is, first: a, second: a}]\n",
            "CHK415",
            "3:57",
            "exclude itself",
            "name the object that it excludes",
        ),
        (
            "checker: 1\nevents: [{id: a, name: A, series: s}]\n",
            "CHK415",
            "2:35",
            "without `ordinal`",
            "add `ordinal`",
        ),
        (
            "checker: 1\nagents: [{id: narrator, name: N, kind: person}]\n",
            "CHK415",
            "2:15",
            "own voice",
            "another id",
        ),
        (QUANTITY + "{id: q, measure: m}\n", "CHK415", "20:14", "no figure", "add `amount`"),
        (
            QUANTITY + "{id: q, measure: m, amount: 3, high: 4}\n",
            "CHK415",
            "20:37",
            "beside",
            "alone",
        ),
        (
            QUANTITY + "{id: q, measure: m, low: 4, high: 3}\n",
            "CHK415",
            "20:34",
            "above its `high`",
            "exchange",
        ),
        (
            QUANTITY + "{id: q, measure: m, amount: 3, qualifier: at-least}\n",
            "CHK415",
            "20:37",
            "one bound",
            "`low` in place",
        ),
        (
            QUANTITY + "{id: q, measure: m, low: 3, high: 4, qualifier: at-most}\n",
            "CHK415",
            "20:34",
            "no lower bound",
            "`qualifier: range`",
        ),
        (
            QUANTITY + "{id: q, measure: m, low: 3, high: 4, qualifier: at-least}\n",
            "CHK415",
            "20:43",
            "no upper bound",
            "`qualifier: range`",
        ),
        (
            QUANTITY + "{id: q, measure: m, low: 3, qualifier: exact}\n",
            "CHK415",
            "20:48",
            "needs both bounds",
            "`at-least`",
        ),
        (
            "checker: 1\ndesk: {bounded_measures: [{measure: m, low: 2, high: 1}]}\n",
            "CHK415",
            "2:45",
            "above its `high`",
            "exchange",
        ),
        (
            "checker: 1\ndesk: {tolerances: [{measure: m, percent: -1}]}\n",
            "CHK414",
            "2:43",
            "0 or more",
            "correct",
        ),
        (
            "checker: 1\ndesk: {units: [{unit: u, base: b, factor: 0}]}\n",
            "CHK414",
            "2:43",
            "above 0",
            "correct",
        ),
        (
            "checker: 1\ndesk: {audit_day: 2025-07}\n",
            "CHK414",
            "2:19",
            "more than one day",
            "07-24",
        ),
        (
            "checker: 1\ndesk: [{audit_day: 2025-07-01}, {audit_day: 2025-07-02}]\n",
            "CHK415",
            "2:45",
            "two audit days",
            "keep one",
        ),
        # mappings
        (f"{HEAD}{CLAIM}    scope: {{a: [1]}}\n", "CHK410", "19:16", "`a` takes a text", "write"),
        (f"{HEAD}{CLAIM}    scope: {{a: }}\n", "CHK410", "19:16", "found nothing", "write"),
        (f"{HEAD}{CLAIM}    scope: {{'': x}}\n", "CHK414", "19:17", "not empty", "write"),
        (
            f"{HEAD}{CLAIM}    cue: {{start: 3}}\n",
            "CHK412",
            "19:10",
            "lacks `exact`",
            "to the letter",
        ),
    ],
)
def test_a_malformed_value_is_shown_at_its_place(
    text: str, code: str, line_column: str, says: str, mend: str
) -> None:
    found = fault(text)
    assert (found.code, place(found)) == (code, f"facts.yaml:{line_column}"), found
    assert says in found.message
    assert mend in found.help
    assert found.help, "every fault has a mend"


def test_the_faults_of_all_records_are_reported_at_once() -> None:
    text = (
        f"{HEAD}{CLAIM}    evidence: [{{kind: docs}}]\n    superlative: yes\n"
        "  - {id: e, document: e, span: x, voice: narrator, kind: report}\n"
        "  - {id: f, document: d, span: not there, voice: narrator, kind: report}\n"
        "foo: 3\n"
    )
    assert [(found.code, place(found).split(":", 1)[1]) for found in faults(text)] == [
        ("CHK413", "19:23"),
        ("CHK410", "20:18"),
        ("CHK421", "21:23"),
        ("CHK440", "22:32"),
        ("CHK411", "23:1"),
    ]


def test_a_field_too_many_hides_no_other_fault_of_its_record() -> None:
    claim = CLAIM.replace("Three men", "Four men").replace("narrator", "indirect")
    text = HEAD + claim + "    colour: red\n    source: brg\n"
    assert sorted(found.code for found in faults(text)) == ["CHK411", "CHK421", "CHK440"]


def test_what_is_wrong_with_a_record_as_a_whole_is_said_beside_a_field_too_many() -> None:
    text = HEAD + CLAIM + "    colour: red\n    source: berg\n"
    assert sorted(found.code for found in faults(text)) == ["CHK411", "CHK415"]


def test_what_refers_to_a_faulty_record_is_no_second_fault() -> None:
    text = (
        "checker: 1\n"
        "documents: [{id: d, title: T, content: some text, kind: poem}]\n"
        "agents: [{id: a, name: A, kind: person, member_of: [b]}, {id: b, name: B, kind: persn}]\n"
        "claims: [{id: c, document: d, span: absent, voice: narrator, kind: report}]\n"
    )
    assert [(found.code, place(found)) for found in faults(text)] == [
        ("CHK413", "facts.yaml:2:57"),
        ("CHK413", "facts.yaml:3:81"),
    ]


def test_a_place_beyond_a_faulty_record_is_still_that_in_the_file() -> None:
    text = (
        "checker: 1\nagents:\n"
        "  - {id: a, name: A, kind: persn}\n"
        "  - {id: b, name: B, kind: person, member_of: [c]}\n"
    )
    assert [(found.code, place(found)) for found in faults(text)] == [
        ("CHK413", "facts.yaml:3:28"),
        ("CHK421", "facts.yaml:4:48"),
    ]


@pytest.mark.parametrize(
    ("within", "days"),
    [("1 day", 1.0), ("6 weeks", 42.0), ("2 months", 60.875), ("1 year", 365.25), ("10", 10.0)],
)
def test_durations_are_days(within: str, days: float) -> None:
    given = corpus(
        f"{HEAD}{CLAIM}pledges: [{{id: p, claim: c, agent: berg, goal: g, within: {within}}}]\n"
    )
    assert given.relations["pledge_within"] == (("p", days),)


@pytest.mark.parametrize(
    ("fields", "qualifier", "bounds"),
    [
        ("amount: 3", "exact", (3.0, 3.0)),
        ("low: 3, high: 3", "exact", (3.0, 3.0)),
        ("low: 3", "at-least", (3.0, 1.7976931348623157e308)),
        ("high: 3", "at-most", (-1.7976931348623157e308, 3.0)),
        ("amount: 3, qualifier: about", "about", (3.0, 3.0)),
        ("low: 3, qualifier: about", "about", (3.0, 1.7976931348623157e308)),
    ],
)
def test_a_quantity_has_bounds_and_a_qualifier(
    fields: str, qualifier: str, bounds: tuple[float, float]
) -> None:
    given = corpus(f"{QUANTITY}{{id: q, measure: m, {fields}}}\n")
    assert given.relations["quantity"] == (("q", "c", "m", *bounds, "1"),)
    assert given.relations["quantity_qualifier"] == (("q", qualifier),)
