"""Programs from text, and what an engine makes of them."""

from collections.abc import Collection, Mapping

from checker.analysis import analyse
from checker.analysis.program import Program, Row
from checker.diagnostics import DiagnosticError, Level, Source
from checker.engines import Limits, engine
from checker.language import parse


def program(text: str) -> Program:
    """The analysed program; warnings do not count."""
    parsed = parse(Source("test.dl", text))
    analysed = analyse([parsed.file])
    found = [*parsed.diagnostics, *analysed.diagnostics]
    errors = [each for each in found if each.level is Level.ERROR]
    if errors or analysed.program is None:
        raise DiagnosticError(errors)
    return analysed.program


def rows(
    text: str, facts: Mapping[str, Collection[Row]] | None = None, limits: Limits | None = None
) -> dict[str, set[Row]]:
    """Every relation's rows, by pyDatalog."""
    evaluation = engine("pydatalog").evaluate(program(text), facts or {}, limits=limits or Limits())
    return {name: set(found) for name, found in evaluation.relations.items()}
