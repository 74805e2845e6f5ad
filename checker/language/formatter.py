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
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from checker.diagnostics import Diagnostic, DiagnosticError, Level, Source
from checker.language._declarations import documentation
from checker.language.lexer import (
    END,
    FUNCTORS,
    IO_QUALIFIERS,
    NAME,
    WORD_OPERATORS,
    tokenize,
)
from checker.language.parser import parse

WIDTH: Final = 100
"""Columns of a line, comments not counted: nothing can be done about a long one."""

_INDENT: Final = 4

COMMENT: Final = "comment"
_CLOSING: Final = {"(": ")", "{": "}", "[": "]"}
_CALLED: Final = FUNCTORS | {NAME, "as", "match", "contains"}
_PARAMETERS: Final = frozenset(f".{word}" for word in IO_QUALIFIERS) | {".limitsize"}
_OPERATORS: Final = (
    frozenset({"+", "-", "*", "/", "%", "^", "=", "!=", "<", "<=", ">", ">=", "|", ",", ":"})
    | WORD_OPERATORS
)
"""Behind these a literal that is too long may be broken."""

_ENDS_A_VALUE: Final = frozenset(
    {NAME, "number", "unsigned", "float", "address", "string", "_", ")", "}", "]"}
)


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
    for item in _items(source):
        _write_item(item, writer)
    return writer.text()


def syntax_errors(source: Source) -> tuple[Diagnostic, ...]:
    """What keeps a rule file from being formatted."""
    return tuple(each for each in parse(source).diagnostics if each.level is Level.ERROR)


# --- pieces ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """A token or a comment; ``breaks`` and ``broken`` count the line breaks around it."""

    kind: str
    text: str
    start: int
    breaks: int
    broken: int
    unary: bool = False

    @property
    def ends_line(self) -> bool:
        """Whether nothing can stand behind it on its line."""
        return self.kind == COMMENT and (self.text.startswith("//") or "\n" in self.text)

    @property
    def inline(self) -> bool:
        """Whether it is a comment amid the tokens of a line."""
        return self.kind == COMMENT and not self.ends_line and not self.broken

    @property
    def trailing(self) -> bool:
        """Whether it is a comment that stands at the end of a line of tokens."""
        return self.kind == COMMENT and not self.breaks and not self.inline

    @property
    def alone(self) -> bool:
        """Whether it is a comment on a line, or lines, of its own."""
        return self.kind == COMMENT and not self.inline and not self.trailing


@dataclass(slots=True)
class _Item:
    """One item of a file: its tokens and what is said in and above it."""

    above: list[_Piece] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)
    behind: list[_Piece] = field(default_factory=list)
    """Comments at the end of the item's last line."""


def _pieces(source: Source) -> list[_Piece]:
    tokens = tokenize(source)
    text = source.text
    found = [
        (start, end, kind)
        for kind, start, end in zip(tokens.kinds, tokens.starts, tokens.ends, strict=True)
        if kind != END
    ]
    found += [(each.span.start, each.span.end, COMMENT) for each in tokens.comments]
    found.sort()
    pieces: list[_Piece] = []
    before, value = 0, False
    for number, (start, end, kind) in enumerate(found):
        following = found[number + 1][0] if number + 1 < len(found) else len(text)
        breaks = text.count("\n", before, start) if before else 1
        broken = text.count("\n", end, following) if following < len(text) else 1
        piece = _Piece(kind, _text(text[start:end], kind), start, breaks, broken)
        if kind == "-" and not value:
            piece = _Piece(kind, piece.text, start, breaks, broken, unary=True)
        if kind != COMMENT:
            value = kind in _ENDS_A_VALUE
        pieces.append(piece)
        before = end
    return pieces


def _text(text: str, kind: str) -> str:
    if kind != COMMENT:
        return text
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))


def _items(source: Source) -> Iterator[_Item]:
    """The items of a file; comments below the last one are an item without tokens."""
    starts = _item_starts(source)
    item = _Item()
    for piece in _pieces(source):
        if piece.start in starts and item.pieces:
            following = _taken_off(item)
            yield item
            item = _Item(following)
        if item.pieces or piece.kind != COMMENT:
            item.pieces.append(piece)
        else:
            item.above.append(piece)
    following = _taken_off(item)
    yield item
    if following:
        yield _Item(following)


def _item_starts(source: Source) -> frozenset[int]:
    """Where items begin that stand in no other one (a qualifier may stand for a directive)."""
    starts: set[int] = set()
    end = 0
    for item in parse(source).file.items:
        if item.span.start >= end:
            starts.add(item.span.start)
            end = item.span.end
    return frozenset(starts)


