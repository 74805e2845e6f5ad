"""Small edits of rules: each changes one thing of one clause.

Every edit is one of text, so that what is shown is what was run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from itertools import pairwise

from checker.diagnostics import Source, Span
from checker.language.ast import (
    Aggregate,
    Argument,
    Atom,
    Body,
    Clause,
    Constraint,
    Functor,
    Literal,
    Negation,
    NumericConstant,
    RuleFile,
    StringConstant,
    TypeCast,
    UnnamedVariable,
    Variable,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """Text put in the place of a span, in ``clause``, which derives ``relation``. ``name`` says it
    in words."""

    relation: str
    clause: Span
    span: Span
    text: str
    name: str

    @property
    def edited(self) -> Source:
        source = self.span.source
        return Source(
            source.name,
            source.text[: self.span.start] + self.text + source.text[self.span.end :],
        )

    def difference(self) -> str:
        """The edit as a diff of the file."""
        before, after = self.span.source.text, self.edited.text
        name = self.span.source.name
        lines = unified_diff(
            before.splitlines(keepends=True), after.splitlines(keepends=True), name, name, n=1
        )
        return "".join(lines)


_COMPARISONS: Mapping[str, tuple[str, ...]] = {
    "<": ("<=", ">"),
    "<=": ("<", ">="),
    ">": (">=", "<"),
    ">=": (">", "<="),
    "=": ("!=",),
    "!=": ("=",),
}


def edits(file: RuleFile, relations: Iterable[str] | None = None) -> Iterator[Edit]:
    """The edits of a file's rules, all or those for some relations, in the order of the text."""
    wanted = None if relations is None else set(relations)
    for item in file.items:
        if isinstance(item, Clause) and item.body is not None:
            relation = item.heads[0].relation
            if wanted is None or relation in wanted:
                yield from _Edits(relation, item).all()


def derived(file: RuleFile) -> frozenset[str]:
    """The relations that rules of a file derive."""
    clauses = (item for item in file.items if isinstance(item, Clause) and item.body is not None)
    return frozenset(clause.heads[0].relation for clause in clauses)


@dataclass(slots=True)
class _Edits:
    """The edits of one clause."""

    relation: str
    clause: Clause

    def all(self) -> Iterator[Edit]:
        body = self.clause.body
        assert body is not None
        occurrences = Counter(
            variable.name
            for head in self.clause.heads
            for argument in head.args
            for variable in _variables(argument)
        )
        for literal in _literals(body):
            for argument in _arguments(literal):
                occurrences.update(each.name for each in _variables(argument))
        yield from self._drops(body)
        for literal in _literals(body):
            match literal:
                case Atom():
                    yield from self._atom(literal, occurrences)
                    yield self._edit(literal.span, f"!{_text(literal)}", f"negate {_text(literal)}")
                case Negation():
                    inner = literal.literal.span
                    yield self._edit(literal.span, inner.text, f"affirm {_text(literal)}")
                case Constraint():
                    yield from self._constraint(literal)

    def _edit(self, span: Span, text: str, name: str) -> Edit:
        return Edit(self.relation, self.clause.span, span, text, name)

    def _drops(self, body: Body) -> Iterator[Edit]:
        """Each literal of a conjunction left out, and each alternative."""
        for alternative in body.alternatives:
            if len(alternative) > 1:
                for span, literal in zip(_cuts(alternative), alternative, strict=True):
                    yield self._edit(span, "", f"drop {_text(literal)}")
            for literal in alternative:
                inner = literal.literal if isinstance(literal, Negation) else literal
                if isinstance(inner, Body):
                    yield from self._drops(inner)
                else:
                    for argument in _arguments(inner):
                        for aggregate in _aggregates(argument):
                            yield from self._drops(aggregate.body)
        if len(body.alternatives) > 1:
            ends = [_extent(alternative) for alternative in body.alternatives]
            for at, span in enumerate(ends):
                cut = (
                    Span(span.source, span.start, ends[at + 1].start)
                    if at + 1 < len(ends)
                    else Span(span.source, ends[at - 1].end, span.end)
                )
                yield self._edit(cut, "", f"drop {' '.join(span.text.split())}")

    def _atom(self, atom: Atom, occurrences: Counter[str]) -> Iterator[Edit]:
        text = _text(atom)
        for argument in atom.args:
            joins = isinstance(argument, Variable) and occurrences[argument.name] > 1
            if joins or isinstance(argument, StringConstant | NumericConstant):
                yield self._edit(
                    argument.span, "_", f"any value for {argument.span.text} in {text}"
                )
        places = [argument for argument in atom.args if not isinstance(argument, UnnamedVariable)]
        for one, other in pairwise(places):
            if isinstance(one, Variable) and isinstance(other, Variable) and one.name != other.name:
                between = Span(one.span.source, one.span.end, other.span.start).text
                yield self._edit(
                    one.span.to(other.span),
                    f"{other.name}{between}{one.name}",
                    f"swap {one.name} and {other.name} in {text}",
                )

    def _constraint(self, constraint: Constraint) -> Iterator[Edit]:
        text = _text(constraint)
        between = Span(
            constraint.span.source, constraint.left.span.end, constraint.right.span.start
        )
        for op in _COMPARISONS.get(constraint.op, ()):
            if between.text.strip(" ()\n") == constraint.op:
                changed = between.text.replace(constraint.op, op)
                yield self._edit(between, changed, f"{op} for {constraint.op} in {text}")
        if constraint.op in ("match", "contains"):
            yield self._edit(constraint.span, f"!{constraint.span.text}", f"negate {text}")
        for side in (constraint.left, constraint.right):
            for constant in _numbers(side):
                for changed in _near(constant.text):
                    yield self._edit(
                        constant.span, changed, f"{changed} for {constant.text} in {text}"
                    )


