"""One canonical layout for rule files, with every comment where it stands.

The tokens stay as they are; blanks and line breaks between them are chosen anew, so that the
tree cannot change. What fits into :data:`WIDTH` columns is one line. A rule that does not fit has
its body below its head::

    head(x) :-
        one(x, y), other(y),
        !third(x).

Literals that the author has put on one line stay together there, because they are grouped by what
they say; a line that is too long has one literal a line. Everything else (spaces, indentation,
blank lines, margins of documentation comments, columns of trailing comments) has one form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checker.diagnostics import Diagnostic, DiagnosticError, Level, Source
from checker.language._declarations import documentation
from checker.language._pieces import (
    CLAUSE,
    DECLARATION,
    PARAMETER,
    PLAN,
    Group,
    Item,
    Node,
    Part,
    Parts,
    Piece,
    Spacing,
    are_apart,
    is_line_comment,
    one_line,
    read_items,
    read_parts,
    read_tree,
    separator_text,
)
from checker.language.lexer import IO_QUALIFIERS, WORD_OPERATORS
from checker.language.parser import parse

WIDTH: Final = 100
"""Columns of a line, comments not counted: nothing can be done about a long one."""

_INDENT: Final = 4

_PARAMETERS: Final = frozenset(f".{word}" for word in IO_QUALIFIERS) | {".limitsize"}
_OPERATORS: Final = (
    frozenset({"+", "-", "*", "/", "%", "^", "=", "!=", "<", "<=", ">", ">=", "|", ",", ":"})
    | WORD_OPERATORS
)
"""Behind these a literal that is too long may be broken."""


def format_rules(source: Source) -> str:
    """The text of a rule file in its canonical layout. It ends with a line break unless empty.

    Formatting twice changes nothing more, and neither the tree nor a comment is changed, apart
    from blanks at the ends of a comment's lines and the margin of a documentation comment.
    Raises :class:`DiagnosticError` with the syntax errors of a file that has any.
    """
    errors = syntax_errors(source)
    if errors:
        raise DiagnosticError(errors)
    writer = _Writer()
    for item in read_items(source):
        _write_item(item, writer)
    return writer.text()


def syntax_errors(source: Source) -> tuple[Diagnostic, ...]:
    """What keeps a rule file from being formatted."""
    return tuple(each for each in parse(source).diagnostics if each.level is Level.ERROR)


# --- lines -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    text: str
    remark: str = ""


class _Writer:
    """The lines written so far; the last one is open until :meth:`end_line`."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.open: str | None = None
        self.indent = 0

    @property
    def column(self) -> int:
        line = self.open or ""
        return len(line) - line.rfind("\n") - 1

    def begin(self, indent: int) -> None:
        """A new line with an indentation."""
        self.end_line()
        self.indent = indent
        self.open = " " * indent

    def put(self, text: str) -> None:
        self.open = (self.open or "") + text

    def remark(self, comments: Iterable[Piece]) -> None:
        """Comments at the end of the open line, which ends with them."""
        text = " ".join(each.text for each in comments)
        if text:
            self.lines.append(_Line((self.open or "").rstrip(), text))
            self.open = None

    def end_line(self) -> None:
        if self.open is not None and self.open.strip():
            self.lines.append(_Line(self.open.rstrip()))
        self.open = None

    def blank(self) -> None:
        self.end_line()
        if self.lines and (self.lines[-1].text or self.lines[-1].remark):
            self.lines.append(_Line(""))

    def text(self) -> str:
        self.end_line()
        while self.lines and not (self.lines[-1].text or self.lines[-1].remark):
            self.lines.pop()
        return "".join(f"{line}\n" for line in _aligned(self.lines))


