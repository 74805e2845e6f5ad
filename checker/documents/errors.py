"""What can be wrong with a document that is read. Codes from CHK660."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level


def _error(code: str, title: str, explanation: str) -> DiagnosticKind:
    return DiagnosticKind(code, title, Level.ERROR, explanation)


UNREADABLE = _error(
    "CHK660",
    "document cannot be read",
    "The document is missing, is no regular file, may not be read, or is a folder without"
    " documents in it.",
)
UNKNOWN_FORMAT = _error(
    "CHK661",
    "document of an unknown format",
    "Plain text, Markdown, HTML and PDF are read. What a file is shows in its name, and in its"
    " first bytes.",
)
ENCODING = _error(
    "CHK662",
    "document in another encoding",
    "A document is read as UTF-8, as UTF-16 where it begins with a byte order mark, or in the"
    " encoding that it declares. Another encoding is never guessed: a guess that is wrong changes"
    " names and figures unseen.",
)
TOO_LARGE = _error(
    "CHK663",
    "document beyond measure",
    "A document has at most 50 MB, its text at most a million characters, and a PDF at most 2,000"
    " pages.",
)
BROKEN = _error(
    "CHK664",
    "document that is damaged",
    "The file's name or first bytes say what it is, and the rest of it cannot be read as that.",
)
LOCKED = _error(
    "CHK665",
    "document under a password",
    "The PDF is encrypted, and cannot be opened without its password.",
)
NO_TEXT = _error(
    "CHK666",
    "document without text",
    "Nothing is left to extract facts from: the file is empty, has only markup, or is a scan.",
)
NOT_INSTALLED = _error(
    "CHK667",
    "reader that is not installed",
    "HTML and PDF are read by libraries that Checker does without otherwise.",
)
SAME_ID = _error(
    "CHK668",
    "two documents of one name",
    "A document's id is made of its file's name, and each must have its own.",
)
