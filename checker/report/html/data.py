"""What the page's script knows: the findings, and what it needs to show one."""

from __future__ import annotations

from collections.abc import Mapping
from math import isinf

from checker.facts import Corpus
from checker.findings.models import Evidence, Finding, Passage, Report, Suppression
from checker.findings.proof import ProofRecord
from checker.report.html.markup import Json, shown
from checker.report.html.speakers import NARRATOR, Speakers

Proofs = Mapping[str, ProofRecord]
"""Proofs by the fingerprint of what they prove."""


def page_data(
    report: Report, corpus: Corpus, speakers: Speakers, proofs: Proofs
) -> dict[str, Json]:
    """The data of the page. Texts are as a page shows them; documents and rules are numbered."""
    documents = {document.id: number for number, document in enumerate(report.documents)}
    rules = {rule.id: number for number, rule in enumerate(report.rules)}
    return {
        "documents": [
            {
                "title": shown(document.title),
                "path": shown(document.path),
            }
            for document in report.documents
        ],
        "rules": [
            {
                "id": shown(rule.id),
                "severity": rule.severity,
                "summary": shown(rule.summary),
                "description": shown(rule.description),
                "advice": shown(rule.advice),
                "tags": [shown(tag) for tag in rule.tags],
                "place": shown(f"{rule.path}:{rule.line}"),
            }
            for rule in report.rules
        ],
        "findings": [
            _finding(finding, documents, rules, report, speakers) for finding in report.findings
        ],
        "proofs": {
            shown(fingerprint): plain(proof) for fingerprint, proof in sorted(proofs.items())
        },
        "facts": _facts(proofs, corpus, speakers, documents),
    }


def speaker_of(item: Evidence) -> str:
    """Under which name evidence is filtered: all narrators under one."""
    return NARRATOR if item.voice == "narrator" else item.source


def state_of(finding: Finding) -> str:
    """How a finding stands to suppressions and the baseline; empty where there are neither."""
    if finding.suppression is not None:
        return "suppressed"
    return finding.baseline or ""


def plain(value: object) -> Json:
    """A value as JSON has it, its texts as a page shows them."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return shown(value)
        case float():
            return ("Infinity" if value > 0 else "-Infinity") if isinf(value) else value
        case Mapping():
            return {shown(str(key)): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            raise TypeError(f"a page holds no {type(value).__name__}")


def _finding(
    finding: Finding,
    documents: Mapping[str, int],
    rules: Mapping[str, int],
    report: Report,
    speakers: Speakers,
) -> dict[str, Json]:
    rule = report.rules[rules[finding.rule]] if finding.rule in rules else None
    suppression = finding.suppression
    return {
        "id": finding.fingerprint,
        "rule": rules.get(finding.rule, -1),
        "severity": finding.severity,
        "message": shown(finding.message),
        "advice": shown(finding.advice) if rule is None or finding.advice != rule.advice else None,
        "document": documents.get(finding.document or "", -1),
        "state": state_of(finding),
        "suppression": None if suppression is None else _suppression(suppression),
        "evidence": [_evidence(item, documents, speakers) for item in finding.evidence],
    }


def _evidence(item: Evidence, documents: Mapping[str, int], speakers: Speakers) -> dict[str, Json]:
    narrated = item.voice == "narrator"
    return {
        "role": shown(item.kind if len(item.role) == 1 else item.role.replace("_", " ")),
        "kind": item.kind,
        "id": shown(item.id),
        "label": shown(item.label),
        "speaker": shown(speaker_of(item)),
        "side": "" if narrated else speakers.class_by_name.get(item.source, "side-none"),
        "voice": item.voice,
        "cue": shown(item.cue),
        "document": documents.get(item.document or "", -1),
        "passage": None if item.passage is None else _passage(item.passage),
    }


def _passage(passage: Passage) -> dict[str, Json]:
    return {
        "start": passage.start,
        "end": passage.end,
        "place": f"{passage.line}:{passage.column}",
        "exact": shown(passage.exact),
        "prefix": shown(passage.prefix),
        "suffix": shown(passage.suffix),
    }


def _suppression(suppression: Suppression) -> dict[str, Json]:
    return {
        "reason": shown(suppression.reason),
        "expires": suppression.expires,
        "place": shown(f"{suppression.path}:{suppression.line}"),
    }


# --- the words behind the facts of proofs ------------------------------------------------------


def _facts(
    proofs: Proofs, corpus: Corpus, speakers: Speakers, documents: Mapping[str, int]
) -> dict[str, Json]:
    """What stands behind the ids in proofs: a name, or words with their place. By relation and
    column, for one text may be the id of a claim and the name of a place."""
    from checker.facts.relations import SECTIONS

    columns = {
        relation.name: [_entity_kind(column.type) for column in relation.columns]
        for section in SECTIONS
        for relation in section.relations
    }
    found: dict[str, Json] = {}
    for proof in proofs.values():
        for step in proof["steps"]:
            if step["by"] != "fact":
                continue
            for kind, value in zip(columns.get(step["relation"], ()), step["row"], strict=False):
                key = f"{kind} {value}"
                if kind and key not in found and (kind, str(value)) in corpus.entities:
                    found[shown(key)] = _words(corpus, speakers, documents, kind, str(value))
    return {
        "kinds": {name: list(kinds) for name, kinds in columns.items()} if found else {},
        "words": found,
    }


def _entity_kind(type_name: str) -> str:
    """`ClaimId` is the id of a claim."""
    return type_name.removesuffix("Id").lower() if type_name.endswith("Id") else ""


def _words(
    corpus: Corpus, speakers: Speakers, documents: Mapping[str, int], kind: str, name: str
) -> dict[str, Json]:
    entity = corpus.entities[kind, name]
    if entity.anchor is None:
        values = entity.attributes
        return {"text": shown(values.get("name") or values.get("title") or name)}
    anchor = entity.anchor
    text = next((one.text for one in corpus.documents if one.id == anchor.document), "")
    return {
        "text": shown(text[anchor.start : anchor.end]),
        "document": documents.get(anchor.document, -1),
        "start": anchor.start,
        "end": anchor.end,
    }