def _aligned(lines: Sequence[_Line]) -> Iterator[str]:
    """The lines with their trailing comments, those of adjacent lines below each other."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].remark and "\n" not in lines[end].remark:
            end += 1
        if end == at:
            line = lines[at]
            yield f"{line.text}  {line.remark}" if line.remark else line.text
            at += 1
            continue
        column = max(len(line.text) - line.text.rfind("\n") - 1 for line in lines[at:end]) + 2
        for line in lines[at:end]:
            width = len(line.text) - line.text.rfind("\n") - 1
            yield f"{line.text}{' ' * (column - width)}{line.remark}"
        at = end


# --- several lines ---------------------------------------------------------------------------


def _write_item(item: Item, writer: _Writer) -> None:
    for comment in item.above:
        _space_above(comment, writer)
        writer.begin(0)
        writer.put(_documentation(comment.text) if _documents(comment) else comment.text)
        if comment.inline:
            writer.put(" ")
        else:
            writer.end_line()
    if not item.pieces:
        return
    if not (item.above and item.above[-1].inline):
        _space_above(item.pieces[0], writer)
        writer.begin(0)
    _Layout(writer).item(item.pieces)
    if writer.open is None and item.behind:  # the line has ended with another comment
        writer.begin(0)
        writer.put(" ".join(each.text for each in item.behind))
    else:
        writer.remark(item.behind)


def _space_above(piece: Piece, writer: _Writer) -> None:
    """Keeps one blank line where the author has any."""
    if piece.breaks > 1:
        writer.blank()


def _documents(comment: Piece) -> bool:
    text = comment.text
    return text.startswith("/**") and text[3:4] not in ("*", "/") and "\n" in text


def _documentation(text: str) -> str:
    lines = documentation(text).split("\n")
    return "\n".join(["/**", *(f" * {line}".rstrip() for line in lines), " */"])


class _Layout:
    """Writes one item."""

    def __init__(self, writer: _Writer) -> None:
        self.writer = writer

    def item(self, pieces: Sequence[Piece]) -> None:
        kind = pieces[0].kind
        if not kind.startswith("."):
            self.clause(pieces)
            return
        spacing = PARAMETER if kind in _PARAMETERS else DECLARATION
        self.nodes(read_tree(pieces, spacing), spacing, "", 0)

    # --- clauses ---

    def clause(self, pieces: Sequence[Piece]) -> None:
        """``heads :- body.`` and ``.plan`` below it."""
        plan = next((at for at, piece in enumerate(pieces) if piece.kind == ".plan"), len(pieces))
        stop = max(at for at in range(plan) if pieces[at].kind == ".")
        last = stop
        while pieces[last - 1].trailing:  # a comment before the full stop stands behind it
            last -= 1
        nodes = read_tree(pieces[:last], CLAUSE)
        arrow = next(
            (at for at, node in enumerate(nodes) if _is_kind(node, ":-")),
            None,
        )
        heads = read_parts(nodes if arrow is None else nodes[:arrow], CLAUSE)
        body = read_parts([] if arrow is None else nodes[arrow + 1 :], CLAUSE)
        if arrow is not None and heads.parts and not heads.below:
            _open_with(body, heads.parts[-1].behind)
            heads.parts[-1].behind.clear()
        between = [*pieces[last:stop], *pieces[stop + 1 : plan]]
        while plan < len(pieces) - 1 and is_line_comment(pieces[plan + 1]):
            between.append(pieces[plan + 1])
            pieces = [*pieces[: plan + 1], *pieces[plan + 2 :]]
        self.rule(heads, body, arrow is not None)
        same_line: list[Piece] = []
        while between and not between[0].alone and not (same_line and same_line[-1].ends_line):
            same_line.append(between.pop(0))
        self.writer.remark(same_line)
        for each in between:
            self.comment(each, 0)
        if plan < len(pieces):
            self.writer.begin(0)
            self.nodes(read_tree(pieces[plan:], PLAN), PLAN, "", 0)

    def rule(self, heads: Parts, body: Parts, has_body: bool) -> None:
        head, rest = heads.flat, body.flat
        line = head if not has_body or head is None or rest is None else f"{head} :- {rest}"
        if (
            line is not None
            and (not has_body or rest is not None)
            and self.writer.column + len(line) + 1 <= WIDTH
        ):
            self.writer.put(f"{line}.")
        elif not has_body:
            self.parts(heads, 0, ".", 0, one_a_line=True)
        else:
            self.parts(heads, 0, " :-", 0, one_a_line=True)
            self.writer.remark(body.opening)
            self.writer.begin(_INDENT)
            self.parts(body, _INDENT, ".", _INDENT, one_a_line=True)

    # --- sequences ---

    def parts(
        self, sequence: Parts, indent: int, ending: str, base: int, *, one_a_line: bool
    ) -> None:
        """Parts on the lines that the author gave them, from the open line on.

        A line that is too long has one part a line, or as many as fit. ``ending`` is what stands
        behind the last part; where comments keep it from there, it stands at ``base``.
        """
        for number, line in enumerate(_author_lines(sequence.parts)):
            if number > 0:
                self.writer.begin(indent)
            self.line(line, sequence, indent, ending, one_a_line)
        for comment in sequence.below:
            self.comment(comment, indent)
        if _hangs(sequence):
            self.writer.begin(base)
            self.writer.put(ending.lstrip())
        elif not sequence.parts:
            self.writer.put(ending)

    def line(
        self,
        line: Sequence[Part],
        sequence: Parts,
        indent: int,
        ending: str,
        one_a_line: bool,
    ) -> None:
        texts = [one_line(part.nodes, sequence.spacing) for part in line]
        tails = [self.tail(part, sequence, ending) for part in line]
        whole = " ".join(
            f"{text}{tail}" for text, tail in zip(texts, tails, strict=True) if text is not None
        )
        fits = None not in texts and self.writer.column + len(whole) <= WIDTH
        several = False
        for number, (part, text, tail) in enumerate(zip(line, texts, tails, strict=True)):
            for comment in part.above:
                self.comment(comment, indent)
            if part.above:
                self.writer.begin(indent)
            elif number > 0:
                wide = text is None or self.writer.column + 1 + len(text + tail) > WIDTH
                if several or (not fits and (one_a_line or wide)):
                    self.writer.begin(indent)
                else:
                    self.writer.put(" ")
            lines = len(self.writer.lines)
            self.nodes(part.nodes, sequence.spacing, tail, indent)
            several = len(self.writer.lines) > lines
            self.writer.remark(part.behind)

    def tail(self, part: Part, sequence: Parts, ending: str) -> str:
        """What stands directly behind a part."""
        if part is not sequence.parts[-1]:
            return separator_text(part.separator)
        return "" if _hangs(sequence) else ending

    def comment(self, comment: Piece, indent: int) -> None:
        self.writer.begin(indent)
        self.writer.put(comment.text)
        self.writer.end_line()

    # --- nodes ---

    def nodes(self, nodes: Sequence[Node], spacing: Spacing, tail: str, indent: int) -> None:
        """The nodes of one part, and ``tail`` behind them. Where they are too long for the line,
        brackets are opened, or lines begin behind operators."""
        text = one_line(nodes, spacing)
        if text is not None and self.writer.column + len(text) + len(tail) <= WIDTH:
            self.writer.put(text + tail)
            return
        before: Node | None = None
        for at, node in enumerate(nodes):
            if is_line_comment(node):
                assert isinstance(node, Piece)
                if node.alone:
                    self.comment(node, indent + _INDENT)
                else:
                    self.writer.remark([node])
                before = node
                continue
            rest = _chunk(nodes[at:], spacing) + (tail if _last_chunk(nodes, at) else "")
            blank = before is not None and are_apart(before, node, spacing)
            if before is not None and (
                is_line_comment(before)
                or (_breaks_behind(before) and self.writer.column + blank + len(rest) > WIDTH)
            ):
                self.writer.begin(indent + _INDENT)
            elif blank:
                self.writer.put(" ")
            last = at == len(nodes) - 1
            if isinstance(node, Piece):
                self.writer.put(node.text)
            else:
                self.group(node, rest if not last else "", tail if last else "", indent)
            before = node
        if not nodes or isinstance(nodes[-1], Piece):
            self.writer.put(tail)

    def group(self, group: Group, rest: str, tail: str, indent: int) -> None:
        """A group on the open line if it fits there, else over several lines."""
        needed = len(rest) if rest else len(group.flat or "") + len(tail)
        if group.flat is not None and self.writer.column + needed <= WIDTH:
            self.writer.put(group.flat + tail)
            return
        self.writer.put(group.opening.text)
        base = self.writer.indent
        hugging = group.opening.kind == "(" and not group.call and not group.parts.opening
        if hugging:
            inner = self.writer.column
        else:
            inner = self.writer.indent + _INDENT
            self.writer.remark(group.parts.opening)
            self.writer.begin(inner)
        closing = f" {group.closing.text}" if group.opening.kind == "{" else group.closing.text
        self.parts(group.parts, inner, closing + tail, base, one_a_line=group.opening.kind == "{")


def _is_kind(node: Node, kind: str) -> bool:
    return isinstance(node, Piece) and node.kind == kind


def _open_with(sequence: Parts, comments: Sequence[Piece]) -> None:
    """Puts comments before those that open a sequence. One that ends its line is the last there."""
    opening = [*comments, *sequence.opening]
    ends = next((at for at, each in enumerate(opening) if each.ends_line), len(opening))
    sequence.opening = opening[: ends + 1]
    if sequence.parts:
        sequence.parts[0].above[:0] = opening[ends + 1 :]


def _hangs(sequence: Parts) -> bool:
    """Whether what ends the sequence stands on a line of its own, because comments do before."""
    return bool(sequence.below or (sequence.parts and sequence.parts[-1].behind))


def _author_lines(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The parts by the lines that they were written on. A line ends behind `;`, and where a
    comment ends it."""
    line: list[Part] = []
    for part in parts:
        ended = bool(line) and (bool(line[-1].behind) or line[-1].separator == ";")
        if ended or (line and (part.begins_line or part.above)):
            yield line
            line = []
        line.append(part)
    if line:
        yield line


def _breaks_behind(node: Node) -> bool:
    return isinstance(node, Piece) and node.kind in _OPERATORS and not node.unary


def _chunk(nodes: Sequence[Node], spacing: Spacing) -> str:
    """The text up to where the next line could begin: behind an operator, or in brackets."""
    text = ""
    before: Node | None = None
    for node in nodes:
        own = node.text if isinstance(node, Piece) else node.flat
        if own is None or is_line_comment(node):
            break
        if before is not None and are_apart(before, node, spacing):
            text += " "
        text += own
        before = node
        if _breaks_behind(node):
            break
    return text


def _last_chunk(nodes: Sequence[Node], at: int) -> bool:
    return not any(_breaks_behind(node) for node in nodes[at:])
