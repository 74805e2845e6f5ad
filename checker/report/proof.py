"""A proof as a tree of lines: what holds, by which rule, on which facts, in whose words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.analysis.program import Aggregation, Literal, Match, Program
from checker.findings import EvidenceBook, Report
from checker.proofs import (
    Absence,
    Aggregate,
    Application,
    Comparison,
    Computation,
    GroundAtom,
    Premise,
    Proof,
)
from checker.report._layout import Line, Piece, painted, plain
from checker.report._plain import counted
from checker.report._rows import RowWriter, compared, computed, place_of, plain_value, shown_columns
from checker.report.sources import SHOWN_DEPTH, Sources

DEFAULT_WIDTH = 100


def render_proof(
    proof: Proof,
    program: Program,
    book: EvidenceBook,
    *,
    depth: int | None = None,
    width: int = DEFAULT_WIDTH,
    color: bool = False,
) -> str:
    """The proof's tree in lines of about ``width`` columns.

    What lies farther than ``depth`` rules below the goal is folded. A row that is needed in
    several places is unfolded in the first.
    """
    lines = proof_lines(proof, program, book, depth=depth, width=width)
    return painted(lines) if color else plain(lines)


def render_proofs(report: Report, sources: Sources) -> Mapping[str, str]:
    """The trees of a report's findings, by fingerprint, folded as reports fold them; without a
    newline at their ends."""
    return {
        fingerprint: render_proof(
            proof, sources.program, sources.book, depth=SHOWN_DEPTH
        ).removesuffix("\n")
        for fingerprint, proof in sources.proofs(report).items()
    }


def size_of(proof: Proof) -> str:
    """How much a proof rests on: ``3 facts, 2 rules``."""
    rules = {step.rule.id for step in proof.steps.values() if isinstance(step, Application)}
    return f"{counted(len(proof.facts), 'fact')}, {counted(len(rules), 'rule')}"


def proof_lines(
    proof: Proof, program: Program, book: EvidenceBook, *, depth: int | None, width: int
) -> Iterator[Line]:
    """The lines of :func:`render_proof`."""
    return _Tree(proof, program, RowWriter(program, book, width), depth).lines()


@dataclass(frozen=True, slots=True)
class _Branch:
    """A premise to draw: behind which lines, whether it is the last of its rule, how far below
    the goal, and as what literal."""

    premise: Premise
    trunk: str
    is_last: bool
    distance: int
    literal: Literal | None

    @property
    def first(self) -> str:
        """What stands before the premise's first line."""
        return f"{self.trunk}{'└─ ' if self.is_last else '├─ '}" if self.distance else ""

    @property
    def below(self) -> str:
        """What stands before whatever is below it."""
        return f"{self.trunk}{'   ' if self.is_last else '│  '}" if self.distance else ""


class _Tree:
    def __init__(self, proof: Proof, program: Program, rows: RowWriter, depth: int | None) -> None:
        self._proof = proof
        self._relations = program.relations
        self._rows = rows
        self._depth = depth
        self._unfolded: set[GroundAtom] = set()

    def lines(self) -> Iterator[Line]:
        waiting = [_Branch(self._proof.goal, "", True, 0, None)]
        while waiting:
            branch = waiting.pop()
            premise = branch.premise
            if isinstance(premise, GroundAtom):
                further = self._further(branch, premise)
                yield from self._row(branch, premise, bool(further))
                waiting += reversed(further)
            else:
                yield from self._leaf(branch, premise)

    def _further(self, branch: _Branch, atom: GroundAtom) -> list[_Branch]:
        """The premises of a row that is unfolded here, in the order in which the rule has them."""
        step = self._proof.steps[atom]
        if (
            not isinstance(step, Application)
            or atom in self._unfolded
            or branch.distance == self._depth
        ):
            return []
        self._unfolded.add(atom)
        pairs = sorted(
            zip(step.rule.body, step.premises, strict=True), key=lambda pair: pair[0].span.start
        )
        return [
            _Branch(premise, branch.below, number == len(pairs), branch.distance + 1, literal)
            for number, (literal, premise) in enumerate(pairs, 1)
        ]

    def _row(self, branch: _Branch, atom: GroundAtom, unfolds: bool) -> Iterator[Line]:
        step = self._proof.steps[atom]
        shown = shown_columns(branch.literal, len(atom.row))
        if not isinstance(step, Application):
            mark = "fact"
        elif unfolds:
            mark = f"by {place_of(step.rule)}"
        elif atom in self._unfolded and step.premises:
            mark = "as above"
        elif not step.rule.body:
            mark = f"stated at {place_of(step.rule)}"
        else:
            mark = f"by {place_of(step.rule)}, folded"
        before = [(branch.first, "dim")]
        yield from self._hung(
            self._rows.head(atom.relation, atom.row, shown, before, (mark, "dim")), branch
        )
        below: Sequence[Piece] = [(f"{branch.below}{'│  ' if unfolds else '   '}", "dim")]
        if isinstance(step, Application):
            yield from self._rows.explanation(atom.relation, below)
        yield from self._rows.quotes(atom.relation, atom.row, shown, below)

    def _hung(self, lines: Sequence[Line], branch: _Branch) -> Iterator[Line]:
        """Lines of which the further ones hang on the branch's trunk."""
        first, *rest = lines
        yield first
        for line in rest:
            yield Line(((branch.below, "dim"), *_without_indent(line, len(branch.below)).pieces))

    def _leaf(self, branch: _Branch, premise: Premise) -> Iterator[Line]:
        before: list[Piece] = [(branch.first, "dim")]
        match premise:
            case Absence(pattern=pattern):
                shown = [cell is not None for cell in pattern.cells]
                yield from self._hung(
                    self._rows.head(
                        pattern.relation,
                        pattern.cells,
                        shown,
                        [*before, ("no ", "bold")],
                        ("not found", "dim"),
                    ),
                    branch,
                )
            case Comparison(op=op, left=left, right=right):
                yield Line((*before, (compared(op, plain_value(left), plain_value(right)), "")))
            case Computation(variable=variable, value=value):
                yield Line((*before, (computed(branch.literal, variable, value), "")))
            case Aggregate():
                yield from self._aggregate(branch, premise)

    def _aggregate(self, branch: _Branch, premise: Aggregate) -> Iterator[Line]:
        literal = branch.literal
        total = premise.total
        what = f"{premise.op} over {total:,} answer{'s' * (total != 1)}"
        yield Line(
            (
                (branch.first, "dim"),
                (computed(None, premise.variable, premise.value), ""),
                (f"  {what}", "dim"),
            )
        )
        below: list[Piece] = [(f"{branch.below}   ", "dim")]
        body = literal.body if isinstance(literal, Aggregation) else ()
        matches = [each for each in body if isinstance(each, Match)]
        for answer in premise.answers:
            for atom, of in zip(answer, matches, strict=True):
                shown = shown_columns(of, len(atom.row))
                head = [*below, ("· ", "dim")]
                lines = self._rows.head(atom.relation, atom.row, shown, head, ("", ""))
                yield from self._hung(lines, branch)
                below_row = [*below, ("    ", "")]
                yield from self._rows.quotes(atom.relation, atom.row, shown, below_row)
        if total > len(premise.answers):
            yield Line((*below, (f"… and {total - len(premise.answers):,} more", "dim")))


def _without_indent(line: Line, by: int) -> Line:
    """The line with so many cells of its leading blanks taken away."""
    blank, *rest = line.pieces
    return Line(((blank[0][by:], blank[1]), *rest))
