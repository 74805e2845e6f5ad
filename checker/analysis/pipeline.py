"""The analysis from end to end. Each pass is one function in one file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checker.analysis.assembly import assemble
from checker.analysis.declarations import (
    check_directives,
    collect_items,
    declare_relations,
    declare_types,
)
from checker.analysis.findings import read_findings
from checker.analysis.grounding import order_literals
from checker.analysis.inference import infer_types
from checker.analysis.lowering import lower
from checker.analysis.normal_form import normalise
from checker.analysis.program import Program
from checker.analysis.resolve import check_literals
from checker.analysis.scopes import separate_scopes
from checker.analysis.stratification import find_strata
from checker.analysis.unbounded import warn_of_unbounded_recursion
from checker.analysis.unused import warn_of_unused_variables
from checker.diagnostics import Diagnostic, Level
from checker.language.ast import RuleFile


@dataclass(frozen=True, slots=True)
class Analysis:
    """``program`` is None where one of the diagnostics is an error."""

    program: Program | None
    diagnostics: tuple[Diagnostic, ...]


def analyse(files: Iterable[RuleFile]) -> Analysis:
    """Checks the files of one program and makes it ready for an engine.

    Everything that is wrong is found in one go; diagnostics are ordered by file and place. The
    order of the files counts for the numbers of the rules, and for which of two declarations of
    one name is the first.
    """
    found: list[Diagnostic] = []
    items = collect_items(files)
    types = declare_types(items.types, found)
    relations = declare_relations(items.relations, types, items.types, found)
    directives = check_directives(items.directives, relations, found)
    findings = read_findings(relations.values(), found)

    alternatives = normalise(items.clauses, found)
    check_literals(alternatives, relations, found)
    warn_of_unused_variables(alternatives, found)
    alternatives = separate_scopes(alternatives, found)
    alternatives = order_literals(alternatives, found)
    typings = infer_types(alternatives, relations, types, found)
    components = find_strata(alternatives, relations, found)

    diagnostics = _without_echoes(found)
    if any(each.level is Level.ERROR for each in diagnostics):
        return Analysis(None, diagnostics)
    rules = lower(zip(alternatives, typings, strict=True), relations)
    program = assemble(relations, components, rules, directives, findings)
    endless = warn_of_unbounded_recursion(program)
    return Analysis(program, _without_echoes([*diagnostics, *endless]) if endless else diagnostics)


def _without_echoes(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each diagnostic once, in order, without warnings of what an error has been said of.

    The alternatives of a clause share literals, so that one fault is found in each of them.
    """
    errors_at = {each.primary.span for each in found if each.level is Level.ERROR}
    different = {
        each.sort_key: each
        for each in reversed(found)
        if each.level is Level.ERROR
        or errors_at.isdisjoint([label.span for label in (each.primary, *each.related)])
    }
    return tuple(different[key] for key in sorted(different))
