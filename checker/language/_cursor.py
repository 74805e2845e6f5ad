"""A place in the tokens of a rule file, and what every part of the parser does there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from checker.diagnostics import Diagnostic, DiagnosticKind, Fix, Label, Span
from checker.diagnostics.fix import insertion, replacement
from checker.language import errors, lexer
from checker.language.errors import Feature
from checker.language.lexer import DIRECTIVES, END, KEYWORDS, NAME, Tokens

MAX_NESTING = 100
"""How deep brackets, operators and negations may nest. The tree is walked by recursive
functions, here and in later stages, and Python allows some 1,000 calls inside of one another."""

_LONGEST_HEAD = 200
"""How many tokens are looked through for the ``:-`` behind what may be a rule's head: enough for
any head, and few enough that a file of faults is read as fast as any other."""

_FOUND = {
    lexer.NUMBER: "a number",
    lexer.UNSIGNED: "an unsigned number",
    lexer.FLOAT: "a float",
    lexer.ADDRESS: "an IPv4 address",
    lexer.STRING: "a string",
    END: "the end of the file",
}

_ENDS_A_CLAUSE = frozenset({".", ":-", "}", END}) | DIRECTIVES
"""Where one of these stands instead of a closing bracket, the bracket was forgotten."""


class AbandonedItemError(Exception):
    """The item being read is given up; what is wrong with it has been reported."""


class Cursor:
    """Reads tokens one after another and reports what does not fit.

    ``kind`` is the kind of the token at hand. A fault whose mend is plain is reported and
    reading goes on as if it were mended; any other one raises :class:`AbandonedItemError`.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.source = tokens.source
        self.text = tokens.source.text
        self.kinds = tokens.kinds
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.diagnostics: list[Diagnostic] = []
        self.at = 0
        self.kind = self.kinds[0]
        self.begin_item()

    def begin_item(self) -> None:
        """Forgets what is known of the item before."""
        self.item_start = self.starts[self.at]
        self.depth = 0
        self.operators = 0
        """How many operators, calls and brackets the item has: a bound of its tree's height."""
        self.spoiled = False
        """Whether the item holds something that the tree has no node for."""

    # --- moving ---

    def advance(self) -> None:
        """To the next token; stays at the end."""
        if self.kind != END:
            self.at += 1
            self.kind = self.kinds[self.at]

    def skip(self, kind: str) -> bool:
        """Whether the token is of ``kind``, and past it if so."""
        if self.kind != kind:
            return False
        self.at += 1
        self.kind = self.kinds[self.at]
        return True

    def go_to(self, at: int) -> None:
        self.at = at
        self.kind = self.kinds[at]

    def enter(self, levels: int = 1) -> None:
        """Deeper by ``levels``; each call is undone by :meth:`leave`."""
        self.operators += 1
        self.depth += levels
        if self.depth > MAX_NESTING:
            self.too_deep(self.here())

    def leave(self, levels: int = 1) -> None:
        self.depth -= levels

    # --- looking ---

    def peek(self, ahead: int = 1) -> str:
        """The kind of a later token."""
        at = self.at + ahead
        return self.kinds[at] if at < len(self.kinds) else END

    def token_text(self) -> str:
        return self.text[self.starts[self.at] : self.ends[self.at]]

    def touches_next(self) -> bool:
        """Whether nothing stands between this token and the next."""
        return self.kind != END and self.ends[self.at] == self.starts[self.at + 1]

    def on_new_line(self) -> bool:
        """Whether the token is the first of its line."""
        return self.at == 0 or "\n" in self.text[self.ends[self.at - 1] : self.starts[self.at]]

    def begins_a_clause(self) -> bool:
        """Whether the token, first of its line, rather begins a clause than goes on with one."""
        if self.kind != NAME or self.peek() != "(" or not self.on_new_line():
            return False
        return self.is_outdented() or self.head_follows()

    def is_outdented(self) -> bool:
        """Whether the token stands no further to the right than the item's beginning."""
        column = self.source.position(self.starts[self.at]).column
        return column <= self.source.position(self.item_start).column

    def head_follows(self) -> bool:
        """Whether ``:-`` comes soon, and before the next full stop."""
        for kind in self.kinds[self.at : self.at + _LONGEST_HEAD]:
            if kind == ":-":
                return True
            if kind == ".":
                break
        return False

    def joins_names(self, at: int) -> bool:
        """Whether the full stop at ``at`` joins two names, as in ``component.relation``."""
        return (
            0 < at < len(self.kinds) - 1
            and self.kinds[at - 1] == NAME
            and self.kinds[at + 1] == NAME
            and self.ends[at - 1] == self.starts[at]
            and self.ends[at] == self.starts[at + 1]
        )

    # --- places ---

    @property
    def start(self) -> int:
        return self.starts[self.at]

    def here(self) -> Span:
        """The token's span."""
        return Span(self.source, self.starts[self.at], self.ends[self.at])

    def since(self, start: int) -> Span:
        """From an offset to the end of the last token read."""
        return Span(self.source, start, self.ends[self.at - 1])

    def behind_last(self) -> Span:
        """The empty place behind the last token read."""
        end = self.ends[self.at - 1]
        return Span(self.source, end, end)

    def span(self, start: int, end: int) -> Span:
        return Span(self.source, start, end)

    # --- expecting ---

    def expect(self, kind: str, expected: str = "") -> None:
        """Past a token that must be of ``kind``."""
        if not self.skip(kind):
            self.unexpected(expected or f"`{kind}`")

    def name(self, what: str) -> str:
        """Past a name. A reserved word in its place is reported and taken for one."""
        text = self.token_text()
        if self.kind != NAME:
            if self.kind not in KEYWORDS or self.kind == "_":
                self.unexpected(what)
            self.reserved(what)
        self.advance()
        return text

    def named(self, what: str) -> tuple[str, Span]:
        """Past a name: it and its place."""
        span = self.here()
        return self.name(what), span

    def qualified(self, what: str) -> tuple[str, Span]:
        """Past a name: it and its place. ``component.name`` is refused, and read as one name."""
        start = self.start
        name = self.name(what)
        if self.kind != "." or not self.joins_names(self.at):
            return name, self.since(start)
        while self.kind == "." and self.joins_names(self.at):
            self.advance()
            self.advance()
        span = self.since(start)
        self.refuse(errors.QUALIFIED_NAMES, span)
        return span.text, span

    def string(self, what: str) -> str:
        """Past a string: its value."""
        if self.kind != lexer.STRING:
            self.unexpected(what)
        value = lexer.string_value(self.token_text())
        self.advance()
        return value

    def close(self, bracket: str, opened: int, expected: str = "") -> None:
        """Past a closing bracket, whose opening one stands at the offset ``opened``.

        Where the clause ends before it, it is reported as missing and taken for present.
        """
        if self.skip(bracket):
            return
        opening = Label(self.span(opened, opened + 1), "opened here")
        if self.kind in _ENDS_A_CLAUSE or self.begins_a_clause():
            self.missing(bracket, related=[opening])
        else:
            self.unexpected(expected or f"`{bracket}`", related=[opening])

    # --- reporting ---

    def report(
        self,
        kind: DiagnosticKind,
        span: Span,
        message: str,
        *,
        label: str = "",
        related: Iterable[Label] = (),
        help: str = "",  # noqa: A002 - the diagnostic's own word
        fixes: Iterable[Fix] = (),
    ) -> None:
        self.diagnostics.append(
            kind.at(span, message, label=label, related=related, help=help, fixes=fixes)
        )

    def unexpected(
        self,
        expected: str,
        *,
        related: Iterable[Label] = (),
        help: str = "",  # noqa: A002 - the diagnostic's own word
    ) -> NoReturn:
        """Gives the item up: something else than ``expected`` stands here."""
        self.report(
            errors.SYNTAX,
            self.behind_last() if self.kind == END else self.here(),
            f"expected {expected}, found {self.found()}",
            label=f"expected {expected}",
            related=related,
            help=help,
        )
        raise AbandonedItemError

    def found(self) -> str:
        """What the token is, for a message."""
        if self.kind in _FOUND:
            return _FOUND[self.kind]
        text = errors.quote(self.token_text())
        if self.kind in KEYWORDS and self.kind != "_":
            return f"the reserved word {text}"
        return text

    def missing(
        self,
        token: str,
        *,
        related: Iterable[Label] = (),
        help: str = "",  # noqa: A002 - the diagnostic's own word
    ) -> None:
        """Reports that ``token`` does not stand here; reading goes on as if it did."""
        self.report(
            errors.MISSING_TOKEN,
            self.behind_last(),
            f"expected `{token}`, found {self.found()}",
            label=f"`{token}` is missing here",
            related=related,
            help=help,
            fixes=[insertion(self.behind_last(), token)],
        )

    def other_dialect(self, span: Span, meant: str, message: str) -> None:
        """Reports another language's spelling; reading goes on as if ``meant`` stood there."""
        self.report(
            errors.OTHER_DIALECT,
            span,
            message,
            label="another language's spelling",
            help=f"write `{meant}`",
            fixes=[replacement(span, meant)],
        )

    def reserved(self, what: str) -> None:
        word = self.token_text()
        self.report(
            errors.RESERVED_WORD,
            self.here(),
            f"expected {what}, found the reserved word `{word}`",
            label="reserved",
            help=f"choose another name, such as `{word.strip('_').replace('-', '_')}_`",
        )

    def refuse(self, feature: Feature, span: Span) -> None:
        """Reports a construct that the core leaves out; the item is read on and then dropped."""
        self.spoiled = True
        self.diagnostics.append(feature.refused(span))

    def too_deep(self, span: Span) -> NoReturn:
        self.report(
            errors.TOO_DEEP,
            span,
            f"nested more than {MAX_NESTING} levels deep",
            label="this level is too deep",
            help="cut the expression into several literals or rules",
        )
        raise AbandonedItemError

    # --- recovery ---

    def resynchronise(self) -> None:
        """To the next place where an item can begin: behind a full stop, at a directive, or at a
        rule's head that stands where heads stand."""
        while self.kind not in DIRECTIVES and self.kind != END:
            if self.kind == "." and not self.joins_names(self.at):
                self.advance()
                return
            self.advance()
            if self.begins_a_clause() and self.is_outdented() and self.head_follows():
                return  # and no literal of a body that is not indented

    def skip_braces(self) -> None:
        """Past ``{ ... }`` with all braces inside of it, or to the end."""
        level = 0
        while self.kind != END:
            if self.kind == "{":
                level += 1
            elif self.kind == "}":
                level -= 1
            self.advance()
            if level == 0:
                return
