"""What the analysis refuses and warns of: one program for each way to be wrong.

The part of a program between « and » is what the diagnostic points at.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from checker.analysis import errors
from checker.diagnostics import DiagnosticKind
from tests.analysis.programs import analysed

DECLARATIONS = """
.type ClaimId <: symbol
.type AgentId <: symbol
.decl claim(claim: ClaimId, source: AgentId, figure: number)
.decl text(text: symbol)
.decl weight(of: symbol, weight: float)
.decl size(of: symbol, size: unsigned)
.decl result(figure: number)
.decl out(figure: number)
"""


@dataclass(frozen=True)
class Case:
    sentence: str
    program: str
    kind: DiagnosticKind
    message: str
    help: str = ""
    related: tuple[str, ...] = ()


CASES = [
    # --- types ---
    Case(
        "a type names a base that nothing declares",
        ".type Kilo <: «nummber»",
        errors.UNDECLARED_TYPE,
        "type `nummber` is not declared",
        "did you mean `number`?",
    ),
    Case(
        "a column has a type that nothing declares",
        ".decl r(x: «Quantity»)",
        errors.UNDECLARED_TYPE,
        "type `Quantity` is not declared",
        "declare it: `.type Quantity <: symbol`",
    ),
    Case(
        "a cast names a type that nothing declares",
        'result(n) :- n = count : { text(t), t = «as("a", Text)» }.',
        errors.UNDECLARED_TYPE,
        "type `Text` is not declared",
    ),
    Case(
        "a type is declared twice",
        ".type A <: symbol\n.type «A» <: number",
        errors.REDECLARED,
        "type `A` is declared twice",
        related=("A",),
    ),
    Case(
        "a primitive type is declared again",
        ".type «number» <: symbol",
        errors.REDECLARED,
        "`number` is a primitive type",
    ),
    Case(
        "a relation is declared twice",
        ".decl r(x: number)\n.decl «r»(x: symbol)",
        errors.REDECLARED,
        "relation `r` is declared twice",
        related=("r",),
    ),
    Case(
        "a relation has the name of a type",
        ".type r <: symbol\n.decl «r»(x: r)",
        errors.REDECLARED,
        "`r` is the name of a type and of a relation",
        related=("r",),
    ),
    Case(
        "types are defined by each other",
        ".type «A» = B\n.type B <: C\n.type C = A\n.type D <: C",
        errors.CYCLIC_TYPE,
        "type `A` is defined by itself",
        related=("B", "C"),
    ),
    Case(
        "a type is its own base",
        ".type «A» <: A",
        errors.CYCLIC_TYPE,
        "type `A` is defined by itself",
    ),
    Case(
        "a union mixes numbers and texts",
        ".type N <: number\n.type «U» = ClaimId | N",
        errors.MIXED_UNION,
        "union `U` mixes symbol and number",
        related=("ClaimId", "N"),
    ),
    Case(
        "a subtype is made from a union",
        ".type U = ClaimId | AgentId\n.type V <: «U»",
        errors.SUBTYPE_OF_UNION,
        "`V` is a subtype of the union `U`",
    ),
    # --- relations and directives ---
    Case(
        "two columns have one name",
        ".decl r(x: number, y: number, «x: symbol»)",
        errors.DUPLICATE_COLUMN,
        "`r` has two columns `x`",
        related=("x: number",),
    ),
    Case(
        "a literal names a relation that nothing declares",
        "result(n) :- «claims»(_, _, n).",
        errors.UNDECLARED_RELATION,
        "relation `claims` is not declared",
        "did you mean `claim`?",
    ),
    Case(
        "a head names a relation that nothing declares",
        "«outcome»(n) :- result(n).",
        errors.UNDECLARED_RELATION,
        "relation `outcome` is not declared",
        "declare it: `.decl outcome(...)`",
    ),
    Case(
        "a relation inside of an aggregate is not declared",
        "result(n) :- n = count : { !text(t), «txt»(t) }.",
        errors.UNDECLARED_RELATION,
        "relation `txt` is not declared",
    ),
    Case(
        "a directive names a relation that nothing declares",
        ".output «outcome»",
        errors.UNDECLARED_RELATION,
        "relation `outcome` is not declared",
    ),
    Case(
        "a limit has no number",
        "«.limitsize result(n=all)»",
        errors.DIRECTIVE,
        "`.limitsize` without a number of rows",
    ),
    Case(
        "a size is printed twice",
        ".printsize result\n«.printsize result»",
        errors.DIRECTIVE,
        "`result` has two `.printsize`",
        related=(".printsize result",),
    ),
    # --- clauses ---
    Case(
        "an atom has too few arguments",
        "result(n) :- «claim(_, n)».",
        errors.ARITY,
        "`claim` has 3 columns, 2 arguments given",
        "write `_` for a column whose value does not matter",
        related=("claim",),
    ),
    Case(
        "a fact has too many arguments",
        "«result(1, 2)».",
        errors.ARITY,
        "`result` has 1 column, 2 arguments given",
        "leave out 1 argument",
        related=("result",),
    ),
    Case(
        "a functor has too many arguments",
        'text(x) :- x = «substr("abc", 1)».',
        errors.ARITY,
        "`substr` takes 3 arguments, 2 given",
    ),
    Case(
        "a fact has a variable",
        "text(«denied»).",
        errors.OPEN_FACT,
        "`denied` is a variable in a fact",
        'write it in quotes: "denied"',
    ),
    Case(
        "a fact computes with a variable",
        "result(1 + «n»).",
        errors.OPEN_FACT,
        "`n` is a variable in a fact",
    ),
    Case("a fact has an unnamed variable", "text(«_»).", errors.OPEN_FACT, "`_` in a fact"),
    Case(
        "a fact has an aggregate",
        "result(«count : { text(_) }»).",
        errors.OPEN_FACT,
        "an aggregate in a fact",
        "write a rule",
    ),
    Case(
        "a head has an unnamed variable",
        "result(«_») :- text(_).",
        errors.UNNAMED_VARIABLE,
        "`_` in the head of a rule",
    ),
    Case(
        "an unnamed variable is compared",
        "result(n) :- result(n), n > «_».",
        errors.UNNAMED_VARIABLE,
        "`_` in `n > _`",
    ),
    Case(
        "an unnamed variable is computed with",
        "out(n) :- result(n), !result(«_» + n).",
        errors.UNNAMED_VARIABLE,
        "`_` in `_ + n`",
    ),
    Case(
        "alternatives multiply",
        "result(n) :- result(n)"
        + "".join(f", (n = {2 * at} ; n = {2 * at + 1})" for at in range(10))
        + ".",
        errors.TOO_MANY_ALTERNATIVES,
        "this body has more than 1000 alternatives",
    ),
    Case(
        "an unnamed variable stands in a count over a join",
        "result(n) :- n = count : { claim(c, «_», m), claim(c, _, m + 1) }.",
        errors.AGGREGATE_WILDCARD,
        "`_` in a `count` over several literals",
        "name it (`_other`)",
        related=("_",),
    ),
    # --- primitive types ---
    Case(
        "a text stands in a column of numbers",
        'result(«"12"»).',
        errors.TYPE_CLASH,
        'column `figure` of `result` is a number, and `"12"` is a symbol',
        "leave out the quotes: 12",
        related=("figure: number",),
    ),
    Case(
        "a float stands in a column of numbers",
        "result(«1.5»).",
        errors.TYPE_CLASH,
        "column `figure` of `result` is a number, and `1.5` is a float",
        related=("figure: number",),
    ),
    Case(
        "a number stands in a column of texts",
        "text(«12»).",
        errors.TYPE_CLASH,
        "column `text` of `text` is a symbol, and `12` is a number",
        'write it as a text: "12"',
        related=("text: symbol",),
    ),
    Case(
        "a variable is a text and a number",
        "result(n) :- text(n), claim(_, _, «n»).",
        errors.TYPE_CLASH,
        "column `figure` of `claim` is a number, and `n` is a symbol",
        related=("n", "figure: number"),
    ),
    Case(
        "a text goes into a column of numbers in a head",
        "result(«n») :- text(n).",
        errors.TYPE_CLASH,
        "column `figure` of `result` is a number, and `n` is a symbol",
        related=("n", "figure: number"),
    ),
    Case(
        "a text is added to a number",
        "result(«n + m») :- result(n), text(m).",
        errors.TYPE_CLASH,
        "`+` takes values of one type, and here are a number and a symbol",
        "convert it: `to_number(m)`",
        related=("n", "m"),
    ),
    Case(
        "a number and a float are multiplied",
        "text(t) :- weight(t, w), result(n), «n * w» > 1.0.",
        errors.TYPE_CLASH,
        "`*` takes values of one type, and here are a number and a float",
        "convert it: `to_float(n)`",
        related=("n", "w"),
    ),
    Case(
        "floats have no remainder",
        "text(t) :- weight(t, w), «w» % 2 = 1.",
        errors.TYPE_CLASH,
        "`%` is defined for number and unsigned, and `w` is a float",
        related=("w",),
    ),
    Case(
        "a number is compared with a text",
        "result(n) :- result(n), text(t), «n < t».",
        errors.TYPE_CLASH,
        "`<` stands between a number and a symbol",
        related=("n", "t"),
    ),
    Case(
        "a number is searched for a text",
        'result(n) :- result(n), contains("1", «n»).',
        errors.TYPE_CLASH,
        "`contains` takes symbols, and `n` is a number",
        "convert it: `to_string(n)`",
        related=("n",),
    ),
    Case(
        "texts are summed",
        "result(n) :- n = sum «t» : { text(t) }.",
        errors.TYPE_CLASH,
        "`sum` goes over numbers, and `t` is a symbol",
        related=("t",),
    ),
    Case(
        "the mean of whole numbers is asked for",
        "weight(t, m) :- text(t), m = mean «n» : { result(n) }.",
        errors.TYPE_CLASH,
        "`mean` goes over floats, and `n` is a number",
        "convert it: `to_float(n)`",
        related=("n",),
    ),
    Case(
        "the length of a number is asked for",
        "result(strlen(«n»)) :- result(n).",
        errors.TYPE_CLASH,
        "`strlen` takes a symbol here, and `n` is a number",
        related=("n",),
    ),
    # --- declared types ---
    Case(
        "a variable belongs to two types that have nothing in common",
        "text(x) :- claim(x, «x», _).",
        errors.SUBTYPE_CLASH,
        "no value is both `ClaimId` and `AgentId`",
        related=("x",),
    ),
    Case(
        "two types that have nothing in common are compared",
        "result(n) :- claim(c, a, n), «c = a».",
        errors.SUBTYPE_CLASH,
        "no value is both `ClaimId` and `AgentId`",
        "`as(c, symbol)`",
        related=("c", "a"),
    ),
    Case(
        "a value of a wider type goes into a narrower column",
        'claim(«c», "a", 1) :- text(c).',
        errors.WIDER_TYPE,
        "column `claim` of `claim` takes `ClaimId`, and `c` is `symbol`",
        "write `as(c, ClaimId)`",
        related=("c", "claim: ClaimId"),
    ),
    Case(
        "a cast leaves the primitive type",
        "text(t) :- result(n), t = «as(n, symbol)».",
        errors.CAST,
        "`n` is a number, and `symbol` is a symbol",
        "convert it: `to_string(n)`",
    ),
    Case(
        "a constant is too large for a number",
        "result(«9223372036854775808»).",
        errors.CONSTANT_RANGE,
        "`9223372036854775808` is no number",
    ),
    Case(
        "a constant is too small for a number",
        "result(n) :- n = «-9223372036854775809».",
        errors.CONSTANT_RANGE,
        "`-9223372036854775809` is no number",
    ),
    Case(
        "an unsigned constant is negative",
        'size("a", «-1»).',
        errors.CONSTANT_RANGE,
        "`-1` is no unsigned",
    ),
    Case(
        "a constant is too large for a float",
        f'weight("a", «1{"0" * 309}.0»).',
        errors.CONSTANT_RANGE,
        f"`1{'0' * 36}...` is no float",
    ),
    # --- grounded terms ---
    Case(
        "a variable stands in the head alone",
        "claim(c, a, «n») :- claim(c, a, _).",
        errors.UNGROUNDED,
        "nothing gives `n` a value",
        "add a literal that gives it values",
    ),
    Case(
        "a variable of the head is written in another way than in the body",
        'text(«words») :- text(word), word != "a".',
        errors.UNGROUNDED,
        "nothing gives `words` a value",
        "did you mean `word`?",
    ),
    Case(
        "a variable stands in a negated literal alone",
        'result(n) :- result(n), !text(«t»), t != "".',
        errors.UNGROUNDED,
        "nothing gives `t` a value",
        related=("t",),
    ),
    Case(
        "a variable is compared and has no value",
        "out(n) :- result(n), n < «m», !result(m).",
        errors.UNGROUNDED,
        "nothing gives `m` a value",
        related=("m",),
    ),
    Case(
        "an expression is not solved for its variables",
        "result(«n») :- result(n + 1).",
        errors.UNGROUNDED,
        "nothing gives `n` a value",
        related=("n",),
    ),
    Case(
        "only the first in a chain of equations is reported",
        "result(a) :- a = b + 1, b = «c» * 2, text(_).",
        errors.UNGROUNDED,
        "nothing gives `c` a value",
    ),
    Case(
        "equations wait for each other",
        "result(«a») :- a = b + 1, b = a - 1.",
        errors.UNGROUNDED,
        "nothing gives `a` a value",
        related=("a", "a"),
    ),
    Case(
        "one alternative gives no value",
        "text(«t») :- result(n), (text(t) ; n = 1).",
        errors.UNGROUNDED,
        "nothing gives `t` a value",
        "another alternative gives `t` a value",
    ),
    Case(
        "a variable inside of an aggregate has no value",
        "result(n) :- n = count : { text(t), t != «u», !text(u) }.",
        errors.UNGROUNDED,
        "nothing gives `u` a value",
        related=("u",),
    ),
    Case(
        "the value of an aggregate has none itself",
        "result(n) :- n = sum «m» : { text(_) }.",
        errors.UNGROUNDED,
        "nothing gives `m` a value",
    ),
    Case(
        "the witness of a maximum is used outside",
        "text(«c») :- n = max m : { result(m), size(c, 1) }, result(n).",
        errors.ESCAPING_VARIABLE,
        "`c` has values inside of `max` only",
        "use the result in a literal of the body",
        related=("max m : { result(m), size(c, 1) }",),
    ),
    Case(
        "the value of a sum is used outside",
        "out(«m») :- n = sum m : { result(m) }, n > 0.",
        errors.ESCAPING_VARIABLE,
        "`m` has values inside of `sum` only",
        related=("sum m : { result(m) }",),
    ),
    # --- strata ---
    Case(
        "a relation is derived from its own negation",
        "result(n) :- claim(_, _, n), !«result(n)».",
        errors.UNSTRATIFIABLE,
        "`result` depends on a negation of itself",
    ),
    Case(
        "a negation closes a cycle through other relations",
        """
        .decl a(x: number) .decl b(x: number) .decl c(x: number)
        a(x) :- result(x), !«b(x)».
        b(x) :- c(x).
        c(x) :- a(x), result(x).
        """,
        errors.UNSTRATIFIABLE,
        "`a` depends on a negation of itself through 3 relations",
        related=("c(x)", "a(x)"),
    ),
    Case(
        "an aggregate goes over what it is part of",
        "result(n) :- n = count : { «result(_)» }.",
        errors.UNSTRATIFIABLE,
        "`result` depends on an aggregation of itself",
    ),
    # --- findings ---
    Case(
        "a tag is unknown",
        "/** A sentence.\n * «@sevrity» error */\n.decl r(x: number)",
        errors.UNKNOWN_TAG,
        "`@sevrity` is no tag of a finding rule",
        "did you mean `@severity`?",
    ),
    Case(
        "a type has the tag of a relation",
        "/** «@id» a/b */\n.type A <: symbol",
        errors.UNKNOWN_TAG,
        "`@id` is no tag of a type",
    ),
    Case(
        "a relation has the tag of a type",
        "/** «@entity» claim */\n.decl r(x: number)",
        errors.MISPLACED_TAG,
        "`@entity` describes a type, not a relation",
    ),
    Case(
        "a tag stands twice",
        "/** @id a/b\n * @severity info\n * @message m\n * «@id» a/c */\n.decl r(x: number)",
        errors.MISPLACED_TAG,
        "`@id` stands twice in one comment",
        related=("@id",),
    ),
    Case(
        "a tag has no value",
        "/** @id a/b\n * @severity info\n * «@message»\n * @tags t */\n.decl r(x: number)",
        errors.MISPLACED_TAG,
        "`@message` has no value",
    ),
    Case(
        "attributes are listed of no entity",
        "/** «@attributes» a b */\n.type A <: symbol",
        errors.MISPLACED_TAG,
        "`A` has attributes and is no entity",
    ),
    Case(
        "required tags are missing",
        "/** @severity info */\n.decl «r»(x: number)",
        errors.MISSING_TAG,
        "finding rule `r` has no `@id` and `@message`",
        "`@id family/name`",
        related=("@severity",),
    ),
    Case(
        "an id has no family",
        "/** @id «conflict»\n * @severity info\n * @message m */\n.decl r(x: number)",
        errors.MALFORMED_ID,
        "`conflict` is no id of a finding rule",
    ),
    Case(
        "two rules have one id",
        "/** @id a/b\n * @severity info\n * @message m */\n.decl r(x: number)\n"
        "/** @id «a/b»\n * @severity info\n * @message m */\n.decl s(x: number)",
        errors.DUPLICATE_ID,
        "two finding rules have the id `a/b`",
        related=("a/b",),
    ),
    Case(
        "a severity is unknown",
        "/** @id a/b\n * @severity «warn»\n * @message m */\n.decl r(x: number)",
        errors.UNKNOWN_SEVERITY,
        "`warn` is no severity",
        "did you mean `warning`?",
    ),
    Case(
        "a brace is alone",
        "/** @id a/b\n * @severity info\n * @message {x} and «{»x */\n.decl r(x: number)",
        errors.TEMPLATE,
        "`{` without its `}` in a message",
        "write `{{`",
    ),
    Case(
        "a closing brace is alone",
        "/** @id a/b\n * @severity info\n * @message x«}» and {{x}} */\n.decl r(x: number)",
        errors.TEMPLATE,
        "`}` without its `{` in a message",
    ),
    Case(
        "a message names a column that is not there, on its second line",
        "/** @id a/b\n * @severity info\n * @message says {x}\n *   but {«figur»} */\n"
        ".decl r(x: number, figure: number)",
        errors.UNKNOWN_COLUMN,
        "`r` has no column `figur`",
        "did you mean `figure`?",
        related=("r",),
    ),
    Case(
        "a message asks a plain value for an attribute",
        "/** @id a/b\n * @severity info\n * @message {x.«source»} */\n.decl r(x: number)",
        errors.UNKNOWN_ATTRIBUTE,
        "column `x` of `r` has no attribute `source`",
        "write `{x}`",
        related=("x: number",),
    ),
    Case(
        "a message asks an entity for an attribute that it does not have",
        "/** @entity claim\n * @attributes source voice */\n.type C <: symbol\n.type D <: C\n"
        "/** @id a/b\n * @severity info\n * @message {x.«sorce»} */\n.decl r(x: D)",
        errors.UNKNOWN_ATTRIBUTE,
        "column `x` of `r` has no attribute `sorce`",
        "did you mean `source`?",
        related=("x: D",),
    ),
    # --- warnings ---
    Case(
        "a variable is used once",
        "result(n) :- claim(_, «source», n).",
        errors.UNUSED_VARIABLE,
        "`source` is used once",
        "write `_`",
    ),
    Case(
        "the value of an aggregate is named like another variable",
        "out(s) :- result(n), n > 0, s = sum «n» : { result(n) }.",
        errors.SHADOWED_VARIABLE,
        "`n` here is not the `n` outside of the aggregate",
        related=("n",),
    ),
    Case(
        "a recursion makes new values without end",
        "result(«n + 1») :- result(n).",
        errors.UNBOUNDED_RECURSION,
        "`result` may derive values of `figure` without end",
        "bound it, as in `figure < 100`",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_a_diagnostic_names_the_fault_its_place_and_its_mend(case: Case) -> None:
    marked = f"{case.program}\n{DECLARATIONS}"
    start = marked.find("«")
    end = marked.find("»") - 1
    text = marked.replace("«", "").replace("»", "")

    (found,) = analysed(text).diagnostics

    assert (found.kind, found.message) == (case.kind, case.message)
    if start >= 0:
        assert (found.primary.span.start, found.primary.span.end) == (start, end)
    assert case.help in found.help
    assert tuple(label.span.text for label in found.related) == case.related


def test_every_kind_of_diagnostic_has_a_case() -> None:
    kinds = {value for value in vars(errors).values() if isinstance(value, DiagnosticKind)}
    refused_by_the_parser = {
        errors.TOO_DEEP,
        errors.AGGREGATE_ALTERNATIVES,
        errors.AGGREGATE_TARGET,
    }
    assert kinds - {case.kind for case in CASES} == refused_by_the_parser


def test_codes_are_used_once() -> None:
    kinds = [value for value in vars(errors).values() if isinstance(value, DiagnosticKind)]
    assert len({kind.code for kind in kinds}) == len(kinds)
