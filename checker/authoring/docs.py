"""A page a rule, from its metadata, its clauses and its tests: Markdown, or HTML to browse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from checker.analysis.program import FindingRule, Placeholder, Program, Rule
from checker.authoring.cases import RuleCase
from checker.diagnostics import Span

_LEAVES_ALONE = "Leaves alone"


@dataclass(frozen=True, slots=True)
class RulePage:
    """What a page says of a rule.

    ``columns`` are the names of the finding's columns with their types. ``fires`` is the first
    case of the rule that expects a finding and ``silent`` the first that expects none, as they
    stand in the test file; "" where there is none.
    """

    rule: FindingRule
    columns: tuple[tuple[str, str], ...]
    clauses: tuple[str, ...]
    fires: str
    silent: str

    @property
    def name(self) -> str:
        """The name of the page's file, without its ending."""
        return self.rule.id.replace("/", "-")

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """What the rule looks at and what it leaves alone, each under its heading."""
        looks, mark, leaves = self.rule.description.partition(_LEAVES_ALONE)
        found = [("What it looks at", looks.strip()), ("What it leaves alone", f"{mark}{leaves}")]
        return tuple((title, text) for title, text in found if text)

    @property
    def message(self) -> str:
        return "".join(map(_part, self.rule.message))


def rule_pages(program: Program, cases: Iterable[RuleCase]) -> tuple[RulePage, ...]:
    """The pages of a program's finding rules, in the order of their ids."""
    fires: dict[str, str] = {}
    silent: dict[str, str] = {}
    for case in cases:
        (fires if case.fires else silent).setdefault(case.rule, _source(case.span))
    rules = _by_relation(program)
    return tuple(
        RulePage(
            rule,
            tuple((each.name, each.type_name) for each in program.relations[rule.relation].columns),
            tuple(dict.fromkeys(each.span.text for each in rules.get(rule.relation, ()))),
            fires.get(rule.id, ""),
            silent.get(rule.id, ""),
        )
        for rule in sorted(program.findings, key=lambda rule: rule.id)
    )


def _by_relation(program: Program) -> Mapping[str, Sequence[Rule]]:
    rules: dict[str, list[Rule]] = {}
    for stratum in program.strata:
        for rule in stratum.rules:
            rules.setdefault(rule.relation, []).append(rule)
    return rules


def _part(part: str | Placeholder) -> str:
    if isinstance(part, str):
        return part
    return f"{{{part.column}.{part.attribute}}}" if part.attribute else f"{{{part.column}}}"


def _source(span: Span) -> str:
    """The case that a place belongs to, from its line to the next one's or to a heading."""
    lines = span.source.text.splitlines()
    first = span.position.line - 1
    while first > 0 and not lines[first].startswith("-"):
        first -= 1
    last = first + 1
    while last < len(lines) and not lines[last].startswith(("-", "#")):
        last += 1
    return "\n".join(lines[first:last]).rstrip()


# --- Markdown --------------------------------------------------------------------------------


def markdown(page: RulePage) -> str:
    """A page as Markdown."""
    return "\n".join(_markdown(page))


def markdown_index(pages: Iterable[RulePage]) -> str:
    """A table of all pages, by family."""
    lines = ["# Rules", ""]
    family = ""
    for page in pages:
        if page.rule.family != family:
            family = page.rule.family
            lines += [f"## {family}", "", "| rule | severity | what it finds |", "|---|---|---|"]
        cells = (f"[`{page.rule.id}`]({page.name}.md)", page.rule.severity, page.rule.summary)
        lines.append("| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |")
    return "\n".join([*lines, ""]).replace("\n## ", "\n\n## ").replace("\n\n\n", "\n\n")


def _markdown(page: RulePage) -> Iterator[str]:
    rule = page.rule
    yield f"# {rule.id}"
    yield ""
    yield rule.summary
    yield ""
    for title, text in page.sections:
        yield f"## {title}"
        yield ""
        yield text
        yield ""
    yield "## Message"
    yield ""
    yield f"`{page.message}`"
    yield ""
    if rule.advice:
        yield "## Advice"
        yield ""
        yield rule.advice
        yield ""
    yield "| | |"
    yield "|---|---|"
    yield f"| severity | {rule.severity} |"
    yield f"| tags | {', '.join(f'`{tag}`' for tag in rule.tags) or 'none'} |"
    yield f"| a finding names | {', '.join(f'`{name}` ({kind})' for name, kind in page.columns)} |"
    yield ""
    for title, language, text in _codes(page):
        yield f"## {title}"
        yield ""
        yield from (f"```{language}", text, "```")
        yield ""


def _codes(page: RulePage) -> Iterator[tuple[str, str, str]]:
    if page.fires:
        yield "A case that it finds", "yaml", page.fires
    if page.silent:
        yield "A near miss", "yaml", page.silent
    yield "As a rule", "prolog", "\n".join(page.clauses)


# --- HTML ------------------------------------------------------------------------------------

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; display: flex; }
nav { flex: 0 0 17rem; height: 100vh; overflow: auto; position: sticky; top: 0; padding: 1rem;
  box-sizing: border-box; border-right: 1px solid #8886; font-size: .9rem; }
nav ul { list-style: none; padding: 0; }
main { max-width: 50rem; padding: 1rem 2rem; min-width: 0; }
section { border-bottom: 1px solid #8886; padding-bottom: 1rem; }
pre { overflow: auto; background: #8882; padding: .75rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
@media (max-width: 45rem) { body { display: block; } nav { height: auto; position: static; } }
"""


def html(pages: Sequence[RulePage]) -> str:
    """All pages as one HTML document that needs no other file."""
    families: dict[str, list[RulePage]] = {}
    for page in pages:
        families.setdefault(page.rule.family, []).append(page)
    lines = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Rules</title><style>{_STYLE}</style></head><body>",
        '<nav aria-label="Rules">',
    ]
    for family, of_family in families.items():
        lines.append(f"<h2>{escape(family)}</h2><ul>")
        lines += [
            f'<li><a href="#{escape(page.name)}">{escape(page.rule.id)}</a></li>'
            for page in of_family
        ]
        lines.append("</ul>")
    lines.append("</nav><main><h1>Rules</h1>")
    for page in pages:
        lines += _html(page)
    return "\n".join([*lines, "</main></body></html>", ""])


def _html(page: RulePage) -> Iterator[str]:
    rule = page.rule
    yield f'<section id="{escape(page.name)}"><h2>{escape(rule.id)}</h2>'
    yield f"<p><strong>{escape(rule.summary)}</strong></p>"
    for title, text in page.sections:
        yield f"<h3>{title}</h3>"
        yield from (f"<p>{escape(paragraph)}</p>" for paragraph in text.split("\n\n"))
    yield f"<h3>Message</h3><p><code>{escape(page.message)}</code></p>"
    if rule.advice:
        yield f"<h3>Advice</h3><p>{escape(rule.advice)}</p>"
    columns = ", ".join(f"{name} ({kind})" for name, kind in page.columns)
    yield (
        f"<dl><dt>severity</dt><dd>{rule.severity}</dd>"
        f"<dt>tags</dt><dd>{escape(', '.join(rule.tags) or 'none')}</dd>"
        f"<dt>a finding names</dt><dd>{escape(columns)}</dd></dl>"
    )
    for title, _, text in _codes(page):
        yield f"<h3>{title}</h3><pre><code>{escape(text)}</code></pre>"
    yield "</section>"
