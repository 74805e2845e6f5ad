"""From what Checker says of texts to the protocol's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from lsprotocol import types

from checker.analysis.errors import UNUSED_VARIABLE
from checker.authoring.errors import DUPLICATE_RULE, NEVER_USED
from checker.diagnostics import Diagnostic, DiagnosticKind, Edit, Level, Source, Span
from checker.language.errors import DEPRECATED
from checker.lsp.columns import columns
from checker.resources import diagnostics_page

_SEVERITIES = {
    Level.ERROR: types.DiagnosticSeverity.Error,
    Level.WARNING: types.DiagnosticSeverity.Warning,
    Level.NOTE: types.DiagnosticSeverity.Information,
}

_TAGS = {
    DEPRECATED: types.DiagnosticTag.Deprecated,
    DUPLICATE_RULE: types.DiagnosticTag.Unnecessary,
    NEVER_USED: types.DiagnosticTag.Unnecessary,
    UNUSED_VARIABLE: types.DiagnosticTag.Unnecessary,
}


@dataclass(frozen=True, slots=True)
class Places:
    """Spans as the editor sees them: ``uri`` tells where a source stands, None where nowhere."""

    encoding: str
    uri: Callable[[Source], str | None]

    def range(self, span: Span) -> types.Range:
        return columns(span.source, self.encoding).range(span.start, span.end)

    def location(self, span: Span) -> types.Location | None:
        uri = self.uri(span.source)
        return None if uri is None else types.Location(uri, self.range(span))

    def locations(self, spans: Iterable[Span]) -> list[types.Location]:
        return [found for span in spans if (found := self.location(span)) is not None]

    def diagnostic(self, found: Diagnostic) -> types.Diagnostic:
        """A diagnostic with its reason and its mend, the further places, and a link to a page."""
        related = [
            types.DiagnosticRelatedInformation(place, label.text or "here")
            for label in found.related
            if (place := self.location(label.span)) is not None
        ]
        tag = _TAGS.get(found.kind)
        page = _page(found.kind)
        return types.Diagnostic(
            range=self.range(_visible(found.primary.span)),
            message="\n".join(_sentences(found)),
            severity=_SEVERITIES[found.level],
            code=found.code,
            code_description=None if page is None else types.CodeDescription(page),
            source="checker",
            tags=None if tag is None else [tag],
            related_information=related or None,
        )

    def edits(self, edits: Iterable[Edit]) -> list[types.TextEdit]:
        return [types.TextEdit(self.range(edit.span), edit.text) for edit in edits]


def _sentences(found: Diagnostic) -> Iterator[str]:
    yield found.message
    if found.note:
        yield found.note
    if found.help:
        yield f"help: {found.help}"


def _visible(span: Span) -> Span:
    """An editor underlines nothing where a span is empty: the character before is shown."""
    if span.end > span.start:
        return span
    text = span.source.text
    if span.start > 0 and text[span.start - 1] != "\n":
        return Span(span.source, span.start - 1, span.start)
    return Span(span.source, span.start, min(span.start + 1, len(text)))


@cache
def _page(kind: DiagnosticKind) -> str | None:
    """The address of the paragraph on a kind of diagnostic."""
    page = diagnostics_page()
    if page is None:
        return None
    heading = f"{kind.code}: {kind.title}".lower()
    anchor = re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")
    return f"{page.as_uri()}#{anchor}"
