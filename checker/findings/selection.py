"""Which of the rules run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from checker.analysis.program import FindingRule
from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.diagnostics.suggestion import closest
from checker.findings.errors import NOTHING_SELECTED, UNKNOWN_SELECTOR


def choose(
    rules: Sequence[FindingRule], select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[FindingRule, ...]:
    """The rules that ``select`` means (all, when it is empty) without those that ``ignore`` means.

    A selector is a rule's id, a family, a pattern over ids (``numbers/*``) or a tag.

    Raises :class:`DiagnosticError` for every selector that means no rule, and when none is left.
    """
    unknown = [
        *_unknown(rules, select, "<select>"),
        *_unknown(rules, ignore, "<ignore>"),
    ]
    if unknown:
        raise DiagnosticError(unknown)
    chosen = tuple(
        rule
        for rule in rules
        if (not select or _means_any(select, rule)) and not _means_any(ignore, rule)
    )
    if rules and not chosen:
        raise DiagnosticError([_nothing_selected(select, ignore)])
    return chosen


def means(selector: str, rule: FindingRule) -> bool:
    """Whether a selector means a rule."""
    return means_rule(selector, rule.id, rule.tags)


def means_rule(selector: str, rule: str, tags: Collection[str]) -> bool:
    """Whether a selector means the rule of that id and those tags."""
    return (
        selector in (rule, rule.partition("/")[0])
        or selector in tags
        or ("*" in selector and _matches(selector, rule))
    )


def _means_any(selectors: Iterable[str], rule: FindingRule) -> bool:
    return any(means(selector, rule) for selector in selectors)


def _matches(pattern: str, text: str) -> bool:
    """Whether the pieces between the stars stand in the text in this order, the first at its
    beginning and the last at its end."""
    first, *middle, last = pattern.split("*")
    if not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end


def _unknown(
    rules: Sequence[FindingRule], selectors: Sequence[str], option: str
) -> list[Diagnostic]:
    return [
        UNKNOWN_SELECTOR.at(
            _span(option, selector),
            f"`{selector}` is no rule, family, pattern or tag",
            label="means no rule",
            help=_suggestion(rules, selector),
        )
        for selector in selectors
        if not any(means(selector, rule) for rule in rules)
    ]


def _suggestion(rules: Sequence[FindingRule], selector: str) -> str:
    families = sorted({rule.family for rule in rules})
    names = [*families, *(rule.id for rule in rules), *(tag for rule in rules for tag in rule.tags)]
    near = closest(selector, names)
    if near is not None:
        return f"did you mean `{near}`?"
    return "the families are " + ", ".join(f"`{family}`" for family in families)


def _nothing_selected(select: Sequence[str], ignore: Sequence[str]) -> Diagnostic:
    return NOTHING_SELECTED.at(
        _span("<ignore>", " ".join(ignore)),
        "every rule that is selected is ignored as well" if select else "every rule is ignored",
        label="leaves no rule to run",
        help="take one of these selectors away",
    )


def _span(option: str, text: str) -> Span:
    return Span(Source(option, text), 0, len(text))
