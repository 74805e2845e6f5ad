"""A naive evaluator, from the textbook: the oracle that engines are compared with.

Bottom-up, stratum by stratum, every rule over all rows until nothing new comes of it (Ullman,
"Principles of Database and Knowledge-Base Systems" I, chapter 3; Abiteboul, Hull, Vianu,
"Foundations of Databases", chapters 12 and 15). It reads bodies from left to right and knows no
index, no order of joins and no difference between rounds. Functors and comparisons are those of
`checker.engines.functors`; their tables are tested by hand-derived values.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce

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
    Row,
    Term,
    Test,
    Value,
    Var,
    Wildcard,
)
from checker.engines.functors import COMPARISONS, FUNCTORS, span_of

Binding = dict[object, Value]
Known = Mapping[str, set[Row]]


def evaluate(program: Program, facts: Mapping[str, Collection[Row]]) -> dict[str, set[Row]]:
    """Every relation's rows."""
    known = {name: set(facts.get(name, ())) for name in program.relations}
    for stratum in program.strata:
        before = -1
        while before < (before := sum(map(len, known.values()))):
            found = [
                (rule.relation, tuple(value(arg, binding) for arg in rule.args))
                for rule in stratum.rules
                for binding in answers(rule.body, {}, known)
            ]
            for relation, row in found:
                known[relation].add(row)
    return known


def answers(body: Sequence[Literal], binding: Binding, known: Known) -> Iterator[Binding]:
    """The bindings that make the body true."""
    if not body:
        yield binding
        return
    for extended in extensions(body[0], binding, known):
        yield from answers(body[1:], extended, known)


def extensions(literal: Literal, binding: Binding, known: Known) -> Iterator[Binding]:
    """The bindings that make one literal true."""
    match literal:
        case Match(relation=relation):
            for row in known[relation]:
                yield from agreeing(literal, row, binding)
        case Absent(relation=relation):
            if not any(list(agreeing(literal, row, binding)) for row in known[relation]):
                yield binding
        case Bind(var=var, term=term):
            yield from bound(var, value(term, binding), binding)
        case Test(op=op, left=left, right=right):
            if COMPARISONS[op](value(left, binding), value(right, binding)):
                yield binding
        case Generate(var=var, start=start, stop=stop, step=step):
            bounds = value(start, binding), value(stop, binding), step and value(step, binding)
            for each in span_of(var.type, *bounds):
                yield from bound(var, each, binding)
        case Aggregation(var=var, outer=outer):
            seed = {name.name: binding[name.name] for name in outer}
            result = aggregate(literal, seed, known)
            if result is not None:
                yield from bound(var, result, binding)


def agreeing(literal: Match | Absent, row: Row, binding: Binding) -> Iterator[Binding]:
    """The binding with the row's values, if it agrees with them. A wildcard is a variable of
    its own, which matters to those who count."""
    extended = dict(binding)
    for column, (arg, found) in enumerate(zip(literal.args, row, strict=True)):
        if isinstance(arg, Wildcard):
            extended[id(literal), column] = found
        elif isinstance(arg, Const):
            if arg.value != found:
                return
        elif extended.setdefault(arg.name, found) != found:
            return
    yield extended


def bound(var: Var, found: Value, binding: Binding) -> Iterator[Binding]:
    if binding.get(var.name, found) == found:
        yield binding | {var.name: found}


def value(term: Term, binding: Binding) -> Value:
    match term:
        case Var(name=name):
            return binding[name]
        case Const(value=constant):
            return constant
        case Apply(op=op, operand=operand, args=args):
            return FUNCTORS[op, operand](*(value(arg, binding) for arg in args))


def aggregate(literal: Aggregation, seed: Binding, known: Known) -> Value | None:
    """Over the distinct bindings of the body; None where it does not hold."""
    found = {tuple(sorted(each.items(), key=str)) for each in answers(literal.body, seed, known)}
    if literal.op == "count":
        return len(found)
    values = [value(literal.target, dict(each)) for each in found]
    if literal.op == "sum":
        return total(values, literal.operand)
    if not values:
        return None
    if literal.op == "mean":
        return float(sum(map(Fraction, values))) / len(values)
    return min(values) if literal.op == "min" else max(values)


def total(values: Sequence[Value], operand: Primitive) -> Value:
    if operand is Primitive.FLOAT:
        return float(sum(map(Fraction, values)))
    return reduce(FUNCTORS["+", operand], values, 0)
