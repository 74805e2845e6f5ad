"""What is suspicious about rules that mean something: each lint is one function.

Lints look at the analysed program, so that names, alternatives and several heads are settled; what
they say stands at the place in the rule file. They only warn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property

from checker.analysis.program import (
    Absent,
    Aggregation,
    Argument,
    Bind,
    Const,
    Generate,
    Literal,
    Match,
    Placeholder,
    Program,
    Rule,
    Severity,
    Term,
    Test,
    Value,
    Var,
)
from checker.analysis.restriction import relations_read
from checker.authoring.alike import alike, shape
from checker.authoring.errors import (
    CROSS_PRODUCT,
    DUPLICATE_RULE,
    NEVER_FIRES,
    NEVER_USED,
    NO_ADVICE,
    NO_DOCUMENTATION,
    NOTHING_GIVEN,
    OUTSIDE_VOCABULARY,
    SIDES_ALIKE,
)
from checker.diagnostics import Diagnostic, Label, Span, closest
from checker.engines.terms import variables


def lint(program: Program, files: Collection[str]) -> tuple[Diagnostic, ...]:
    """What is suspicious in the files of these names; a program has others that they include."""
    subject = _Subject(program, frozenset(files))
    found = [each for check in _LINTS for each in check(subject)]
    different = {each.sort_key: each for each in found if each.primary.span.source.name in files}
    return tuple(different[key] for key in sorted(different))


class _Subject:
    """A program, and what several lints ask of it."""

    def __init__(self, program: Program, files: frozenset[str]) -> None:
        self.program = program
        self.files = files

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(rule for stratum in self.program.strata for rule in stratum.rules)

    @cached_property
    def derived(self) -> frozenset[str]:
        return frozenset(rule.relation for rule in self.rules)

    @cached_property
    def vocabularies(self) -> Mapping[tuple[str, int], tuple[str, ...]]:
        """The words of each column of the schema that has a closed vocabulary."""
        from checker.facts.relations import SECTIONS

        return {
            (relation.name, at): column.words
            for section in SECTIONS
            for relation in section.relations
            if relation.name not in self.derived
            for at, column in enumerate(relation.columns)
            if column.words
        }

    @cached_property
    def given(self) -> frozenset[str]:
        """The relations that facts become, or that tables are read into."""
        from checker.facts.schema import relation_names

        inputs = {each.relation for each in self.program.directives if each.kind == "input"}
        return frozenset(inputs) | frozenset(relation_names())


# --- rules that never fire -------------------------------------------------------------------


def _contradictions(subject: _Subject) -> Iterator[Diagnostic]:
    for rule in subject.rules:
        pair = _contradiction(rule.body) or _disjoint_words(rule.body, subject.vocabularies)
        if pair is not None:
            first, second = sorted(pair, key=lambda span: span.start)
            yield NEVER_FIRES.at(
                second,
                f"this can never hold, and so nothing is derived for `{rule.relation}` here",
                label="excludes the other" if first != second else "never holds",
                related=[] if first == second else [Label(first, "the other")],
                help="change one of the two" if first != second else "leave the rule out",
            )


def _contradiction(body: Iterable[Literal]) -> tuple[Span, Span] | None:
    """Two comparisons of variables and constants that exclude each other."""
    comparisons = list(_comparisons(body))
    classes = _Classes()
    for op, left, right, span in comparisons:
        if op == "=" and (clash := classes.join(left, right, span)) is not None:
            return clash, span
    bounds: dict[_Node, _Bounds] = {}
    below: dict[_Node, dict[_Node, tuple[bool, Span]]] = {}
    for op, left, right, span in comparisons:
        if op == "=":
            continue
        one, other = classes.of(left), classes.of(right)
        if op in (">", ">="):
            op, one, other = {">": "<", ">=": "<="}[op], other, one
        if op == "!=" or one == other:
            if one == other and op != "<=":
                return span, classes.spans.get(one, span)
        elif isinstance(one, Const) and isinstance(other, Const):
            if not _in_order(one.value, other.value, op):
                return span, classes.spans.get(one, classes.spans.get(other, span))
        elif isinstance(one, Const):
            clash = bounds.setdefault(other, _Bounds()).from_below(one.value, op == "<", span)
            if clash is not None:
                return clash, span
        elif isinstance(other, Const):
            clash = bounds.setdefault(one, _Bounds()).from_above(other.value, op == "<", span)
            if clash is not None:
                return clash, span
        else:
            below.setdefault(one, {})[other] = (op == "<", span)
            strict, back = below.get(other, {}).get(one, (False, span))
            if back is not span and (strict or op == "<"):
                return back, span
    return None


_Node = Var | Const


def _comparisons(body: Iterable[Literal]) -> Iterator[tuple[str, _Node, _Node, Span]]:
    for literal in body:
        if isinstance(literal, Bind) and isinstance(literal.term, _Node):
            yield "=", literal.var, literal.term, literal.span
        elif (
            isinstance(literal, Test)
            and isinstance(literal.left, _Node)
            and isinstance(literal.right, _Node)
            and literal.op in ("=", "!=", "<", "<=", ">", ">=")
        ):
            yield literal.op, literal.left, literal.right, literal.span


class _Classes:
    """Variables and constants that a body makes equal. A constant stands for its class."""

    def __init__(self) -> None:
        self._parents: dict[_Node, _Node] = {}
        self.spans: dict[_Node, Span] = {}

    def of(self, node: _Node) -> _Node:
        while node in self._parents:
            node = self._parents[node]
        return node

    def join(self, left: _Node, right: _Node, span: Span) -> Span | None:
        """Where another value was given already, if the two cannot be equal."""
        one, other = self.of(left), self.of(right)
        if one == other:
            return None
        if isinstance(one, Const):
            one, other = other, one
        if isinstance(one, Const):
            return self.spans.get(one) or self.spans.get(other) or span
        self._parents[one] = other
        self.spans.setdefault(other, span)
        return None


class _Bounds:
    """Between which constants a variable lies; each with whether it is left out, and where."""

    def __init__(self) -> None:
        self.low: tuple[Value, bool, Span] | None = None
        self.high: tuple[Value, bool, Span] | None = None

    def from_below(self, value: Value, strict: bool, span: Span) -> Span | None:
        if self.low is None or not _in_order(value, self.low[0], "<="):
            self.low = (value, strict, span)
        return self._clash()

    def from_above(self, value: Value, strict: bool, span: Span) -> Span | None:
        if self.high is None or not _in_order(self.high[0], value, "<="):
            self.high = (value, strict, span)
        return self._clash()

    def _clash(self) -> Span | None:
        """The earlier of the two comparisons that leave no value, if they do."""
        if self.low is None or self.high is None:
            return None
        strict = self.low[1] or self.high[1]
        if _in_order(self.low[0], self.high[0], "<" if strict else "<="):
            return None
        return min(self.low[2], self.high[2], key=lambda span: span.start)


def _in_order(low: Value, high: Value, op: str) -> bool:
    from checker.engines.functors import COMPARISONS

    return bool(COMPARISONS[op](low, high))


# --- vocabularies ----------------------------------------------------------------------------

_Vocabularies = Mapping[tuple[str, int], tuple[str, ...]]


def _constants_outside(subject: _Subject) -> Iterator[Diagnostic]:
    for rule in subject.rules:
        for literal, words, value, name in _held_against_words(rule.body, subject.vocabularies):
            if value not in words:
                near = closest(value, words)
                negated = isinstance(literal, Absent) or (
                    isinstance(literal, Test) and literal.op == "!="
                )
                yield OUTSIDE_VOCABULARY.at(
                    literal.span,
                    f'{name} is never "{value}"',
                    label="always holds" if negated else "never holds",
                    note=f"it is one of {', '.join(words)}",
                    help=f'did you mean "{near}"?' if near else "write one of these",
                )


def _held_against_words(
    body: Iterable[Literal], vocabularies: _Vocabularies
) -> Iterator[tuple[Match | Absent | Bind | Test, tuple[str, ...], str, str]]:
    """Constants that a body compares with columns of closed vocabularies."""
    body = list(_all_literals(body))
    words_of: dict[str, tuple[tuple[str, ...], str]] = {}
    for literal in body:
        if isinstance(literal, Match | Absent):
            for at, arg in enumerate(literal.args):
                words = vocabularies.get((literal.relation, at))
                name = f"column {at + 1} of `{literal.relation}`"
                if words and isinstance(arg, Const):
                    yield literal, words, str(arg.value), name
                elif words and isinstance(arg, Var) and isinstance(literal, Match):
                    words_of.setdefault(arg.name, (words, name))
    for literal in body:
        if not isinstance(literal, Bind | Test) or getattr(literal, "op", "=") not in ("=", "!="):
            continue
        left, right = (
            (literal.var, literal.term)
            if isinstance(literal, Bind)
            else (literal.left, literal.right)
        )
        if isinstance(left, Const):
            left, right = right, left
        if isinstance(left, Var) and isinstance(right, Const) and left.name in words_of:
            words, name = words_of[left.name]
            yield literal, words, str(right.value), name


def _disjoint_words(
    body: Iterable[Literal], vocabularies: _Vocabularies
) -> tuple[Span, Span] | None:
    """Two literals that take one variable from columns without a word in common."""
    seen: dict[str, list[tuple[frozenset[str], Span]]] = {}
    for literal in body:
        if isinstance(literal, Match):
            for at, arg in enumerate(literal.args):
                words = frozenset(vocabularies.get((literal.relation, at), ()))
                if isinstance(arg, Var) and words:
                    others = seen.setdefault(arg.name, [])
                    for other, span in others:
                        if words.isdisjoint(other):
                            return span, literal.span
                    others.append((words, literal.span))
    return None


# --- relations -------------------------------------------------------------------------------


def _nothing_given(subject: _Subject) -> Iterator[Diagnostic]:
    empty = subject.program.relations.keys() - subject.derived - subject.given
    for rule in subject.rules:
        for literal in _all_literals(rule.body):
            if isinstance(literal, Match | Absent) and literal.relation in empty:
                yield NOTHING_GIVEN.at(
                    literal.span,
                    f"`{literal.relation}` is always empty",
                    label="nothing gives it rows",
                    related=[
                        Label(subject.program.relations[literal.relation].span, "declared here")
                    ],
                    help=f"write facts or rules for it, or `.input {literal.relation}`",
                )


def _never_used(subject: _Subject) -> Iterator[Diagnostic]:
    program = subject.program
    used = {each.relation for each in program.directives if each.kind != "input"}
    used |= {each.relation for each in program.findings}
    for rule in subject.rules:
        used.update(name for name in relations_read(rule.body) if name != rule.relation)
    for name, relation in program.relations.items():
        if name not in used and name not in subject.given:
            yield NEVER_USED.at(
                relation.span,
                f"`{name}` is never used",
                label="nothing reads it",
                help=f"write `.output {name}`, or leave it out",
            )


# --- bodies ----------------------------------------------------------------------------------


def _cross_products(subject: _Subject) -> Iterator[Diagnostic]:
    for rule in subject.rules:
        groups = _connected(rule.body)
        if len(groups) > 1:
            first, second = groups[0][0], groups[1][0]
            yield CROSS_PRODUCT.at(
                second.span,
                f"`{second.relation}` shares no variable with the literals before it",
                label="each of its rows is paired with each of theirs",
                related=[Label(first.span, "nothing joins the two")],
                help="join them by a variable, or derive one of them in a rule of its own",
            )


def _connected(body: Iterable[Literal]) -> list[list[Match]]:
    """The literals that read relations, by the variables that they share, directly or not."""
    groups: list[tuple[set[str], list[Match]]] = []
    for literal in body:
        names = set(_names(literal))
        reads = [literal] if isinstance(literal, Match) and names else []
        joined = [group for group in groups if names & group[0]]
        if not names:
            continue
        groups = [group for group in groups if not names & group[0]]
        groups.append(
            (
                names.union(*(group[0] for group in joined)),
                [each for group in joined for each in group[1]] + reads,
            )
        )
    return sorted((group[1] for group in groups if group[1]), key=lambda each: each[0].span.start)


def _names(literal: Literal) -> Iterator[str]:
    """The variables of a literal; of an aggregate those that it shares with its body's outside."""
    match literal:
        case Match(args=args) | Absent(args=args):
            yield from _argument_names(args)
        case Bind(var=var, term=term):
            yield from (var.name, *variables(term))
        case Test(left=left, right=right):
            yield from variables(left, right)
        case Generate(var=var, start=start, stop=stop, step=step):
            yield from (var.name, *variables(start, stop, step))
        case Aggregation(var=var, outer=outer):
            yield from (var.name, *(each.name for each in outer))


