"""Why a row does not hold, as lines: each rule that could derive it, and where it fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.analysis.program import Program
from checker.diagnostics.cells import visible
from checker.findings import EvidenceBook
from checker.proofs import (
    Absence,
    Aggregate,
    Blocked,
    GroundAtom,
    Lookup,
    Pattern,
    WhyNot,
    why_not,
    written,
)
from checker.proofs.absent import (
    InTheWay,
    Missing,
    NearRow,
    OtherHead,
    OtherValue,
    Undefined,
    Unmet,
)
from checker.report._layout import Line, Piece, painted, plain
from checker.report._rows import (
    RowWriter,
    compared,
    place_of,
    plain_value,
    shown_columns,
)
from checker.report.proof import DEFAULT_WIDTH

_Before = Sequence[Piece]


def render_why_not(
    answer: WhyNot,
    program: Program,
    lookup: Lookup,
    book: EvidenceBook,
    *,
    depth: int = 2,
    width: int = DEFAULT_WIDTH,
    color: bool = False,
) -> str:
    """The answer in lines of about ``width`` columns; what is missing is followed through
    ``depth`` rules."""
    page = _Page(program, lookup, RowWriter(program, book, width), depth)
    lines = page.lines(answer)
    return painted(lines) if color else plain(lines)


class _Page:
    def __init__(self, program: Program, lookup: Lookup, rows: RowWriter, depth: int) -> None:
        self._program = program
        self._lookup = lookup
        self._rows = rows
        self._depth = depth
        self._derived = frozenset(name for stratum in program.strata for name in stratum.relations)

    def lines(self, answer: WhyNot) -> Iterator[Line]:
        goal = answer.goal
        if answer.holds:
            yield Line((("it holds", "bold"),))
            for atom in answer.holds:
                yield from self._row(atom, [("  ", "")], "")
            first = written(answer.holds[0])
            yield Line(((visible(f"ask why: checker why '{first}'"), "dim"),))
            return
        yield from self._goal(goal, [])
        if answer.is_given:
            yield Line((("  no such fact was given", ""),))
            yield from self._near(goal, answer.near, [("  ", "")])
        yield from self._rules(answer, 1, "  ")

    def _goal(self, goal: Pattern, before: _Before) -> Iterator[Line]:
        shown = [cell is not None for cell in goal.cells]
        mark = ("does not hold", "bold")
        yield from self._rows.head(goal.relation, goal.cells, shown, before, mark)
        below = [*before, ("  ", "")]
        yield from self._rows.explanation(goal.relation, below)
        yield from self._rows.quotes(goal.relation, goal.cells, shown, below)

    def _rules(self, answer: WhyNot, level: int, indent: str) -> Iterator[Line]:
        """The rules that fail in their bodies, those that come farthest first."""
        tried = [each for each in answer.blocked if not isinstance(each.obstacle, OtherHead)]
        for blocked in sorted(tried, key=lambda each: -_share(each)):
            yield Line()
            yield from self._rule(blocked, level, indent)
        other = len(answer.blocked) - len(tried)
        if other:
            yield Line()
            rules = "1 rule derives" if other == 1 else f"{other} rules derive"
            yield Line(((f"{indent}{rules} rows with other constants only", "dim"),))

    def _rule(self, blocked: Blocked, level: int, indent: str) -> Iterator[Line]:
        body = blocked.rule.body
        held = len(blocked.satisfied)
        far = f"{held} of {len(body)} literals hold"
        if not blocked.complete:
            far += ", as far as was looked"
        yield Line(((f"{indent}rule at {place_of(blocked.rule)}", "bold"), (f"  {far}", "dim")))
        inner = f"{indent}  "
        for index, premise in blocked.satisfied:
            literal = body[index]
            if isinstance(premise, GroundAtom):
                yield from self._row(
                    premise, [(f"{inner}✓ ", "green")], "", shown_columns(literal, len(premise.row))
                )
            elif isinstance(premise, Absence):
                cells = premise.pattern.cells
                yield from self._rows.head(
                    premise.pattern.relation,
                    cells,
                    [cell is not None for cell in cells],
                    [(f"{inner}✓ ", "green"), ("no ", "bold")],
                    ("", ""),
                )
            else:
                words = " ".join(literal.span.text.split())
                if isinstance(premise, Aggregate):
                    words = f"{premise.variable} = {plain_value(premise.value)}  {words}"
                yield from self._rows.text(words, [(f"{inner}✓ ", "green")], "")
        yield from self._failure(blocked, level, inner)
        if blocked.others:
            yield Line(((f"{inner}  {blocked.others:,} more bindings come as far", "dim"),))

    def _failure(self, blocked: Blocked, level: int, indent: str) -> Iterator[Line]:
        literal = blocked.literal
        assert literal is not None, "rules with another head are counted, not shown"
        before = [(f"{indent}✗ ", "red")]
        below = [(f"{indent}  ", "")]
        match blocked.obstacle:
            case Missing(pattern=pattern, near=near):
                shown = [cell is not None for cell in pattern.cells]
                yield from self._rows.head(
                    pattern.relation, pattern.cells, shown, before, ("no such row", "bold")
                )
                yield from self._rows.explanation(pattern.relation, below)
                if pattern.relation in self._derived and level < self._depth:
                    answer = why_not(self._program, self._lookup, pattern)
                    yield from self._rules(answer, level + 1, f"{indent}    ")
                else:
                    yield from self._near(pattern, near, below)
            case InTheWay(atom=atom):
                yield from self._row(atom, [*before, ("no ", "bold")], "but it holds")
                if atom.relation in self._derived:
                    why = f"ask why: checker why '{written(atom)}'"
                    yield from self._rows.text(why, below, "dim")
            case Unmet(op=op, left=left, right=right):
                values = compared(op, plain_value(left), plain_value(right))
                yield from self._words(literal.span.text, f"{values} does not hold", before)
            case OtherValue(found=found, wanted=wanted):
                has = "it has no value" if found is None else f"it is {plain_value(found)}"
                but = "" if wanted is None else f", and not {plain_value(wanted)}"
                yield from self._words(literal.span.text, f"{has}{but}", before)
            case Undefined(why=why):
                yield from self._words(literal.span.text, why, before)

    def _words(self, literal: str, why: str, before: _Before) -> Iterator[Line]:
        yield from self._rows.text(f"{' '.join(literal.split())}  –  {why}", before, "")

    def _near(self, pattern: Pattern, near: Sequence[NearRow], before: _Before) -> Iterator[Line]:
        columns = self._program.relations[pattern.relation].columns
        for each in near:
            names = " and ".join(columns[column].name for column in each.columns)
            mark = f"{names} differ{'s' * (len(each.columns) == 1)}"
            atom = GroundAtom(pattern.relation, each.row)
            shown = [cell is not None for cell in pattern.cells]
            yield from self._row(atom, [*before, ("nearest  ", "dim")], mark, shown)
        if not near and any(cell is not None for cell in pattern.cells):
            yield Line((*before, ("and none that differs in one column alone", "dim")))

    def _row(
        self, atom: GroundAtom, before: _Before, mark: str, shown: Sequence[bool] | None = None
    ) -> Iterator[Line]:
        wanted = shown or [True] * len(atom.row)
        lines = self._rows.head(atom.relation, atom.row, wanted, before, (mark, "yellow"))
        yield from lines
        below = [(" " * (Line(tuple(before)).cells + 2), "")]
        yield from self._rows.quotes(atom.relation, atom.row, wanted, below)


def _share(blocked: Blocked) -> float:
    return len(blocked.satisfied) / len(blocked.rule.body)
