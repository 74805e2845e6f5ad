"""The tokens and comments of a rule file as a formatter sees them: items, brackets, parts.

Nothing here decides on a layout; it says what stands beside what, and which comments belong where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from checker.diagnostics import Source
from checker.language.lexer import END, FUNCTORS, NAME, tokenize
from checker.language.parser import parse

COMMENT: Final = "comment"
_CLOSING: Final = {"(": ")", "{": "}", "[": "]"}
_CALLED: Final = FUNCTORS | {NAME, "as", "match", "contains"}
_ENDS_A_VALUE: Final = frozenset(
    {NAME, "number", "unsigned", "float", "address", "string", "_", ")", "}", "]"}
)


# --- pieces ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
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
class Item:
    """One item of a file: its tokens and what is said in and above it."""

    above: list[Piece] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    behind: list[Piece] = field(default_factory=list)
    """Comments at the end of the item's last line."""


def _pieces(source: Source) -> list[Piece]:
    tokens = tokenize(source)
    text = source.text
    found = [
        (start, end, kind)
        for kind, start, end in zip(tokens.kinds, tokens.starts, tokens.ends, strict=True)
        if kind != END
    ]
    found += [(each.span.start, each.span.end, COMMENT) for each in tokens.comments]
    found.sort()
    pieces: list[Piece] = []
    before, value = 0, False
    for number, (start, end, kind) in enumerate(found):
        following = found[number + 1][0] if number + 1 < len(found) else len(text)
        breaks = text.count("\n", before, start) if before else 1
        broken = text.count("\n", end, following) if following < len(text) else 1
        piece = Piece(kind, _text(text[start:end], kind), start, breaks, broken)
        if kind == "-" and not value:
            piece = Piece(kind, piece.text, start, breaks, broken, unary=True)
        if kind != COMMENT:
            value = kind in _ENDS_A_VALUE
        pieces.append(piece)
        before = end
    return pieces


def _text(text: str, kind: str) -> str:
    if kind != COMMENT:
        return text
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))


def read_items(source: Source) -> Iterator[Item]:
    """The items of a file; comments below the last one are an item without tokens."""
    starts = _item_starts(source)
    item = Item()
    for piece in _pieces(source):
        if piece.start in starts and item.pieces:
            following = _taken_off(item)
            yield item
            item = Item(following)
        if item.pieces or piece.kind != COMMENT:
            item.pieces.append(piece)
        else:
            item.above.append(piece)
    following = _taken_off(item)
    yield item
    if following:
        yield Item(following)


def _item_starts(source: Source) -> frozenset[int]:
    """Where items begin that stand in no other one (a qualifier may stand for a directive)."""
    starts: set[int] = set()
    end = 0
    for item in parse(source).file.items:
        if item.span.start >= end:
            starts.add(item.span.start)
            end = item.span.end
    return frozenset(starts)


def _taken_off(item: Item) -> list[Piece]:
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


def _splits_directive(word: Piece, comment: Piece) -> bool:
    """Whether a comment would end the line of a directive's word: Soufflé knows the word by the
    blank behind it, so that the comment has to go above."""
    return word.kind.startswith(".") and word.kind != "." and is_line_comment(comment)


# --- trees -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between brackets. ``call`` where a name stands before them."""

    opening: Piece
    parts: Parts
    closing: Piece
    call: bool
    flat: str | None
    """Its text on one line; None where a comment breaks it."""


Node: TypeAlias = "Piece | Group"


@dataclass(slots=True)
class Part:
    """What stands between two separators, and the one behind it."""

    above: list[Piece] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    separator: str = ""
    behind: list[Piece] = field(default_factory=list)
    begins_line: bool = False


@dataclass(slots=True)
class Parts:
    """Parts between separators; ``opening`` are comments at the end of the line that opens it,
    ``below`` those on lines of their own behind the last part."""

    parts: list[Part]
    opening: list[Piece]
    below: list[Piece]
    spacing: Spacing

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
            text = one_line(part.nodes, self.spacing)
            if text is None:
                return None
            texts.append(text + separator_text(part.separator))
        return " ".join(texts)


@dataclass(frozen=True, slots=True)
class Spacing:
    """What colons and equal signs are: those of a clause stand free."""

    tight: frozenset[str] = frozenset()
    """Signs without blanks around them."""
    leaning: frozenset[str] = frozenset()
    """Signs with a blank behind them alone."""


CLAUSE: Final = Spacing()
DECLARATION: Final = Spacing(leaning=frozenset({":"}))
PARAMETER: Final = Spacing(tight=frozenset({"="}))
PLAN: Final = Spacing(tight=frozenset({":"}))


