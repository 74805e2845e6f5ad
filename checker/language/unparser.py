"""From a tree to its text, in one canonical layout.

``parse(unparse(node))`` gives the same tree. Brackets stand only where the grammar needs them.
"""

from __future__ import annotations

from checker.language._arguments import BINARY_OPERATORS, UNARY_OPERATORS, UNARY_PRECEDENCE
from checker.language.ast import (
    Aggregate,
    Argument,
    Atom,
    Attribute,
    Body,
    BooleanConstraint,
    Clause,
    Constraint,
    Directive,
    DocComment,
    Functor,
    Include,
    Literal,
    Negation,
    Node,
    NumericConstant,
    Once,
    Pragma,
    RelationDeclaration,
    RuleFile,
    StringConstant,
    TypeCast,
    TypeDeclaration,
    UnnamedVariable,
    Variable,
)


def unparse(node: Node) -> str:
    """The canonical text of any node; of a whole file with a final line break.

    Raises :class:`TypeError` for a node of no kind in :mod:`checker.language.ast`.
    """
    match node:
        case RuleFile():
            return "".join(f"{unparse(item)}\n" for item in node.items)
        case Clause():
            return _clause(node)
        case RelationDeclaration():
            columns = ", ".join(unparse(attribute) for attribute in node.attributes)
            words = " ".join((f".decl {node.name}({columns})", *node.qualifiers))
            return _documented(node.doc, words)
        case TypeDeclaration():
            sign = "<:" if node.kind == "subtype" else "="
            return _documented(node.doc, f".type {node.name} {sign} {' | '.join(node.bases)}")
        case Attribute():
            return f"{node.name}: {node.type_name}"
        case DocComment():
            return _doc_comment(node)
        case Directive():
            return _directive(node)
        case Include():
            return f".include {_quoted(node.path)}"
        case Once():
            return ".once"
        case Pragma():
            value = f" {_quoted(node.value)}" if node.value else ""
            return f".pragma {_quoted(node.name)}{value}"
        case Body():
            return _body(node)
        case Atom() | Constraint() | BooleanConstraint() | Negation():
            return _literal(node)
        case (
            Variable()
            | UnnamedVariable()
            | NumericConstant()
            | StringConstant()
            | Functor()
            | TypeCast()
            | Aggregate()
        ):
            return _argument(node)
    raise TypeError(f"not a node of the tree: {type(node).__name__}")


# --- declarations ----------------------------------------------------------------------------


def _documented(doc: DocComment | None, declaration: str) -> str:
    return declaration if doc is None else f"{_doc_comment(doc)}\n{declaration}"


def _doc_comment(doc: DocComment) -> str:
    lines = doc.text.split("\n")
    if len(lines) == 1 and not doc.text.startswith((" ", "\t", "*")):
        return f"/** {doc.text} */"
    return "\n".join(["/**", *(f" * {line}".rstrip() for line in lines), " */"])


def _directive(directive: Directive) -> str:
    text = f".{directive.kind} {directive.relation}"
    if not directive.parameters:
        return text
    pairs = ", ".join(f"{name}={_quoted(value)}" for name, value in directive.parameters)
    return f"{text}({pairs})"


# --- clauses ---------------------------------------------------------------------------------


def _clause(clause: Clause) -> str:
    text = ", ".join(_literal(head) for head in clause.heads)
    if clause.body is not None:
        alternatives = (
            ",\n    ".join(_literal(literal) for literal in conjunction)
            for conjunction in clause.body.alternatives
        )
        text = f"{text} :-\n    " + ";\n    ".join(alternatives)
    plan = "" if clause.plan is None else f"\n.plan {clause.plan}"
    return f"{text}.{plan}"


def _body(body: Body) -> str:
    return "; ".join(
        ", ".join(_literal(literal) for literal in conjunction) for conjunction in body.alternatives
    )


def _literal(literal: Literal) -> str:
    match literal:
        case Atom():
            return f"{literal.relation}({_list(literal.args)})"
        case Negation():
            return f"!{_literal(literal.literal)}"
        case Body():
            return f"({_body(literal)})"
        case BooleanConstraint():
            return "true" if literal.value else "false"
        case Constraint(op="match" | "contains"):
            return f"{literal.op}({_list((literal.left, literal.right))})"
        case Constraint():
            return f"{_argument(literal.left)} {literal.op} {_argument(literal.right)}"


# --- arguments -------------------------------------------------------------------------------


def _list(arguments: tuple[Argument, ...]) -> str:
    return ", ".join(_argument(argument) for argument in arguments)


def _argument(argument: Argument, floor: int = 0) -> str:
    """An argument, in brackets if an operator in it binds no tighter than ``floor``."""
    match argument:
        case Variable():
            return argument.name
        case UnnamedVariable():
            return "_"
        case NumericConstant():
            return argument.text
        case StringConstant():
            return _quoted(argument.value)
        case TypeCast():
            return f"as({_argument(argument.argument)}, {argument.type_name})"
        case Aggregate():
            return _aggregate(argument)
        case Functor(name=name, args=(operand,)) if name in UNARY_OPERATORS:
            return _unary(name, operand, floor)
        case Functor(name=name, args=(left, right)) if name in BINARY_OPERATORS:
            return _binary(name, left, right, floor)
        case Functor():
            return f"{argument.name}({_list(argument.args)})"


def _aggregate(aggregate: Aggregate) -> str:
    target = "" if aggregate.target is None else f" {_argument(aggregate.target)}"
    return f"{aggregate.op}{target} : {{ {_body(aggregate.body)} }}"


def _unary(operator: str, operand: Argument, floor: int) -> str:
    inner = _argument(operand, UNARY_PRECEDENCE)
    text = f"-{inner}" if operator == "-" else f"{operator} {inner}"
    return f"({text})" if floor >= UNARY_PRECEDENCE else text


def _binary(operator: str, left: Argument, right: Argument, floor: int) -> str:
    power = BINARY_OPERATORS[operator]
    rightward = operator == "^"
    first = _argument(left, power if rightward else power - 1)
    second = _argument(right, power - 1 if rightward else power)
    text = f"{first} {operator} {second}"
    return f"({text})" if power <= floor else text


_ESCAPED = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\a": "\\a",
        "\b": "\\b",
        "\f": "\\f",
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\v": "\\v",
    }
)


def _quoted(value: str) -> str:
    return f'"{value.translate(_ESCAPED)}"'
