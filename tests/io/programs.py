"""Programs that are nothing but relations and directives, for tests of their files."""

from __future__ import annotations

from pathlib import Path

from checker.analysis.program import Column, IoDirective, Primitive, Program, Relation
from checker.diagnostics import Source, Span


def relation(declaration: str) -> Relation:
    """``relation("edge(a: number, b: symbol)")``."""
    name, _, columns = declaration.rstrip(")").partition("(")
    span = Span(Source("test.dl", f".decl {declaration}"), 0, 5)
    return Relation(
        name,
        tuple(
            Column(column.strip(), type_name.strip(), Primitive(type_name.strip()), None)
            for column, _, type_name in (part.partition(":") for part in columns.split(",") if part)
        ),
        "",
        span,
    )


def program(declaration: str, kind: str, **parameters: str) -> Program:
    """A program of one relation with one directive."""
    return several((declaration, kind, parameters))


def several(*directives: tuple[str, str, dict[str, str]]) -> Program:
    """A program of several relations, each with a directive."""
    text = "\n".join(f".{kind} {declaration}" for declaration, kind, _ in directives)
    source = Source("test.dl", text)
    relations = {}
    made = []
    start = 0
    for declaration, kind, parameters in directives:
        declared = relation(declaration)
        relations[declared.name] = declared
        end = start + len(f".{kind} {declaration}")
        made.append(IoDirective(kind, declared.name, parameters, Span(source, start, end)))
        start = end + 1
    return Program(relations, (), tuple(made), ())


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
