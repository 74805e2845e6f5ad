"""A bundle as a person reads it: YAML, each section's records one below the other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from checker.diagnostics import DiagnosticError, Source, Span
from checker.facts.tree import Value
from checker.exchange.errors import NOT_WRITTEN


def bundle_text(sections: Mapping[str, Value], head: str = "") -> str:
    """The YAML of a bundle; ``head`` becomes comment lines above it."""
    import yaml

    comment = "".join(f"# {line}".rstrip() + "\n" for line in head.splitlines())
    parts = [
        yaml.safe_dump(
            {name: value}, sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
        )
        for name, value in sections.items()
    ]
    return comment + "\n".join(parts)


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises :class:`DiagnosticError`."""
    from checker.io.atomic import AtomicWriteError, write_files

    try:
        write_files({path: text.encode("utf-8")})
    except AtomicWriteError as error:
        raise DiagnosticError(
            [
                NOT_WRITTEN.at(
                    Span(Source(str(path), ""), 0, 0),
                    f"`{path}` cannot be written: {error.reason.lower()}",
                    help="check the path and the permissions",
                )
            ]
        ) from None
