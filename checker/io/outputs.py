"""Writing the rows that a program's ``.output`` and ``.printsize`` directives ask for.

Rows are sorted by their first column, then the next: numbers as numbers, symbols by code
point. Soufflé's own order follows its internal numbering of symbols, so nobody relies on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from checker.analysis.program import IoDirective, Primitive, Program, Relation, Row, Value
from checker.diagnostics import Diagnostic, DiagnosticError
from checker.files import write_files
from checker.io.errors import AMBIGUOUS_OUTPUT, SAME_FILE, UNBOUNDED, UNWRITABLE
from checker.io.parameters import (
    OutputRequest,
    SizeRequest,
    Style,
    output_request,
    size_request,
)
from checker.io.places import confined
from checker.io.values import write_float


@dataclass(frozen=True, slots=True)
class FileRequest:
    """An output and the file that it goes to."""

    output: OutputRequest
    path: Path


@dataclass(frozen=True, slots=True)
class OutputPlan:
    """Where every result goes, known before anything is evaluated. ``stdout`` keeps the order
    of the program."""

    files: tuple[FileRequest, ...]
    stdout: tuple[OutputRequest | SizeRequest, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What a program writes: whole files, as bytes or where they are ready to be moved, and the
    text for standard output."""

    files: Mapping[Path, bytes | Path]
    stdout: bytes
    diagnostics: tuple[Diagnostic, ...]
    requests: Mapping[Path, OutputRequest]


def plan_outputs(program: Program, output_dir: Path | None) -> OutputPlan:
    """Where the results of the program go; with no ``output_dir``, all to standard output
    under a header, as with Soufflé's ``-D -``."""
    planning = _Planning(output_dir)
    for directive in program.directives:
        planning.add(directive, program.relations[directive.relation])
    return OutputPlan(
        tuple(planning.files.values()), tuple(planning.stdout), tuple(planning.diagnostics)
    )


def render(plan: OutputPlan, relations: Mapping[str, Collection[Row]]) -> Results:
    """The content of every file of the plan."""
    files: dict[Path, bytes | Path] = {}
    diagnostics: list[Diagnostic] = []
    for request in plan.files:
        text, found = _table(request.output, relations[request.output.relation.name])
        header = "" if request.output.header is None else f"{request.output.header}\n"
        content = (header + text).encode()
        files[request.path] = _compress(content) if request.output.compress else content
        diagnostics += found
    stdout: list[str] = []
    for output in plan.stdout:
        rows = relations[output.relation.name]
        if isinstance(output, SizeRequest):
            stdout.append(f"{output.name}\t{len(rows)}\n")
        else:
            text, _ = _table(output, rows)
            header = "" if output.header is None else f"\n{output.header}"
            stdout.append(f"{_RULE}\n{output.name}{header}\n{_BAR}\n{text}{_BAR}\n")
    return Results(
        files,
        "".join(stdout).encode(),
        tuple(diagnostics),
        {request.path: request.output for request in plan.files},
    )


_RULE = "-" * 15
_BAR = "=" * 15


def save(results: Results) -> None:
    """Writes the files, all or none.

    Raises :class:`checker.diagnostics.DiagnosticError` where one cannot be written.
    """
    try:
        write_files(results.files)
    except OSError as error:
        span = results.requests[Path(error.filename)].span
        raise DiagnosticError(
            [
                UNWRITABLE.at(
                    span,
                    f"{error.filename} cannot be written: {error.strerror}",
                    note="none of the results was written",
                    help="name another folder of results with -D",
                )
            ]
        ) from error


class _Planning:
    """Collects requests, and what stands in their way."""

    def __init__(self, output_dir: Path | None) -> None:
        self._output_dir = output_dir
        self.files: dict[Path, FileRequest] = {}
        self.stdout: list[OutputRequest | SizeRequest] = []
        self.diagnostics: list[Diagnostic] = []

    def add(self, directive: IoDirective, relation: Relation) -> None:
        match directive.kind:
            case "output":
                output, found = output_request(directive, relation)
                self.diagnostics += found
                if output is not None:
                    self._add_output(output)
            case "printsize":
                size, found = size_request(directive, relation)
                self.diagnostics += found
                if size is not None:
                    self.stdout.append(size)
            case "limitsize":
                self.diagnostics.append(
                    UNBOUNDED.at(
                        directive.span,
                        f"every row of `{relation.name}` is derived, whatever `.limitsize` says",
                        help="leave it out; `--max-rows` stops a run that derives too many rows",
                    )
                )

    def _add_output(self, output: OutputRequest) -> None:
        if self._output_dir is None:
            columns = output.style.delimiter.join(c.name for c in output.relation.columns)
            self.stdout.append(replace(output, file=None, header=output.header or columns))
            return
        if output.file is None:
            self.stdout.append(output)
            return
        path = confined(self._output_dir, output.file, output.span)
        if isinstance(path, Diagnostic):
            self.diagnostics.append(path)
            return
        other = self.files.setdefault(path.resolve(), FileRequest(output, path))
        if other.output is not output:
            self.diagnostics.append(_written_twice(output, other))


def _written_twice(output: OutputRequest, other: FileRequest) -> Diagnostic:
    return SAME_FILE.at(
        output.span,
        f"`{output.relation.name}` and `{other.output.relation.name}` are both written to"
        f" {other.path}",
        help='give one of the two another name, as in filename="other.csv"',
    )


# --- from rows to text -----------------------------------------------------------------------


def _table(output: OutputRequest, rows: Collection[Row]) -> tuple[str, tuple[Diagnostic, ...]]:
    columns = output.relation.columns
    if not columns:
        return ("()\n" if rows else ""), ()
    writers = [_writer(column.primitive, output.style) for column in columns]
    delimiter = output.style.delimiter
    lines = [
        delimiter.join([write(value) for write, value in zip(writers, row, strict=True)])
        for row in sorted(rows)
    ]
    text = "".join([f"{line}\n" for line in lines])
    if output.style.rfc4180 or _readable(text, output.style, len(rows), len(columns)):
        return text, ()
    return text, (
        AMBIGUOUS_OUTPUT.at(
            output.span,
            f"a value of `{output.relation.name}` holds the delimiter or a line break",
            note="the file is written as Soufflé writes it, and cannot be read back",
            help="with rfc4180=true such values are quoted",
        ),
    )


_Writer: TypeAlias = Callable[[Value], str]


def _writer(primitive: Primitive, style: Style) -> _Writer:
    if primitive is Primitive.FLOAT:
        return _write_float
    if primitive is Primitive.SYMBOL and style.rfc4180:
        return _quote
    return str


def _write_float(value: Value) -> str:
    return write_float(float(value))


def _quote(value: Value) -> str:
    # Soufflé puts a backslash before the doubled quote, and then reads it as one more
    # character; RFC 4180 has no backslash.
    return '"' + str(value).replace('"', '""') + '"'


def _readable(text: str, style: Style, rows: int, columns: int) -> bool:
    """Whether the lines fall into the same values when they are read."""
    return (
        text.count("\n") == rows
        and "\r\n" not in text
        and text.count(style.delimiter) == rows * (columns - 1)
        and not ("," in style.delimiter and ("[" in text or "]" in text))
    )


def _compress(content: bytes) -> bytes:
    import gzip

    return gzip.compress(content, mtime=0)  # the same rows, the same bytes
