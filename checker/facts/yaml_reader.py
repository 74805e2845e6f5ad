"""YAML, as the fact files use it: mappings, sequences and scalars, each with its place.

The parser is libyaml's; values are composed here from its events, because the stock composer
recurses, lets a later key replace an earlier one, and resolves scalars by YAML 1.1.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, DiagnosticError, DiagnosticKind, Label, Source, Span
from checker.facts import errors
from checker.facts.plain import scalar
from checker.facts.tree import MAX_DEPTH, Node, TreePlaces, Value, duplicate_key

if TYPE_CHECKING:
    import yaml

_MAX_UNFOLDED = 100_000
_STR_TAGS = frozenset((None, "!", "tag:yaml.org,2002:str"))
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


def read_yaml(source: Source) -> tuple[Value, TreePlaces]:
    """The value of a YAML file and the places of its parts; an empty file is None.

    Raises :class:`DiagnosticError` with what stops the parser and the faults before it.
    """
    import yaml

    composer = _Composer(source, _Frame(Node(0, 0), [], [], 1))
    take = {
        yaml.ScalarEvent: composer.scalar,
        yaml.MappingStartEvent: composer.mapping,
        yaml.SequenceStartEvent: composer.sequence,
        yaml.MappingEndEvent: composer.close,
        yaml.SequenceEndEvent: composer.close,
        yaml.AliasEvent: composer.alias,
        yaml.DocumentStartEvent: composer.document,
    }
    try:
        parser = _parser(source.text)
        while (event := parser.get_event()) is not None:
            if (handle := take.get(type(event))) is not None:
                handle(event)
    except yaml.MarkedYAMLError as error:
        raise DiagnosticError([*composer.faults, _syntax(source, error)]) from None
    except yaml.reader.ReaderError as error:
        raise DiagnosticError([_control_character(source, error.position)]) from None
    except UnicodeEncodeError as error:  # half of a surrogate pair, in a text from elsewhere
        raise DiagnosticError([_control_character(source, error.start)]) from None
    if composer.faults:
        raise DiagnosticError(composer.faults)
    if not composer.top.items:
        return None, TreePlaces(source, Node(0, 0))
    return composer.top.items[0], TreePlaces(source, composer.top.nodes[0])


class _Mark(Protocol):
    index: int


class _Event(Protocol):
    """A parser's event. ``tag`` and ``anchor`` are a node's, the last two a scalar's."""

    start_mark: _Mark
    end_mark: _Mark
    tag: str | None
    anchor: str | None
    value: str
    implicit: tuple[bool, bool]


class _Parser(Protocol):
    def get_event(self) -> _Event | None: ...


def _parser(text: str) -> _Parser:
    """libyaml's parser where PyYAML was built with it; the same events otherwise."""
    import yaml

    loader: _Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    return loader


@dataclass(slots=True)
class _Frame:
    """A mapping or sequence that is being composed.

    A mapping has its ``keys``; ``key`` is the one whose value comes next, None before a key.
    ``size`` counts the values in it, those that aliases unfold to included.
    """

    node: Node
    items: list[Value]
    nodes: list[Node]
    size: int
    anchor: str | None = None
    keys: dict[str, Node] | None = None
    key: tuple[str, int, int] | None = None


