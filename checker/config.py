"""The project's configuration: ``checker.toml``, or ``[tool.checker]`` in ``pyproject.toml``.

It is looked for in the current folder and then upwards; the folder where it stands is the root
of the project, to which its paths are relative and beyond which they do not reach.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TypeAlias, TypeVar

from checker.bulk.stores import Address, blotted, is_address, place
from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, DiagnosticError, DiagnosticKind, Level, Source, Span
from checker.diagnostics.suggestion import closest
from checker.report import FORMATS
from checker.tracking.suppress import Suppress

UNREADABLE = DiagnosticKind(
    "CHK551",
    "configuration that cannot be read",
    Level.ERROR,
    "The configuration is a TOML file: `key = value`, texts in quotes, lists in brackets.",
)
UNKNOWN_KEY = DiagnosticKind(
    "CHK552",
    "unknown key",
    Level.ERROR,
    "A key that Checker does not know would be ignored, and a misspelt one missed.",
)
WRONG_VALUE = DiagnosticKind(
    "CHK553",
    "wrong value",
    Level.ERROR,
    "The key is known, but its value is of another type or none of those possible.",
)
OUTSIDE_PROJECT = DiagnosticKind(
    "CHK554",
    "path that leaves the project",
    Level.ERROR,
    "A project's configuration names files of the project only. Other files are named on the"
    " command line.",
)
NOTHING_THERE = DiagnosticKind(
    "CHK555",
    "path to nothing",
    Level.ERROR,
    "The configuration names a file or folder that is not there.",
)


class FailOn(StrEnum):
    """From which severity on findings make the command exit with 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


class EngineName(StrEnum):
    AUTO = "auto"
    PYDATALOG = "pydatalog"
    DUCKDB = "duckdb"
    SPARK = "spark"


def is_memory_size(text: str) -> bool:
    """Whether this is a size as DuckDB reads it, such as ``4GB``."""
    return bool(re.fullmatch(r"[0-9]+(\.[0-9]+)? ?[KMGT]i?B", text, re.ASCII | re.IGNORECASE))