def _taken_off(item: _Item) -> list[_Piece]:
    """Takes the comments behind an item's last token off it: those of its last line are its own,
    the further ones are returned."""
    at = len(item.pieces)
    while at and item.pieces[at - 1].kind == COMMENT:
        at -= 1
    comments = item.pieces[at:]
    del item.pieces[at:]
    while comments and not (comments[0].alone or (comments[0].inline and comments[0].breaks)):
        # What is inline between two items on one line belongs to the first.
        if item.behind and item.behind[-1].ends_line:
            break
        item.behind.append(comments.pop(0))
    while len(item.pieces) > 1 and _splits_directive(*item.pieces[:2]):
        below = len(item.above) - any(each.text.startswith("/**") for each in item.above[-1:])
        item.above.insert(below, item.pieces.pop(1))
    return comments


def _splits_directive(word: _Piece, comment: _Piece) -> bool:
    """Whether a comment would end the line of a directive's word: Soufflé knows the word by the
    blank behind it, so that the comment has to go above."""
    return word.kind.startswith(".") and word.kind != "." and _is_line_comment(comment)


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

    def remark(self, comments: Iterable[_Piece]) -> None:
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


# --- trees -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    """What stands between brackets. ``call`` where a name stands before them."""

    opening: _Piece
    parts: _Sequence
    closing: _Piece
    call: bool
    flat: str | None
    """Its text on one line; None where a comment breaks it."""


_Node: TypeAlias = "_Piece | _Group"


@dataclass(slots=True)
class _Part:
    """What stands between two separators, and the one behind it."""

    above: list[_Piece] = field(default_factory=list)
    nodes: list[_Node] = field(default_factory=list)
    separator: str = ""
    behind: list[_Piece] = field(default_factory=list)
    begins_line: bool = False


@dataclass(slots=True)
class _Sequence:
    """Parts between separators; ``opening`` are comments at the end of the line that opens it,
    ``below`` those on lines of their own behind the last part."""

    parts: list[_Part]
    opening: list[_Piece]
    below: list[_Piece]
    spacing: _Spacing

    @property
    def breaks(self) -> bool:
        """Whether a comment keeps it from being one line."""
        return bool(
            self.opening or self.below or any(part.above or part.behind for part in self.parts)
        )

    @property
    def flat(self) -> str | None:
        if self.breaks:
            return None
        texts: list[str] = []
        for part in self.parts:
            text = _flat(part.nodes, self.spacing)
            if text is None:
                return None
            texts.append(text + _separator(part.separator))
        return " ".join(texts)


@dataclass(frozen=True, slots=True)
class _Spacing:
    """What colons and equal signs are: those of a clause stand free."""

    tight: frozenset[str] = frozenset()
    """Signs without blanks around them."""
    leaning: frozenset[str] = frozenset()
    """Signs with a blank behind them alone."""


_CLAUSE: Final = _Spacing()
_DECLARATION: Final = _Spacing(leaning=frozenset({":"}))
_PARAMETER: Final = _Spacing(tight=frozenset({"="}))
_PLAN: Final = _Spacing(tight=frozenset({":"}))


def _tree(pieces: Sequence[_Piece], spacing: _Spacing) -> list[_Node]:
    """The pieces with those between brackets as groups. All brackets are closed."""
    levels: list[tuple[_Piece, list[_Node]]] = []
    nodes: list[_Node] = []
    for piece in pieces:
        if piece.kind in _CLOSING:
            levels.append((piece, nodes))
            nodes = []
        elif piece.kind in _CLOSING.values():
            opening, outer = levels.pop()
            parts = _sequence(nodes, spacing)
            call = _is_called(outer, parts)
            outer.append(
                _Group(opening, parts, piece, call, _flat_group(opening, parts, piece, spacing))
            )
            nodes = outer
        else:
            nodes.append(piece)
    return nodes


def _is_called(before: Sequence[_Node], parts: _Sequence) -> bool:
    """Whether brackets hold the arguments of what stands before them."""
    last = next((each for each in reversed(before) if not _is_comment(each)), None)
    if not isinstance(last, _Piece):
        return False
    if last.kind in ("min", "max"):  # functors of several arguments, and aggregates
        return len(parts.parts) > 1
    return last.kind in _CALLED


def _is_comment(node: _Node) -> bool:
    return isinstance(node, _Piece) and node.kind == COMMENT


def _flat_group(
    opening: _Piece, parts: _Sequence, closing: _Piece, spacing: _Spacing
) -> str | None:
    inner = parts.flat
    if inner is None or _comment_breaks(closing, opening):
        return None
    return f"{{ {inner} }}" if opening.kind == "{" else f"{opening.text}{inner}{closing.text}"


def _comment_breaks(*pieces: _Piece) -> bool:
    return any(piece.ends_line for piece in pieces)


