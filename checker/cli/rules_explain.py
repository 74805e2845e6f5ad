"""``checker rules explain``: what a diagnostic means, and how to mend it."""

from __future__ import annotations

from typing import Annotated

import typer


def explain(
    codes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CODE",
            help="Codes of diagnostics, as CHK201; a list of all if left out.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Explain diagnostics.

    For each code: what it means, an example that gives rise to it, and the example mended.
    """
    from checker.authoring.explain import explanation, kinds, unknown
    from checker.diagnostics import DiagnosticError

    known = kinds()
    if not codes:
        for kind in known.values():
            typer.echo(f"{kind.code}  {kind.level:7}  {kind.title}")
        return
    wanted = [code.upper() for code in codes]
    if strange := [unknown(code) for code in wanted if code not in known]:
        raise DiagnosticError(strange)
    typer.echo("\n".join(explanation(known[code]) for code in wanted), nl=False)
