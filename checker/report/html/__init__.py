"""The report as one page for an editor: self-contained, offline, safe with any document's text."""

from checker.report.html.page import render_html

__all__ = ["render_html"]
