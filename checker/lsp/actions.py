"""Code actions: the mends of the faults at a place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from checker.diagnostics import Diagnostic, Edit, Fix
from checker.lsp.asking import Question
from checker.lsp.rules.actions import fixes as fixes_of_rules


def code_actions(question: Question, range_: types.Range) -> list[types.CodeAction]:
    """The mends of every fault that the range touches, the likeliest of each fault first."""
    found: list[types.CodeAction] = []
    for fault in question.world.diagnostics(question.path):
        shown = question.places.diagnostic(fault)
        if _touch(shown.range, range_):
            mends = list(_fixes(question, fault))
            for fix in mends:
                edits = _edits(question, fix)
                if edits is not None:
                    found.append(
                        types.CodeAction(
                            fix.title,
                            types.CodeActionKind.QuickFix,
                            [shown],
                            is_preferred=fix is mends[0] or None,
                            edit=question.workspace_edit(edits),
                        )
                    )
    return found


def _fixes(question: Question, fault: Diagnostic) -> Iterator[Fix]:
    if question.path.suffix == ".dl":
        yield from fixes_of_rules(question.world, question.path, fault)
    else:
        yield from fault.fixes


def _edits(question: Question, fix: Fix) -> dict[Path, list[Edit]] | None:
    """The edits by file; None where one of them is of a text without a file."""
    edits: dict[Path, list[Edit]] = {}
    project = question.world.project(question.path)
    for edit in fix.edits:
        path = question.world.file(edit.span.source, project)
        if path is None:
            return None
        edits.setdefault(path, []).append(edit)
    return edits


def _touch(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end
