"""The page as a whole: what the server side writes of it, and the policy that guards it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.resources import files

from checker.analysis.program import Severity
from checker.facts import Corpus
from checker.findings.models import Report
from checker.report._engine import engine_and_reason
from checker.report._plain import counted
from checker.report.html import figures, graph
from checker.report.html.article import SEVERITIES, Marked, article
from checker.report.html.data import Proofs, page_data, speaker_of, state_of
from checker.report.html.markup import Child, Markup, data_block, element, join
from checker.report.html.speakers import Speakers
from checker.report.html.texts import texts
from checker.report.sources import SHOWN_DEPTH, Sources

_WORD = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_NOTHING = Corpus((), {}, {})


def render_html(report: Report, sources: Sources | None = None) -> str:
    """The report as one HTML page that needs nothing else: no other file, no network.

    From its ``sources`` come the whole texts, who speaks in them, the pictures and the proofs;
    without them the page shows the lines that findings quote, and the proofs that a stored report
    holds. The same report gives the same bytes.
    """
    if sources is None:
        stored = {each.fingerprint: each.proof for each in report.findings if each.proof}
        return page(report, _NOTHING, stored)
    from checker.proofs import proof_to_json

    proofs = {
        fingerprint: proof_to_json(proof, depth=SHOWN_DEPTH)
        for fingerprint, proof in sources.proofs(report).items()
    }
    return page(report, sources.corpus, proofs)


def page(report: Report, corpus: Corpus, proofs: Proofs) -> str:
    """The page of a report on a corpus, with the proofs of findings by their fingerprints."""
    speakers = Speakers(corpus)
    style, script = _asset("page.css"), _asset("page.js")
    return _filled(
        _asset("page.html"),
        {
            "policy": _policy(style, script),
            "title": _title(report),
            "style": Markup(f"<style>{style}</style>"),
            "headline": _headline(report),
            "facets": _facets(report, speakers),
            "overview": _overview(report, speakers),
            "documents": _documents(report, corpus, speakers),
            "sources": _sources(report, corpus, speakers),
            "figures": _figures(report, corpus, speakers),
            "data": data_block("data", page_data(report, corpus, speakers, proofs)),
            "script": Markup(f"<script>{script}</script>"),
        },
    )


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _filled(template: str, slots: Mapping[str, Markup]) -> str:
    """The template with its slots, ``{{name}}``, filled in one pass: what is filled in is not
    looked at again."""
    return re.sub(r"\{\{(\w+)\}\}", lambda slot: slots[slot.group(1)], template)


def _policy(style: str, script: str) -> Markup:
    """Nothing is loaded, from anywhere; of scripts and styles the page's own alone count, by
    their hashes; and no text is ever read as HTML by the script (Trusted Types)."""
    rules = (
        "default-src 'none'",
        f"style-src '{_hash(style)}'",
        f"script-src '{_hash(script)}'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    return element("meta", {"http-equiv": "Content-Security-Policy", "content": "; ".join(rules)})


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


# --- the head of the page ----------------------------------------------------------------------


def _title(report: Report) -> Markup:
    (first, *others) = report.documents or (None,)
    if first is None:
        return element("title", {}, "Consistency report")
    more = f" and {counted(len(others), 'other document')}" if others else ""
    return element("title", {}, f"Consistency report: {first.title}{more}")


def _headline(report: Report) -> Markup:
    counts = report.counts
    parts: list[Child] = [
        element("span", {"class": f"count {severity}"}, counted(number, _WORD[severity]))
        for severity, number in (
            (Severity.ERROR, counts.error),
            (Severity.WARNING, counts.warning),
            (Severity.INFO, counts.info),
        )
        if number
    ]
    if not parts:
        parts.append(element("span", {"class": "count"}, "no findings"))
    if counts.suppressed:
        parts.append(element("span", {"class": "count"}, f"{counts.suppressed:,} suppressed"))
    parts.append(element("span", {"class": "count"}, counted(len(report.documents), "document")))
    if report.audit_day:
        parts.append(element("span", {"class": "count"}, f"audited {report.audit_day}"))
    return element("p", {"class": "counts"}, parts)


# --- filters -----------------------------------------------------------------------------------


def _facets(report: Report, speakers: Speakers) -> Markup:
    """A group of check boxes for each thing to filter by; the script keeps the counts."""
    severities = Counter(finding.severity for finding in report.findings)
    states = Counter(state_of(finding) or "new" for finding in report.findings)
    rules = Counter(finding.rule for finding in report.findings)
    heard = Counter(
        name
        for finding in report.findings
        for name in {speaker_of(item) for item in finding.evidence} - {""}
    )
    numbers = {rule.id: number for number, rule in enumerate(report.rules)}
    worst = {rule.id: SEVERITIES.index(rule.severity) for rule in report.rules}
    by_weight = sorted(heard, key=lambda name: (-heard[name], name))
    groups = [
        _facet(
            "severity",
            "Severity",
            [(one, _WORD[one], severities[one], str(one)) for one in SEVERITIES if severities[one]],
            unfolded=True,
        ),
        _facet(
            "rule",
            "Rule",
            [
                (str(numbers.get(rule, -1)), rule, rules[rule], "")
                for rule in sorted(rules, key=lambda rule: (worst.get(rule, 0), rule))
            ],
        ),
        _facet(
            "speaker",
            "Speaker",
            [(name, name, heard[name], speakers.class_by_name.get(name, "")) for name in by_weight],
        ),
    ]
    if any(state_of(finding) for finding in report.findings):
        groups.append(
            _facet(
                "state",
                "State",
                [(one, one, states[one], "") for one in _STATES if states[one]],
            )
        )
    return join(groups)


_STATES = ("new", "unchanged", "suppressed")


def _facet(
    name: str,
    title: str,
    values: list[tuple[str, str, int, str]],
    *,
    unfolded: bool = False,
) -> Markup:
    boxes = [
        element(
            "li",
            {},
            element(
                "label",
                {"class": style or None},
                element("input", {"type": "checkbox", "name": name, "value": value}),
                element("span", {"class": "value"}, element("bdi", {}, text)),
                element("span", {"class": "number", "data-count": True}, str(count)),
            ),
        )
        for value, text, count, style in values
    ]
    return element(
        "details",
        {"class": f"facet by-{name}", "open": unfolded},
        element("summary", {}, title, element("span", {"class": "chosen", "data-chosen": name})),
        element("ul", {}, boxes),
    )


# --- the overview ------------------------------------------------------------------------------


def _overview(report: Report, speakers: Speakers) -> Markup:
    """What stands beside the text while no finding is open."""
    return join(
        [
            element("h2", {}, "Overview"),
            element(
                "p",
                {"class": "lead"},
                "This page says which statements cannot both stand, and which stand without"
                " support; it never says what is true. Choose a mark in the text or a finding in"
                " the list.",
            ),
            _rule_table(report),
            _baseline(report),
            _notices(report),
            element(
                "p",
                {"class": "small"},
                f"{counted(len(report.rules), 'rule')} on"
                f" {counted(report.statistics.facts, 'fact')},"
                f" {counted(report.statistics.derived, 'row')} derived by"
                f" {engine_and_reason(report)}.",
            ),
        ]
    )


def _rule_table(report: Report) -> Markup:
    firing = sorted(
        (
            (SEVERITIES.index(rule.severity), -rule.findings, rule.id, number, rule)
            for number, rule in enumerate(report.rules)
            if rule.findings
        ),
        key=lambda row: row[:4],
    )
    if not firing:
        return element("p", {"class": "clean"}, "No rule found anything.")
    rows = [
        element(
            "tr",
            {},
            element(
                "td",
                {},
                element(
                    "button",
                    {"type": "button", "class": "link", "data-rule": number},
                    element("span", {"class": f"dot {rule.severity}"}),
                    rule.id,
                ),
                element("p", {"class": "small"}, rule.summary),
            ),
            element("td", {"class": "number"}, str(rule.findings)),
        )
        for *_, number, rule in firing
    ]
    return element(
        "table",
        {"class": "rules"},
        element(
            "thead",
            {},
            element(
                "tr",
                {},
                element("th", {"scope": "col"}, "What was found"),
                element("th", {"scope": "col", "class": "number"}, "Times"),
            ),
        ),
        element("tbody", {}, rows),
    )


def _baseline(report: Report) -> Markup:
    baseline = report.baseline
    if baseline is None:
        return Markup("")
    return join(
        [
            element("h3", {}, "Against the baseline"),
            element(
                "p",
                {},
                f"{baseline.new:,} new, {baseline.unchanged:,} unchanged,"
                f" {len(baseline.absent):,} absent. Accepted findings: ",
                element("code", {}, baseline.path),
            ),
            element(
                "ul",
                {"class": "plain"},
                [
                    element("li", {}, element("strong", {}, one.rule), " ", _text(one.message))
                    for one in baseline.absent
                ],
            )
            if baseline.absent
            else "",
        ]
    )


def _notices(report: Report) -> Markup:
    if not report.notices:
        return Markup("")
    return join(
        [
            element("h3", {}, "About the files"),
            element(
                "ul",
                {"class": "plain"},
                [
                    element(
                        "li",
                        {},
                        element("code", {}, f"{one.path}:{one.line}:{one.column}"),
                        " ",
                        _text(one.message),
                        element("p", {"class": "small"}, _text(one.help)) if one.help else "",
                    )
                    for one in report.notices
                ],
            ),
        ]
    )


def _text(text: str) -> Markup:
    """A text whose direction of writing is its own affair."""
    return element("bdi", {}, text)


# --- the documents -----------------------------------------------------------------------------


def _documents(report: Report, corpus: Corpus, speakers: Speakers) -> Markup:
    marked: dict[str, list[Marked]] = defaultdict(list)
    for finding in report.findings:
        for item in finding.evidence:
            if item.document is not None and item.passage is not None:
                passage = Marked(item.passage.start, item.passage.end, finding.severity)
                marked[item.document].append(passage)
    known = texts(report, corpus)
    whole = {document.id for document in corpus.documents}
    subtitles = _subtitles(corpus, speakers)
    return join(
        element(
            "article",
            {"class": "document", "id": f"document-{number}", "aria-labelledby": f"title-{number}"},
            element(
                "header",
                {},
                element("h2", {"id": f"title-{number}", "dir": "auto"}, summary.title),
                element(
                    "p",
                    {"class": "small"},
                    " · ".join(filter(None, (subtitles.get(summary.id), summary.path))),
                    element("span", {"class": "found"}, counted(summary.findings, "finding")),
                    "" if summary.id in whole else " · only the lines that findings rest on",
                ),
            ),
            article(number, known[summary.id], speakers, marked[summary.id])
            if summary.id in known
            else element("p", {}, "Nothing was found in this document, and its text is not here."),
        )
        for number, summary in enumerate(report.documents)
    )


def _subtitles(corpus: Corpus, speakers: Speakers) -> dict[str, str]:
    """Who published a document, and when, where that is known."""
    days = {str(row[0]): row for row in corpus.relations.get("document_published", ())}
    found = {}
    for document, _, publisher, kind, _ in corpus.relations.get("document", ()):
        name = str(document)
        published = days.get(name)
        parts = [
            speakers.name(str(publisher)) if publisher else "",
            str(kind),
            figures.day_text((int(published[1]), int(published[2]))) if published else "",
        ]
        found[name] = " · ".join(filter(None, parts))
    return found


# --- sources and figures -----------------------------------------------------------------------


def _sources(report: Report, corpus: Corpus, speakers: Speakers) -> Markup:
    drawn = graph.network(corpus, speakers)
    titles = {document.id: document.title for document in report.documents}
    numbers = {document.id: number for number, document in enumerate(report.documents)}
    if not drawn.sources:
        return element("p", {"class": "lead"}, "Nobody but the narrator speaks here.")
    missing = f"{counted(drawn.left_out, 'source')} with fewer statements not drawn."
    return join(
        [
            graph.legend(),
            _sides(speakers),
            element(
                "div",
                {"class": "picture", "tabindex": 0, "role": "region", "aria-label": "The picture"},
                graph.picture(drawn, speakers, titles, _subtitles(corpus, speakers), numbers),
            ),
            element("p", {"class": "small"}, missing) if drawn.left_out else "",
            _stances(drawn, corpus, speakers, titles, numbers),
        ]
    )


def _sides(speakers: Speakers) -> Markup:
    if not speakers.sides:
        return Markup("")
    return element(
        "ul",
        {"class": "legend"},
        [element("li", {"class": speakers.class_of(side)}, side) for side in speakers.sides],
    )


def _stances(
    drawn: graph.Network,
    corpus: Corpus,
    speakers: Speakers,
    titles: Mapping[str, str],
    numbers: Mapping[str, int],
) -> Markup:
    """The relations of the picture in words, with the words that they rest on."""

    def name(node: str) -> str:
        return titles.get(node[2:], node[2:]) if node[0] == "d" else speakers.name(node[2:])

    def quoted(claim: str) -> Child:
        entity = corpus.entities.get(("claim", claim)) if claim else None
        if entity is None or entity.anchor is None:
            return ""
        anchor = entity.anchor
        return element(
            "button",
            {
                "type": "button",
                "class": "quote",
                "data-document": numbers.get(anchor.document),
                "data-s": anchor.start,
                "data-e": anchor.end,
            },
            _text(entity.attributes["quote"]),
        )

    def rows() -> Iterator[Markup]:
        for relation in drawn.relations:
            for by, on in relation.statements[:_MOST_QUOTED]:
                yield element(
                    "tr",
                    {},
                    element("td", {}, _text(name(relation.origin))),
                    element("td", {"class": "kind"}, relation.kind),
                    element("td", {}, _text(name(relation.target))),
                    element("td", {}, quoted(by)),
                    element("td", {}, quoted(on)),
                )

    if not drawn.relations:
        return Markup("")
    heads = [
        element("th", {"scope": "col"}, head)
        for head in ("Who", "What", "Whom", "In which words", "Of which words")
    ]
    return element(
        "details",
        {"class": "table"},
        element("summary", {}, "The same in words"),
        element(
            "table",
            {},
            element("thead", {}, element("tr", {}, heads)),
            element("tbody", {}, rows()),
        ),
    )


_MOST_QUOTED = 8


def _figures(report: Report, corpus: Corpus, speakers: Speakers) -> Markup:
    found: dict[str, str] = {}
    for finding in sorted(report.findings, key=lambda one: -SEVERITIES.index(one.severity)):
        for item in finding.evidence:
            if item.kind == "quantity":
                found[item.id] = str(finding.severity)
    several = figures.measures(corpus, found=found)
    if not several:
        return element("p", {"class": "lead"}, "No measure has more than one figure.")
    titles = {document.id: document.title for document in report.documents}
    numbers = {document.id: number for number, document in enumerate(report.documents)}
    return join(
        element(
            "section",
            {"class": "measure"},
            element(
                "h3",
                {},
                _text(measure.name),
                element("small", {}, f" in {measure.unit}") if measure.unit != "1" else "",
            ),
            element(
                "div",
                {"class": "picture", "tabindex": 0, "role": "region", "aria-label": measure.name},
                figures.picture(measure, speakers, titles, numbers, found),
            ),
        )
        for measure in several
    )