def is_spark_master(text: str) -> bool:
    """Whether this is a master as Spark writes it, such as ``local[4]`` or ``yarn``."""
    return bool(
        re.fullmatch(
            r"yarn|local(\[[0-9*]+(, ?[0-9]+)?\])?|local-cluster\[[0-9]+, ?[0-9]+, ?[0-9]+\]"
            r"|(spark|k8s)://[A-Za-z0-9._:,/-]+",
            text,
            re.ASCII,
        )
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """What a configuration can set; in the file, keys are spelt with hyphens (``fail-on``).

    ``format`` is a key of :data:`checker.report.FORMATS`. ``timeout`` is in seconds, ``max_rows``
    counts derived rows; None is no limit. ``threads``, ``memory_limit``, ``spark_master`` and
    ``spark_conf``, in pairs, are those of :func:`checker.engines.engine`.
    """

    facts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    builtin_rules: bool = True
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn = FailOn.ERROR
    format: str = "text"
    engine: EngineName = EngineName.AUTO
    threads: int | None = None
    memory_limit: str | None = None
    spark_master: str | None = None
    spark_conf: tuple[tuple[str, str], ...] = ()
    timeout: float | None = None
    max_rows: int | None = None
    baseline: str | None = None
    suppress: tuple[Suppress, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the file, for people: what it expects, an example, and what it is for."""

    name: str
    expected: str
    example: str
    purpose: str


def _one_of(choices: Iterable[str]) -> str:
    return " or ".join(f'"{choice}"' for choice in choices)


_SELECTORS = "a list of rule ids, families or tags"
KEYS: tuple[Key, ...] = (
    Key(
        "facts",
        "a list of paths",
        '["facts"]',
        "fact files or folders to audit, or addresses of tables on a store ([which](scale.md))",
    ),
    Key("rules", "a list of paths", '["rules"]', "rule files or folders of your own"),
    Key("builtin-rules", "true or false", "true", "whether the shipped rules run as well"),
    Key("select", _SELECTORS, '["numbers", "attribution/unnamed-source"]', "run these rules only"),
    Key("ignore", _SELECTORS, '["quality"]', "leave these rules out"),
    Key("fail-on", _one_of(FailOn), '"warning"', "the severity from which on `audit` exits with 1"),
    Key("format", _one_of(FORMATS), '"json"', "how the report is written"),
    Key("engine", _one_of(EngineName), '"duckdb"', "what evaluates the rules"),
    Key(
        "threads",
        "a whole number above 0",
        "4",
        "how many cores duckdb may use, and spark on this machine",
    ),
    Key(
        "memory-limit",
        "a size in KB, MB, GB or TB",
        '"4GB"',
        "how much memory the rules may use: duckdb spills to disk, and pydatalog stops",
    ),
    Key("spark-master", "a master of Spark's", '"local[4]"', "where spark evaluates"),
    Key(
        "spark-conf",
        "a table of Spark's settings, keys and values in quotes",
        '{ "spark.sql.shuffle.partitions" = "2000" }',
        "how spark evaluates ([which may be set](scale.md#settings))",
    ),
    Key("timeout", "a number of seconds above 0", "60", "how long the rules may take"),
    Key("max-rows", "a whole number above 0", "1000000", "how many rows the rules may derive"),
    Key("baseline", "a path", '"checker-baseline.json"', "the file of the findings accepted"),
    Key(
        "suppress",
        "a list of tables",
        '[{ rule = "numbers/conflict", reason = "both are right", expires = 2026-01-31 }]',
        "findings that do not count ([how](tracking.md#suppressions))",
    ),
)


@dataclass(frozen=True, slots=True)
class Project:
    """``root`` bounds what fact and rule files may name; ``facts``, ``rules`` and ``baseline`` are
    ready for use from the current folder. ``stores`` are the addresses among the facts. ``file`` is
    the configuration, None without one."""

    root: Path
    file: Path | None
    settings: Settings
    facts: tuple[Path, ...]
    rules: tuple[Path, ...]
    baseline: Path | None = None
    stores: tuple[Address, ...] = ()


def find_project(start: Path) -> Project:
    """The project that ``start``, a folder, lies in; with no configuration, ``start`` itself.

    Raises :class:`checker.diagnostics.DiagnosticError` with everything that is wrong.
    """
    for folder in (start, *_above(start)):
        for name, table in ((_OWN, ()), (_SHARED, _SHARED_TABLE)):
            file = folder / name
            if file.is_file() and (project := _load(file, table)) is not None:
                return project
    return Project(start, None, Settings(), (), ())


def find_root(start: Path) -> Path | None:
    """The root of the project that ``start`` lies in, a folder that need not be there yet; None
    with no configuration.

    What the configuration names may not be there yet either. Raises :class:`DiagnosticError` where
    it cannot be read.
    """
    for folder in (start, *_above(start)):
        for name, table in ((_OWN, ()), (_SHARED, _SHARED_TABLE)):
            file = folder / name
            if file.is_file() and (not table or _has(file, table)):
                return Path(os.path.normpath(folder))
    return None


def load_project(file: Path) -> Project:
    """The project whose configuration is ``file``; as :func:`find_project`."""
    table = _SHARED_TABLE if file.name == _SHARED else ()
    return _load(file, table) or Project(file.parent, file, Settings(), (), ())


_OWN = "checker.toml"
_SHARED = "pyproject.toml"
_Table: TypeAlias = tuple[str, ...]
_SHARED_TABLE: _Table = ("tool", "checker")


def _above(start: Path) -> Iterator[Path]:
    """The folders above, named relative to ``start`` as one writes them: ``..``, ``../..``."""
    folder = start
    for _ in start.resolve().parents:
        folder = folder / os.pardir
        yield folder


def _has(file: Path, table: _Table) -> bool:
    return _table(_read(file), table) is not None


def _load(file: Path, table: _Table) -> Project | None:
    """None where a shared file has no table of ours."""
    source = _read(file)
    data = _table(source, table)
    if data is None:
        return None
    reader = _Reader(data, _Places(source, table))
    project = _project(file, _settings(reader))
    if faults := (*reader.faults, *_bad_paths(project, reader.places)):
        raise DiagnosticError(faults)
    return project


def _table(source: Source, table: _Table) -> object | None:
    """What stands in a table of a file; None where it has no such table."""
    try:
        data: object = tomllib.loads(source.text)
    except (ValueError, RecursionError) as error:  # also a number of more digits than int() takes
        if table and ".".join(table) not in source.text:
            return None  # somebody else's file, and somebody else's fault
        raise DiagnosticError([_syntax_error(source, error)]) from None
    for key in table:
        if not isinstance(data, Mapping) or key not in data:
            return None
        data = data[key]
    return data


def _read(file: Path) -> Source:
    try:
        # What is wrong is shown with its line, and a key in an address must not be.
        return Source(_shown(file), blotted(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        source = Source(_shown(file), "")
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise DiagnosticError(
            [UNREADABLE.at(Span(source, 0, 0), f"{source.name} cannot be read: {reason}")]
        ) from error


def _shown(file: Path) -> str:
    return os.path.normpath(file)


def _settings(reader: _Reader) -> Settings:
    return Settings(
        facts=reader.texts("facts"),
        rules=reader.texts("rules"),
        builtin_rules=reader.flag("builtin-rules", True),
        select=reader.texts("select"),
        ignore=reader.texts("ignore"),
        fail_on=reader.choice("fail-on", FailOn.ERROR),
        format=reader.word("format", FORMATS, "text"),
        engine=reader.choice("engine", EngineName.AUTO),
        threads=reader.count("threads"),
        memory_limit=reader.spelt("memory-limit", is_memory_size),
        spark_master=reader.spelt("spark-master", is_spark_master),
        spark_conf=tuple(reader.spark_settings("spark-conf")),
        timeout=reader.seconds("timeout"),
        max_rows=reader.count("max-rows"),
        baseline=reader.text("baseline"),
        suppress=tuple(reader.suppressions()),
    )


def _project(file: Path, settings: Settings) -> Project:
    root = Path(os.path.normpath(file.parent))
    return Project(
        root,
        file,
        settings,
        tuple(root / path for path in settings.facts if not is_address(path)),
        tuple(root / path for path in settings.rules),
        root / settings.baseline if settings.baseline else None,
        tuple(each for each in map(place, settings.facts) if isinstance(each, Address)),
    )


# --- what can be wrong -----------------------------------------------------------------------


def _syntax_error(source: Source, error: Exception) -> Diagnostic:
    if isinstance(error, RecursionError):
        return UNREADABLE.at(Span(source, 0, 0), "the file is nested too deeply")
    if not isinstance(error, tomllib.TOMLDecodeError):
        digits = re.search(r"[0-9_]{4300,}", source.text)
        place = digits.span() if digits else (0, 0)
        return UNREADABLE.at(Span(source, *place), "a number has more than 4300 digits")
    # tomllib says the place in words alone before Python 3.14.
    message = str(error)
    found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if found:
        line, column = int(found[1]), int(found[2])
        start = min(source.line_starts[line - 1] + column - 1, len(source.text))
        message = message[: found.start()]
    else:
        start = len(source.text)
    return UNREADABLE.at(
        Span(source, start, min(start + 1, len(source.text))),
        message[:1].lower() + message[1:],
        help='a line is `key = value`, as in: facts = ["facts"]',
    )


_Choice = TypeVar("_Choice", bound=StrEnum)


class _Reader:
    """Reads values by key, each as the type it must have, and remembers what was wrong."""

    def __init__(self, data: object, places: _Places) -> None:
        self.places = places
        self.faults: list[Diagnostic] = []
        self._data: Mapping[str, object] = {}
        if isinstance(data, dict):
            self._data = data
        else:
            self.faults.append(WRONG_VALUE.at(places.table, "expected a table of keys and values"))
        known = [key.name for key in KEYS]
        self.faults += [
            _unknown(key, known, places.key(key)) for key in self._data if key not in known
        ]

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._data.get(key, [])
        if not isinstance(values, list):
            self._refuse(key)
            return ()
        texts = [value for value in values if isinstance(value, str) and value]
        if len(texts) == len(values):
            return tuple(texts)
        for element, value in enumerate(values):
            if value not in texts:
                self._refuse(key, element)
        return ()

    def flag(self, key: str, default: bool) -> bool:
        value = self._data.get(key, default)
        if isinstance(value, bool):
            return value
        self._refuse(key)
        return default

    def choice(self, key: str, default: _Choice) -> _Choice:
        value = self._data.get(key, default)
        for choice in type(default):
            if value == choice:
                return choice
        self._refuse(key)
        return default

    def word(self, key: str, words: Iterable[str], default: str) -> str:
        value = self._data.get(key, default)
        if isinstance(value, str) and value in words:
            return value
        self._refuse(key)
        return default

    def text(self, key: str) -> str | None:
        value = self._data.get(key)
        if value is None or (isinstance(value, str) and value):
            return value
        self._refuse(key)
        return None

    def spelt(self, key: str, is_one: Callable[[str], bool]) -> str | None:
        value = self._data.get(key)
        if value is None or (isinstance(value, str) and is_one(value)):
            return value
        self._refuse(key)
        return None

    def spark_settings(self, key: str) -> Iterator[tuple[str, str]]:
        values = self._data.get(key)
        if values is None:
            return
        if not isinstance(values, dict):
            self._refuse(key)
            return
        from checker.engines.spark_settings import project_setting_fault

        for name, value in values.items():
            span = self.places.within(key, name)
            if not isinstance(value, str):
                mend = 'write key and value in quotes, as in: "spark.executor.cores" = "4"'
                self.faults.append(WRONG_VALUE.at(span, f"`{name}` expects a text", help=mend))
            elif fault := project_setting_fault(name, value):
                mend = "give it by `--spark-conf`, or leave it out"
                self.faults.append(WRONG_VALUE.at(span, fault, help=mend))
            else:
                yield name, value

    def suppressions(self) -> Iterator[Suppress]:
        values = self._data.get("suppress", [])
        if not isinstance(values, list):
            self._refuse("suppress")
            return
        for number, value in enumerate(values):
            if isinstance(value, dict):
                yield from self._suppression(value, number)
            else:
                self._refuse("suppress", number)

    def _suppression(self, value: Mapping[str, object], number: int) -> Iterator[Suppress]:
        """The suppression of one table, unless something is wrong with it."""
        at = ("suppress", str(number))
        whole = self.places.member(at)
        before = len(self.faults)
        for key in value.keys() - _SUPPRESS_KEYS.keys():
            self.faults.append(_unknown(key, list(_SUPPRESS_KEYS), self.places.member((*at, key))))
        for key, expected in _SUPPRESS_KEYS.items():
            given = value.get(key)
            if given is not None and not _fits(key, given):
                span = self.places.member((*at, key))
                self.faults.append(WRONG_VALUE.at(span, f"`{key}` expects {expected}"))
        if "reason" not in value:
            self.faults.append(
                WRONG_VALUE.at(
                    whole,
                    "a suppression needs a `reason`",
                    help='say why, as in: reason = "both figures are right: other days"',
                )
            )
        if not value.keys() & {"rule", "fingerprint", "document"}:
            self.faults.append(
                WRONG_VALUE.at(
                    whole,
                    "a suppression needs a `rule`, a `fingerprint` or a `document`",
                    help='say what it means, as in: rule = "numbers/conflict"',
                )
            )
        if len(self.faults) == before:
            place = whole.position
            texts = {key: str(value[key]) for key in value.keys() - {"expires"}}
            expires = value.get("expires")
            yield Suppress(
                path=whole.source.name,
                line=place.line,
                column=place.column,
                reason=texts["reason"],
                rule=texts.get("rule"),
                fingerprint=texts.get("fingerprint"),
                document=texts.get("document"),
                expires=expires if isinstance(expires, date) else None,
            )

    def seconds(self, key: str) -> float | None:
        value = self._data.get(key)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < _FOREVER:
            return float(value)
        self._refuse(key)
        return None

    def count(self, key: str) -> int | None:
        value = self._data.get(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self._refuse(key)
        return None

    def _refuse(self, name: str, element: int | None = None) -> None:
        key = next(key for key in KEYS if key.name == name)
        self.faults.append(
            WRONG_VALUE.at(
                self.places.value(name, element),
                f"`{name}` expects {key.expected}",
                help=f"as in: {name} = {key.example}",
            )
        )


_FOREVER = float("inf")

_SUPPRESS_KEYS = {
    "rule": "a rule's id, family, pattern or tag, in quotes",
    "fingerprint": "a finding's fingerprint: 16 hexadecimal digits in quotes",
    "document": "the id or the file of a document, in quotes",
    "reason": "a text that says why",
    "expires": "a day without quotes, as 2026-01-31",
}
"""The keys of a suppression, and what each expects."""


def _fits(key: str, value: object) -> bool:
    if key == "expires":
        return isinstance(value, date) and not isinstance(value, datetime)
    if not isinstance(value, str) or not value.strip():
        return False
    return key != "fingerprint" or re.fullmatch("[0-9a-f]{16}", value) is not None


def _unknown(key: str, known: list[str], place: Span) -> Diagnostic:
    near = closest(key.replace("_", "-"), known)
    return UNKNOWN_KEY.at(
        place,
        f"there is no key `{key}`",
        help=f"did you mean `{near}`?" if near else f"the keys are {', '.join(known)}",
    )


def _bad_paths(project: Project, places: _Places) -> Iterator[Diagnostic]:
    root = project.root.resolve()
    accepted = (project.baseline,) if project.baseline else ()
    given = tuple(enumerate(project.settings.facts))
    yield from _bad_addresses(given, root, places)
    for key, paths in (
        ("facts", [(at, project.root / text) for at, text in given if not is_address(text)]),
        ("rules", enumerate(project.rules)),
        ("baseline", enumerate(accepted)),
    ):
        for element, path in paths:
            try:
                inside = path.resolve().is_relative_to(root)
                there = path.exists()
            except (OSError, RuntimeError, ValueError):  # a loop of links, a NUL in the name
                inside = there = False
            if inside and (there or key == "baseline"):  # `checker baseline` writes the first one
                continue
            span = places.value(key, element)
            if not inside:
                yield OUTSIDE_PROJECT.at(
                    span,
                    f"{span.text} leads out of the project",
                    help="name it on the command line, or move it into the project",
                )
            else:
                yield NOTHING_THERE.at(
                    span,
                    f"there is no {path}",
                    help="paths are relative to the folder of the configuration",
                )


def _bad_addresses(
    given: Iterable[tuple[int, str]], root: Path, places: _Places
) -> Iterator[Diagnostic]:
    """What is wrong with addresses of stores: a project's configuration leads to no file outside
    of it, by whatever scheme."""
    for element, text in given:
        span = places.value("facts", element)
        address = place(text)
        if isinstance(address, Diagnostic):
            yield WRONG_VALUE.at(span, address.message, help=address.help)
        elif isinstance(address, Address) and not address.is_shared and not address.is_below(root):
            yield OUTSIDE_PROJECT.at(
                span,
                f"`{address}` may lead to files of this machine outside of the project",
                help="name it on the command line",
            )


# --- where things stand ----------------------------------------------------------------------


class _Places:
    """Where the keys and values of one table stand in a TOML text.

    ``tomllib`` gives no positions, and the libraries that keep them (tomlkit) give none either,
    so the tokens of the text are walked once more. The text is valid TOML.
    """

    def __init__(self, source: Source, table: _Table) -> None:
        self._source = source
        self._table = table

    @cached_property
    def _entries(self) -> Mapping[_Table, _Entry]:
        return dict(_entries(self._source.text))

    def key(self, key: str) -> Span:
        return self._span(self._entry(key).key)

    def value(self, key: str, element: int | None) -> Span:
        entry = self._entry(key)
        if element is not None and element < len(entry.elements):
            return self._span(entry.elements[element])
        return self._span(entry.value)

    @property
    def table(self) -> Span:
        return self._span(self._entry("").key)

    def member(self, path: _Table) -> Span:
        """A table of a list of tables, or a key in it: ``suppress``, its number, the key."""
        name, number = path[:2]
        entry = self._entry(*path)
        if entry is self._entry(name) and int(number) < len(entry.elements):
            return self._span(entry.elements[int(number)])
        return self._span(entry.key)

    def within(self, key: str, name: str) -> Span:
        """A key of a table within the table."""
        return self._span(self._entry(key, name).key)

    def _entry(self, *keys: str) -> _Entry:
        """The entry of that key, or the nearest one above it (an inline table)."""
        path = (*self._table, *keys)
        while path and path not in self._entries:
            path = path[:-1]
        return self._entries.get(path, _NOWHERE)

    def _span(self, place: _Place) -> Span:
        return Span(self._source, *place)


_Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Entry:
    """``key = value``; ``elements`` are the members of a list."""

    key: _Place
    value: _Place
    elements: tuple[_Place, ...]


_NOWHERE = _Entry((0, 0), (0, 0), ())

_TOKEN = (
    r"""(?P<blank>[ \t]+|\#[^\n]*)"""
    r"""|(?P<newline>\r?\n)"""
    r"""|(?P<string>"{3}(?:\\.|[^\\])*?"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
    r"""|(?P<bare>[A-Za-z0-9_+\-:]+)"""
    r"""|(?P<mark>[\[\]{}=,.])"""
)


def _entries(text: str) -> Iterator[tuple[_Table, _Entry]]:
    """Every ``key = value`` of the text, and every ``[table]``, by its full name; a ``[[table]]``
    of a list has its number at the end of its name."""
    table: _Table = ()
    members: dict[_Table, int] = {}
    for line in _logical_lines(text):
        if line[0].group() == "[":
            table = tuple(_names(line))
            entry = _Entry((line[0].start(), line[-1].end()), (0, 0), ())
            yield table, entry
            if line[1].group() == "[":
                number = members[table] = members.get(table, -1) + 1
                table = (*table, str(number))
                yield table, entry
            continue
        equals = next((at for at, token in enumerate(line) if token.group() == "="), None)
        if equals is None or equals + 1 == len(line):
            continue
        key, value = line[:equals], line[equals + 1 :]
        yield (
            (*table, *_names(key)),
            _Entry(
                (key[0].start(), key[-1].end()),
                (value[0].start(), value[-1].end()),
                tuple(_elements(value)),
            ),
        )


def _logical_lines(text: str) -> Iterator[list[re.Match[str]]]:
    """Tokens up to a line break outside of brackets, without blanks and comments."""
    line: list[re.Match[str]] = []
    depth = 0
    for token in re.finditer(_TOKEN, text, re.DOTALL):
        if token.lastgroup == "newline":
            if line and depth == 0:
                yield line
                line = []
        elif token.lastgroup != "blank":
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token.group(), 0)
            line.append(token)
    if line:
        yield line


def _names(tokens: list[re.Match[str]]) -> Iterator[str]:
    for token in tokens:
        if token.lastgroup == "bare":
            yield token.group()
        elif token.lastgroup == "string":
            yield token.group().strip("\"'")


def _elements(value: list[re.Match[str]]) -> Iterator[_Place]:
    if value[0].group() != "[":
        return
    depth = 0
    start: int | None = None
    end = 0
    for token in value[1:]:
        if depth == 0 and token.group() in (",", "]"):
            if start is not None:
                yield start, end
            start = None
            continue
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token.group(), 0)
        start, end = (token.start() if start is None else start), token.end()