def _sequence(nodes: Iterable[_Node], spacing: _Spacing) -> _Sequence:
    """Nodes by the commas and semicolons between them, comments by where they stand."""
    sequence = _Sequence([], [], [], spacing)
    part = _Part()
    separated = True
    for node in nodes:
        if isinstance(node, _Piece) and node.kind in (",", ";"):
            part.separator = node.kind
            sequence.parts.append(part)
            carried = _take_comments(part)
            part = _Part(carried)
            separated = True
        elif isinstance(node, _Piece) and node.alone and not part.nodes:
            part.above.append(node)
        elif isinstance(node, _Piece) and node.trailing and not part.nodes:
            owner = sequence.parts[-1].behind if sequence.parts else sequence.opening
            full = part.above or (owner and owner[-1].ends_line)
            (part.above if full else owner).append(node)
        else:
            if separated:
                first = node if isinstance(node, _Piece) else node.opening
                part.begins_line = first.breaks > 0
                separated = False
            part.nodes.append(node)
    if part.nodes:
        sequence.parts.append(part)
        sequence.below = _take_comments(part)
    else:
        sequence.below = part.above
    return sequence


def _take_comments(part: _Part) -> list[_Piece]:
    """Takes the comments at the end of a part off its nodes: those of its last line stay with
    it, the further ones are returned."""
    at = len(part.nodes)
    while at and _is_line_comment(part.nodes[at - 1]):
        at -= 1
    comments = [node for node in part.nodes[at:] if isinstance(node, _Piece)]
    del part.nodes[at:]
    while comments and comments[0].trailing and not (part.behind and part.behind[-1].ends_line):
        part.behind.append(comments.pop(0))
    return comments


def _is_line_comment(node: _Node) -> bool:
    return isinstance(node, _Piece) and (node.trailing or node.alone)


# --- one line --------------------------------------------------------------------------------


def _flat(nodes: Sequence[_Node], spacing: _Spacing) -> str | None:
    """Nodes on one line; None where a comment ends a line among them."""
    text = ""
    before: _Node | None = None
    for node in nodes:
        own = node.text if isinstance(node, _Piece) else node.flat
        if own is None or _is_line_comment(node):
            return None
        if before is not None and _apart(before, node, spacing):
            text += " "
        text += own
        before = node
    return text


def _apart(before: _Node, node: _Node, spacing: _Spacing) -> bool:
    """Whether a blank stands between two nodes."""
    if isinstance(node, _Group):
        if node.call and not _is_comment(before):
            return False
    elif node.kind in spacing.tight or node.kind in spacing.leaning or node.kind in (",", "."):
        return False
    if isinstance(before, _Piece):
        return not (before.kind == "!" or before.unary or before.kind in spacing.tight)
    return True


def _separator(kind: str) -> str:
    return " ;" if kind == ";" else kind


# --- several lines ---------------------------------------------------------------------------


def _write_item(item: _Item, writer: _Writer) -> None:
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


def _space_above(piece: _Piece, writer: _Writer) -> None:
    """Keeps one blank line where the author has any."""
    if piece.breaks > 1:
        writer.blank()


def _documents(comment: _Piece) -> bool:
    text = comment.text
    return text.startswith("/**") and text[3:4] not in ("*", "/") and "\n" in text


def _documentation(text: str) -> str:
    lines = documentation(text).split("\n")
    return "\n".join(["/**", *(f" * {line}".rstrip() for line in lines), " */"])


