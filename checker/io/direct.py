"""Plain files of facts and results, which a database reads and writes by itself.

Plain is what nearly every file is: values between delimiters of one character, without quotes,
header, compression or anything else that has to be looked at value by value. Of what is not
plain, and of what is wrong, :mod:`.inputs` and :mod:`.outputs` take care.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.analysis.program import Program
from checker.diagnostics import Diagnostic
from checker.engines.texts import TextFile, TextFiles, WritesText
from checker.io.outputs import OutputPlan, Results
from checker.io.parameters import InputRequest, OutputRequest, SizeRequest, Style, input_request
from checker.io.places import confined

_CHUNK = 1 << 20
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UNUSUAL = (b"\r", b"\0")


def plain_inputs(program: Program, fact_dir: Path) -> TextFiles | None:
    """The files that the program's ``.input`` directives name, or None where one of them is
    anything but plain, or where anything is wrong with directives."""
    files: dict[str, list[TextFile]] = {}
    for directive in program.directives:
        if directive.kind != "input":
            continue
        request, found = input_request(directive, program.relations[directive.relation])
        if request is None or found:
            return None
        file = _plain_file(request, fact_dir)
        if file is None:
            return None
        files.setdefault(directive.relation, []).append(file)
    return files


def _plain_file(request: InputRequest, fact_dir: Path) -> TextFile | None:
    arity = len(request.relation.columns)
    if (
        request.file is None
        or request.headers
        or not arity
        or request.columns != tuple(range(arity))
        or not _is_plain(request.style)
    ):
        return None
    path = confined(fact_dir, request.file, request.span)
    if isinstance(path, Diagnostic):
        return None
    try:
        lines = _plain_lines(path) if path.is_file() else None
    except OSError:
        return None
    return None if lines is None else TextFile(path.resolve(), request.style.delimiter, lines)


def _is_plain(style: Style) -> bool:
    delimiter = style.delimiter
    # A comma between brackets belongs to a value.
    return not style.rfc4180 and len(delimiter) == 1 and delimiter.isascii() and delimiter != ","


def _plain_lines(path: Path) -> int | None:
    """How many lines the file has; None for a compressed one, and one with unusual bytes."""
    lines = 0
    last = b"\n"
    with path.open("rb") as file:
        chunk = file.read(_CHUNK)
        if chunk.startswith((b"\x1f\x8b", _BYTE_ORDER_MARK)):
            return None
        while chunk:
            if any(byte in chunk for byte in _UNUSUAL):
                return None
            lines += chunk.count(b"\n")
            last = chunk[-1:]
            chunk = file.read(_CHUNK)
    return lines + (last != b"\n")


# --- results ---------------------------------------------------------------------------------


@contextmanager
def results_folder(plan: OutputPlan, output_dir: Path | None) -> Iterator[Path | None]:
    """A folder on the disk of the results, in which a database writes them before they appear;
    None where a result is anything but plain."""
    if output_dir is None or not plan.files or not all(map(_is_plain_result, _outputs(plan))):
        yield None
        return
    try:
        there = next(path for path in (output_dir, *output_dir.parents) if path.exists())
        folder = TemporaryDirectory(prefix=".checker-", dir=there)
    except OSError:  # whoever writes the results says so
        yield None
        return
    with folder as name:
        yield Path(name).resolve()


def _outputs(plan: OutputPlan) -> Iterator[OutputRequest]:
    for request in plan.files:
        yield request.output
    for output in plan.stdout:
        if isinstance(output, OutputRequest):
            yield output


def _is_plain_result(output: OutputRequest) -> bool:
    return (
        output.file is not None
        and bool(output.relation.columns)
        and output.header is None
        and not output.compress
        and _is_plain(output.style)
    )


def export(plan: OutputPlan, rows: object, folder: Path) -> Results | None:
    """As :func:`checker.io.render`, with the files written to ``folder``; None where a value
    has to be looked at."""
    if not isinstance(rows, WritesText):
        return None
    files: dict[Path, bytes | Path] = {}
    for number, request in enumerate(plan.files):
        output, written = request.output, folder / f"{number}.csv"
        if not rows.write_text(output.relation.name, written, output.style.delimiter):
            return None
        files[request.path] = written
    sizes = [
        f"{output.name}\t{rows.count(output.relation.name)}\n"
        for output in plan.stdout
        if isinstance(output, SizeRequest)
    ]
    return Results(
        files, "".join(sizes).encode(), (), {request.path: request.output for request in plan.files}
    )