@dataclass(slots=True)
class _Composer:
    """Builds one value from the events of a file, and keeps its faults."""

    source: Source
    top: _Frame
    faults: list[Diagnostic] = field(default_factory=list)
    open: list[_Frame] = field(default_factory=list)
    anchors: dict[str, tuple[Value, Node, int]] = field(default_factory=dict)

    def scalar(self, event: _Event) -> None:
        text = event.value
        start, end = event.start_mark.index, event.end_mark.index
        if event.tag not in _STR_TAGS:
            self._tagged(event)
        frame = self.open[-1] if self.open else self.top
        if frame.keys is not None and frame.key is None:
            frame.key = (text, start, end)
            return
        value: Value = text
        if event.implicit[0]:  # plain and without a tag
            value = None if text in _NULLS else scalar(text)
        self._add(frame, value, Node(start, end), 1, event.anchor)

    def mapping(self, event: _Event) -> None:
        self._open(event, {})

    def sequence(self, event: _Event) -> None:
        self._open(event, None)

    def close(self, event: _Event) -> None:
        """The end of a mapping or sequence: it becomes a value of the frame around it."""
        frame = self.open.pop()
        value: Value
        if frame.keys is None:
            value, frame.node.parts = frame.items, frame.nodes
        else:
            value = dict(zip(frame.keys, frame.items, strict=True))
            frame.node.parts = frame.keys
        frame.node.end = self._end(frame, event)
        around = self.open[-1] if self.open else self.top
        self._add(around, value, frame.node, frame.size, frame.anchor)

    def alias(self, event: _Event) -> None:
        name = event.anchor or ""
        known = self.anchors.get(name)
        frame = self.open[-1] if self.open else self.top
        span = self._span(event)
        if known is None:
            inside = any(around.anchor == name for around in self.open)
            self._stop(
                errors.SYNTAX,
                span,
                f"alias `*{name}` stands inside of what it stands for"
                if inside
                else f"alias `*{name}` has no anchor",
                f"put `&{name}` before a value above it, or write the value out",
            )
        elif frame.keys is not None and frame.key is None:
            self._stop(errors.SYNTAX, span, "an alias stands as a key", "write the key out")
        else:
            value, node, size = known
            self._add(frame, value, Node(span.start, span.end, parts=node.parts), size, None)

    def document(self, event: _Event) -> None:
        if self.top.items:
            self._stop(
                errors.SYNTAX,
                self._span(event),
                "a second document begins in the file",
                "put it in a file of its own, or join the two",
            )

    def _open(self, event: _Event, keys: dict[str, Node] | None) -> None:
        if event.tag is not None:
            self._tagged(event)
        around = self.open[-1] if self.open else self.top
        if around.keys is not None and around.key is None:
            self._stop(
                errors.SYNTAX,
                self._span(event),
                "a mapping or sequence stands as a key",
                "keys are texts; put one in quotes that begins with `{`, `[` or `? `",
            )
        if len(self.open) >= MAX_DEPTH:
            self._stop(
                errors.TOO_LARGE,
                self._span(event),
                f"values are nested more than {MAX_DEPTH} deep",
                "no field needs more than eight levels",
            )
        start, end = event.start_mark.index, event.end_mark.index
        self.open.append(_Frame(Node(start, end), [], [], 1, event.anchor, keys))

    def _add(self, frame: _Frame, value: Value, node: Node, size: int, anchor: str | None) -> None:
        frame.size += size
        if frame.size > _MAX_UNFOLDED and not isinstance(value, str):
            self._check_size(frame, node)
        if anchor is not None:
            self.anchors[anchor] = (value, node, size)
        if frame.keys is None:
            frame.items.append(value)
            frame.nodes.append(node)
            return
        assert frame.key is not None
        name, node.key_start, node.key_end = frame.key
        frame.key = None
        first = frame.keys.get(name)
        if first is None:
            frame.keys[name] = node
            frame.items.append(value)
        else:
            self.faults.append(duplicate_key(self.source, name, first, node))

    def _check_size(self, frame: _Frame, node: Node) -> None:
        """A long file may be large; aliases must not make a short one so."""
        if frame.size > len(self.source.text):
            self._stop(
                errors.TOO_LARGE,
                Span(self.source, node.start, node.end),
                f"aliases unfold to more than {_MAX_UNFOLDED:,} values",
                "write the records out",
            )

    def _end(self, frame: _Frame, event: _Event) -> int:
        """Where a collection ends: at its mark, or with its last part where it has none."""
        if event.end_mark.index > event.start_mark.index:
            return event.end_mark.index
        last = frame.nodes[-1:] if frame.keys is None else list(frame.keys.values())[-1:]
        return max([frame.node.end, *(node.end for node in last)])

    def _tagged(self, event: _Event) -> None:
        self._stop(
            errors.SYNTAX,
            self._span(event),
            f"tag `{event.tag}` is not read",
            "leave the tag out; the field says what type its value has",
        )

    def _span(self, event: _Event) -> Span:
        return Span(self.source, event.start_mark.index, event.end_mark.index)

    def _stop(self, kind: DiagnosticKind, span: Span, message: str, mend: str) -> None:
        raise DiagnosticError([*self.faults, kind.at(span, message, help=mend)])


def _syntax(source: Source, error: yaml.MarkedYAMLError) -> Diagnostic:
    at = min(error.problem_mark.index if error.problem_mark else 0, len(source.text))
    related = []
    if error.context and error.context_mark and error.context_mark.index < at:
        begin = error.context_mark.index
        related.append(Label(Span(source, begin, begin + 1), error.context))
    kind = errors.TOO_LARGE if "nesting depth" in (error.problem or "") else errors.SYNTAX
    return kind.at(
        Span(source, at, min(at + 1, len(source.text))),
        f"no valid YAML: {error.problem or 'the file cannot be parsed'}",
        label="here",
        related=related,
        help=_mend(error.problem or ""),
    )


def _mend(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "put a text that has `: ` in it in quotes, and align keys of one record"
    if "tab" in problem or "cannot start any token" in problem:
        return "put a text that begins with a sign such as `@`, `%` or a tab in quotes"
    if "end of stream" in problem:
        return "close the quote or bracket that was opened"
    if "nesting depth" in problem:
        return "no field needs more than eight levels"
    return "check indentation, quotes and brackets around this place"


def _control_character(source: Source, at: int) -> Diagnostic:
    at = max(0, min(at, len(source.text) - 1))
    return errors.SYNTAX.at(
        Span(source, at, at + 1),
        f"no valid YAML: character U+{ord(source.text[at]):04X} is not allowed",
        help="remove it, or write it as an escape in double quotes",
    )
