"""A conversation with facts and rules: queries, and rules defined on the spot.

Each text is read, analysed and evaluated as a rule file would be; what is wrong with it is said in
diagnostics, and the conversation goes on as if it had not been written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TypeGuard

from checker.analysis import analyse, restrict
from checker.analysis.program import Program, Row, Value
from checker.diagnostics import Diagnostic, DiagnosticError, Level, Source, closest, render
from checker.engines import Engine, Evaluation, Limits
from checker.language import parse, parse_query, unparse
from checker.language.ast import (
    Aggregate,
    Argument,
    Atom,
    Body,
    Clause,
    Constraint,
    Include,
    NumericConstant,
    RelationDeclaration,
    RuleFile,
    StringConstant,
    Variable,
)
from checker.language.lexer import END, tokenize

_QUERY = "query__"
_PROMPTED = "<repl>"
_PROMPT = "?-"
_MOST_ROWS = 50
_MOST_STRATA = 20
_GUESSED = ("symbol", "number", "float")
"""Types that are tried for a column whose type no relation gives."""

LIMITS = Limits(seconds=60.0, rows=5_000_000)

HELP = """\
claim(c, _, s, "direct", _), agent_side(s, x).   a query: the values of its variables
loud(c) :- claim(c, _, _, _, "allegation").      a rule; its relation is declared if need be
+ loud("c-one").                                 a fact
.decl loud(c: ClaimId)                           anything else that a rule file may hold
:relations [WORD]   the relations, or those with a word in their names
:describe RELATION  its columns and what is said of it
:profile [RULE]     time and rows of the strata that cost most, of all rules, or of one rule
                    (numbers/conflict) or relation
