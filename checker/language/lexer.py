"""From text to tokens, as Soufflé's scanner cuts them.

One compiled expression finds a token and the blanks before it; the longest match of Soufflé's
scanner is had by the order of the alternatives. Tokens are held by columns, since there are
many of them and a parser looks at their kinds far more often than at their places.

A fault is reported where it stands and the text goes on as if it were mended, so that the
parser need not know of it. Source of the token rules: Soufflé's ``src/parser/scanner.ll``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.diagnostics import Diagnostic, DiagnosticKind, Source, Span
from checker.diagnostics.fix import replacement
from checker.language import errors
from checker.language.ast import Node

NAME = "name"
NUMBER = "number"
UNSIGNED = "unsigned"
FLOAT = "float"
ADDRESS = "address"
STRING = "string"
FOREIGN = "foreign"
END = "end"

DIRECTIVES = frozenset(
    {
        ".decl",
        ".functor",
        ".input",
        ".output",
        ".debug_delta",
        ".printsize",
        ".limitsize",
        ".type",
        ".lattice",
        ".comp",
        ".init",
        ".number_type",
        ".symbol_type",
        ".override",
        ".pragma",
        ".plan",
        ".include",
        ".once",
    }
)

WORD_OPERATORS = frozenset(
    {"band", "bor", "bxor", "bnot", "bshl", "bshr", "bshru", "land", "lor", "lxor", "lnot"}
)
FUNCTORS = frozenset(
    {"cat", "range", "strlen", "substr", "to_float", "to_number", "to_string", "to_unsigned"}
)
AGGREGATES = frozenset({"count", "sum", "min", "max", "mean"})
"""``min`` and ``max`` are functors as well."""

IO_QUALIFIERS = frozenset({"input", "output", "printsize"})
STRUCTURES = frozenset({"brie", "btree", "btree_delete", "eqrel"})
QUALIFIERS = (
    IO_QUALIFIERS | STRUCTURES | {"inline", "no_inline", "magic", "no_magic", "overridable"}
)
_OTHER_WORDS = {"_", "as", "contains", "false", "match", "true"}
_WORDS_OUTSIDE_THE_CORE = {
    *("autoinc", "choice-domain", "fold", "nil", "ord", "stateful"),
    *("__FILE__", "__INCL__", "__ITERATION__", "__LINE__"),
}
KEYWORDS = (
    WORD_OPERATORS | FUNCTORS | AGGREGATES | QUALIFIERS | _OTHER_WORDS | _WORDS_OUTSIDE_THE_CORE
)
"""The words that cannot be names. Each is a token kind of its own, as is each operator."""


@dataclass(frozen=True, slots=True)
class Comment(Node):
    """``// ...`` or ``/* ... */``, with its marks; kept beside the tree for formatters."""

    @property
    def documents(self) -> bool:
        """Whether it is a documentation comment. Banners of stars are not."""
        text = self.span.text
        return text.startswith("/**") and text[3:4] not in ("*", "/")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a source, by columns. The last one is of kind ``END``.

    The kind of a keyword, an operator or a directive is its own text.
    """

    source: Source
    kinds: list[str]
    starts: list[int]
    ends: list[int]
    comments: list[Comment]
    diagnostics: list[Diagnostic]


_TOKEN = re.compile(
    r"""
    [ \t\r\v\f\n]*+
    (?:
      (?P<word>      choice-domain | [?A-Za-z_][?A-Za-z0-9_]*+ (?![^\x00-\x7f]) )
    | (?P<mark>      :- | <: | <= | >= | != | [(),;:!=<>+\-*^{}\[\]$@] | / (?![/*]) | \| (?!\|)
                   | \. (?: (?: decl | functor | input | output | debug_delta | printsize
                              | limitsize | type | lattice | comp | init | number_type
                              | symbol_type | override | pragma | plan ) (?=[ \t\r\v\f])
                          | include | once )?+ )
    | (?P<number>    0x[0-9A-Fa-f]++u? | 0b[01]++u?
                   | [0-9]++ (?: \.[0-9]++ (?: \.[0-9]++\.[0-9]++ )? | u )? )
    | (?P<string>    " [^"\\\n]*+ (?: \\. [^"\\\n]*+ )*+ " )
    | (?P<comment>   // [^\n]*+ | /\* [^*]*+ \*++ (?: [^/*] [^*]*+ \*++ )*+ / )
    | (?P<percent>   % )
    | (?P<unclosed>  " | /\* )
    | (?P<hash>      \# [^\n]*+ )
    | (?P<foreign>   &&? | \|\| | ~ | \\\+ | ¬ | ← | → )
    | (?P<quoted>    ' [^'\n]*+ ' | [“”„‟] [^“”„‟"\n]*+ [“”"] | [‘’] [^‘’'\n]*+ [‘’'] )
    | (?P<letters>   (?: [^\W\d] | \? ) [\w?]*+ )
    | (?P<odd>       . )
    | (?P<end>       \Z )
    )
    """,
    re.VERBOSE,
)

(
    _WORD,
    _MARK,
    _NUMBER,
    _STRING,
    _COMMENT,
    _PERCENT,
    _UNCLOSED,
    _HASH,
    _FOREIGN,
    _QUOTED,
    _LETTERS,
    _ODD,
    _END,
) = range(1, 14)

_ESCAPES = {
    '"': '"',
    "'": "'",
    "\\": "\\",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}
_ESCAPE = re.compile(r"\\(.)")

_PREPROCESSOR_LINE = re.compile(
    r"\#[ \t]*(?:include|define|undef|if|ifdef|ifndef|elif|else|endif|line|error|pragma|\d+)\b"
)

_ENDS_A_VALUE = frozenset({NAME, NUMBER, UNSIGNED, FLOAT, ADDRESS, STRING, "_", ")", "}", "]"})
"""After these ``%`` is the operator; after anything else it begins somebody's comment."""

_LONG_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"')
"""A string that may run over the ends of lines."""

_BEGINS_A_VALUE = re.compile(r'[ \t\r\v\f\n]*+[?A-Za-z_0-9"]')
"""What cannot follow a string. The quote before it then rather begins a string than ends one."""

_CLOSING = "\"'“”‘’"


def tokenize(source: Source) -> Tokens:
    """Every token of a source. Never fails: what is no token is a diagnostic."""
    lexer = _Lexer(source)
    at: int | None = 0
    while at is not None:
        at = lexer.run(at)
    return lexer.tokens


def string_value(quoted: str) -> str:
    """What a string token stands for: its quotes taken off, its escapes resolved."""
    text = quoted[1:]
    if text.endswith(tuple(_CLOSING)):
        text = text[:-1]
    return _ESCAPE.sub(lambda escape: _ESCAPES.get(escape[1], escape[1]), text)


class _Lexer:
    """Fills :class:`Tokens`. Faults are reported by the methods after :meth:`run`."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.tokens = Tokens(source, [], [], [], [], [])
        self.long_strings_end = True
        """False once a string did not end before the end of the file: it is not looked so far
        for the end of another one."""

    def run(self, at: int) -> int | None:
        """Reads on from ``at`` to the end, or to where reading must start anew: that offset."""
        text = self.text
        kinds, starts, ends = self.tokens.kinds, self.tokens.starts, self.tokens.ends
        for found in _TOKEN.finditer(text, at):
            group = found.lastindex
            assert group is not None  # one of the alternatives matches anywhere
            start, end = found.span(group)
            if group == _WORD:
                word = found[_WORD]
                kind = word if word in KEYWORDS else NAME
            elif group == _MARK:
                kind = found[_MARK]
            elif group == _STRING:
                kind = STRING
                self._check_string(start, found[_STRING])
            elif group == _NUMBER:
                kind = _number_kind(found[_NUMBER])
            elif group == _COMMENT:
                self.tokens.comments.append(Comment(Span(self.source, start, end)))
                continue
            elif group == _PERCENT:
                if kinds and kinds[-1] in _ENDS_A_VALUE:
                    kind = "%"
                else:
                    return self._foreign_comment(start)
            elif group == _UNCLOSED:
                if text[start] == '"':
                    return self._long_string(start)
                return self._unclosed_comment(start)
            elif group == _HASH:
                self._hash_line(start, end)
                continue
            elif group == _FOREIGN:
                kind = FOREIGN
            elif group == _QUOTED:
                self._foreign_quotes(start, end)
                kind = STRING
            elif group == _LETTERS:
                word = found[_LETTERS]
                kind = word if word in KEYWORDS else NAME
                if not word.isascii():
                    self._foreign_letters(start, word)
            elif group == _ODD:
                self._odd_character(start)
                continue
            else:
                self._append(END, start, end)
                break
            kinds.append(kind)
            starts.append(start)
            ends.append(end)
        return None

    # --- strings ---

    def _check_string(self, start: int, quoted: str) -> None:
        if "\\" in quoted:
            self._check_escapes(start, quoted)
        at = quoted.find("\0")
        if at >= 0:
            self._report(
                errors.UNEXPECTED_CHARACTER,
                start + at,
                start + at + 1,
                "a string cannot hold U+0000",
                label="the null character",
            )

    def _check_escapes(self, start: int, quoted: str) -> None:
        for escape in _ESCAPE.finditer(quoted, 1, len(quoted) - 1):
            if escape[1] not in _ESCAPES:
                self._report(
                    errors.BAD_ESCAPE,
                    start + escape.start(),
                    start + escape.end(),
                    f"`{escape[0]}` is no escape of a string",
                    label="unknown escape",
                    help="write `\\\\` for a backslash",
                    write=(start + escape.start(), start + escape.end(), "\\\\" + escape[0][1:]),
                )

    def _long_string(self, start: int) -> int:
        """A string that goes on behind its line, unless its closing quote was rather forgotten."""
        found = _LONG_STRING.match(self.text, start) if self.long_strings_end else None
        if found is None:
            self.long_strings_end = False
            return self._unclosed_string(start)
        if _BEGINS_A_VALUE.match(self.text, found.end()):
            return self._unclosed_string(start)
        self._append(STRING, start, found.end())
        self._check_string(start, found[0])
        return found.end()

    def _unclosed_string(self, start: int) -> int:
        """Takes the line for the string, but for the punctuation at its end."""
        line = self.text[start + 1 : self._end_of_line(start)]
        end = start + 1 + len(line.rstrip(" \t\r)].,;}"))
        self._report(
            errors.UNTERMINATED_STRING,
            start,
            end,
            "the string has no end",
            label="begins here",
            help='close it with `"`',
            write=(end, end, '"'),
        )
        self._append(STRING, start, end)
        return end

    def _foreign_quotes(self, start: int, end: int) -> None:
        self._report(
            errors.OTHER_DIALECT,
            start,
            end,
            'a string stands in `"`',
            label=f"in {_quote_name(self.text[start])}",
            help="write " + errors.quote(f'"{self.text[start + 1 : end - 1]}"'),
            write=(start, end, f'"{self.text[start + 1 : end - 1]}"'),
        )

    # --- comments ---

    def _unclosed_comment(self, start: int) -> int:
        self._report(
            errors.UNTERMINATED_COMMENT,
            start,
            start + 2,
            "the comment has no end",
            label="begins here",
            help="close it with `*/`",
        )
        return len(self.text)

    def _foreign_comment(self, start: int) -> int:
        """``% ...`` or ``# ...`` to the end of its line, whatever stands in it."""
        sign = self.text[start]
        self._report(
            errors.OTHER_DIALECT,
            start,
            start + 1,
            f"a comment begins with `//`, not `{sign}`",
            label="another language's spelling",
            help="write `//`",
            write=(start, start + 1, "//"),
        )
        return self._end_of_line(start)

    def _hash_line(self, start: int, end: int) -> None:
        if _PREPROCESSOR_LINE.match(self.text, start):
            end = start + len(self.text[start:end].rstrip())
            self.tokens.diagnostics.append(
                errors.PREPROCESSOR.refused(Span(self.source, start, end))
            )
        else:
            self._foreign_comment(start)

    # --- characters ---

    def _foreign_letters(self, start: int, word: str) -> None:
        at = next(at for at, letter in enumerate(word) if not letter.isascii())
        self._report(
            errors.UNEXPECTED_CHARACTER,
            start,
            start + len(word),
            f"{errors.quote(word)} is not a name: `{word[at]}` is {_character_name(word[at])}",
            label="names are made of ASCII letters, digits, `_` and `?`",
        )

    def _odd_character(self, start: int) -> None:
        character = self.text[start]
        if character == "\ufeff" and start == 0:
            self._report(
                errors.BYTE_ORDER_MARK,
                start,
                start + 1,
                "the file begins with a byte order mark",
                help="save it as UTF-8 without one",
                write=(start, start + 1, ""),
            )
            return
        spaces = character.isspace() or character in "\u200b\u200c\u200d\u2060\ufeff"
        self._report(
            errors.UNEXPECTED_CHARACTER,
            start,
            start + 1,
            f"{_character_name(character)} has no meaning here",
            label="unexpected",
            help="write an ordinary space" if spaces else "",
            write=(start, start + 1, " ") if spaces else None,
        )

    # --- plumbing ---

    def _end_of_line(self, start: int) -> int:
        end = self.text.find("\n", start)
        return len(self.text) if end < 0 else end

    def _append(self, kind: str, start: int, end: int) -> None:
        self.tokens.kinds.append(kind)
        self.tokens.starts.append(start)
        self.tokens.ends.append(end)

    def _report(
        self,
        kind: DiagnosticKind,
        start: int,
        end: int,
        message: str,
        *,
        label: str = "",
        help: str = "",  # noqa: A002 - the diagnostic's own word
        write: tuple[int, int, str] | None = None,
    ) -> None:
        """``write`` is the mend: from where to where to write what."""
        fixes = (
            [] if write is None else [replacement(Span(self.source, write[0], write[1]), write[2])]
        )
        self.tokens.diagnostics.append(
            kind.at(Span(self.source, start, end), message, label=label, help=help, fixes=fixes)
        )


def _number_kind(text: str) -> str:
    if text[-1] == "u":
        return UNSIGNED
    dots = text.count(".")
    if dots == 0:
        return NUMBER
    return FLOAT if dots == 1 else ADDRESS


def _quote_name(quote: str) -> str:
    return "single quotes" if quote in "'‘’" else "typographic quotes"


def _character_name(character: str) -> str:
    """``U+00E9 LATIN SMALL LETTER E WITH ACUTE``."""
    import unicodedata  # only for a fault

    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
