"""What a program declares: its types, its relations, and what is read and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from checker.analysis import errors
from checker.analysis.comments import read_comment
from checker.analysis.program import IoDirective
from checker.analysis.types import PRIMITIVES, Type, Types
from checker.diagnostics import Diagnostic, Label, Span, closest
from checker.diagnostics.fix import near_name
from checker.language.ast import (
    Clause,
    Directive,
    RelationDeclaration,
    RuleFile,
    TypeDeclaration,
)


@dataclass(frozen=True, slots=True)
class Items:
    """What stands in the files of a program, sorted by what it is, in the order of the source."""

    types: list[TypeDeclaration] = field(default_factory=list)
    relations: list[RelationDeclaration] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Declared:
    """A relation and the types of its columns; None for a type that is not known."""

    declaration: RelationDeclaration
    columns: tuple[Type | None, ...]

    @property
    def name(self) -> str:
        return self.declaration.name

    def place(self, column: int) -> Span:
        return self.declaration.attributes[column].span

    def described(self, column: int) -> str:
        """A column, for a message."""
        return f"column `{self.declaration.attributes[column].name}` of `{self.name}`"


Relations = Mapping[str, Declared]


def collect_items(files: Iterable[RuleFile]) -> Items:
    """Sorts what the files hold."""
    found = Items()
    for file in files:
        for item in file.items:
            if isinstance(item, Clause):
                found.clauses.append(item)
            elif isinstance(item, RelationDeclaration):
                found.relations.append(item)
            elif isinstance(item, TypeDeclaration):
                found.types.append(item)
            elif isinstance(item, Directive):
                found.directives.append(item)
    return found


# --- types -----------------------------------------------------------------------------------


def declare_types(declarations: Sequence[TypeDeclaration], found: list[Diagnostic]) -> Types:
    """Every type with its primitive type, its supertypes and the entity that it names."""
    types = Types()
    declared: dict[str, TypeDeclaration] = {}
    for declaration in declarations:
        first = declared.setdefault(declaration.name, declaration)
        if first is not declaration:
            found.append(
                _redeclared("type", declaration.name, declaration.name_span, first.name_span)
            )
        elif declaration.name in PRIMITIVES:
            found.append(
                errors.REDECLARED.at(
                    declaration.name_span,
                    f"`{declaration.name}` is a primitive type",
                    label="declared again here",
                    help="choose another name",
                )
            )
    _report_undeclared_bases(declared, types, found)
    for name in declared:
        _resolve(name, declared, types, found)
    return types


def _report_undeclared_bases(
    declared: Mapping[str, TypeDeclaration], types: Types, found: list[Diagnostic]
) -> None:
    for declaration in declared.values():
        for base, span in zip(declaration.bases, declaration.base_spans, strict=True):
            if base not in declared and base not in types:
                found.append(undeclared_type(base, span, [*types, *declared]))


def undeclared_type(name: str, span: Span, known: Iterable[str]) -> Diagnostic:
    """What to say of a type's name that nothing declares."""
    near = closest(name, known)
    return errors.UNDECLARED_TYPE.at(
        span,
        f"type `{name}` is not declared",
        label="not declared",
        help=f"did you mean `{near}`?" if near else f"declare it: `.type {name} <: symbol`",
        fixes=near_name(span, near),
    )


def _redeclared(what: str, name: str, span: Span, first: Span) -> Diagnostic:
    return errors.REDECLARED.at(
        span,
        f"{what} `{name}` is declared twice",
        label="declared again here",
        related=[Label(first, "first declared here")],
        help="remove one of the two, or rename it",
    )


def _resolve(
    name: str, declared: Mapping[str, TypeDeclaration], types: Types, found: list[Diagnostic]
) -> None:
    """Adds a type to ``types``, and all that it is defined by before it."""
    waiting = {name: True}  # in the order in which they were asked for
    while waiting:
        name = next(reversed(waiting))
        if name in types:
            del waiting[name]
            continue
        declaration = declared[name]
        missing = [base for base in declaration.bases if base in declared and base not in types]
        if not missing:
            types.add(name, _resolved(declaration, types, found))
        elif missing[0] in waiting:
            asked = list(waiting)
            _report_cycle(asked[asked.index(missing[0]) :], declared, types, found)
        else:
            waiting[missing[0]] = True


