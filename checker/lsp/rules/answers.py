"""Answers to an editor's questions about a rule file, in the protocol's words."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from checker.diagnostics import DiagnosticError
from checker.language.ast import Clause, RelationDeclaration, TypeDeclaration
from checker.language.formatter import format_rules
from checker.lsp.asking import Question, markdown
from checker.lsp.rules import completion, describing, navigation, renaming
from checker.lsp.rules.calls import argument_at
from checker.lsp.rules.completion import Sort, Suggestion
from checker.lsp.rules.counting import atoms
from checker.lsp.rules.hover import hover as describe
from checker.lsp.rules.names import Kind
from checker.lsp.rules.program import parse

_ITEM_KINDS = {
    Sort.RELATION: types.CompletionItemKind.Function,
    Sort.COLUMN: types.CompletionItemKind.Field,
    Sort.VARIABLE: types.CompletionItemKind.Variable,
    Sort.TYPE: types.CompletionItemKind.Class,
    Sort.FUNCTOR: types.CompletionItemKind.Operator,
    Sort.WORD: types.CompletionItemKind.Keyword,
    Sort.FILE: types.CompletionItemKind.File,
    Sort.VALUE: types.CompletionItemKind.EnumMember,
}

_SYMBOL_KINDS = {
    Kind.RELATION: types.SymbolKind.Function,
    Kind.TYPE: types.SymbolKind.Class,
    Kind.RULE: types.SymbolKind.Event,
}


def hover(question: Question, position: types.Position) -> types.Hover | None:
    found = describe(
        question.world,
        question.path,
        question.columns.offset(position),
        question.counts.relations,
    )
    if found is None:
        return None
    return types.Hover(markdown(found.text), question.places.range(found.span))


def complete(question: Question, position: types.Position) -> types.CompletionList:
    offset = question.columns.offset(position)
    found = completion.complete(question.world, question.path, offset)
    return types.CompletionList(False, [_item(question, each) for each in found])


def _item(question: Question, each: Suggestion) -> types.CompletionItem:
    snippet = each.snippet if question.client.snippets else ""
    return types.CompletionItem(
        label=each.label,
        kind=_ITEM_KINDS[each.sort],
        detail=each.detail or None,
        documentation=markdown(each.documentation) if each.documentation else None,
        sort_text=f"{each.order}{each.label}",
        filter_text=each.label,
        insert_text_format=types.InsertTextFormat.Snippet
        if snippet
        else types.InsertTextFormat.PlainText,
        text_edit=types.TextEdit(question.places.range(each.span), snippet or each.text),
        additional_text_edits=question.places.edits(each.edits) if each.edits else None,
    )


def signature_help(question: Question, position: types.Position) -> types.SignatureHelp | None:
    """The columns of the relation, or the parameters of the functor, that a place lies in."""
    names = question.world.names(question.path)
    argument = argument_at(names, question.columns.offset(position)) if names else None
    if argument is None:
        return None
    for program in question.world.around(question.path):
        declared = program.relations.get(argument.name)
        if declared is None:
            continue
        parameters = [
            types.ParameterInformation(
                f"{each.name}: {each.type_name}",
                markdown(describing.column_meaning(declared, each.name)),
            )
            for each in declared.attributes
        ]
        shown = types.SignatureInformation(
            describing.signature(declared),
            markdown(describing.summary(declared.doc)),
            parameters,
            argument.number,
        )
        return types.SignatureHelp([shown], 0, argument.number)
    return None


def definition(question: Question, position: types.Position) -> list[types.Location]:
    offset = question.columns.offset(position)
    found = navigation.definition(question.world, question.path, offset)
    return question.places.locations(each.span for each in found)


def references(
    question: Question, position: types.Position, with_declaration: bool
) -> list[types.Location]:
    offset = question.columns.offset(position)
    found = navigation.references(question.world, question.path, offset)
    return question.places.locations(
        each.span for each in found if with_declaration or not each.declares
    )


def highlights(question: Question, position: types.Position) -> list[types.DocumentHighlight]:
    offset = question.columns.offset(position)
    return [
        types.DocumentHighlight(
            question.places.range(each.span),
            types.DocumentHighlightKind.Write
            if each.declares
            else types.DocumentHighlightKind.Read,
        )
        for each in navigation.references(question.world, question.path, offset)
        if each.path == question.path
    ]


def prepare_rename(question: Question, position: types.Position) -> types.Range:
    """Raises :class:`checker.lsp.rules.renaming.RefusedError`."""
    offset = question.columns.offset(position)
    return question.places.range(renaming.renamable(question.world, question.path, offset))


def rename(question: Question, position: types.Position, name: str) -> types.WorkspaceEdit:
    """Raises :class:`checker.lsp.rules.renaming.RefusedError`."""
    offset = question.columns.offset(position)
    found = renaming.rename(question.world, question.path, offset, name)
    return question.workspace_edit(found.edits)


def formatted(question: Question) -> list[types.TextEdit] | None:
    """One edit of the lines that change; None where a syntax error keeps the file as it is."""
    before = question.source.text
    try:
        after = format_rules(question.source)
    except DiagnosticError:
        return None
    if after == before:
        return []
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    start = before.rfind("\n", 0, start) + 1
    end, other = len(before), len(after)
    while end > start and other > start and before[end - 1] == after[other - 1]:
        end, other = end - 1, other - 1
    return [types.TextEdit(question.columns.range(start, end), after[start:other])]


def symbols(question: Question) -> list[types.DocumentSymbol]:
    """The relations, with their columns, and the types that a file declares."""
    found = []
    for item in parse(question.source).file.items:
        if isinstance(item, RelationDeclaration):
            columns = [
                types.DocumentSymbol(
                    each.name,
                    types.SymbolKind.Field,
                    question.places.range(each.span),
                    question.places.range(each.span),
                    each.type_name,
                )
                for each in item.attributes
            ]
            found.append(_symbol(question, item, types.SymbolKind.Function, columns))
        elif isinstance(item, TypeDeclaration):
            found.append(_symbol(question, item, types.SymbolKind.Class, []))
    return found


def _symbol(
    question: Question,
    item: RelationDeclaration | TypeDeclaration,
    kind: types.SymbolKind,
    children: list[types.DocumentSymbol],
) -> types.DocumentSymbol:
    whole = item.span if item.doc is None else item.doc.span.to(item.span)
    return types.DocumentSymbol(
        item.name,
        kind,
        question.places.range(whole.to(item.name_span)),
        question.places.range(item.name_span),
        describing.summary(item.doc) or None,
        children=children,
    )


def workspace_symbols(question: Question, query: str) -> Iterator[types.WorkspaceSymbol]:
    """What the rule files of a project declare under a name that has ``query`` in it."""
    wanted = query.casefold()
    project = question.world.project(question.path)
    for path in question.world.rule_files(project):
        names = question.world.names(path, project)
        for each in names.occurrences if names else ():
            if each.declares and each.kind in _SYMBOL_KINDS and wanted in each.name.casefold():
                assert names is not None  # it has occurrences
                place = question.places.location(names.span(each))
                if place is not None:
                    yield types.WorkspaceSymbol(place, each.name, _SYMBOL_KINDS[each.kind])


def hints(question: Question, range_: types.Range) -> list[types.InlayHint]:
    """Counts of rows beside relations, heads of rules, and literals."""
    start, end = question.columns.offset(range_.start), question.columns.offset(range_.end)
    counts = question.counts
    found: list[types.InlayHint] = []

    def hint(offset: int, number: int | None, what: str) -> None:
        if number is not None and start <= offset <= end:
            found.append(
                types.InlayHint(
                    question.columns.position(offset),
                    f"{number:,}",
                    padding_left=True,
                    tooltip=f"{number:,} row{'s' * (number != 1)} {what}",
                )
            )

    for item in parse(question.source).file.items:
        if isinstance(item, RelationDeclaration):
            hint(item.span.end, counts.relations.get(item.name), f"in `{item.name}`")
        elif isinstance(item, Clause):
            for number, head in enumerate(item.heads):
                what = f"of `{head.relation}` by this rule"
                hint(head.span.end, counts.heads.get((item, number)), what)
            for atom in atoms(item.body):
                what = f"of `{atom.relation}` agree with this literal alone"
                hint(atom.span.end, counts.literals.get(atom), what)
    return found
