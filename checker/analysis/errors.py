"""What the analysis can find wrong, declared once: code, title, level, explanation."""

from __future__ import annotations

from typing import Final

from checker.diagnostics import DiagnosticKind, Level

# --- declarations ----------------------------------------------------------------------------

UNDECLARED_TYPE: Final = DiagnosticKind(
    "CHK201",
    "undeclared type",
    Level.ERROR,
    "A column, a cast or another type names a type that no `.type` of the program declares. The "
    "primitive types are `number`, `unsigned`, `float` and `symbol`.",
)
REDECLARED: Final = DiagnosticKind(
    "CHK202",
    "name declared twice",
    Level.ERROR,
    "A type or a relation is declared once in a program, all included files together, and no type "
    "has the name of a relation.",
)
CYCLIC_TYPE: Final = DiagnosticKind(
    "CHK203",
    "type defined by itself",
    Level.ERROR,
    "Following the definition of the type from base to base leads back to it, so that it has no "
    "primitive type.",
)
MIXED_UNION: Final = DiagnosticKind(
    "CHK204",
    "union of different primitive types",
    Level.ERROR,
    "All members of a union are subtypes of one primitive type: a value is stored as one kind of "
    "thing, a number or a text, and carries no mark that says which.",
)
SUBTYPE_OF_UNION: Final = DiagnosticKind(
    "CHK205",
    "subtype of a union",
    Level.ERROR,
    "A subtype has one base, a primitive type or another subtype. Soufflé refuses a union there.",
)
DUPLICATE_COLUMN: Final = DiagnosticKind(
    "CHK206",
    "two columns of one name",
    Level.ERROR,
    "The columns of a relation have different names; messages and output headers refer to them.",
)
UNDECLARED_RELATION: Final = DiagnosticKind(
    "CHK207",
    "undeclared relation",
    Level.ERROR,
    "Every relation is declared by a `.decl` with its columns and their types, in this file or in "
    "one that it includes.",
)
DIRECTIVE: Final = DiagnosticKind(
    "CHK208",
    "directive without effect",
    Level.ERROR,
    "`.limitsize` gives a number of rows, as in `.limitsize r(n=100)`, and a relation has one "
    "limit and one `.printsize`.",
)

# --- clauses ---------------------------------------------------------------------------------

ARITY: Final = DiagnosticKind(
    "CHK210",
    "wrong number of arguments",
    Level.ERROR,
    "An atom gives one argument for each column of its relation, `_` where the value does not "
    "matter, and a functor takes the arguments that it is defined for.",
)
OPEN_FACT: Final = DiagnosticKind(
    "CHK211",
    "fact that is not ground",
    Level.ERROR,
    "A clause without a body states one row, so each of its arguments is a constant or is "
    "computed from constants.",
)
UNNAMED_VARIABLE: Final = DiagnosticKind(
    "CHK212",
    "unnamed variable without a value",
    Level.ERROR,
    "`_` stands for any value of a column in a literal of the body. In a head, a comparison or a "
    "functor there is no column to take a value from.",
)
TOO_MANY_ALTERNATIVES: Final = DiagnosticKind(
    "CHK213",
    "too many alternatives",
    Level.ERROR,
    "Each way through the `;` of a body becomes a rule of its own, and their number multiplies "
    "with each disjunction that stands beside another.",
)
TOO_DEEP: Final = DiagnosticKind(
    "CHK214",
    "nested too deeply",
    Level.ERROR,
    "Functors and bodies may stand inside each other only so far.",
)
AGGREGATE_ALTERNATIVES: Final = DiagnosticKind(
    "CHK215",
    "disjunction inside an aggregate",
    Level.ERROR,
    "The body of an aggregate is one conjunction; Soufflé has no other ones.",
)
AGGREGATE_WILDCARD: Final = DiagnosticKind(
    "CHK216",
    "unnamed variable in an aggregate over several literals",
    Level.ERROR,
    "`count`, `sum` and `mean` go over the distinct answers of their body. Whether answers that "
    "differ in a `_` alone count once or several times is settled where the body is a single atom "
    "(several times), and is not where it joins atoms: Soufflé's answer there depends on how it "
    "evaluates the body.",
)
AGGREGATE_TARGET: Final = DiagnosticKind(
    "CHK217",
    "aggregate with a wrong target",
    Level.ERROR,
    "`sum`, `min`, `max` and `mean` take one value before the colon, `count` takes none.",
)

# --- types -----------------------------------------------------------------------------------

TYPE_CLASH: Final = DiagnosticKind(
    "CHK220",
    "values of different primitive types",
    Level.ERROR,
    "`number`, `unsigned`, `float` and `symbol` have no value in common and nothing is converted "
    "silently: `to_number`, `to_unsigned`, `to_float` and `to_string` convert.",
)
SUBTYPE_CLASH: Final = DiagnosticKind(
    "CHK221",
    "types without a common value",
    Level.ERROR,
    "A variable takes its values from every place where it stands, so they belong to all the "
    "types of these places. Two subtypes of which neither is a subtype of the other are kept "
    "apart, however alike their values look.",
)
WIDER_TYPE: Final = DiagnosticKind(
    "CHK222",
    "value of a wider type",
    Level.ERROR,
    "A column of a subtype takes values of that type and of its subtypes, and constants. Values "
    "of a subtype may flow into a column of a wider type, not the other way.",
)
CONSTANT_RANGE: Final = DiagnosticKind(
    "CHK223",
    "constant out of range",
    Level.ERROR,
    "`number` goes from -9223372036854775808 to 9223372036854775807, `unsigned` from 0 to "
    "18446744073709551615, and `float` is an IEEE 754 double.",
)
CAST: Final = DiagnosticKind(
    "CHK224",
    "cast to another primitive type",
    Level.ERROR,
    "`as(value, Type)` gives the same value another type of the same primitive type. It converts "
    "nothing.",
)

