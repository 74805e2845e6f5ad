"""Machine-made mends of fact files: how a text is written where another one stood."""

from __future__ import annotations

from checker.diagnostics import Edit, Fix, Span


def renamed(span: Span, near: str | None) -> tuple[Fix, ...]:
    """Writes the name that was meant, if there is one, in the quotes of what stands there."""
    if near is None:
        return ()
    quote = span.text[:1]
    written = f"{quote}{near}{quote}" if quote in ("'", '"') else near
    return (Fix(f"Change to `{near}`", (Edit(span, written),)),)


def quoted_anew(span: Span, passage: str) -> Fix:
    """Writes a passage of a document in the place of one that the document does not have.

    A JSON text is one of YAML as well.
    """
    from json import dumps

    shown = passage if len(passage) <= 60 else f"{passage[:60]}…"
    return Fix(f"Quote `{shown}`", (Edit(span, dumps(passage, ensure_ascii=False)),))