def _argument_names(args: Iterable[Argument | Term]) -> Iterator[str]:
    return (arg.name for arg in args if isinstance(arg, Var))


def _all_literals(body: Iterable[Literal]) -> Iterator[Literal]:
    for literal in body:
        yield literal
        if isinstance(literal, Aggregation):
            yield from _all_literals(literal.body)


def _duplicates(subject: _Subject) -> Iterator[Diagnostic]:
    seen: dict[str, list[Rule]] = {}
    for rule in subject.rules:
        alternatives = seen.setdefault(shape(rule), [])
        for other in alternatives:
            if other.span != rule.span and alike(rule, other):
                yield DUPLICATE_RULE.at(
                    rule.span,
                    f"this rule derives `{rule.relation}` as another one does",
                    label="the same but for names and order",
                    related=[Label(other.span, "the other one")],
                    help="leave one of them out",
                )
                break
        alternatives.append(rule)


# --- finding rules ---------------------------------------------------------------------------


def _sides_alike(subject: _Subject) -> Iterator[Diagnostic]:
    """Messages that speak of one of two things alone, or of neither.

    One that names a single attribute may speak of what both have in common: ``{a.name} is
    recorded twice``.
    """
    for rule in subject.program.findings:
        columns = subject.program.relations[rule.relation].columns
        named = Counter(part.column for part in rule.message if isinstance(part, Placeholder))
        kinds = Counter(column.entity for column in columns if column.entity is not None)
        for kind in [kind for kind, count in kinds.items() if count == 2]:
            one, other = (column.name for column in columns if column.entity == kind)
            one_alone = max(named[one], named[other]) > 1 and not (named[one] and named[other])
            if one_alone or not named:
                yield SIDES_ALIKE.at(
                    rule.span,
                    f"the message of `{rule.id}` does not tell `{one}` and `{other}` apart",
                    label=f"two columns of kind {kind}",
                    help=f"name something of both, as {{{one}.…}} and {{{other}.…}}",
                )


def _undocumented(subject: _Subject) -> Iterator[Diagnostic]:
    for rule in subject.program.findings:
        if not rule.summary:
            yield NO_DOCUMENTATION.at(
                rule.span,
                f"`{rule.id}` does not say what it finds",
                help="begin the comment above the declaration with a sentence that does",
            )


def _without_advice(subject: _Subject) -> Iterator[Diagnostic]:
    for rule in subject.program.findings:
        if not rule.advice and rule.severity is not Severity.INFO:
            yield NO_ADVICE.at(
                rule.span,
                f"`{rule.id}` is of severity {rule.severity} and gives no advice",
                help="add `@advice` with what to do about a finding",
            )


_LINTS: tuple[Callable[[_Subject], Iterator[Diagnostic]], ...] = (
    _contradictions,
    _constants_outside,
    _nothing_given,
    _cross_products,
    _never_used,
    _duplicates,
    _sides_alike,
    _undocumented,
    _without_advice,
)