def _report_cycle(
    cycle: list[str],
    declared: Mapping[str, TypeDeclaration],
    types: Types,
    found: list[Diagnostic],
) -> None:
    first, *others = (declared[name] for name in cycle)
    bases = [*cycle[1:], cycle[0]]
    found.append(
        errors.CYCLIC_TYPE.at(
            first.name_span,
            f"type `{first.name}` is defined by itself",
            label=f"`{first.name}` is defined by `{bases[0]}`",
            related=[
                Label(each.name_span, f"`{each.name}` is defined by `{base}`")
                for each, base in zip(others, bases[1:], strict=True)
            ],
            note=f"the definition goes in a circle: {' -> '.join([*cycle, cycle[0]])}",
            help="let one of them be a subtype of a primitive type",
        )
    )
    for name in cycle:
        types.add(name, None)


def _resolved(declaration: TypeDeclaration, types: Types, found: list[Diagnostic]) -> Type | None:
    """The type, where its bases are known."""
    bases = [base for name in declaration.bases if (base := types.get(name)) is not None]
    if len(bases) < len(declaration.bases):
        return None
    entity, attributes = _entity(declaration, bases, found)
    if declaration.kind == "union" and len(bases) > 1:
        return _union(declaration, bases, entity, attributes, found)
    (base, *_) = bases
    if declaration.kind != "subtype":
        return replace(base, entity=entity, attributes=attributes)
    if base.members:
        found.append(
            errors.SUBTYPE_OF_UNION.at(
                declaration.base_spans[0],
                f"`{declaration.name}` is a subtype of the union `{declaration.bases[0]}`",
                label="a union",
                help="name one of the union's members as the base",
            )
        )
        return None
    name = declaration.name
    supertypes = base.supertypes | {name}
    return Type(name, base.primitive, supertypes, (), entity, attributes, (name,))


def _union(
    declaration: TypeDeclaration,
    bases: list[Type],
    entity: str | None,
    attributes: tuple[str, ...],
    found: list[Diagnostic],
) -> Type | None:
    primitives = list(dict.fromkeys(base.primitive for base in bases))
    if len(primitives) > 1:
        found.append(
            errors.MIXED_UNION.at(
                declaration.name_span,
                f"union `{declaration.name}` mixes {' and '.join(primitives)}",
                label="a union of one primitive type is expected",
                related=[
                    Label(span, f"{base.primitive}")
                    for base, span in zip(bases, declaration.base_spans, strict=True)
                ],
                help="keep the kinds apart in two columns or two relations",
            )
        )
        return None
    members = dict.fromkeys(member for base in bases for member in (base.members or (base.name,)))
    name = declaration.name
    itself = frozenset((name,))
    return Type(name, primitives[0], itself, tuple(members), entity, attributes, (name,))


def _entity(
    declaration: TypeDeclaration, bases: list[Type], found: list[Diagnostic]
) -> tuple[str | None, tuple[str, ...]]:
    """The entity that values of the type identify: its own, or its nearest ancestor's."""
    inherited = bases[0] if len({base.entity for base in bases}) == 1 else None
    entity = inherited.entity if inherited else None
    attributes = inherited.attributes if inherited else ()
    if declaration.doc is None or "@" not in declaration.doc.text:
        return entity, attributes
    tags = {tag.name: tag for tag in reversed(read_comment(declaration.doc).tags)}
    for tag in tags.values():
        if tag.name not in ("entity", "attributes"):
            near = closest(tag.name, ("entity", "attributes"))
            found.append(
                errors.UNKNOWN_TAG.at(
                    tag.span,
                    f"`@{tag.name}` is no tag of a type",
                    label="unknown",
                    help=f"did you mean `@{near}`?" if near else "a type has @entity, @attributes",
                    fixes=near_name(tag.span, f"@{near}" if near else None),
                )
            )
        elif not tag.value:
            found.append(
                errors.MISPLACED_TAG.at(
                    tag.span, f"`@{tag.name}` has no value", label="a value is missing behind it"
                )
            )
    if "entity" in tags:
        entity, attributes = tags["entity"].value or None, ()
    if "attributes" in tags:
        attributes = tuple(tags["attributes"].value.split())
        if entity is None:
            found.append(
                errors.MISPLACED_TAG.at(
                    tags["attributes"].span,
                    f"`{declaration.name}` has attributes and is no entity",
                    label="attributes of nothing",
                    help="name the kind of entity with `@entity`",
                )
            )
    return entity, attributes


# --- relations -------------------------------------------------------------------------------


