"""Small corpora and programs made by hand, so that a test shows all that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from checker.analysis.program import (
    Column,
    FindingRule,
    Placeholder,
    Primitive,
    Program,
    Relation,
    Row,
    Severity,
)
from checker.diagnostics import Diagnostic, DiagnosticKind, Level, Source, Span
from checker.findings import Report, Statistics, collect, summarise


@dataclass(frozen=True)
class Anchor:
    document: str
    start: int
    end: int


@dataclass(frozen=True)
class Entity:
    kind: str
    id: str
    anchor: Anchor | None
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class Document:
    id: str
    title: str
    text: str
    source: Source
    offset: int


@dataclass(frozen=True)
class Corpus:
    documents: tuple[Document, ...] = ()
    relations: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    entities: Mapping[tuple[str, str], Entity] = field(default_factory=dict)


def document(name: str, text: str, *, head: str = "", path: str = "") -> Document:
    """A document whose file has ``head`` before the text."""
    return Document(
        name, f"Title of {name}", text, Source(path or f"{name}.txt", head + text), len(head)
    )


def claim(
    name: str,
    of: Document,
    quote: str,
    *,
    source: str = "",
    voice: str = "narrator",
    cue: str = "",
    **attributes: str,
) -> Entity:
    """A claim that stands where ``quote`` first stands in the document."""
    start = of.text.index(quote)
    said = {"source": source or f"narrator of {of.title}", "voice": voice, "cue": cue}
    return Entity(
        "claim",
        name,
        Anchor(of.id, start, start + len(quote)),
        {"quote": quote, "document": of.title, **said, **attributes},
    )


def agent(key: str, name: str) -> Entity:
    return Entity("agent", key, None, {"name": name, "kind": "person", "side": ""})


def whole(of: Document) -> Entity:
    """A document as an entity."""
    return Entity("document", of.id, None, {"title": of.title, "published": ""})


def corpus(*parts: Document | Entity) -> Corpus:
    return Corpus(
        documents=tuple(part for part in parts if isinstance(part, Document)),
        entities={(part.kind, part.id): part for part in parts if isinstance(part, Entity)},
    )


def report_of(
    facts: Corpus,
    *rules: tuple[FindingRule, Relation],
    notices: Iterable[Diagnostic] = (),
    **rows: Sequence[Row],
) -> Report:
    """The report that the rows of the rules' relations come to."""
    made = program(*rules)
    return summarise(
        collect(made, rows, facts),
        rules=made.findings,
        corpus=facts,
        engine="by hand",
        notices=notices,
        statistics=Statistics(facts=5, derived=sum(map(len, rows.values())), timings=()),
    )


def a_report() -> Report:
    """A report with a bit of everything."""
    page = document("page", "Kyiv said 3 died.\n„Пять“, said Moscow.\n", head="---\nhead\n---\n")
    facts = corpus(
        page,
        document("other", "Nothing here."),
        claim("three", page, "3 died", source="Kyiv", voice="indirect", cue="said"),
        claim("five", page, "Пять", source="Moscow", voice="direct", cue="said"),
        claim("loaded", page, "died.\n"),
        agent("kyiv", "Kyiv"),
    )
    kind = DiagnosticKind("CHK999", "a warning", Level.WARNING, "Why.")
    rules = Source("rules/test.dl", "first\nsecond")
    return report_of(
        facts,
        rule(
            "numbers/conflict",
            "a: ClaimId, b: ClaimId, by: float",
            "{a.source} says {a}; {b.source} says {b}",
            severity=Severity.ERROR,
            tags=("cross-source",),
        ),
        rule("editorial/loaded", "c: ClaimId", "“{c}” is loaded", advice=""),
        rule("identity/twice", "who: AgentId", "{who} has two ids", severity=Severity.INFO),
        rule("quality/clean", "who: AgentId", "never"),
        notices=[kind.at(Span(rules, 6, 12), "unused", help="use it")],
        numbers_conflict=[("three", "five", 2.0)],
        editorial_loaded=[("loaded",)],
        identity_twice=[("kyiv",)],
    )


ENTITY_TYPES = {
    "ClaimId": "claim",
    "AgentId": "agent",
    "DocumentId": "document",
    "QuantityId": "quantity",
}


def rule(
    name: str,
    columns: str,
    message: str,
    *,
    severity: Severity = Severity.WARNING,
    advice: str = "Ask.",
    tags: tuple[str, ...] = (),
) -> tuple[FindingRule, Relation]:
    """A finding rule and its relation; ``columns`` as in a declaration (``a: ClaimId, n: number``)
    and ``message`` as in the documentation comment (``{a.source} says {n}``)."""
    span = Span(Source("rules/test.dl", ".decl"), 0, 5)
    relation = Relation(name.replace("/", "_"), tuple(map(_column, columns.split(", "))), "", span)
    return (
        FindingRule(
            id=name,
            relation=relation.name,
            severity=severity,
            summary=f"Summary of {name}.",
            description="",
            message=_template(message),
            advice=advice,
            tags=tags,
            span=span,
        ),
        relation,
    )


def program(*rules: tuple[FindingRule, Relation]) -> Program:
    return Program(
        relations={relation.name: relation for _, relation in rules},
        strata=(),
        directives=(),
        findings=tuple(rule for rule, _ in rules),
    )


def _column(declared: str) -> Column:
    name, type_name = declared.split(": ")
    entity = ENTITY_TYPES.get(type_name)
    primitive = Primitive.SYMBOL if entity else Primitive(type_name)
    return Column(name, type_name, primitive, entity)


def _template(message: str) -> tuple[str | Placeholder, ...]:
    parts: list[str | Placeholder] = []
    for text in message.replace("}", "{").split("{"):
        if len(parts) % 2:
            column, _, attribute = text.partition(".")
            parts.append(Placeholder(column, attribute or None))
        else:
            parts.append(text)
    return tuple(parts)
