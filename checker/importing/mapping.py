"""The mapping file: read, checked for its shape, not yet for the table's columns."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from checker.bulk.tables import ColumnType
from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span, closest
from checker.facts.files import read_text, shown
from checker.facts.relations import SECTIONS, Relation
from checker.facts.tree import Places, Route, Value
from checker.facts.yaml_reader import read_yaml
from checker.importing.errors import BAD_MAPPING
from checker.importing.expressions import NAME


class SourceFormat(StrEnum):
    """What a table to import may be."""

    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"


_SUFFIXES = {
    ".csv": SourceFormat.CSV,
    ".tsv": SourceFormat.CSV,
    ".txt": SourceFormat.CSV,
    ".json": SourceFormat.JSON,
    ".jsonl": SourceFormat.JSONL,
    ".ndjson": SourceFormat.JSONL,
    ".parquet": SourceFormat.PARQUET,
}

TYPES = {
    "symbol": ColumnType.SYMBOL,
    "number": ColumnType.NUMBER,
    "float": ColumnType.FLOAT,
}

SKIP = "skip"
"""The value of ``empty`` that leaves out rows whose cell is empty."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text or figure of the mapping and where it stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Lookup:
    """A value that a map of values gives for another one."""

    entries: ValueMap
    of: Scalar
    otherwise: Scalar | None
    span: Span


Given = Scalar | Lookup


