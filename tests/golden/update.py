"""Write what is held golden anew: ``python -m tests.golden.update``, then read the diff."""

from __future__ import annotations

from checker.report.reference import fields
from tests.golden.audits import AUDITS, ROOT, written

REPORT_DOC = ROOT / "docs" / "report.md"


def with_fields(text: str) -> str:
    """The page on the report with its generated part made anew."""
    before, opening, rest = text.partition("<!-- fields:")
    comment, end, rest = rest.partition("-->\n")
    _, closing, after = rest.partition("<!-- /fields -->")
    return f"{before}{opening}{comment}{end}\n{fields()}\n{closing}{after}"


def main() -> None:
    REPORT_DOC.write_text(with_fields(REPORT_DOC.read_text("utf-8")), "utf-8")
    for audit in AUDITS:
        audit.golden.write_text(written(audit.report()), "utf-8")


if __name__ == "__main__":
    main()
