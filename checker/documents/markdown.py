"""Markdown (CommonMark): the prose of it, with the marks taken out.

Code, tables, images and raw HTML are no prose, and left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from checker.documents.metadata import Metadata, head_metadata, metadata
from checker.documents.offsets import OffsetMap, TextBuilder
from checker.documents.plain import take_normalised
from checker.facts.documents import text_start

if TYPE_CHECKING:
    from markdown_it.token import Token

_TITLE_LEVEL = "h1"
_BREAK = re.compile(r"[ \t\\]*\r?\n[ \t>]*")


def read_markdown(source: str) -> tuple[str, OffsetMap, Metadata]:
    """Each paragraph, heading and item as a paragraph of its own.

    ``source`` has LF as its line ends.
    """
    start = text_start(source)
    builder = TextBuilder()
    title = ""
    level = ""
    for block in _parsed(source[start:]):
        if block.type == "heading_open":
            level = block.tag
        elif block.type == "paragraph_open":
            level = ""
        elif block.type == "inline" and block.map and block.children:
            words = "".join(child.content for child in block.children if child.type == "text")
            if level == _TITLE_LEVEL and not title:
                title = words
            if words.strip():
                if not builder.is_empty:
                    builder.put("\n\n")
                _take_inline(builder, source, _lines(source, start, block.map), block.children)
    text, offsets = builder.build()
    return (
        text,
        offsets,
        head_metadata(source[:start].strip().strip("-")).or_else(metadata(title=title)),
    )


def _parsed(text: str) -> Sequence[Token]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    # Escapes and entities stay apart from the text around them, so that each can be found.
    parser.disable("text_join")
    inside_table = False
    blocks = []
    for token in parser.parse(text):
        if token.type in ("table_open", "table_close"):
            inside_table = token.type == "table_open"
        elif not inside_table:
            blocks.append(token)
    return blocks


def _lines(source: str, start: int, lines: Sequence[int]) -> tuple[int, int]:
    """Where lines, counted from ``start``, begin and end in the source."""
    at = start
    for _ in range(lines[0]):
        at = source.find("\n", at) + 1
    end = at
    for _ in range(lines[1] - lines[0]):
        end = source.find("\n", end) + 1 or len(source)
    return at, end


def _take_inline(
    builder: TextBuilder, source: str, within: tuple[int, int], children: Sequence[Token]
) -> None:
    """The words of a block, each found in the source after the one before it."""
    at, end = within
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            found = _BREAK.search(source, at, end)
            if found is not None:
                builder.take(" ", found.start(), found.end())
                at = found.end()
        elif child.type in ("text", "text_special"):
            written = child.markup if child.type == "text_special" else child.content
            place = source.find(written, at, end)
            if place < 0:
                builder.put(child.content)
            elif written == child.content:
                take_normalised(builder, source, place, place + len(written))
                at = place + len(written)
            else:
                builder.take(child.content, place, place + len(written))
                at = place + len(written)
