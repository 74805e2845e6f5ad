"""A place in the tokens of a rule file, and what every part of the parser does there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from checker.diagnostics import Diagnostic, DiagnosticKind, Label, Span
from checker.language import errors, lexer
from checker.language.errors import Feature
from checker.language.lexer import DIRECTIVES, END, FOREIGN, KEYWORDS, NAME, Tokens

MAX_NESTING = 100
"""How deep brackets, operators and negations may nest. The tree is walked by recursive
functions, here and in later stages; Python allows some 1,000 calls inside of one another."""

_DESCRIPTIONS = {
    lexer.NUMBER: "a number",
    lexer.UNSIGNED: "an unsigned number",
    lexer.FLOAT: "a float",
    lexer.ADDRESS: "an IPv4 address",
    lexer.STRING: "a string",
    END: "the end of the file",
}


class Abandon(Exception):
    """The item being read is given up; what is wrong with it has been reported."""


class Cursor:
    """Reads tokens one after another and reports what does not fit.

    ``kind`` is the kind of the token at hand. A fault whose mend is plain is reported and
    reading goes on as if it were mended; any other one raises :class:`Abandon`.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.source = tokens.source
        self.text = tokens.source.text
        self.kinds = tokens.kinds
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.diagnostics: list[Diagnostic] = list(tokens.diagnostics)
        self.at = 0
        self.kind = self.kinds[0]
        self.depth = 0
        self.operators = 0
        """How many operators, calls and brackets the item at hand has: a bound of its depth."""
        self.spoiled = False
        """Whether the item at hand holds something that the tree has no node for."""

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

    def peek(self, ahead: int = 1) -> str:
        """The kind of a later token."""
        at = self.at + ahead
        return self.kinds[at] if at < len(self.kinds) else END

    def adjacent(self, ahead: int = 0) -> bool:
        """Whether nothing stands between the token ``ahead`` and the one after it."""
        at = self.at + ahead
        return at + 1 < len(self.kinds) and self.ends[at] == self.starts[at + 1]

    def on_new_line(self) -> bool:
        """Whether the token is the first of its line."""
        before = self.ends[self.at - 1] if self.at else 0
        return self.at == 0 or "\n" in self.text[before : self.starts[self.at]]

    def enter(self) -> None:
        """One level deeper; each call is undone by ``self.depth -= 1``."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            self.too_deep(self.here())

    # --- places ---

    def span(self, start: int, end: int) -> Span:
        return Span(self.source, start, end)

    @property
    def start(self) -> int:
        return self.starts[self.at]

    def here(self) -> Span:
        """The token's span."""
        return Span(self.source, self.starts[self.at], self.ends[self.at])

    def since(self, start: int) -> Span:
        """From an offset to the end of the last token read."""
        return Span(self.source, start, max(start, self.ends[self.at - 1]))

    def after_last(self) -> Span:
        """The empty place behind the last token read, where something is missing."""
        end = self.ends[self.at - 1] if self.at else 0
        return Span(self.source, end, end)

    def token_text(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.text[self.starts[at] : self.ends[at]]

    # --- expecting ---

    def expect(self, kind: str, expected: str = "") -> None:
        """Past a token that must be of ``kind``."""
        if not self.skip(kind):
            self.unexpected(expected or f"`{kind}`")

    def name(self, what: str) -> str:
        """Past a name. A reserved word in its place is reported and taken for one."""
        text = self.token_text()
        if self.kind == NAME:
            self.at += 1
            self.kind = self.kinds[self.at]
            return text
        if self.kind not in KEYWORDS or self.kind == "_":
            self.unexpected(what)
        self.reserved(what)
        self.advance()
        return text

    def named(self, what: str) -> tuple[str, Span]:
        """Past a name: it and its place."""
        span = self.here()
        return self.name(what), span

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
        if self.kind in _ENDS_A_CLAUSE or self.kind in DIRECTIVES:
            self.missing(
                bracket,
                related=[Label(Span(self.source, opened, opened + 1), "opened here")],
            )
            return
        self.unexpected(
            expected or f"`{bracket}`",
            related=[Label(Span(self.source, opened, opened + 1), "opened here")],
        )

    # --- reporting ---

    def report(
        self,
        kind: DiagnosticKind,
        span: Span,
        message: str,
        *,
        label: str = "",
        related: Iterable[Label] = (),
        note: str = "",
        help: str = "",  # noqa: A002 - the diagnostic's own word
    ) -> None:
        self.diagnostics.append(
            kind.at(span, message, label=label, related=related, note=note, help=help)
        )

    def unexpected(
        self,
        expected: str,
        *,
        related: Iterable[Label] = (),
        help: str = "",  # noqa: A002
    ) -> NoReturn:
        """Gives the item up: something else than ``expected`` stands here."""
        self.report(
            errors.SYNTAX,
            self.here(),
            f"expected {expected}, found {self.found()}",
            label=f"expected {expected}",
            related=related,
            help=help,
        )
        raise Abandon

    def found(self) -> str:
        """What the token is, for a message."""
        if self.kind in _DESCRIPTIONS:
            described = _DESCRIPTIONS[self.kind]
            return described
        text = self.token_text()
        if self.kind in KEYWORDS and self.kind != "_":
            return f"the reserved word `{text}`"
        return f"`{text}`"

    def missing(self, token: str, *, related: Iterable[Label] = (), why: str = "") -> None:
        """Reports that ``token`` is not there; reading goes on as if it were."""
        self.report(
            errors.MISSING_TOKEN,
            self.after_last(),
            f"expected `{token}`, found {self.found()}",
            label=f"`{token}` is missing here",
            related=related,
            help=why,
        )

    def other_dialect(self, span: Span, meant: str, message: str) -> None:
        """Reports another language's spelling; reading goes on as if ``meant`` stood there."""
        self.report(
            errors.OTHER_DIALECT,
            span,
            message,
            label="written in another way here",
            help=f"write `{meant}`",
        )

    def reserved(self, what: str) -> None:
        word = self.token_text()
        self.report(
            errors.RESERVED_WORD,
            self.here(),
            f"`{word}` is a reserved word: expected {what}",
            label="reserved",
            help=f"choose another name, such as `{word.strip('_').replace('-', '_')}_`",
        )

    def refuse(self, feature: Feature, span: Span) -> None:
        """Reports a construct that the core leaves out; the item is read on and then dropped."""
        self.spoiled = True
        verb = "are" if feature.name.endswith("s") or "s (" in feature.name else "is"
        self.report(
            errors.OUTSIDE_THE_CORE,
            span,
            f"{feature.name} {verb} outside of the core",
            label="not supported",
            help=feature.instead,
        )

    def too_deep(self, span: Span) -> NoReturn:
        self.report(
            errors.TOO_DEEP,
            span,
            f"more than {MAX_NESTING} levels of nesting",
            label="this level is too deep",
            help="cut the expression into several literals or rules",
        )
        raise Abandon

    # --- recovery ---

    def resynchronise(self) -> None:
        """To the next place where an item can begin: behind a full stop, or a directive."""
        while self.kind != END and self.kind not in DIRECTIVES:
            if self.kind == "." and not self.inside_qualified_name():
                self.advance()
                return
            self.advance()

    def inside_qualified_name(self) -> bool:
        """Whether the full stop at hand joins two names, as in ``component.relation``."""
        return self.joins_names(self.at)

    def joins_names(self, at: int) -> bool:
        return (
            0 < at < len(self.kinds) - 1
            and self.kinds[at - 1] == NAME
            and self.kinds[at + 1] == NAME
            and self.ends[at - 1] == self.starts[at]
            and self.ends[at] == self.starts[at + 1]
        )

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


_ENDS_A_CLAUSE = frozenset({".", ":-", ";", "}", END, FOREIGN})
