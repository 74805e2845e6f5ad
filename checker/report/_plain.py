"""Texts of documents in formats that cannot hold every character."""

from __future__ import annotations

import re


def encodable(text: str) -> str:
    """The text with lone surrogates, which UTF-8 does not have, as replacement characters."""
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def counted(number: int, noun: str) -> str:
    """``1 finding``, ``1,000 findings``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
