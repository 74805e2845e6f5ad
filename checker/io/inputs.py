"""Reading the facts that a program's ``.input`` directives name."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from checker.analysis.program import Column, Primitive, Program, Row
from checker.diagnostics import Diagnostic, Source, Span
from checker.io.errors import (
    BAD_QUOTES,
    BAD_VALUE,
    BYTE_ORDER_MARK,
    EXTRA_VALUES,
    MISSING,
    MISSING_VALUES,
    NOT_UTF8,
    SAME_FILE,
    UNREADABLE,
)
from checker.io.lines import Line, UnpairedError, line_end, split_lines, value_place
from checker.io.parameters import InputRequest, input_request
from checker.io.places import confined
from checker.io.values import EXPECTED, READ

MOST_ERRORS = 20
"""How many errors of one file are reported."""

_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The rows of each relation with an ``.input``, and everything that was wrong.

    Where a diagnostic is an error, the rows of its relation are not complete.
    """

    relations: Mapping[str, frozenset[Row]]
    diagnostics: tuple[Diagnostic, ...]


def read_inputs(program: Program, fact_dir: Path, stdin: BinaryIO) -> Inputs:
    """Reads every file that the program's ``.input`` directives name below ``fact_dir``.

    Each value is read as the type that its column is declared with. Files may be compressed
    with gzip. Raises nothing for what stands in files: see :class:`Inputs`.
    """
    relations: dict[str, set[Row]] = {}
    diagnostics: list[Diagnostic] = []
    standard_input: InputRequest | None = None
    for directive in program.directives:
        if directive.kind != "input":
            continue
        request, found = input_request(directive, program.relations[directive.relation])
        diagnostics += found
        if request is None:
            continue
        if request.file is None:
            if standard_input is not None:
                diagnostics.append(_read_twice(request, standard_input))
                continue
            standard_input = request
        source, found = _fetch(request, fact_dir, stdin)
        diagnostics += found
        rows = relations.setdefault(request.relation.name, set())
        if source is not None:
            read, found = _read_rows(source, request)
            rows |= read
            diagnostics += found
    return Inputs({name: frozenset(rows) for name, rows in relations.items()}, tuple(diagnostics))


# --- from directive to text ------------------------------------------------------------------