def read_tree(pieces: Sequence[Piece], spacing: Spacing) -> list[Node]:
    """The pieces with those between brackets as groups. All brackets are closed."""
    levels: list[tuple[Piece, list[Node]]] = []
    nodes: list[Node] = []
    for piece in pieces:
        if piece.kind in _CLOSING:
            levels.append((piece, nodes))
            nodes = []
        elif piece.kind in _CLOSING.values():
            opening, outer = levels.pop()
            parts = read_parts(nodes, spacing)
            call = _is_called(outer, parts)
            outer.append(
                Group(opening, parts, piece, call, _flat_group(opening, parts, piece, spacing))
            )
            nodes = outer
        else:
            nodes.append(piece)
    return nodes


def _is_called(before: Sequence[Node], parts: Parts) -> bool:
    """Whether brackets hold the arguments of what stands before them."""
    last = next((each for each in reversed(before) if not _is_comment(each)), None)
    if not isinstance(last, Piece):
        return False
    if last.kind in ("min", "max"):  # functors of several arguments, and aggregates
        return len(parts.parts) > 1
    return last.kind in _CALLED


def _is_comment(node: Node) -> bool:
    return isinstance(node, Piece) and node.kind == COMMENT


def _flat_group(opening: Piece, parts: Parts, closing: Piece, spacing: Spacing) -> str | None:
    inner = parts.flat
    if inner is None or _comment_breaks(closing, opening):
        return None
    return f"{{ {inner} }}" if opening.kind == "{" else f"{opening.text}{inner}{closing.text}"


def _comment_breaks(*pieces: Piece) -> bool:
    return any(piece.ends_line for piece in pieces)


def read_parts(nodes: Iterable[Node], spacing: Spacing) -> Parts:
    """Nodes by the commas and semicolons between them, comments by where they stand."""
    sequence = Parts([], [], [], spacing)
    part = Part()
    separated = True
    for node in nodes:
        if isinstance(node, Piece) and node.kind in (",", ";"):
            part.separator = node.kind
            sequence.parts.append(part)
            carried = _take_comments(part)
            part = Part(carried)
            separated = True
        elif isinstance(node, Piece) and node.alone and not part.nodes:
            part.above.append(node)
        elif isinstance(node, Piece) and node.trailing and not part.nodes:
            owner = sequence.parts[-1].behind if sequence.parts else sequence.opening
            full = part.above or (owner and owner[-1].ends_line)
            (part.above if full else owner).append(node)
        else:
            if separated:
                first = node if isinstance(node, Piece) else node.opening
                part.begins_line = first.breaks > 0
                separated = False
            part.nodes.append(node)
    if part.nodes:
        sequence.parts.append(part)
        sequence.below = _take_comments(part)
    else:
        sequence.below = part.above
    return sequence


def _take_comments(part: Part) -> list[Piece]:
    """Takes the comments at the end of a part off its nodes: those of its last line stay with
    it, the further ones are returned."""
    at = len(part.nodes)
    while at and is_line_comment(part.nodes[at - 1]):
        at -= 1
    comments = [node for node in part.nodes[at:] if isinstance(node, Piece)]
    del part.nodes[at:]
    while comments and comments[0].trailing and not (part.behind and part.behind[-1].ends_line):
        part.behind.append(comments.pop(0))
    return comments


def is_line_comment(node: Node) -> bool:
    return isinstance(node, Piece) and (node.trailing or node.alone)


# --- one line --------------------------------------------------------------------------------


def one_line(nodes: Sequence[Node], spacing: Spacing) -> str | None:
    """Nodes on one line; None where a comment ends a line among them."""
    text = ""
    before: Node | None = None
    for node in nodes:
        own = node.text if isinstance(node, Piece) else node.flat
        if own is None or is_line_comment(node):
            return None
        if before is not None and are_apart(before, node, spacing):
            text += " "
        text += own
        before = node
    return text


def are_apart(before: Node, node: Node, spacing: Spacing) -> bool:
    """Whether a blank stands between two nodes."""
    if isinstance(node, Group):
        if node.call and not _is_comment(before):
            return False
    elif node.kind in spacing.tight or node.kind in spacing.leaning or node.kind in (",", "."):
        return False
    if isinstance(before, Piece):
        return not (before.kind == "!" or before.unary or before.kind in spacing.tight)
    return True


def separator_text(kind: str) -> str:
    return " ;" if kind == ";" else kind
