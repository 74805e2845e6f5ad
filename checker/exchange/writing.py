"""A bundle as a person reads it: YAML, each section's records one below the other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.exchange.errors import NOT_WRITTEN
from checker.facts.tree import Value
from checker.files import write_files

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def bundle_text(sections: Mapping[str, Value], head: str = "") -> str:
    """The YAML of a bundle; ``head`` becomes comment lines above it."""
    comment = "".join(f"# {line}".rstrip() + "\n" for line in head.splitlines())
    return comment + "\n".join(yaml_text({name: value}) for name, value in sections.items())


def yaml_text(value: Value) -> str:
    """A value as YAML that reads back the same."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes line ends that Unicode has and YAML folds (NEL, LS, PS) as escapes."""

    def text(dumper: yaml.SafeDumper, given: str) -> yaml.ScalarNode:
        style = '"' if _LINE_ENDS.search(given) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", given, style=style)

    Dumper.add_representer(str, text)
    written: str = yaml.dump(
        value,
        Dumper=Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=False,
    )
    return written


def write_whole(path: Path, text: str, *, replacing: bool) -> None:
    """Write a file whole or not at all; one with other content is ``replacing``'s matter.

    Raises :class:`DiagnosticError`.
    """
    write_together({path: text}, replacing=replacing)


def write_together(files: Mapping[Path, str], *, replacing: bool) -> None:
    """As :func:`write_whole`, all files or none."""
    contents = {path: text.encode("utf-8") for path, text in files.items()}
    there = [path for path, content in contents.items() if _holds_something_else(path, content)]
    if there and not replacing:
        raise DiagnosticError(
            _not_written(
                path,
                "is there already, with other content",
                "write to another place, or replace it with --force",
            )
            for path in there
        )
    try:
        write_files(contents)
    except OSError as error:
        reason = f"cannot be written: {(error.strerror or str(error)).lower()}"
        path = Path(error.filename or next(iter(files)))
        raise DiagnosticError(
            [_not_written(path, reason, "check the path and the permissions")]
        ) from None


def _holds_something_else(path: Path, content: bytes) -> bool:
    try:
        return path.is_file() and path.read_bytes() != content
    except OSError:
        return True


def _not_written(path: Path, reason: str, mend: str) -> Diagnostic:
    return NOT_WRITTEN.at(Span(Source(str(path), ""), 0, 0), f"`{path}` {reason}", help=mend)
