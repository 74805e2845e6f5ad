"""From paths to documents: found, read, held to limits, normalised."""

# Paths come from the command line: os.path's questions about them answer False where pathlib's
# raise.
# ruff: noqa: PTH112

from __future__ import annotations

import codecs
import errno
import os
import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from checker.diagnostics import Diagnostic, DiagnosticError, DiagnosticKind, Source, Span
from checker.diagnostics.extras import not_installed
from checker.documents import errors
from checker.documents.formats import SUFFIXES, Format, format_of
from checker.documents.metadata import Metadata
from checker.documents.model import SourceDocument
from checker.documents.offsets import OffsetMap
from checker.facts.documents import text_start
from checker.facts.files import shown

MOST_BYTES = 50_000_000
MOST_CHARACTERS = 1_000_000

_NOT_IN_ID = re.compile(r"[^\w.-]+|[_#]+")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def find_documents(paths: Iterable[Path], root: Path) -> list[Path]:
    """Documents as given, and of a folder those directly in it, by name; each once.

    Raises :class:`DiagnosticError` for what is not there, and where two would have one id.
    """
    found: dict[str, Path] = {}
    faults: list[Diagnostic] = []
    for path in paths:
        if not os.path.isdir(path):
            found.setdefault(os.path.realpath(path), path)
            continue
        try:
            inside = [each for each in sorted(path.iterdir()) if each.suffix.lower() in SUFFIXES]
        except OSError as error:
            faults.append(_unreadable(shown(path, root), error))
            continue
        if not inside:
            faults.append(_without_documents(shown(path, root)))
        for each in inside:
            found.setdefault(os.path.realpath(each), each)
    faults += _same_ids(found.values(), root)
    if faults:
        raise DiagnosticError(faults)
    return list(found.values())


def read_document(path: Path, root: Path, encoding: str | None = None) -> SourceDocument:
    """A document's normalised text, where it comes from, and what it says of itself.

    ``encoding`` is that of text, Markdown and HTML, in place of what the file declares.
    Raises :class:`DiagnosticError`.
    """
    name = shown(path, root)
    data = _bytes(path, name)
    format_ = format_of(path, data)
    if format_ is None:
        raise _refused(
            errors.UNKNOWN_FORMAT,
            name,
            f"`{name}` is none of the formats that are read",
            help=f"such documents are named {', '.join('*' + suffix for suffix in SUFFIXES)}",
        )
    if format_ is Format.PDF:
        text, offsets, said = _read_pdf(data, name)
        is_verbatim = False
    else:
        decoded = _decoded(data, name, format_, encoding)
        text, offsets, said = _read(decoded, name, format_)
        is_verbatim = encoding is None and _stands_as_it_is(data, text)
    _check_text(text, name, format_)
    return SourceDocument(
        document_id(path),
        path,
        name,
        format_,
        text,
        offsets,
        said.or_else(Metadata(title=_title_of(path))),
        sha256(data).hexdigest(),
        is_verbatim,
    )


def document_id(path: Path) -> str:
    """The id of a document: its file's name without the suffix, in lower case."""
    return _NOT_IN_ID.sub("-", path.stem.lower()).strip("-.") or "document"


def _title_of(path: Path) -> str:
    words = " ".join(re.split(r"[\W_]+", path.stem)).strip()
    return words[:1].upper() + words[1:] or "Document"


# --- files -----------------------------------------------------------------------------------