@dataclass(frozen=True, slots=True)
class ValueMap:
    """What becomes of each value of a column, both as they are written."""

    name: str
    entries: tuple[tuple[Scalar, Scalar], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the table by the name that values use; ``header`` is its name in the file,
    ``empty`` what stands for an empty cell (None: an empty text, or a fault in a figure)."""

    name: str
    header: str
    type: ColumnType | None
    empty: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Unpivot:
    """Columns that become rows: their names in the column ``name``, their cells in ``value``."""

    columns: tuple[Scalar, ...]
    name: str
    value: TableColumn
    span: Span


@dataclass(frozen=True, slots=True)
class TargetRows:
    """What rows of a relation are made of: a value for each column, in the relation's order."""

    relation: Relation
    values: tuple[Given, ...]
    where: tuple[Scalar, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file. ``file`` is the table that it names, if any."""

    source: Source
    file: Path | None
    format: SourceFormat | None
    delimiter: str | None
    header: bool
    columns: tuple[TableColumn, ...]
    unpivot: Unpivot | None
    where: tuple[Scalar, ...]
    names: tuple[tuple[str, Given], ...]
    targets: tuple[TargetRows, ...]

    def format_of(self, path: Path) -> SourceFormat | None:
        """The format that the mapping gives, or that the file's suffix says."""
        return self.format or _SUFFIXES.get(path.suffix.lower())

    def delimiter_of(self, path: Path) -> str:
        return self.delimiter or ("\t" if path.suffix.lower() == ".tsv" else ",")


def read_mapping(path: Path, *, root: Path) -> Mapping:
    """Reads a mapping file. Raises :class:`DiagnosticError` with all that is wrong with it."""
    source = read_text(path, shown(path, root))
    value, places = read_yaml(source)
    reader = _Reader(source, places, path.parent, root)
    mapping = reader.mapping(value)
    if reader.faults:
        raise DiagnosticError(reader.faults)
    return mapping


_SECTIONS = ("import", "source", "columns", "unpivot", "where", "maps", "let", "relations")


@dataclass(slots=True)
class _Reader:
    """Reads the parts of a mapping and keeps what is wrong with them."""

    source: Source
    places: Places
    folder: Path
    root: Path
    faults: list[Diagnostic] = field(default_factory=list)
    maps: dict[str, ValueMap] = field(default_factory=dict)

    def mapping(self, value: Value) -> Mapping:
        top = self.fields((), value, _SECTIONS)
        if top.get("import") != "1":
            self.fault(
                ("import",) if "import" in top else (),
                "the mapping does not say which format it is in",
                "begin the file with `import: 1`",
            )
        source = self.fields(
            ("source",), top.get("source"), ("file", "format", "delimiter", "header")
        )
        file = self.text(("source", "file"), source.get("file"))
        self.maps = {
            name: self.value_map(("maps", name), name, entries)
            for name, entries in self.named(("maps",), top.get("maps"))
        }
        return Mapping(
            self.source,
            None if file is None else self.file(file),
            self.format(source.get("format")),
            self.delimiter(source.get("delimiter")),
            self.truth(("source", "header"), source.get("header"), default=True),
            tuple(
                self.column(("columns", name), name, spec)
                for name, spec in self.named(("columns",), top.get("columns"))
            ),
            self.unpivot(top.get("unpivot")),
            self.scalars(("where",), top.get("where")),
            tuple(
                (name, self.given(("let", name), value))
                for name, value in self.named(("let",), top.get("let"))
            ),
            tuple(self.targets(top.get("relations"))),
        )

    # --- sections ---

    def file(self, name: str) -> Path | None:
        """The table that a mapping names. One that somebody else wrote must not read what it was
        not given: the table lies below the mapping or in the project."""
        path = self.folder / name
        try:
            real = Path(os.path.realpath(path))
        except ValueError:  # a NUL in the name
            real = Path("/")
        if not any(
            real.is_relative_to(os.path.realpath(folder)) for folder in (self.folder, self.root)
        ):
            self.fault(
                ("source", "file"),
                f"`{name}` leads out of the mapping's folder and of the project",
                "name the table on the command line: checker import MAPPING.yaml TABLE",
            )
            return None
        return path

    def format(self, value: Value) -> SourceFormat | None:
        text = self.text(("source", "format"), value)
        if text is None:
            return None
        try:
            return SourceFormat(text)
        except ValueError:
            self.fault(
                ("source", "format"),
                f"`{text}` is no format that is read",
                f"one of {', '.join(SourceFormat)}",
            )
            return None

    def delimiter(self, value: Value) -> str | None:
        text = self.text(("source", "delimiter"), value)
        if text is not None and (len(text) != 1 or not text.isascii() or text in '"\r\n\0'):
            self.fault(
                ("source", "delimiter"),
                "a delimiter is one ASCII character other than a quote",
                'write ";" or "\\t"',
            )
            return None
        return text

    def column(self, route: Route, name: str, value: Value) -> TableColumn:
        span = self.places.key(route)
        if isinstance(value, str):
            return TableColumn(name, name, self.type(route, value), None, span)
        spec = self.fields(route, value, ("name", "type", "empty"))
        header = self.text((*route, "name"), spec.get("name")) or name
        type_ = self.type((*route, "type"), spec.get("type"))
        empty = self.text((*route, "empty"), spec.get("empty"))
        if empty not in (None, SKIP) and type_ not in (None, ColumnType.SYMBOL):
            self.figure((*route, "empty"), empty or "", type_)
        return TableColumn(name, header, type_, empty, span)

    def type(self, route: Route, value: Value) -> ColumnType | None:
        text = self.text(route, value)
        if text is None:
            return None
        found = TYPES.get(text)
        if found is None:
            near = closest(text, TYPES)
            self.fault(
                route,
                f"`{text}` is no type",
                f"did you mean `{near}`?" if near else f"one of {', '.join(TYPES)}",
            )
        return found

    def figure(self, route: Route, text: str, type_: ColumnType | None) -> None:
        if figure_fault(text, type_):
            self.fault(route, f"`{text}` is no {_TYPE_NAMES[type_]}", "write digits")

    def unpivot(self, value: Value) -> Unpivot | None:
        if value is None:
            return None
        spec = self.fields(("unpivot",), value, ("columns", "name", "value", "type", "empty"))
        columns = self.scalars(("unpivot", "columns"), spec.get("columns"))
        name = self.text(("unpivot", "name"), spec.get("name"))
        into = self.text(("unpivot", "value"), spec.get("value"))
        if len(columns) < 1 or name is None or into is None:
            self.fault(
                ("unpivot",),
                "columns become rows by their names and their cells",
                "give `columns: [y2020, y2021]`, `name: year` and `value: figure`",
            )
            return None
        for text in (name, into):
            self.check_name(("unpivot",), text)
        empty = self.text(("unpivot", "empty"), spec.get("empty"))
        type_ = self.type(("unpivot", "type"), spec.get("type"))
        span = self.places.value(("unpivot",))
        cells = TableColumn(into, into, type_, SKIP if empty is None else empty, span)
        return Unpivot(columns, name, cells, span)

    def value_map(self, route: Route, name: str, value: Value) -> ValueMap:
        entries: list[tuple[Scalar, Scalar]] = []
        if not isinstance(value, dict) or not value:
            self.fault(route, "a map of values is due", "write {Day: daily, Month: monthly}")
        else:
            for key, item in value.items():
                text = self.text((*route, key), item)
                if text is None:
                    self.fault((*route, key), "a text or figure is due", "give the value")
                    continue
                entries.append(
                    (
                        Scalar(key, self.places.key((*route, key))),
                        Scalar(text, self.places.value((*route, key))),
                    )
                )
        return ValueMap(name, tuple(entries), self.places.value(route))

    def targets(self, value: Value) -> Iterator[TargetRows]:
        relations = {
            relation.name: relation for section in SECTIONS for relation in section.relations
        }
        if not isinstance(value, dict) or not value:
            self.fault(
                ("relations",) if isinstance(value, dict) else (),
                "the mapping makes rows of no relation",
                "give `relations:` with a relation of docs/facts.md, and a value for each of its"
                " columns",
            )
            return
        for name, rows in value.items():
            relation = relations.get(name)
            if relation is None:
                near = closest(name, relations)
                self.fault_at_key(
                    ("relations", name),
                    f"`{name}` is no relation of the schema",
                    f"did you mean `{near}`?" if near else "docs/facts.md lists them",
                )
                continue
            if isinstance(rows, list):
                for index, one in enumerate(rows):
                    target = self.target(("relations", name, index), relation, one)
                    if target is not None:
                        yield target
            else:
                target = self.target(("relations", name), relation, rows)
                if target is not None:
                    yield target

    def target(self, route: Route, relation: Relation, value: Value) -> TargetRows | None:
        columns = [column.name for column in relation.columns]
        before = len(self.faults)
        spec = self.fields(route, value, (*columns, "where"))
        missing = [name for name in columns if spec.get(name) is None]
        for name in missing:
            if value is None or isinstance(value, dict):
                self.fault_at_key(
                    route,
                    f"`{relation.name}` lacks a value for its column `{name}`",
                    f"the columns of `{relation.name}` are {', '.join(columns)}",
                )
        values = tuple(
            self.given((*route, name), spec[name]) for name in columns if name not in missing
        )
        where = self.scalars((*route, "where"), spec.get("where"))
        if len(self.faults) > before:
            return None
        return TargetRows(relation, values, where, self.places.key(route))

    def given(self, route: Route, value: Value) -> Given:
        if not isinstance(value, dict):
            text = self.text(route, value)
            if text is None:
                self.fault(route, "a value is due", 'give a text, a figure or "{column}"')
            return Scalar(text or "", self.places.value(route))
        spec = self.fields(route, value, ("map", "of", "otherwise"))
        of = self.text((*route, "of"), spec.get("of"))
        if of is None:
            self.fault(route, "nothing is said to be looked up in the map", 'add of: "{column}"')
        chosen = spec.get("map")
        if isinstance(chosen, str):
            entries = self.maps.get(chosen)
            if entries is None:
                near = closest(chosen, self.maps)
                self.fault(
                    (*route, "map"),
                    f"there is no map `{chosen}`",
                    f"did you mean `{near}`?" if near else "declare it under `maps`",
                )
        else:
            entries = self.value_map((*route, "map"), "", chosen)
        otherwise = self.text((*route, "otherwise"), spec.get("otherwise"))
        return Lookup(
            entries or ValueMap("", (), self.places.value(route)),
            Scalar(of or "", self.places.value((*route, "of"))),
            None
            if otherwise is None
            else Scalar(otherwise, self.places.value((*route, "otherwise"))),
            self.places.value(route),
        )

    # --- shapes ---

    def fields(self, route: Route, value: Value, known: tuple[str, ...]) -> dict[str, Value]:
        """The fields of a mapping; nothing where it is none."""
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.fault(
                route, "fields are due here", f"give {', '.join(f'`{name}:`' for name in known)}"
            )
            return {}
        for name in value:
            if name not in known:
                near = closest(name, known)
                self.fault_at_key(
                    (*route, name),
                    f"`{name}` is not known here",
                    f"did you mean `{near}`?" if near else f"known are {', '.join(known)}",
                )
        return {name: item for name, item in value.items() if name in known}

    def named(self, route: Route, value: Value) -> Iterator[tuple[str, Value]]:
        """The entries of a mapping from names of the analyst's own."""
        if value is None:
            return
        if not isinstance(value, dict):
            self.fault(route, "names with their values are due here", "write `name: value`")
            return
        for name, item in value.items():
            self.check_name((*route, name), name)
            yield name, item

    def check_name(self, route: Route, name: str) -> None:
        if not NAME.match(name) or name == "row":
            self.fault_at_key(
                route,
                f"`{name}` is not a name that a value could use",
                "`row` is the number of the table's row"
                if name == "row"
                else "use letters, digits and `_`; a column of another name is read by"
                " `short_name: {name: Its Name}`",
            )

    def scalars(self, route: Route, value: Value) -> tuple[Scalar, ...]:
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        found = []
        for index, item in enumerate(items):
            at = (*route, index) if isinstance(value, list) else route
            text = self.text(at, item)
            if text is not None:
                found.append(Scalar(text, self.places.value(at)))
        return tuple(found)

    def text(self, route: Route, value: Value) -> str | None:
        if value is None or isinstance(value, str):
            return None if value is None else str(value)
        self.fault(route, "a text or figure is due here", "write one value")
        return None

    def truth(self, route: Route, value: Value, *, default: bool) -> bool:
        text = self.text(route, value)
        if text is None:
            return default
        if text not in ("true", "false"):
            self.fault(route, f"`{text}` is neither true nor false", "write true or false")
        return text == "true"

    def fault(self, route: Route, message: str, mend: str) -> None:
        self.faults.append(BAD_MAPPING.at(self.places.value(route), message, help=mend))

    def fault_at_key(self, route: Route, message: str, mend: str) -> None:
        self.faults.append(BAD_MAPPING.at(self.places.key(route), message, help=mend))


_TYPE_NAMES = {
    ColumnType.NUMBER: "whole number of 64 bits",
    ColumnType.FLOAT: "finite number",
    ColumnType.SYMBOL: "text",
    None: "text",
}


def figure_fault(text: str, type_: ColumnType | None) -> str:
    """What a figure is not; empty where it is one of the type."""
    import re
    from math import isinf

    if type_ is ColumnType.NUMBER:
        good = bool(re.fullmatch(r"[-+]?[0-9]{1,20}", text)) and -(1 << 63) <= int(text) < 1 << 63
    elif type_ is ColumnType.FLOAT:
        good = bool(
            re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?", text)
        ) and not isinf(float(text))
    else:
        good = True
    return "" if good else _TYPE_NAMES[type_]