# --- grounded terms --------------------------------------------------------------------------

UNGROUNDED: Final = DiagnosticKind(
    "CHK230",
    "variable without a value",
    Level.ERROR,
    "Each variable takes its values from a literal of the body that is not negated, or from an "
    "equation with something that has a value (`x = y + 1`, `n = count : { ... }`). Heads, negated "
    "literals, other comparisons and arguments of functors only use values; without a source for "
    "them there would be infinitely many.",
)
ESCAPING_VARIABLE: Final = DiagnosticKind(
    "CHK231",
    "variable of an aggregate used outside of it",
    Level.ERROR,
    "An aggregate goes over all values that its own variables take; none of them is left when it "
    "is done. This is Soufflé's witness problem.",
)

# --- stratification --------------------------------------------------------------------------

UNSTRATIFIABLE: Final = DiagnosticKind(
    "CHK240",
    "negation or aggregation through recursion",
    Level.ERROR,
    "A relation that is negated or aggregated has to be complete before it is looked at. Where it "
    "depends on the relation that looks at it, neither can be completed first.",
)

# --- findings --------------------------------------------------------------------------------

UNKNOWN_TAG: Final = DiagnosticKind(
    "CHK250",
    "unknown tag",
    Level.WARNING,
    "A documentation comment above a `.decl` knows `@id`, `@severity`, `@message`, `@advice` and "
    "`@tags`; above a `.type` it knows `@entity` and `@attributes`.",
)
MISPLACED_TAG: Final = DiagnosticKind(
    "CHK251",
    "tag in the wrong place",
    Level.ERROR,
    "A tag stands once in a comment and has a value. Findings are described above a `.decl`, "
    "entities above a `.type`.",
)
MISSING_TAG: Final = DiagnosticKind(
    "CHK252",
    "finding rule without a required tag",
    Level.ERROR,
    "A relation whose comment has one of the tags of a finding rule is one, and needs `@id`, "
    "`@severity` and `@message`.",
)
MALFORMED_ID: Final = DiagnosticKind(
    "CHK253",
    "malformed id",
    Level.ERROR,
    "The id of a finding rule is `family/name`, both in lower-case letters, digits and single "
    "hyphens, so that it can be written on a command line and in an address.",
)
DUPLICATE_ID: Final = DiagnosticKind(
    "CHK254",
    "id used twice",
    Level.ERROR,
    "Findings are selected, ignored and remembered by the id of their rule.",
)
UNKNOWN_SEVERITY: Final = DiagnosticKind(
    "CHK255",
    "unknown severity",
    Level.ERROR,
    "A finding is an `error`, a `warning` or an `info`.",
)
TEMPLATE: Final = DiagnosticKind(
    "CHK256",
    "malformed message",
    Level.ERROR,
    "A message holds `{column}` and `{column.attribute}`; a brace that is meant as such is written "
    "twice, `{{` or `}}`.",
)
UNKNOWN_COLUMN: Final = DiagnosticKind(
    "CHK257",
    "unknown column in a message",
    Level.ERROR,
    "A message refers to the columns of the relation that it describes.",
)
UNKNOWN_ATTRIBUTE: Final = DiagnosticKind(
    "CHK258",
    "unknown attribute in a message",
    Level.ERROR,
    "A column whose type names an entity (`@entity`) has the attributes that the type lists "
    "(`@attributes`). Any other column is its value and has none.",
)

# --- warnings --------------------------------------------------------------------------------

UNUSED_VARIABLE: Final = DiagnosticKind(
    "CHK290",
    "variable used once",
    Level.WARNING,
    "A variable that stands in one place of a rule joins nothing: it is either a slip of the pen "
    "or a value that nobody looks at. Names that begin with `_` are not reported.",
)
SHADOWED_VARIABLE: Final = DiagnosticKind(
    "CHK291",
    "variable of an aggregate named like another",
    Level.WARNING,
    "The variables of the value before an aggregate's colon belong to the aggregate. One of the "
    "same name outside of it is another variable and does not restrict it.",
)
UNBOUNDED_RECURSION: Final = DiagnosticKind(
    "CHK292",
    "recursion without a bound",
    Level.WARNING,
    "A rule computes a new value from one of its own relation, and nothing in it ends that: "
    "`n(x + 1) :- n(x)` has no end. A depth that is counted along a relation ends where the "
    "relation leads in no circle, which nobody knows before the facts are there. `--timeout`, "
    "`--max-rows` and `--memory-limit` stop such rules.",
)
