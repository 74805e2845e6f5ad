"""What can be wrong with the text of a rule file: each diagnostic is declared here, once."""

from __future__ import annotations

from dataclasses import dataclass

from checker.diagnostics import Diagnostic, DiagnosticKind, Level, Span

_LONGEST_QUOTE = 60


def quote(text: str) -> str:
    """A piece of a rule file in backquotes, for a message; of a long one the beginning."""
    if len(text) > _LONGEST_QUOTE:
        text = f"{text[:_LONGEST_QUOTE]}…"
    return f"`{text}`"


# --- tokens ----------------------------------------------------------------------------------

UNEXPECTED_CHARACTER = DiagnosticKind(
    "CHK101",
    "unexpected character",
    Level.ERROR,
    "Outside of strings and comments a rule file is written in ASCII: letters, digits, `_`, `?` "
    "and Soufflé's operators. Anything else, such as a no-break space or a letter of another "
    "script that looks like a Latin one, is refused where it stands.",
)
UNTERMINATED_STRING = DiagnosticKind(
    "CHK102",
    "unterminated string",
    Level.ERROR,
    'A string begins and ends with `"`. A quote inside it is written `\\"`.',
)
UNTERMINATED_COMMENT = DiagnosticKind(
    "CHK103",
    "unterminated comment",
    Level.ERROR,
    "A comment that begins with `/*` goes on to the next `*/`. Comments do not nest.",
)
BAD_ESCAPE = DiagnosticKind(
    "CHK104",
    "unknown escape in a string",
    Level.ERROR,
    "A backslash in a string begins one of Soufflé's escapes: "
    "`\\\"`, `\\'`, `\\\\`, `\\a`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t`, `\\v`.",
)
BAD_NUMBER = DiagnosticKind(
    "CHK105",
    "malformed number",
    Level.ERROR,
    "Numbers are written `12`, `0x1f`, `0b101`, each with a final `u` for unsigned, or `1.5`. "
    "There are no exponents, no digit groups and no bare `.5` or `5.`.",
)

# --- structure -------------------------------------------------------------------------------

SYNTAX = DiagnosticKind(
    "CHK110",
    "syntax error",
    Level.ERROR,
    "The text does not continue in a way that the grammar allows (docs/grammar.lark).",
)
MISSING_TOKEN = DiagnosticKind(
    "CHK111",
    "missing punctuation",
    Level.ERROR,
    "A full stop, comma or closing bracket is missing. Reading goes on as if it stood there, so "
    "that what follows is checked as well.",
)
OTHER_DIALECT = DiagnosticKind(
    "CHK112",
    "spelling of another language",
    Level.ERROR,
    "The text is written as another Datalog, Prolog or programming language writes it. Reading "
    "goes on as if Soufflé's spelling stood there.",
)
RESERVED_WORD = DiagnosticKind(
    "CHK113",
    "reserved word used as a name",
    Level.ERROR,
    "Soufflé's words for functors, aggregates and qualifiers cannot name a relation, a column or "
    "a variable.",
)
TOO_DEEP = DiagnosticKind(
    "CHK114",
    "nested too deeply",
    Level.ERROR,
    "Brackets, operators and negations may be nested only so far. A rule written by a person "
    "stays far below the limit; a long chain of operators can be cut into several literals.",
)
UNKNOWN_DIRECTIVE = DiagnosticKind(
    "CHK115",
    "unknown directive",
    Level.ERROR,
    "A line that begins with a full stop and a word is a directive, and there are no others than "
    "Soufflé's.",
)
UNKNOWN_FUNCTOR = DiagnosticKind(
    "CHK116",
    "unknown functor",
    Level.ERROR,
    "`name(...)` in the place of a value is a functor, and the dialect has no others than the "
    "built-in ones. Relations are looked up by literals of the body, not inside of values.",
)
FACT_WITH_SEVERAL_HEADS = DiagnosticKind(
    "CHK117",
    "fact with several heads",
    Level.ERROR,
    "Only a rule (`:-`) may have several heads. Facts are written one by one.",
)
BAD_AGGREGATE = DiagnosticKind(
    "CHK118",
    "malformed aggregate",
    Level.ERROR,
    "`count : { body }` counts answers; `sum`, `min`, `max` and `mean` take one value before the "
    "colon. As in Soufflé the body has no alternatives.",
)
REPEATED_QUALIFIER = DiagnosticKind(
    "CHK119",
    "repeated qualifier",
    Level.ERROR,
    "A qualifier of a relation is given once, and only one of the data structures is chosen.",
)
OUTSIDE_THE_CORE = DiagnosticKind(
    "CHK120",
    "outside of the core",
    Level.ERROR,
    "Checker reads the core of Soufflé's language: relations over numbers, floats and symbols. "
    "Records, algebraic data types, components, user-defined functors, subsumption and the like "
    "are refused, never ignored, so that an accepted program means the same in Soufflé.",
)

