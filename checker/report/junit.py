"""The report as JUnit's XML, which servers for continuous integration show among the tests.

There is no standard, and servers differ: most of them (Jenkins, GitLab) show the first
``failure`` of a test only. So a rule is one test, and its one failure tells of all its findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import indent
from xml.etree import ElementTree

from checker.findings.models import Evidence, Finding, Report, RuleSummary
from checker.report._plain import counted
from checker.report.sources import Sources

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (production 2, ``Char``) cannot hold, not even as a reference."""


def render_junit(report: Report, sources: Sources | None = None) -> str:
    """The report as one suite with a test for every rule that ran, ended by a newline.

    A rule fails by its findings that count; suppressed and accepted ones are its output. With the
    ``sources``, the proof of a finding that counts stands below it.
    """
    proofs = _proofs(report, sources) if sources else {}
    found: dict[str, list[Finding]] = {rule.id: [] for rule in report.rules}
    for finding in report.findings:
        found.setdefault(finding.rule, []).append(finding)
    cases = [_case(rule, found[rule.id], proofs) for rule in report.rules]
    totals = {
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": "0",
        "skipped": "0",
    }
    suites = ElementTree.Element("testsuites", {"name": "Checker", **totals})
    suite = ElementTree.SubElement(suites, "testsuite", {"name": "Checker", **totals})
    suite.extend(cases)
    notices = [
        f"{notice.path}:{notice.line}:{notice.column}: {notice.level}[{notice.code}]"
        f" {notice.message}"
        for notice in report.notices
    ]
    if report.baseline:
        notices += [f"absent: {one.rule}: {one.message}" for one in report.baseline.absent]
    if notices:
        ElementTree.SubElement(suite, "system-out").text = _legal("\n".join(notices))
    ElementTree.indent(suites)
    body = ElementTree.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _proofs(report: Report, sources: Sources) -> Mapping[str, str]:
    from checker.report.proof import render_proofs

    return render_proofs(report, sources)


def _case(
    rule: RuleSummary, findings: Sequence[Finding], proofs: Mapping[str, str]
) -> ElementTree.Element:
    family, _, name = rule.id.partition("/")
    case = ElementTree.Element(
        "testcase", {"classname": _legal(f"checker.{family}"), "name": _legal(name or rule.id)}
    )
    counting = [finding for finding in findings if finding.counts]
    settled = [finding for finding in findings if not finding.counts]
    if counting:
        first = counting[0].message
        message = (
            first if len(counting) == 1 else f"{counted(len(counting), 'finding')}: {first} ..."
        )
        failure = ElementTree.SubElement(
            case, "failure", {"type": str(rule.severity), "message": _legal(message)}
        )
        failure.text = _legal("\n\n".join((*_told(counting, proofs), rule.advice)).strip())
    if settled:
        ElementTree.SubElement(case, "system-out").text = _legal("\n\n".join(_told(settled, {})))
    return case


def _told(findings: Iterable[Finding], proofs: Mapping[str, str]) -> list[str]:
    return ["\n".join(_lines(finding, proofs.get(finding.fingerprint))) for finding in findings]


def _lines(finding: Finding, proof: str | None) -> Iterator[str]:
    yield _head(finding)
    yield from map(_side, finding.evidence)
    if proof:
        yield "  proof:"
        yield indent(proof, "    ")


def _head(finding: Finding) -> str:
    if finding.suppression:
        state = f"suppressed ({finding.suppression.reason}): "
    else:
        state = f"{finding.baseline}: " if finding.baseline else ""
    return f"{state}{finding.message} [{finding.fingerprint}]"


def _side(item: Evidence) -> str:
    place = f"{item.path}:{item.passage.line}:{item.passage.column}" if item.passage else item.kind
    said = f"{item.source}: " if item.source else ""
    return f"  {place}: {said}{item.passage.exact if item.passage else item.label}"


def _legal(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
