"""Answers to an editor's questions about a fact file, in the protocol's words."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from checker.facts.files import plain_line_ends
from checker.lsp.asking import Question, markdown
from checker.lsp.facts import completion, navigation
from checker.lsp.facts.completion import Offer
from checker.lsp.facts.corpus import FactCorpus
from checker.lsp.facts.hover import hover as describe
from checker.lsp.facts.records import Record
from checker.lsp.rules import case_answers
from checker.lsp.rules.renaming import RefusedError

_KINDS = {
    "document": types.SymbolKind.File,
    "agent": types.SymbolKind.Object,
    "event": types.SymbolKind.Event,
    "claim": types.SymbolKind.String,
    "quantity": types.SymbolKind.Number,
}


def _corpus(question: Question) -> FactCorpus:
    return question.world.facts(question.path)


def _text(question: Question) -> str:
    """The text as fact files are read; offsets of it and places of the editor's agree by line."""
    return plain_line_ends(question.source.text)


def hover(question: Question, position: types.Position) -> types.Hover | None:
    if question.is_tests:
        return case_answers.hover(question, position)
    if not question.is_facts:
        return None
    offset = question.text_offset(position)
    text, span = describe(_corpus(question), question.path, _text(question), offset)
    if not text:
        return None
    return types.Hover(markdown(text), None if span is None else question.places.range(span))


def complete(question: Question, position: types.Position) -> types.CompletionList:
    offers = _offers(question, position)
    text = question.source.text
    shift = question.columns.offset(position) - question.text_offset(position)
    end = question.columns.offset(position)
    return types.CompletionList(
        False,
        [
            types.CompletionItem(
                label=offer.label,
                kind=types.CompletionItemKind.Property
                if offer.text.endswith(": ")
                else types.CompletionItemKind.Value,
                detail=offer.detail or None,
                documentation=markdown(offer.documentation) if offer.documentation else None,
                sort_text=f"{offer.order}{offer.label}" if offer.order else None,
                filter_text=offer.label,
                text_edit=types.TextEdit(
                    question.columns.range(min(offer.start + shift, end), end),
                    _once(offer.text, text, end),
                ),
            )
            for offer in offers
        ],
    )


def _offers(question: Question, position: types.Position) -> list[Offer]:
    if question.is_tests:
        return case_answers.complete(question, position)
    if not question.is_facts:
        return []
    rules = question.world.whole(question.world.project(question.path)).rule_ids
    corpus = question.world.recent_facts(question.path)
    return completion.complete(corpus, _text(question), question.text_offset(position), rules)


def _once(written: str, text: str, end: int) -> str:
    """A key without its colon where one stands behind it already."""
    return written[:-2] if written.endswith(": ") and text[end : end + 1] == ":" else written


def definition(question: Question, position: types.Position) -> list[types.Location]:
    if question.is_tests:
        return case_answers.definition(question, position)
    if not question.is_facts:
        return []
    found = navigation.definition(_corpus(question), question.path, question.text_offset(position))
    return question.places.locations(found)


def references(
    question: Question, position: types.Position, with_declaration: bool
) -> list[types.Location]:
    if not question.is_facts:
        return []
    corpus = _corpus(question)
    found = navigation.mention_at(corpus, question.path, question.text_offset(position))
    if found is None:
        return []
    return question.places.locations(
        each.span
        for each in navigation.mentions(corpus, found[0], found[1])
        if with_declaration or not each.declares
    )


def prepare_rename(question: Question, position: types.Position) -> types.Range:
    """Raises :class:`checker.lsp.rules.renaming.RefusedError`."""
    found = None
    if question.is_facts:
        offset = question.text_offset(position)
        found = navigation.mention_at(_corpus(question), question.path, offset)
    if found is None:
        raise RefusedError("there is no id here")
    return question.places.range(found[2])


def rename(question: Question, position: types.Position, name: str) -> types.WorkspaceEdit:
    """Raises :class:`checker.lsp.rules.renaming.RefusedError`."""
    if not question.is_facts:
        raise RefusedError("there is no id here")
    offset = question.text_offset(position)
    return question.workspace_edit(
        navigation.renamed(_corpus(question), question.path, offset, name)
    )


def symbols(question: Question) -> list[types.DocumentSymbol]:
    """The records of a file; the figures of a claim stand below it."""
    top: list[types.DocumentSymbol] = []
    if not question.is_facts:
        return top
    for record in navigation.outline(_corpus(question), question.path):
        symbol = _symbol(question, record)
        if len(record.route) > 2 and top:
            top[-1].children = [*(top[-1].children or ()), symbol]
        else:
            top.append(symbol)
    return top


def _symbol(question: Question, record: Record) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        record.id or "(no id)",
        _KINDS.get(record.kind, types.SymbolKind.Object),
        question.places.range(record.whole),
        question.places.range(record.span),
        record.summary or None,
    )


def workspace_symbols(question: Question, query: str) -> Iterator[types.WorkspaceSymbol]:
    """The records of a project's facts whose id or name has ``query`` in it."""
    corpus = question.world.project_facts(question.world.project(question.path))
    wanted = query.casefold()
    for held in corpus.records.values() if corpus else ():
        for record in held.records:
            if wanted in record.id.casefold() or wanted in record.summary.casefold():
                place = question.places.location(record.span)
                if place is not None:
                    kind = _KINDS.get(record.kind, types.SymbolKind.Object)
                    yield types.WorkspaceSymbol(place, record.id, kind, container_name=record.kind)
