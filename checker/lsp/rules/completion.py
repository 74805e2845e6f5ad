"""What can be written at a place of a rule file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from pathlib import Path

from checker.diagnostics import Edit, Source, Span
from checker.facts.entities import ATTRIBUTES
from checker.facts.relations import SECTIONS
from checker.language.ast import RelationDeclaration
from checker.language.lexer import STRING, Comment
from checker.lsp.rules import describing
from checker.lsp.rules.calls import Argument, argument_at
from checker.lsp.rules.includes import include_edit, written_path
from checker.lsp.rules.names import CLAUSE, FileNames, Kind
from checker.lsp.rules.words import (
    AGGREGATES,
    CONSTRAINTS,
    DIRECTIVES,
    FUNCTORS,
    PRIMITIVES,
    RELATION_TAGS,
    SEVERITIES,
    TYPE_TAGS,
    described,
)
from checker.lsp.world import World
from checker.resources import packs_dir

_MOST = 500


class Sort(Enum):
    """What a suggestion is of."""

    RELATION = auto()
    COLUMN = auto()
    VARIABLE = auto()
    TYPE = auto()
    FUNCTOR = auto()
    WORD = auto()
    FILE = auto()
    VALUE = auto()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``text`` in the place of ``span``; ``snippet`` is the same with holes to fill in, where it
    has some. ``order`` is smaller for what is likelier meant; ``edits`` are made elsewhere in the
    file, such as an include."""

    label: str
    sort: Sort
    span: Span
    text: str
    detail: str = ""
    documentation: str = ""
    snippet: str = ""
    order: int = 5
    edits: tuple[Edit, ...] = ()


def complete(world: World, path: Path, offset: int) -> list[Suggestion]:
    """The suggestions at a place; what is typed already narrows them down in the editor."""
    names = world.names(path)
    if names is None:
        return []
    return list(islice(_Completer(world, path, names, offset).suggestions(), _MOST))


_WORD = re.compile(r"[?A-Za-z0-9_]*\Z")


