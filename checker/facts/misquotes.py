"""What the guards report: the words in the fact file beside the passage that they misquote."""

from __future__ import annotations

from collections.abc import Sequence

from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, Label, Span
from checker.facts import errors
from checker.facts.documents import Document
from checker.facts.mends import quoted_anew
from checker.facts.models import AgentRecord
from checker.facts.numerals import Figure, written
from checker.facts.spans import Ambiguous, NotFound


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of a document: ``document.text[start:end]``."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def span(self) -> Span:
        """Its place in the document's file."""
        return self.document.span(self.start, self.end)

    def part(self, start: int, end: int) -> Quote:
        """The passage ``text[start:end]``."""
        return Quote(self.document, self.start + start, self.start + end)


def in_document(
    place: Span, what: str, document: Document, found: NotFound | Ambiguous
) -> Diagnostic:
    """A passage that its document does not have, or has several times."""
    if isinstance(found, Ambiguous):
        return errors.SPAN_AMBIGUOUS.at(
            place,
            f"{what} stands in {found.count} places",
            label="which of them is meant?",
            related=[Label(document.span(each.start, each.end), "here") for each in found.places],
            help=found.mend,
        )
    near = found.nearest
    return errors.SPAN_NOT_FOUND.at(
        place,
        f"{what} {found.reason}",
        label=f"not in `{document.id}` to the letter",
        related=[Label(document.span(near.start, near.end), "the nearest passage")] if near else (),
        help=found.mend,
        fixes=[quoted_anew(place, document.text[near.start : near.end])] if near else (),
    )


def not_in_span(place: Span, what: str, claim: str, quote: Quote) -> Diagnostic:
    """Words of a mention or a figure that the claim's span does not have."""
    return errors.NOT_IN_SPAN.at(
        place,
        f"the words of this {what} do not stand in the span of claim `{claim}`",
        label="not in the span to the letter",
        related=[Label(quote.span, "the claim's span")],
        help="write them as they stand there, or extend the claim's span",
    )


def ambiguous_figure(place: Span, claim: str, quote: Quote, found: Ambiguous) -> Diagnostic:
    """Words of a figure that the claim's span has several times."""
    return errors.SPAN_AMBIGUOUS.at(
        place,
        f"the words of this figure stand in {found.count} places of the span of claim `{claim}`",
        label="which of them is meant?",
        related=[Label(quote.part(each.start, each.end).span, "here") for each in found.places],
        help=found.mend,
    )


def no_figure(
    place: Span, value: float, claim: str, there: Sequence[Figure], within: Quote, quote: Quote
) -> Diagnostic:
    """A bound that is no figure of the words it should stand in; ``there`` are their figures."""
    read = ", ".join(
        f"`{within.text[figure.start : figure.end]}` ({written(figure.readings[0])})"
        for figure in there
    )
    return errors.FIGURE_NOT_FOUND.at(
        place,
        f"the figure {written(value)} does not stand in the span of claim `{claim}`",
        label="not in the span, in numerals or words",
        related=[Label(quote.span, "the claim's span")],
        note=f"its figures are {read}" if read else "the span has no figures",
        help="write the figure that the text gives, in the text's own unit, "
        "or extend the claim's span to where it stands",
    )


def unnamed(place: Span, role: str, agent: AgentRecord, claim: str, quote: Quote) -> Diagnostic:
    """An agent that the claim's span does not name."""
    known = ", ".join(f"`{name}`" for name in (agent.name, *agent.aliases))
    return errors.NAME_NOT_FOUND.at(
        place,
        f"agent `{agent.id}`, the {role} of claim `{claim}`, is not named in its span",
        label=f"not named here: {known}",
        related=[Label(quote.span, "the claim's span")],
        help=f"add `mentions: [{{agent: {agent.id}, exact: <the span's words>}}]`, "
        "an alias, or extend the span",
    )