def declare_relations(
    declarations: Sequence[RelationDeclaration],
    types: Types,
    type_declarations: Sequence[TypeDeclaration],
    found: list[Diagnostic],
) -> dict[str, Declared]:
    """Every relation with the types of its columns; of two with one name the first."""
    relations: dict[str, Declared] = {}
    for declaration in declarations:
        first = relations.get(declaration.name)
        if first is not None:
            found.append(
                _redeclared(
                    "relation",
                    declaration.name,
                    declaration.name_span,
                    first.declaration.name_span,
                )
            )
            continue
        columns = tuple([types.get(each.type_name) for each in declaration.attributes])
        if None in columns:
            _report_undeclared_columns(declaration, types, found)
        if len({each.name for each in declaration.attributes}) < len(columns):
            _report_duplicate_columns(declaration, found)
        relations[declaration.name] = Declared(declaration, columns)
    for type_declaration in type_declarations:
        clashing = relations.get(type_declaration.name)
        if clashing is not None:
            found.append(
                errors.REDECLARED.at(
                    clashing.declaration.name_span,
                    f"`{clashing.name}` is the name of a type and of a relation",
                    label="a relation",
                    related=[Label(type_declaration.name_span, "a type")],
                    help="rename one of the two",
                )
            )
    return relations


def _report_undeclared_columns(
    declaration: RelationDeclaration, types: Types, found: list[Diagnostic]
) -> None:
    found.extend(
        undeclared_type(each.type_name, each.type_span, types)
        for each in declaration.attributes
        if each.type_name not in types
    )


def _report_duplicate_columns(declaration: RelationDeclaration, found: list[Diagnostic]) -> None:
    first: dict[str, Span] = {}
    for each in declaration.attributes:
        if each.name in first:
            found.append(
                errors.DUPLICATE_COLUMN.at(
                    each.span,
                    f"`{declaration.name}` has two columns `{each.name}`",
                    label="the second one",
                    related=[Label(first[each.name], "the first one")],
                    help="give each column a name of its own",
                )
            )
        first.setdefault(each.name, each.span)


def undeclared_relation(name: str, span: Span, relations: Relations) -> Diagnostic:
    """What to say of a relation's name that nothing declares."""
    near = closest(name, relations)
    return errors.UNDECLARED_RELATION.at(
        span,
        f"relation `{name}` is not declared",
        label="not declared",
        help=f"did you mean `{near}`?"
        if near
        else f"declare it: `.decl {name}(...)`, or `.include` the file that does",
        fixes=near_name(span, near),
    )


# --- directives ------------------------------------------------------------------------------

_QUALIFIERS_THAT_ARE_DIRECTIVES = ("input", "output", "printsize")


def check_directives(
    directives: Sequence[Directive], relations: Relations, found: list[Diagnostic]
) -> tuple[IoDirective, ...]:
    """What is read and written, with the deprecated qualifiers ``input`` and ``output``."""
    checked = [
        IoDirective(qualifier, relation.name, {}, relation.declaration.span)
        for relation in relations.values()
        for qualifier in relation.declaration.qualifiers
        if qualifier in _QUALIFIERS_THAT_ARE_DIRECTIVES
    ]
    once: dict[tuple[str, str], Directive] = {}
    for each in directives:
        if each.relation not in relations:
            found.append(undeclared_relation(each.relation, each.name_span, relations))
            continue
        parameters = dict(each.parameters)
        if each.kind in ("printsize", "limitsize"):
            _check_size(each, parameters, once.setdefault((each.kind, each.relation), each), found)
        checked.append(IoDirective(each.kind, each.relation, parameters, each.span))
    return tuple(checked)


def _check_size(
    directive: Directive,
    parameters: Mapping[str, str],
    first: Directive,
    found: list[Diagnostic],
) -> None:
    if first is not directive:
        found.append(
            errors.DIRECTIVE.at(
                directive.span,
                f"`{directive.relation}` has two `.{directive.kind}`",
                label="the second one",
                related=[Label(first.span, "the first one")],
                help="remove one of them",
            )
        )
    limit = parameters.get("n", "")
    if directive.kind == "limitsize" and not (limit.isascii() and limit.isdigit()):
        found.append(
            errors.DIRECTIVE.at(
                directive.span,
                "`.limitsize` without a number of rows",
                label="`n` is missing" if not limit else f"`n` is {limit!r}",
                help=f"write `.limitsize {directive.relation}(n=100)`",
            )
        )
