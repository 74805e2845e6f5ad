"""What the words of the language mean, for whoever points at one."""

from __future__ import annotations

from checker.language.functors import SIGNATURES

DIRECTIVES = {
    ".decl": "Declares a relation: its name, and the name and type of each column.",
    ".type": "Declares a type: `.type Name <: base` is a subtype, `=` an alias or a union.",
    ".input": "Says that rows of the relation are read from a file when `checker run` evaluates.",
    ".output": "Says that the relation is a result.",
    ".printsize": "Says that the number of the relation's rows is printed.",
    ".limitsize": "Ends the evaluation of the relation at `n` rows: `.limitsize r(n=100)`.",
    ".include": "Reads another rule file in here, looked up beside this one, then in the packs.",
    ".once": "Says that this file counts once, however often it is included.",
    ".pragma": "A hint to an engine; kept, and not acted on.",
    ".plan": "A hint to an engine on the order of a rule's literals; changes no answer.",
}

FUNCTORS = {
    "cat": "The texts one after another.",
    "strlen": "The length of a text, in bytes of UTF-8 as Soufflé counts.",
    "substr": "The part of a text from a byte on, of a length in bytes of UTF-8.",
    "to_number": "The number that a value is or reads as.",
    "to_unsigned": "The unsigned number that a value is or reads as.",
    "to_float": "The float that a value is or reads as.",
    "to_string": "The text of a value.",
    "range": "Each value from the first up to the second, which is left out, by a step.",
    "min": "The least of the values.",
    "max": "The greatest of the values.",
    "band": "Bits of both.",
    "bor": "Bits of either.",
    "bxor": "Bits of one and not the other.",
    "bnot": "The bits inverted.",
    "bshl": "The bits moved to the left.",
    "bshr": "The bits moved to the right; the sign stays.",
    "bshru": "The bits moved to the right; zeros come in.",
    "land": "1 where both are other than 0.",
    "lor": "1 where one is other than 0.",
    "lxor": "1 where exactly one is other than 0.",
    "lnot": "1 where the value is 0.",
}

AGGREGATES = {
    "count": "`count : { body }`: how many answers the body has.",
    "sum": "`sum x : { body }`: the values of `x` over the answers of the body, added.",
    "min": "`min x : { body }`: the least value of `x`; does not hold where there is none.",
    "max": "`max x : { body }`: the greatest value of `x`; does not hold where there is none.",
    "mean": "`mean x : { body }`: the mean of `x` as a float; does not hold where there is none.",
}

CONSTRAINTS = {
    "match": "`match(pattern, text)`: the whole text agrees with a regular expression.",
    "contains": "`contains(part, whole)`: the one text stands in the other.",
    "true": "Holds always.",
    "false": "Never holds.",
    "as": "`as(value, Type)`: the same value under another type of the same primitive type.",
    "_": "Any value: nothing else looks at it.",
}

RELATION_TAGS = {
    "id": "The rule's id, `family/name`: findings are selected and remembered by it.",
    "severity": "How much a finding matters: `error`, `warning` or `info`.",
    "message": "What a finding says; `{column}` and `{column.attribute}` are filled in.",
    "advice": "What somebody can do about a finding.",
    "tags": "Words to select the rule by.",
}

TYPE_TAGS = {
    "entity": "The kind of thing that values of the type identify.",
    "attributes": "What a message may ask of it: `{column.attribute}`.",
}

SEVERITIES = {
    "error": "Two statements cannot both stand.",
    "warning": "Something stands without support, or is likely wrong.",
    "info": "Worth knowing.",
}

PRIMITIVES = {
    "number": "A whole number of 64 bits, with a sign.",
    "unsigned": "A whole number of 64 bits, without a sign.",
    "float": "An IEEE 754 double.",
    "symbol": "A text.",
}


def signatures(name: str) -> tuple[str, ...]:
    """How a functor is called, once for each number of arguments."""
    found = []
    for each in SIGNATURES.get(name, ()):
        parameters = ", ".join(each.parameters) + (", ..." if each.variadic else "")
        over = f"  (T: {', '.join(each.over)})" if each.over else ""
        found.append(f"{name}({parameters}): {each.result}{over}")
    return tuple(found)


def described(word: str) -> str:
    """What a word of the language means, in Markdown; "" for any other."""
    parts = []
    shown = signatures(word) if word in FUNCTORS else ()
    if shown:
        parts.append("```dl\n" + "\n".join(shown) + "\n```")
    parts += [
        table[word]
        for table in (FUNCTORS, AGGREGATES, CONSTRAINTS, DIRECTIVES, PRIMITIVES)
        if word in table
    ]
    return "\n\n".join(parts)