class _Completer:
    """One place, and what stands around it."""

    def __init__(self, world: World, path: Path, names: FileNames, offset: int) -> None:
        self.world = world
        self.path = path
        self.names = names
        self.source: Source = names.source
        self.offset = offset
        self.programs = world.around(path)
        line = self.source.text.rfind("\n", 0, offset) + 1
        self.line = self.source.text[line:offset]
        word = _WORD.search(self.line)
        assert word is not None  # it may be empty
        self.word = Span(self.source, offset - len(word[0]), offset)

    def suggestions(self) -> Iterator[Suggestion]:
        comment = self._comment()
        if comment is not None:
            if comment.documents:
                yield from self._in_comment(comment)
            return
        string = self._string()
        if string is not None:
            yield from self._in_string(string)
            return
        before = self.line[: len(self.line) - len(self.word.text)]
        if before.strip() == "." and before.endswith("."):
            yield from self._directives()
        elif (kind := self._kind_of_item()) == ".decl":
            if re.search(r"[:][ \t]*\Z", before):
                yield from self._types()
        elif kind == ".type":
            yield from self._types()
        elif kind in (".input", ".output", ".printsize", ".limitsize"):
            yield from self._relation_names()
        elif kind == ".include":
            return
        else:
            yield from self._in_clause(before)

    # --- where ---

    def _comment(self) -> Comment | None:
        for comment in self.names.tokens.comments:
            start, end = comment.span.start, comment.span.end
            if start < self.offset < end or (
                self.offset == end and self.source.text.startswith("//", start)
            ):
                return comment
        return self._open_comment()

    def _open_comment(self) -> Comment | None:
        """A comment whose end is not written yet."""
        start = self.source.text.rfind("/**", 0, self.offset)
        if start < 0 or "*/" in self.source.text[start : self.offset]:
            return None
        inside = any(
            begin <= start < end
            for begin, end in zip(self.names.tokens.starts, self.names.tokens.ends, strict=True)
        )
        return None if inside else Comment(Span(self.source, start, self.offset))

    def _string(self) -> Span | None:
        """The string that the place lies in, its quotes left out, up to the place."""
        tokens = self.names.tokens
        for kind, start, end in zip(tokens.kinds, tokens.starts, tokens.ends, strict=True):
            if kind == STRING and start < self.offset <= end:
                closed = end > start + 1 and self.source.text[end - 1] == '"'
                if self.offset == end and closed:
                    return None
                return Span(self.source, start + 1, end - 1 if closed else end)
        return None

    def _kind_of_item(self) -> str:
        number = self.names.item_at(max(0, self.offset - 1))
        if number is None:
            return CLAUSE
        item = self.names.items[number]
        if item.kind == CLAUSE:
            return CLAUSE
        last = self.names.tokens.ends[item.last - 1]
        on_its_line = "\n" not in self.source.text[last : self.offset]
        return item.kind if on_its_line else CLAUSE

    # --- comments ---

    def _in_comment(self, comment: Comment) -> Iterator[Suggestion]:
        line = self.line.lstrip(" \t*/")
        tag = re.match(r"@([a-z]*)([ \t]+)?", line)
        if tag and not tag[2]:
            yield from self._tags(comment, tag[0])
        elif tag and tag[1] == "severity":
            for word, meaning in SEVERITIES.items():
                yield Suggestion(word, Sort.VALUE, self.word, word, documentation=meaning)
        elif tag and tag[1] in ("tags", "id"):
            yield from self._rule_words(tag[1])
        elif tag and tag[1] == "entity":
            for kind in ATTRIBUTES:
                yield Suggestion(kind, Sort.VALUE, self.word, kind)
        elif "{" in line:
            yield from self._placeholders(comment)

    def _tags(self, comment: Comment, written: str) -> Iterator[Suggestion]:
        span = Span(self.source, self.offset - len(written), self.offset)
        below = self.source.text[comment.span.end :].lstrip()
        tags = TYPE_TAGS if below.startswith(".type") else RELATION_TAGS
        for at, (name, meaning) in enumerate(tags.items()):
            text = f"@{name:<8} " if tags is RELATION_TAGS else f"@{name:<10} "
            yield Suggestion(f"@{name}", Sort.WORD, span, text, "", meaning, order=at)

    def _rule_words(self, tag: str) -> Iterator[Suggestion]:
        """Families of ids, or tags, that other rules have."""
        found: dict[str, None] = {}
        for program in self.programs:
            for relation in program.relations.values():
                if relation.doc is not None:
                    for written in re.findall(rf"@{tag}[ \t]+(.*)", relation.doc.text):
                        words = written.replace(",", " ").split()
                        found |= dict.fromkeys(
                            words
                            if tag == "tags"
                            else (f"{words[0].partition('/')[0]}/",)
                            if words
                            else ()
                        )
        start = re.search(r"[^\s,]*\Z", self.line)
        assert start is not None  # it may be empty
        span = Span(self.source, self.offset - len(start[0]), self.offset)
        for word in sorted(found):
            yield Suggestion(word, Sort.VALUE, span, word)

    def _placeholders(self, comment: Comment) -> Iterator[Suggestion]:
        """Columns behind ``{``, and attributes behind ``{column.``."""
        opened = re.search(r"(?<!\{)\{([?A-Za-z0-9_]*)(\.?)[?A-Za-z0-9_]*\Z", self.line)
        declaration = self._documented(comment)
        if opened is None or declaration is None:
            return
        closed = self.source.text[self.offset : self.offset + 1] == "}"
        for column in declaration.attributes:
            program = self.programs[0]
            attributes = describing.attributes(column.type_name, program)
            if not opened[2]:
                text = column.name + ("" if closed else "}")
                yield Suggestion(column.name, Sort.COLUMN, self.word, text, f": {column.type_name}")
            elif column.name == opened[1]:
                for name in attributes:
                    text = name + ("" if closed else "}")
                    yield Suggestion(name, Sort.COLUMN, self.word, text, f"of a {column.type_name}")

    def _documented(self, comment: Comment) -> RelationDeclaration | None:
        below = re.match(r"\s*\.decl\s+([?\w]+)", self.source.text[comment.span.end :])
        if below is None:  # the comment has no end yet, and covers what it documents
            below = re.search(r"\.decl\s+([?\w]+)", self.source.text[self.offset :])
        if below is None:
            return None
        for program in self.programs:
            if below[1] in program.relations:
                return program.relations[below[1]]
        return None

    # --- strings ---

    def _in_string(self, string: Span) -> Iterator[Suggestion]:
        if self._kind_of_item() == ".include":
            yield from self._files(string)
            return
        argument = argument_at(self.names, self.offset)
        if argument is not None and argument.is_relation:
            for word, meaning in vocabulary(argument.name, argument.number):
                yield Suggestion(word, Sort.VALUE, string, word, meaning, order=1)

    def _files(self, string: Span) -> Iterator[Suggestion]:
        project = self.world.project(self.path)
        for file in self.world.rule_files(project):
            if file != self.path:
                shown = written_path(file, self.path.parent, packs_dir())
                yield Suggestion(shown, Sort.FILE, string, shown)

    # --- declarations ---

    def _directives(self) -> Iterator[Suggestion]:
        for word, meaning in DIRECTIVES.items():
            yield Suggestion(word, Sort.WORD, self.word, word[1:], documentation=meaning)

    def _types(self) -> Iterator[Suggestion]:
        for name, meaning in PRIMITIVES.items():
            yield Suggestion(name, Sort.TYPE, self.word, name, documentation=meaning, order=6)
        for program in self.programs:
            for declared in program.types.values():
                yield Suggestion(
                    declared.name,
                    Sort.TYPE,
                    self.word,
                    declared.name,
                    f"<: {' | '.join(declared.bases)}",
                    describing.type_(declared),
                )
            return

    def _relation_names(self) -> Iterator[Suggestion]:
        for declared in self.programs[0].relations.values():
            own = declared.span.source.name == self.source.name
            yield Suggestion(
                declared.name,
                Sort.RELATION,
                self.word,
                declared.name,
                describing.signature(declared),
                describing.summary(declared.doc),
                order=3 if own else 5,
            )

    # --- clauses ---

    def _in_clause(self, before: str) -> Iterator[Suggestion]:
        argument = argument_at(self.names, self.offset)
        if before.rstrip()[-1:] == "@":
            return
        if argument is not None:
            yield from self._values(argument)
        yield from self._variables(first=argument is not None)
        if argument is None:
            yield from self._relations()
            for word in ("match", "contains", "true", "false"):
                yield Suggestion(
                    word, Sort.WORD, self.word, word, documentation=CONSTRAINTS[word], order=7
                )
        yield from self._functors()

    def _values(self, argument: Argument) -> Iterator[Suggestion]:
        """What the column at the place is called, and the words that it takes."""
        declared = self.programs[0].relations.get(argument.name)
        if declared is None or argument.number >= len(declared.attributes):
            return
        column = declared.attributes[argument.number]
        meaning = describing.column_meaning(declared, column.name)
        detail = f": {column.type_name}, column {argument.number + 1} of {argument.name}"
        yield Suggestion(column.name, Sort.COLUMN, self.word, column.name, detail, meaning, order=0)
        yield Suggestion("_", Sort.WORD, self.word, "_", "any value", CONSTRAINTS["_"], order=2)
        for word, told in vocabulary(argument.name, argument.number):
            yield Suggestion(f'"{word}"', Sort.VALUE, self.word, f'"{word}"', told, order=1)

    def _variables(self, *, first: bool) -> Iterator[Suggestion]:
        number = self.names.item_at(max(0, self.offset - 1))
        found = {
            each.name: None
            for each in self.names.occurrences
            if each.kind is Kind.VARIABLE
            and each.item == number
            and not each.start <= self.offset <= each.end
        }
        for name in found:
            yield Suggestion(
                name,
                Sort.VARIABLE,
                self.word,
                name,
                "variable of this rule",
                order=1 if first else 4,
            )

    def _relations(self) -> Iterator[Suggestion]:
        """Those in reach, then those that an include brings into reach."""
        bracket = self.source.text[self.offset : self.offset + 1] == "("
        known = self.programs[0].relations
        for declared in known.values():
            yield self._relation(declared, bracket)
        project = self.world.project(self.path)
        offered = set(known)
        for file in self.world.rule_files(project):
            program = self.world.alone(file, project)
            if file == self.path or self.path in program.sources:
                continue
            for declared in program.relations.values():
                here = program.paths[declared.span.source.name] == file
                if here and declared.name not in offered:
                    offered.add(declared.name)
                    edit = include_edit(self.names, file, self.path.parent)
                    yield self._relation(declared, bracket, (edit,))

    def _relation(
        self, declared: RelationDeclaration, bracket: bool, edits: tuple[Edit, ...] = ()
    ) -> Suggestion:
        columns = [each.name for each in declared.attributes]
        holes = ", ".join(f"${{{at}:{name}}}" for at, name in enumerate(columns, start=1))
        own = declared.span.source.name == self.source.name
        detail = describing.signature(declared)
        return Suggestion(
            declared.name,
            Sort.RELATION,
            self.word,
            declared.name if bracket else f"{declared.name}({', '.join(columns)})",
            f"{detail}  (include)" if edits else detail,
            describing.relation(declared),
            "" if bracket else f"{declared.name}({holes})",
            8 if edits else 3 if own else 5,
            edits,
        )

    def _functors(self) -> Iterator[Suggestion]:
        words: Iterable[str] = sorted({*FUNCTORS, *AGGREGATES})
        for word in words:
            holes = f"{word} : {{ $1 }}" if word == "count" else f"{word}($1)"
            if word in ("sum", "mean"):
                holes = f"{word} ${{1:x}} : {{ $2 }}"
            text = re.sub(r"\$\{\d:(\w+)\}|\$\d", lambda hole: hole[1] or "", holes)
            yield Suggestion(
                word, Sort.FUNCTOR, self.word, text, "", described(word), holes, order=7
            )


def vocabulary(relation: str, number: int) -> Iterator[tuple[str, str]]:
    """The words that a column of the schema takes, each with what the column is."""
    for section in SECTIONS:
        for each in section.relations:
            if each.name == relation and number < len(each.columns):
                column = each.columns[number]
                for word in column.words:
                    yield word, column.meaning
