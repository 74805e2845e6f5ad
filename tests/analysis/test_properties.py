"""What holds for every program."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from checker.analysis import Analysis, analyse, restrict
from checker.analysis.program import (
    Absent,
    Aggregation,
    Apply,
    Bind,
    Const,
    Generate,
    Literal,
    Match,
    Primitive,
    Program,
    Rule,
    Term,
    Test,
    Var,
)
from checker.analysis.restriction import relations_read
from checker.diagnostics import Level, Source
from checker.language import parse, unparse
from checker.language.ast import Clause, RuleFile
from checker.language.functors import ANY, signature
from tests.analysis.trees import with_names
from tests.language.strategies import rule_files
from tests.strategies import Example, programs


def parsed(example: Example) -> RuleFile:
    return parse(Source("test.dl", example.text)).file


def program_of(example: Example) -> Program:
    program = analyse([parsed(example)]).program
    assume(program is not None)
    assert program is not None
    return program


@given(st.lists(rule_files, max_size=2))
def test_the_analysis_of_any_files_ends_with_a_program_or_an_error(drawn: list[RuleFile]) -> None:
    files = [parse(Source(f"{at}.dl", unparse(file))).file for at, file in enumerate(drawn)]

    analysis = analyse(files)

    errors = [found for found in analysis.diagnostics if found.level is Level.ERROR]
    assert (analysis.program is None) == bool(errors)


@given(programs())
def test_names_of_variables_mean_nothing(example: Example) -> None:
    file = parsed(example)

    def change(name: str) -> str:
        stem, hash_, number = name.partition("#")
        if not stem:  # put in by the analysis
            return name
        return f"{'_' if stem[0] == '_' else ''}v{stem}{hash_}{number}"

    before, after = analyse([file]), analyse([with_names(file, change)])

    assert places(after) == places(before)
    if before.program is not None:
        assert after.program is not None
        assert after.program.strata == with_names(before.program.strata, change)


@given(programs(), st.randoms(use_true_random=False))
def test_the_order_of_rules_changes_their_numbers_alone(example: Example, random: object) -> None:
    file = parsed(example)
    clauses = [item for item in file.items if isinstance(item, Clause)]
    others = [item for item in file.items if not isinstance(item, Clause)]
    shuffled = sorted(clauses, key=lambda _: random.random())  # type: ignore[attr-defined]

    before, after = analyse([file]), analyse([RuleFile(file.span, (*others, *shuffled))])

    assert places(after) == places(before)
    if before.program is not None:
        assert after.program is not None
        assert [each.relations for each in after.program.strata] == [
            each.relations for each in before.program.strata
        ]
        assert unnumbered(after.program) == unnumbered(before.program)


def places(analysis: Analysis) -> set[tuple[str, int, int]]:
    return {
        (found.code, found.primary.span.start, found.primary.span.end)
        for found in analysis.diagnostics
    }


def unnumbered(program: Program) -> list[tuple[object, ...]]:
    rules = [rule for stratum in program.strata for rule in stratum.rules]
    parts = [(rule.span.start, rule.relation, rule.args, rule.body) for rule in rules]
    return sorted(parts, key=lambda part: part[0])


@given(programs(), st.data())
def test_a_part_of_a_program_holds_all_that_it_depends_on(
    example: Example, data: st.DataObject
) -> None:
    program = program_of(example)
    wanted = data.draw(st.sets(st.sampled_from(sorted(program.relations))))

    part = restrict(program, wanted)

    rules = [rule for stratum in part.strata for rule in stratum.rules]
    read = {name for rule in rules for name in relations_read(rule.body)}
    kept = part.relations.keys()
    assert wanted | read <= kept
    assert rules == [
        rule for stratum in program.strata for rule in stratum.rules if rule.relation in kept
    ]
    assert kept <= wanted | read
    assert restrict(part, wanted) == part
    assert restrict(program, program.relations) == program


@given(programs())
def test_strata_come_after_those_that_they_read(example: Example) -> None:
    program = program_of(example)

    complete = program.relations.keys() - {
        name for stratum in program.strata for name in stratum.relations
    }
    for stratum in program.strata:
        read = {name for rule in stratum.rules for name in relations_read(rule.body)}
        assert read <= complete | set(stratum.relations)
        assert stratum.recursive == bool(read & set(stratum.relations))
        for rule in stratum.rules:
            assert rule.relation in stratum.relations
            assert not_positive(rule.body) <= complete
        complete |= set(stratum.relations)


def not_positive(body: tuple[Literal, ...]) -> set[str]:
    return {
        name
        for literal in body
        if not isinstance(literal, Match)
        for name in relations_read([literal])
    }


@given(programs())
def test_every_variable_has_a_value_and_a_type_when_it_is_looked_at(example: Example) -> None:
    program = program_of(example)

    for stratum in program.strata:
        for rule in stratum.rules:
            Body(program, rule).check()


class Body:
    """Reads a rule from left to right, as an engine does."""

    def __init__(self, program: Program, rule: Rule) -> None:
        self.program = program
        self.rule = rule
        self.types: dict[str, Primitive] = {}

    def check(self) -> None:
        grounded: set[str] = set()
        self.literals(self.rule.body, grounded)
        columns = self.program.relations[self.rule.relation].columns
        for arg, column in zip(self.rule.args, columns, strict=True):
            assert self.term(arg, grounded) is column.primitive

    def literals(self, body: tuple[Literal, ...], grounded: set[str]) -> None:
        for literal in body:
            if isinstance(literal, Match | Absent):
                self.atom(literal, grounded)
            elif isinstance(literal, Test):
                assert self.term(literal.left, grounded) is literal.operand
                assert self.term(literal.right, grounded) is literal.operand
            elif isinstance(literal, Bind):
                assert literal.var.name not in grounded
                assert self.term(literal.term, grounded) is literal.var.type
                self.give(literal.var, grounded)
            elif isinstance(literal, Generate):
                assert literal.var.name not in grounded
                for bound in (literal.start, literal.stop, literal.step):
                    assert bound is None or self.term(bound, grounded) is literal.var.type
                self.give(literal.var, grounded)
            else:
                self.aggregation(literal, grounded)

    def atom(self, literal: Match | Absent, grounded: set[str]) -> None:
        columns = self.program.relations[literal.relation].columns
        for arg, column in zip(literal.args, columns, strict=True):
            if isinstance(arg, Var) and isinstance(literal, Match):
                self.give(arg, grounded)
            if isinstance(arg, Var | Const):
                assert self.term(arg, grounded) is column.primitive

    def aggregation(self, literal: Aggregation, grounded: set[str]) -> None:
        inside = {var.name for var in literal.outer}
        assert inside <= grounded
        self.literals(literal.body, inside)
        if literal.target is not None:
            assert self.term(literal.target, inside) is literal.operand
        self.give(literal.var, grounded)

    def give(self, var: Var, grounded: set[str]) -> None:
        assert self.types.setdefault(var.name, var.type) is var.type
        grounded.add(var.name)

    def term(self, term: Term, grounded: set[str]) -> Primitive:
        if isinstance(term, Var):
            assert term.name in grounded
            assert self.types[term.name] is term.type
        elif isinstance(term, Const):
            kinds = {Primitive.FLOAT: float, Primitive.SYMBOL: str}
            assert type(term.value) is kinds.get(term.type, int)
        else:
            self.application(term, grounded)
        return term.type

    def application(self, term: Apply, grounded: set[str]) -> None:
        found = signature("-" if term.op == "neg" else term.op, len(term.args))
        assert found is not None
        assert term.operand in found.operands
        types = [self.term(arg, grounded) for arg in term.args]
        for at, given_type in enumerate(types):
            parameter = found.parameters[min(at, len(found.parameters) - 1)]
            assert given_type == (term.operand if parameter == ANY else parameter)
        assert term.type == (term.operand if found.result == ANY else found.result)