# --- warnings --------------------------------------------------------------------------------

DEPRECATED = DiagnosticKind(
    "CHK130",
    "deprecated form",
    Level.WARNING,
    "Soufflé still reads the form and warns of it as well.",
)
STRAY_DOC_COMMENT = DiagnosticKind(
    "CHK131",
    "documentation comment above no declaration",
    Level.WARNING,
    "A comment `/** ... */` documents the `.decl` or `.type` directly below it. This one carries "
    "`@` tags, and they have no effect where it stands.",
)
BYTE_ORDER_MARK = DiagnosticKind(
    "CHK132",
    "byte order mark",
    Level.WARNING,
    "The file begins with U+FEFF. It is skipped here, but Soufflé refuses it.",
)
INCLUDED_AGAIN = DiagnosticKind(
    "CHK133",
    "included again without `.once`",
    Level.WARNING,
    "Checker reads each file once. Soufflé reads a file as often as it is included, and then "
    "finds its declarations twice, unless the file says `.once`.",
)

# --- files -----------------------------------------------------------------------------------

FILE_NOT_FOUND = DiagnosticKind(
    "CHK140",
    "rule file not found",
    Level.ERROR,
    "An included file is looked up beside the file that includes it, then in each include "
    "directory.",
)
FILE_OUTSIDE_ROOT = DiagnosticKind(
    "CHK141",
    "included file outside of the project",
    Level.ERROR,
    "An include may reach files below the project's root and below the include directories, "
    "after symbolic links are followed, and no others.",
)
FILE_UNREADABLE = DiagnosticKind(
    "CHK142",
    "rule file cannot be read",
    Level.ERROR,
    "It is a directory or a device, or the system refuses to open it.",
)
FILE_NOT_UTF8 = DiagnosticKind(
    "CHK143",
    "rule file is not UTF-8",
    Level.ERROR,
    "Rule files are read as UTF-8.",
)


# --- what the core leaves out ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Feature:
    """A part of Soufflé's language that the core leaves out, and what to write in its stead."""

    name: str
    instead: str

    def refused(self, span: Span) -> Diagnostic:
        """The diagnostic for a place where it is used."""
        return OUTSIDE_THE_CORE.at(
            span,
            f"the core of the language leaves out {self.name}",
            label="not supported",
            help=self.instead,
        )


_COLUMNS = "give each field a column of its own"
_SPELL_OUT = "write the relations and rules out under plain names"

RECORDS = Feature("records", _COLUMNS)
ALGEBRAIC_DATA_TYPES = Feature(
    "algebraic data types", "declare one relation for each branch, with a column for each field"
)
COMPONENTS = Feature("components", _SPELL_OUT)
QUALIFIED_NAMES = Feature("qualified names (components)", _SPELL_OUT)
USER_FUNCTORS = Feature(
    "user-defined functors", "use built-in functors, or compute the value before it is a fact"
)
USER_AGGREGATES = Feature("user-defined aggregates", "use `count`, `sum`, `min`, `max` or `mean`")
SUBSUMPTION = Feature(
    "subsumption", "derive the rows to keep in a relation of their own, with `max` or `min`"
)
LATTICES = Feature("lattices", "aggregate with `max` or `min` in a later relation")
COUNTERS = Feature(
    "counters (`$`, `autoinc()`)",
    "take an identifier from the facts; a counter's order is not defined",
)
ITERATION_COUNTER = Feature("the iteration counter", "carry a depth in a column")
ORDINALS = Feature("`ord`", "compare symbols directly with `<` or `>`; `ord` differs between runs")
EQUIVALENCE_RELATIONS = Feature(
    "equivalence relations (`eqrel`)", "add rules for symmetry and transitivity"
)
CHOICE_DOMAIN = Feature("`choice-domain`", "choose with `min` or `max`, which is deterministic")
OVERRIDABLE = Feature("`overridable` (components)", _SPELL_OUT)
DELTA_RELATIONS = Feature("`debug_delta`", "leave it out; it serves Soufflé's own debugging")
PREPROCESSOR = Feature("preprocessor lines (`#`)", "use `.include` for files and write macros out")
SOURCE_MACROS = Feature("source macros (`__FILE__`, `__LINE__`, `__INCL__`)", "write the value out")
IPV4_NUMBERS = Feature("IPv4 addresses as numbers", "write the number out, or use a string")
FOLD = Feature("`fold`", "use `sum`, `min`, `max` or a recursive relation")