def _fetch(
    request: InputRequest, fact_dir: Path, stdin: BinaryIO
) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    if request.file is None:
        return _decode("<stdin>", stdin.read(), request.span)
    path = confined(fact_dir, request.file, request.span)
    if isinstance(path, Diagnostic):
        return None, (path,)
    try:
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "no regular file")  # a pipe would be waited for
        content = path.read_bytes()
        if content.startswith(_GZIP_MAGIC):
            content = _decompress(content)
    except FileNotFoundError:
        return None, (
            MISSING.at(
                request.span,
                f"{path} is not there",
                label=f"facts of `{request.relation.name}` are read here",
                help="name the folder of facts with -F, or let it start empty with --no-warn",
            ),
        )
    except (OSError, EOFError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return None, (UNREADABLE.at(request.span, f"{path} cannot be read: {reason}"),)
    return _decode(str(path), content, request.span)


def _decompress(content: bytes) -> bytes:
    import gzip
    import zlib

    try:
        return gzip.decompress(content)
    except zlib.error as error:
        raise OSError(f"not a gzip file ({error})") from error


def _decode(name: str, content: bytes, span: Span) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    try:
        return Source(name, content.decode("utf-8")), ()
    except UnicodeDecodeError as error:
        # Everything before the first bad byte is text, so its line can be shown.
        source = Source(name, content[: error.end].decode("utf-8", errors="replace"))
        end = len(source.text)
        return None, (
            NOT_UTF8.at(
                Span(source, end - 1, end),
                f"byte 0x{content[error.start]:02x} is not UTF-8",
                help="save the file as UTF-8",
            ),
        )


def _read_twice(request: InputRequest, first: InputRequest) -> Diagnostic:
    return SAME_FILE.at(
        request.span,
        f"`{request.relation.name}` reads standard input, and so does `{first.relation.name}`",
        note="whoever reads first leaves nothing to the other",
        help="give one of the two a file",
    )


# --- from text to rows -----------------------------------------------------------------------


def _read_rows(source: Source, request: InputRequest) -> tuple[set[Row], tuple[Diagnostic, ...]]:
    text, columns, places = source.text, request.relation.columns, request.columns
    readers = [READ[column.primitive] for column in columns]
    width = max(places, default=-1) + 1
    # A header counts as values only to be skipped; further values are Soufflé's to drop where
    # the directive picks columns.
    widest = width if places == tuple(range(len(places))) else None
    start, diagnostics = _first_row(source, request)
    rows: set[Row] = set()
    errors = 0
    extra_seen = False
    for line in split_lines(text, request.style, start):
        try:
            if isinstance(line, UnpairedError):
                raise line
            values = line.values
            if widest is not None and columns and len(values) > widest and not extra_seen:
                extra_seen = True
                diagnostics.append(_extra_values(source, request, line))
            rows.add(tuple([read(values[at]) for read, at in zip(readers, places, strict=True)]))
        except (ValueError, IndexError):
            faults = _faults(source, request, line)
            diagnostics += faults[: MOST_ERRORS - errors]
            errors += len(faults)
            if errors >= MOST_ERRORS:
                diagnostics[-1] = _last(diagnostics[-1])
                break
    return rows, tuple(diagnostics)


def _first_row(source: Source, request: InputRequest) -> tuple[int, list[Diagnostic]]:
    """Where the rows begin, after a header."""
    text = source.text
    if request.headers:
        end = line_end(text, 0)
        return end + (2 if text.startswith("\r\n", end) else 1), []
    if text.startswith("\ufeff"):
        return 0, [
            BYTE_ORDER_MARK.at(
                Span(source, 0, 1),
                "the first value starts with a byte order mark",
                help="save the file as UTF-8 without a byte order mark",
            )
        ]
    return 0, []


def _faults(source: Source, request: InputRequest, line: Line | UnpairedError) -> list[Diagnostic]:
    """Everything that is wrong with one line."""
    if isinstance(line, UnpairedError):
        return [
            BAD_QUOTES.at(
                Span(source, line.start, line.end),
                line.message,
                help='double a quote that belongs to the value: ""'
                if request.style.rfc4180
                else "use another delimiter, or quote the values and set rfc4180=true",
            )
        ]
    faults: list[Diagnostic] = []
    for column, place in zip(request.relation.columns, request.columns, strict=True):
        if place >= len(line.values):
            return [*faults, _missing_values(source, request, line)]
        value = line.values[place]
        try:
            READ[column.primitive](value)
        except ValueError:
            start, end = value_place(source.text, request.style, line, place)
            faults.append(_bad_value(Span(source, start, end), column, value))
    return faults


def _bad_value(span: Span, column: Column, value: str) -> Diagnostic:
    return BAD_VALUE.at(
        span,
        f"{_shorten(value)} is no {column.primitive}",
        label=f"column `{column.name}`",
        note=f"expected {EXPECTED[column.primitive]}",
        help=_mend(column.primitive, value),
    )


def _mend(primitive: Primitive, value: str) -> str:
    bare = value.strip()
    if bare != value:
        for candidate in (bare, bare.replace(",", "")):
            if _is(primitive, candidate):
                return f"write {candidate}, with no blanks around it"
    if _is(primitive, value.replace(",", "").replace("_", "")):
        return f"write {value.replace(',', '').replace('_', '')}, with nothing between the digits"
    if value == "":
        return "write a value, or leave the row out"
    return f"mend the value, or declare the column as {_wider(primitive, value)}"


def _wider(primitive: Primitive, value: str) -> str:
    wider = {Primitive.UNSIGNED: (Primitive.NUMBER, Primitive.FLOAT)}.get(
        primitive, (Primitive.FLOAT,)
    )
    return next((str(other) for other in wider if _is(other, value)), "symbol")


def _is(primitive: Primitive, value: str) -> bool:
    try:
        READ[primitive](value)
    except ValueError:
        return False
    return True


def _missing_values(source: Source, request: InputRequest, line: Line) -> Diagnostic:
    names = ", ".join(column.name for column in request.relation.columns)
    return MISSING_VALUES.at(
        Span(source, line.start, line.end),
        f"{len(line.values)} value{'s' * (len(line.values) != 1)}, expected"
        f" {max(request.columns) + 1}",
        note=f"`{request.relation.name}` has the columns {names}",
        help=f"separate values by {_spoken(request.style.delimiter)}",
    )


def _extra_values(source: Source, request: InputRequest, line: Line) -> Diagnostic:
    start, _ = value_place(source.text, request.style, line, len(request.columns))
    return EXTRA_VALUES.at(
        Span(source, start, line.end),
        f"{len(line.values)} values for the {len(request.columns)} columns of"
        f" `{request.relation.name}`",
        label="dropped, here and in every such line",
        help="does the delimiter stand inside a value? choose another one, or rfc4180=true",
    )


def _last(diagnostic: Diagnostic) -> Diagnostic:
    from dataclasses import replace

    return replace(
        diagnostic,
        note=f"{diagnostic.note}{'; ' if diagnostic.note else ''}"
        f"reading of this file stopped after {MOST_ERRORS} errors",
    )


def _spoken(delimiter: str) -> str:
    return {"\t": "a tab", ",": "a comma", " ": "a blank"}.get(delimiter, repr(delimiter))


def _shorten(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:37] + "...")