:rules              what was defined here
:undo               take the last definition back
:help  :quit
Tab completes names; the arrow up brings back what was typed before, also another day."""

COMMANDS = (":describe", ":help", ":profile", ":quit", ":relations", ":rules", ":undo")


class Session:
    """What a conversation is about: rule files, facts, and what was defined so far."""

    def __init__(
        self,
        files: Sequence[RuleFile],
        facts: Mapping[str, Collection[Row]],
        engine: Engine,
    ) -> None:
        self._files = tuple(files)
        self._facts = facts
        self._engine = engine
        self._defined: list[RuleFile] = []

    @property
    def relations(self) -> dict[str, RelationDeclaration]:
        """The declared relations by name."""
        return {
            item.name: item
            for file in (*self._files, *self._defined)
            for item in file.items
            if isinstance(item, RelationDeclaration)
        }

    def completions(self, word: str) -> list[str]:
        """The relations, commands and ids of rules that begin with a word."""
        ids = (rule.id for rule in self._program(()).findings) if word else ()
        names = {*self.relations, *COMMANDS, *ids}
        return sorted(name for name in names if name.startswith(word))

    def answer(self, text: str) -> str:
        """What there is to say to a text: rows, a note, or diagnostics. Never raises for what
        stands in the text."""
        text = text.strip()
        try:
            if text.startswith(":"):
                return self._command(text)
            if not text:
                return ""
            if text.startswith("+"):
                return self._define(_blank(text, "+"))
            if text.startswith(_PROMPT):  # as pasted from what was typed before, or from Prolog
                text = _blank(text, _PROMPT)
            return self._define(text) if _is_definition(text) else self._query(text)
        except DiagnosticError as error:
            return render(error.diagnostics).rstrip("\n")

    # --- commands ---

    def _command(self, text: str) -> str:
        word, _, rest = text.partition(" ")
        rest = rest.strip().rstrip(".")
        match word:
            case ":help":
                return HELP
            case ":relations":
                return self._list(rest)
            case ":describe":
                return self._describe(rest)
            case ":profile":
                return self._profile(rest)
            case ":rules":
                return "\n".join(unparse(file).rstrip("\n") for file in self._defined) or "none"
            case ":undo":
                return self._undo()
        near = closest(word, COMMANDS)
        return f"there is no {word}; " + (f"did you mean {near}?" if near else ":help lists all")

    def _list(self, word: str) -> str:
        found = [
            f"{name}({', '.join(column.name for column in relation.attributes)})"
            for name, relation in sorted(self.relations.items())
            if word in name
        ]
        return "\n".join(found) or f"no relation has {word} in its name"

    def _describe(self, name: str) -> str:
        relation = self.relations.get(name)
        if relation is not None:
            return unparse(relation)
        near = closest(name, self.relations)
        return f"there is no relation {name}" + (f"; did you mean {near}?" if near else "")

    def _profile(self, name: str) -> str:
        program = self._program(())
        if name:
            ids = {rule.id: rule.relation for rule in program.findings}
            relation = ids.get(name, name)
            if relation not in program.relations:
                return self._describe(name)
            program = restrict(program, [relation])
        evaluation = self._evaluate(program)
        ordered = sorted(evaluation.statistics, key=lambda each: -each.seconds)
        whole = sum(each.seconds for each in ordered)
        lines = [f"{'ms':>9}  {'rows':>8}  {'rounds':>6}  relations"]
        lines += [
            f"{each.seconds * 1000:9.2f}  {each.rows:8}  {each.rounds:6}  "
            + ", ".join(each.relations)
            for each in ordered[:_MOST_STRATA]
        ]
        rest = ordered[_MOST_STRATA:]
        if rest:
            seconds, rows = sum(each.seconds for each in rest), sum(each.rows for each in rest)
            lines.append(
                f"{seconds * 1000:9.2f}  {rows:8}  {'':6}  {len(rest)} strata that took less"
            )
        return "\n".join([*lines, f"{whole * 1000:9.2f}  in {_count(len(ordered), 'strata')}"])

    def _undo(self) -> str:
        if not self._defined:
            return "nothing was defined"
        return f"took back: {unparse(self._defined.pop()).strip()}"

    # --- definitions ---

    def _define(self, text: str) -> str:
        file = _read(text)
        if any(isinstance(item, Include) for item in file.items):
            return "nothing is included here; name the file with --rules when you begin"
        relations = self.relations
        missing = [
            clause
            for clause in (item for item in file.items if isinstance(item, Clause))
            if clause.heads[0].relation not in relations
            and not any(
                isinstance(item, RelationDeclaration) and item.name == clause.heads[0].relation
                for item in file.items
            )
        ]
        if not missing:
            program = self._program((file,))
        else:
            clause = missing[0]
            file, program = self._declared(clause.heads[0], clause.body, file)
        self._defined.append(file)
        heads = [item.heads[0].relation for item in file.items if isinstance(item, Clause)]
        if not heads:
            return "done"
        rows = self._evaluate(restrict(program, [heads[0]])).relations[heads[0]]
        return f"{heads[0]} has {_count(len(rows))}"

    def _declared(self, head: Atom, body: Body | None, file: RuleFile) -> tuple[RuleFile, Program]:
        """A rule for a relation that is not declared, with the first declaration that fits."""
        types = self._types(body)
        names = _columns(head.args)
        choices = [_choices(argument, types) for argument in head.args]
        first: DiagnosticError | None = None
        for choice in product(*choices):
            columns = ", ".join(f"{name}: {kind}" for name, kind in zip(names, choice, strict=True))
            declaration = _read(f".decl {head.relation}({columns})")
            whole = RuleFile(file.span, (*declaration.items, *file.items))
            try:
                return whole, self._program((whole,))
            except DiagnosticError as error:
                first = first or error
        assert first is not None  # there is one choice at least
        raise first

    def _types(self, body: Body | None) -> dict[str, str]:
        """The types of variables, from the relations that a body reads."""
        types: dict[str, str] = {}
        relations = self.relations
        for atom in _atoms(body):
            relation = relations.get(atom.relation)
            if relation is not None and len(relation.attributes) == len(atom.args):
                for argument, column in zip(atom.args, relation.attributes, strict=True):
                    if isinstance(argument, Variable):
                        types.setdefault(argument.name, column.type_name)
        return types

    # --- queries ---

    def _query(self, text: str) -> str:
        query = parse_query(Source(_PROMPTED, text))
        if query.body is None or any(each.level is Level.ERROR for each in query.diagnostics):
            raise DiagnosticError(query.diagnostics)
        body, span = query.body, query.body.span
        names = _answers(body)
        asked: tuple[Argument, ...] = tuple(Variable(span, name) for name in names)
        head = Atom(span, _QUERY, asked or (NumericConstant(span, "1"),), span)
        _, program = self._declared(head, body, RuleFile(span, (Clause(span, (head,), body),)))
        rows = self._evaluate(restrict(program, [_QUERY])).relations[_QUERY]
        if not names:
            return "yes" if rows else "no"
        return "\n".join(_table(names, sorted(rows)))

    # --- evaluation ---

    def _program(self, further: Iterable[RuleFile]) -> Program:
        analysis = analyse([*self._files, *self._defined, *further])
        if analysis.program is None:
            raise DiagnosticError(_of_the_prompt(analysis.diagnostics))
        return analysis.program

    def _evaluate(self, program: Program) -> Evaluation:
        facts = {name: rows for name, rows in self._facts.items() if name in program.relations}
        return self._engine.evaluate(program, facts, limits=LIMITS)


# --- reading ---------------------------------------------------------------------------------


def is_complete(text: str) -> bool:
    """Whether a text is a whole command, query or definition, so that nothing more is waited
    for."""
    text = text.strip()
    if not text or text.startswith(":"):
        return True
    kinds = [kind for kind in tokenize(Source(_PROMPTED, text)).kinds if kind != END]
    return not kinds or kinds[-1] == "." or kinds[0].startswith(".")


def _blank(text: str, mark: str) -> str:
    """The text with spaces for the mark before it, so that places in it stay."""
    return " " * len(mark) + text.removeprefix(mark)


def _is_definition(text: str) -> bool:
    kinds = tokenize(Source(_PROMPTED, text)).kinds
    return kinds[0].startswith(".") or ":-" in kinds


def _read(text: str) -> RuleFile:
    result = parse(Source(_PROMPTED, text))
    if any(each.level is Level.ERROR for each in result.diagnostics):
        raise DiagnosticError(result.diagnostics)
    return result.file


def _of_the_prompt(diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """The errors; files that were read before have none of their own."""
    return [each for each in diagnostics if each.level is Level.ERROR]


def _atoms(body: Body | None) -> Iterator[Atom]:
    """The atoms of a body that give variables their values, those of inner bodies included."""
    pending = [] if body is None else [body]
    while pending:
        for alternative in pending.pop().alternatives:
            for literal in alternative:
                if isinstance(literal, Atom):
                    yield literal
                elif isinstance(literal, Body):
                    pending.append(literal)


def _answers(body: Body) -> list[str]:
    """The variables whose values answer a query, in the order of the text."""
    names: dict[str, None] = {}
    pending = [body]
    while pending:
        for alternative in pending.pop(0).alternatives:
            for literal in alternative:
                if isinstance(literal, Atom):
                    names.update((each.name, None) for each in literal.args if _is_named(each))
                elif isinstance(literal, Constraint) and literal.op == "=":
                    sides = (literal.left, literal.right)
                    names.update((each.name, None) for each in sides if _is_named(each))
                elif isinstance(literal, Body):
                    pending.append(literal)
    return list(names)


def _is_named(argument: Argument) -> TypeGuard[Variable]:
    return isinstance(argument, Variable) and not argument.name.startswith("_")


def _choices(argument: Argument, types: Mapping[str, str]) -> tuple[str, ...]:
    if isinstance(argument, StringConstant):
        return ("symbol",)
    if isinstance(argument, NumericConstant):
        return ("float",) if "." in argument.text else ("number",)
    if isinstance(argument, Aggregate) and argument.op == "count":
        return ("number",)
    if isinstance(argument, Variable) and argument.name in types:
        return (types[argument.name],)
    return _GUESSED


def _columns(arguments: Sequence[Argument]) -> tuple[str, ...]:
    """Names for the columns of a head: those of its variables where they differ."""
    names = [each.name if isinstance(each, Variable) else "column" for each in arguments]
    if len(set(names)) == len(names):
        return tuple(names)
    return tuple(f"{name}_{at}" for at, name in enumerate(names, 1))


# --- writing ---------------------------------------------------------------------------------


def _table(names: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    from checker.diagnostics.cells import visible, width

    shown = [[visible(_cell(value)) for value in row] for row in rows[:_MOST_ROWS]]
    widths = [max(map(width, column)) for column in zip(names, *shown, strict=True)]
    for cells in (list(names), *shown) if shown else ():
        padded = (
            cell + " " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True)
        )
        yield "  ".join(padded).rstrip()
    more = f", of which {_MOST_ROWS} are shown" if len(rows) > _MOST_ROWS else ""
    yield f"{_count(len(rows))}{more}"


def _cell(value: Value) -> str:
    return value if isinstance(value, str) else repr(value)


def _count(number: int, several: str = "rows") -> str:
    one = {"rows": "row", "strata": "stratum"}[several]
    return f"{number} {one if number == 1 else several}"