def _cuts(alternative: Sequence[Literal]) -> Iterator[Span]:
    """What to cut for each literal of a conjunction: up to the next one, or from the one before."""
    for at, literal in enumerate(alternative):
        if at + 1 < len(alternative):
            following = alternative[at + 1].span.start
            yield Span(literal.span.source, literal.span.start, following)
        else:
            yield Span(literal.span.source, alternative[at - 1].span.end, literal.span.end)


def _extent(alternative: Sequence[Literal]) -> Span:
    return alternative[0].span.to(alternative[-1].span)


def _near(text: str) -> tuple[str, ...]:
    """Constants on both sides of one, as they are written."""
    if text.isdecimal():
        return tuple(str(value) for value in (int(text) - 1, int(text) + 1) if value >= 0)
    try:
        value = float(text)
    except ValueError:
        return ()
    return (f"{value * 2:.9f}".rstrip("0") + "0",) if value else ("1.0",)


def _text(literal: Literal) -> str:
    return " ".join(literal.span.text.split())


# --- walking ---------------------------------------------------------------------------------


def _literals(body: Body) -> Iterator[Literal]:
    """The literals of a body that are no bodies, those of inner bodies and aggregates included."""
    for alternative in body.alternatives:
        for literal in alternative:
            inner = literal.literal if isinstance(literal, Negation) else literal
            if isinstance(literal, Negation) and not isinstance(inner, Body):
                yield literal
            if isinstance(inner, Body):
                yield from _literals(inner)
            else:
                yield inner
                for argument in _arguments(inner):
                    for aggregate in _aggregates(argument):
                        yield from _literals(aggregate.body)


def _arguments(literal: Literal) -> tuple[Argument, ...]:
    match literal:
        case Atom(args=args):
            return args
        case Constraint(left=left, right=right):
            return (left, right)
    return ()


def _parts(argument: Argument) -> Iterator[Argument]:
    """The argument and what stands in it, outside of the bodies of aggregates."""
    pending = [argument]
    while pending:
        part = pending.pop()
        yield part
        match part:
            case Functor(args=args):
                pending.extend(args)
            case TypeCast(argument=inner):
                pending.append(inner)
            case Aggregate(target=target) if target is not None:
                pending.append(target)


def _variables(argument: Argument) -> Iterator[Variable]:
    return (part for part in _parts(argument) if isinstance(part, Variable))


def _numbers(argument: Argument) -> Iterator[NumericConstant]:
    return (part for part in _parts(argument) if isinstance(part, NumericConstant))


def _aggregates(argument: Argument) -> Iterator[Aggregate]:
    return (part for part in _parts(argument) if isinstance(part, Aggregate))
