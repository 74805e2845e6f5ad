"""``checker rules``: for those who write rules."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    rules = typer.Typer(
        help="List rules, check them, and run their tests.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.add_typer(rules, name="rules")
