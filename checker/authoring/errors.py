"""What can be wrong with a file of rule tests, declared once."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

MALFORMED = DiagnosticKind(
    "CHK701",
    "malformed rule test",
    Level.ERROR,
    "A file of rule tests is a list of cases. A case is a mapping with `name`, `rule`, `facts` or "
    "`relations` (or both), and some of `expect`, `silent` and `derives`.",
)
UNKNOWN_RULE = DiagnosticKind(
    "CHK702",
    "rule test of a rule that there is not",
    Level.ERROR,
    "`rule`, and the ids under `silent` and in `expect`, name finding rules of the pack beside the "
    "test file by their `@id`.",
)
UNKNOWN_NAME = DiagnosticKind(
    "CHK703",
    "unknown relation or column in a rule test",
    Level.ERROR,
    "Rows are given for the relations that the pack and what it includes declare, by the columns "
    "that they declare.",
)
MISFIT = DiagnosticKind(
    "CHK704",
    "row or value that does not fit",
    Level.ERROR,
    "A row as a list has as many values as its relation has columns; a row as a mapping may leave "
    "columns out. Values have the columns' types; a number that counts days may be written as a "
    "date.",
)
DUPLICATE_NAME = DiagnosticKind(
    "CHK705",
    "two rule tests of one name",
    Level.ERROR,
    "A case is called by its rule and its name when it fails, so no two cases of a rule in a file "
    "share one.",
)
NO_PACK = DiagnosticKind(
    "CHK706",
    "rule tests without a pack",
    Level.ERROR,
    "`NAME.test.yaml` tests the rules of `NAME.dl` in the same folder.",
)
UNKNOWN_CODE = DiagnosticKind(
    "CHK707",
    "no diagnostic of this code",
    Level.ERROR,
    "Diagnostics are named by their codes, `CHK` and three digits, as they are shown in brackets.",
)
UNUSED_EQUIVALENT = DiagnosticKind(
    "CHK708",
    "equivalent edit that is none",
    Level.ERROR,
    "`equivalent` names an edit of a rule that no case can notice, as `checker rules mutate` names "
    "it, and why. There is no such edit, or a case notices it, or it is shown to change no answer "
    "without being told.",
)

# --- lints of rules --------------------------------------------------------------------------

NEVER_FIRES = DiagnosticKind(
    "CHK270",
    "rule that can never fire",
    Level.WARNING,
    "The comparisons of the body exclude each other: no value lies below 3 and above 5, equals two"
    " constants, or is less than itself. The rule derives nothing, whatever the facts.",
)
OUTSIDE_VOCABULARY = DiagnosticKind(
    "CHK271",
    "constant that the facts never have",
    Level.WARNING,
    "The column takes words of a closed vocabulary, as `checker schema` shows, and the constant is"
    " none of them. A literal with it never holds, and its negation always does.",
)
NOTHING_GIVEN = DiagnosticKind(
    "CHK272",
    "relation that nothing gives",
    Level.WARNING,
    "The rule reads a relation that no rule derives, no fact states, no `.input` reads, and that"
    " fact files do not become. It is always empty.",
)
CROSS_PRODUCT = DiagnosticKind(
    "CHK273",
    "cross product",
    Level.WARNING,
    "Some literals of the body share no variable with the others, so that each of their rows is"
    " paired with each row of the others. A shared variable is missing, or the literals belong"
    " into a rule of their own.",
)
NEVER_USED = DiagnosticKind(
    "CHK274",
    "relation that is never used",
    Level.WARNING,
    "No rule reads the relation, no `.output` or `.printsize` names it, and it is no finding rule.",
)
DUPLICATE_RULE = DiagnosticKind(
    "CHK275",
    "rule written twice",
    Level.WARNING,
    "Two rules are the same but for the names of their variables and the order of their literals.",
)
SIDES_ALIKE = DiagnosticKind(
    "CHK276",
    "message that does not tell the two sides apart",
    Level.WARNING,
    "A finding on two things of one kind names one of them at most, so that who reads it cannot"
    " see what stands against what.",
)
NO_DOCUMENTATION = DiagnosticKind(
    "CHK277",
    "finding rule without documentation",
    Level.WARNING,
    "The comment of a finding rule says in a sentence what the rule finds, and below it what it"
    " looks at and what it leaves alone. Lists, reports and the rule's page show it.",
)
NO_ADVICE = DiagnosticKind(
    "CHK278",
    "severity without advice",
    Level.WARNING,
    "A finding that is an error or a warning asks somebody to do something; `@advice` says what.",
)