def _bytes(path: Path, name: str) -> bytes:
    try:
        if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113
            raise OSError(errno.EINVAL, "no regular file")  # a pipe would be waited for
        if path.stat().st_size > MOST_BYTES:
            raise _too_large(name, f"`{name}` has more than {MOST_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise DiagnosticError([_unreadable(name, error)]) from None


def _same_ids(paths: Iterable[Path], root: Path) -> Iterable[Diagnostic]:
    first: dict[str, Path] = {}
    for path in paths:
        other = first.setdefault(document_id(path), path)
        if other is not path:
            name = shown(path, root)
            yield errors.SAME_ID.at(
                Span(Source(name, ""), 0, 0),
                f"`{name}` and `{shown(other, root)}` would both be document `{document_id(path)}`",
                help="rename one of them, or extract them into two folders",
            )


# --- text ------------------------------------------------------------------------------------


def _decoded(data: bytes, name: str, format_: Format, encoding: str | None) -> str:
    from checker.documents.html import declared_encoding

    marked = next((named for mark, named in _MARKS.items() if data.startswith(mark)), None)
    declared = declared_encoding(data) if format_ is Format.HTML else None
    chosen = encoding or marked or declared or "utf-8"
    try:
        text = data.decode(chosen)
    except UnicodeError as error:
        raise DiagnosticError([_not_in(chosen, data, name, error)]) from None
    if "\0" in text:
        raise _refused(
            errors.UNKNOWN_FORMAT,
            name,
            f"`{name}` is no text: it has NUL characters in it",
            help="a text in UTF-16 begins with a byte order mark; otherwise name its encoding with"
            " --encoding",
        )
    return text


def _not_in(encoding: str, data: bytes, name: str, error: UnicodeError) -> Diagnostic:
    start = error.start if isinstance(error, UnicodeDecodeError) else 0
    readable = Source(name, data.decode(encoding, errors="replace"))
    at = min(len(data[:start].decode(encoding, errors="replace")), len(readable.text))
    label = f"byte 0x{data[start]:02x}" if start < len(data) else ""
    return errors.ENCODING.at(
        Span(readable, at, min(at + 1, len(readable.text))),
        f"`{name}` is not {encoding.upper()}",
        label=label,
        help="save it as UTF-8, or name its encoding: --encoding windows-1252",
    )


def _read(source: str, name: str, format_: Format) -> tuple[str, OffsetMap, Metadata]:
    from checker.documents.html import read_html
    from checker.documents.markdown import read_markdown
    from checker.documents.plain import read_plain

    lines = source.replace("\r\n", "\n").replace("\r", "\n")
    if format_ is Format.TEXT:
        return read_plain(lines)
    what = format_.upper() if format_ is Format.HTML else "Markdown"
    try:
        return read_markdown(lines) if format_ is Format.MARKDOWN else read_html(lines)
    except ImportError as error:
        raise _not_installed(name, what, error) from None
    except (RecursionError, ValueError) as error:
        raise _broken(name, what, error) from None


def _read_pdf(data: bytes, name: str) -> tuple[str, OffsetMap, Metadata]:
    from checker.documents import pdf

    try:
        return pdf.read_pdf(data)
    except ImportError as error:
        raise _not_installed(name, "PDF", error) from None
    except pdf.LockedError:
        raise _refused(
            errors.LOCKED,
            name,
            f"`{name}` is encrypted",
            help="open it with its password, and save it without one",
        ) from None
    except pdf.TooManyPagesError as error:
        raise _too_large(name, f"`{name}` has {error.count:,} pages") from None
    except pdf.BrokenError as error:
        raise _broken(name, "PDF", error) from None


def _check_text(text: str, name: str, format_: Format) -> None:
    if len(text) > MOST_CHARACTERS:
        raise _too_large(name, f"the text of `{name}` has {len(text):,} characters")
    if not any(character.isalnum() for character in text):
        helps = {
            Format.PDF: "a scan has pictures of text alone: have its text recognised (OCR) first",
            Format.HTML: "no article was found in the page: save its text as plain text",
        }
        raise _refused(
            errors.NO_TEXT,
            name,
            f"`{name}` has no text",
            help=helps.get(format_, "check that this is the file that is meant"),
        )


def _stands_as_it_is(data: bytes, text: str) -> bool:
    """Whether a fact file's loader finds this text in the file."""
    try:
        read = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    read = read.replace("\r\n", "\n").replace("\r", "\n")
    return read[text_start(read) :] == text


# --- refusals --------------------------------------------------------------------------------


def _refused(
    kind: DiagnosticKind,
    name: str,
    message: str,
    *,
    help: str,  # noqa: A002 - rustc's word for the mend
) -> DiagnosticError:
    return DiagnosticError([kind.at(Span(Source(name, ""), 0, 0), message, help=help)])


def _unreadable(name: str, error: OSError | ValueError) -> Diagnostic:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return errors.UNREADABLE.at(
        Span(Source(name, ""), 0, 0),
        f"cannot read `{name}`: {reason.lower()}",
        help="check the path and the permissions",
    )


def _without_documents(name: str) -> Diagnostic:
    return errors.UNREADABLE.at(
        Span(Source(name, ""), 0, 0),
        f"no documents in `{name}`",
        help=f"documents are named {', '.join('*' + suffix for suffix in SUFFIXES)}",
    )


def _too_large(name: str, message: str) -> DiagnosticError:
    return _refused(
        errors.TOO_LARGE, name, message, help="split it, and extract from the parts that matter"
    )


def _broken(name: str, what: str, error: Exception) -> DiagnosticError:
    reason = str(error).strip(". ").lower() or type(error).__name__
    return _refused(
        errors.BROKEN,
        name,
        f"`{name}` cannot be read as {what}: {reason}",
        help="fetch it again, or save its text as plain text",
    )


def _not_installed(name: str, what: str, error: ImportError) -> DiagnosticError:
    said = f"`{name}` is {what}, and `{error.name}` is not installed"
    return not_installed(errors.NOT_INSTALLED, name, said, "extract")