class _Layout:
    """Writes one item."""

    def __init__(self, writer: _Writer) -> None:
        self.writer = writer

    def item(self, pieces: Sequence[_Piece]) -> None:
        kind = pieces[0].kind
        if not kind.startswith("."):
            self.clause(pieces)
            return
        spacing = _PARAMETER if kind in _PARAMETERS else _DECLARATION
        self.nodes(_tree(pieces, spacing), spacing, "", 0)

    # --- clauses ---

    def clause(self, pieces: Sequence[_Piece]) -> None:
        """``heads :- body.`` and ``.plan`` below it."""
        plan = next((at for at, piece in enumerate(pieces) if piece.kind == ".plan"), len(pieces))
        stop = max(at for at in range(plan) if pieces[at].kind == ".")
        last = stop
        while pieces[last - 1].trailing:  # a comment before the full stop stands behind it
            last -= 1
        nodes = _tree(pieces[:last], _CLAUSE)
        arrow = next(
            (at for at, node in enumerate(nodes) if _is_kind(node, ":-")),
            None,
        )
        heads = _sequence(nodes if arrow is None else nodes[:arrow], _CLAUSE)
        body = _sequence([] if arrow is None else nodes[arrow + 1 :], _CLAUSE)
        if arrow is not None and heads.parts and not heads.below:
            _open_with(body, heads.parts[-1].behind)
            heads.parts[-1].behind.clear()
        between = [*pieces[last:stop], *pieces[stop + 1 : plan]]
        while plan < len(pieces) - 1 and _is_line_comment(pieces[plan + 1]):
            between.append(pieces[plan + 1])
            pieces = [*pieces[: plan + 1], *pieces[plan + 2 :]]
        self.rule(heads, body, arrow is not None)
        same_line: list[_Piece] = []
        while between and not between[0].alone and not (same_line and same_line[-1].ends_line):
            same_line.append(between.pop(0))
        self.writer.remark(same_line)
        for each in between:
            self.comment(each, 0)
        if plan < len(pieces):
            self.writer.begin(0)
            self.nodes(_tree(pieces[plan:], _PLAN), _PLAN, "", 0)

    def rule(self, heads: _Sequence, body: _Sequence, has_body: bool) -> None:
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
        self, sequence: _Sequence, indent: int, ending: str, base: int, *, one_a_line: bool
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
        line: Sequence[_Part],
        sequence: _Sequence,
        indent: int,
        ending: str,
        one_a_line: bool,
    ) -> None:
        texts = [_flat(part.nodes, sequence.spacing) for part in line]
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

    def tail(self, part: _Part, sequence: _Sequence, ending: str) -> str:
        """What stands directly behind a part."""
        if part is not sequence.parts[-1]:
            return _separator(part.separator)
        return "" if _hangs(sequence) else ending

    def comment(self, comment: _Piece, indent: int) -> None:
        self.writer.begin(indent)
        self.writer.put(comment.text)
        self.writer.end_line()

    # --- nodes ---

    def nodes(self, nodes: Sequence[_Node], spacing: _Spacing, tail: str, indent: int) -> None:
        """The nodes of one part, and ``tail`` behind them. Where they are too long for the line,
        brackets are opened, or lines begin behind operators."""
        text = _flat(nodes, spacing)
        if text is not None and self.writer.column + len(text) + len(tail) <= WIDTH:
            self.writer.put(text + tail)
            return
        before: _Node | None = None
        for at, node in enumerate(nodes):
            if _is_line_comment(node):
                assert isinstance(node, _Piece)
                if node.alone:
                    self.comment(node, indent + _INDENT)
                else:
                    self.writer.remark([node])
                before = node
                continue
            rest = _chunk(nodes[at:], spacing) + (tail if _last_chunk(nodes, at) else "")
            blank = before is not None and _apart(before, node, spacing)
            if before is not None and (
                _is_line_comment(before)
                or (_breaks_behind(before) and self.writer.column + blank + len(rest) > WIDTH)
            ):
                self.writer.begin(indent + _INDENT)
            elif blank:
                self.writer.put(" ")
            last = at == len(nodes) - 1
            if isinstance(node, _Piece):
                self.writer.put(node.text)
            else:
                self.group(node, rest if not last else "", tail if last else "", indent)
            before = node
        if not nodes or isinstance(nodes[-1], _Piece):
            self.writer.put(tail)

    def group(self, group: _Group, rest: str, tail: str, indent: int) -> None:
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


def _is_kind(node: _Node, kind: str) -> bool:
    return isinstance(node, _Piece) and node.kind == kind


def _open_with(sequence: _Sequence, comments: Sequence[_Piece]) -> None:
    """Puts comments before those that open a sequence. One that ends its line is the last there."""
    opening = [*comments, *sequence.opening]
    ends = next((at for at, each in enumerate(opening) if each.ends_line), len(opening))
    sequence.opening = opening[: ends + 1]
    if sequence.parts:
        sequence.parts[0].above[:0] = opening[ends + 1 :]


def _hangs(sequence: _Sequence) -> bool:
    """Whether what ends the sequence stands on a line of its own, because comments do before."""
    return bool(sequence.below or (sequence.parts and sequence.parts[-1].behind))


def _author_lines(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """The parts by the lines that they were written on. A line ends behind `;`, and where a
    comment ends it."""
    line: list[_Part] = []
    for part in parts:
        ended = bool(line) and (bool(line[-1].behind) or line[-1].separator == ";")
        if ended or (line and (part.begins_line or part.above)):
            yield line
            line = []
        line.append(part)
    if line:
        yield line


def _breaks_behind(node: _Node) -> bool:
    return isinstance(node, _Piece) and node.kind in _OPERATORS and not node.unary


def _chunk(nodes: Sequence[_Node], spacing: _Spacing) -> str:
    """The text up to where the next line could begin: behind an operator, or in brackets."""
    text = ""
    before: _Node | None = None
    for node in nodes:
        own = node.text if isinstance(node, _Piece) else node.flat
        if own is None or _is_line_comment(node):
            break
        if before is not None and _apart(before, node, spacing):
            text += " "
        text += own
        before = node
        if _breaks_behind(node):
            break
    return text


def _last_chunk(nodes: Sequence[_Node], at: int) -> bool:
    return not any(_breaks_behind(node) for node in nodes[at:])
