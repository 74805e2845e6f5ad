"""Addresses of tables on a store that several machines share, and what reads them.

An address is a URI of a file system that Hadoop knows (``hdfs://``, ``s3a://``, ``abfss://``,
``gs://``, ``viewfs://``, ``file:///``). Nothing here opens one; whoever can is handed over as
:class:`Stores`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from checker.bulk.errors import NO_ADDRESS, NOT_ON_STORE
from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, Source, Span

if TYPE_CHECKING:
    from checker.bulk.database import Database
    from checker.bulk.files import FoundTable
    from checker.bulk.tables import StoredTable
    from checker.facts.relations import Relation, Row


@dataclass(frozen=True, slots=True)
class Address:
    """Where a table, or a folder of them, lies on a store, without credentials in it."""

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def is_shared(self) -> bool:
        """Whether it leads to a store of several machines, whatever Hadoop is told of it. Others
        may lead to this machine's own files: ``file``, ``har``, whatever is mapped to these."""
        return self.text.partition(":")[0] in _SHARED

    def is_below(self, folder: Path) -> bool:
        """Whether it leads to a file of this machine in the folder, after links are followed."""
        path = Path(self.text.removeprefix("file://"))
        return self.text.startswith("file:///") and path.resolve().is_relative_to(folder)


_SHARED = frozenset(
    (
        *("hdfs", "webhdfs", "swebhdfs", "viewfs", "s3a", "abfs", "abfss", "wasb", "wasbs"),
        *("adl", "gs", "oss", "cosn", "obs", "ofs", "o3fs"),
    )
)


Place: TypeAlias = "Path | Address"
"""Where facts lie: on this machine, or on a store."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A table on a store whose name says that it holds rows of a relation; not yet opened.
    ``files`` are the addresses of its parts, in the order of their names."""

    relation: Relation
    name: str
    files: tuple[str, ...]


class Stores(Protocol):
    """What reads tables on stores, and checks them there."""

    def found(self, addresses: Sequence[Address]) -> tuple[list[StoredFile], list[Diagnostic]]:
        """The tables at these addresses and directly in these folders, and what is wrong."""
        ...

    def database(self) -> Database[StoredFile, StoredTable]:
        """Where the tables are looked at."""
        ...

    def rows(self, table: StoredTable, keys: Sequence[str]) -> list[Row]:
        """The rows of a table with one of these in their first column."""
        ...


def is_address(text: str) -> bool:
    """Whether this is meant as an address of a store and not as a path."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", text) is not None


def place(text: str) -> Place | Diagnostic:
    """The path or the address that a text is; a diagnostic for an address that cannot be one, or
    has credentials in it: Spark writes addresses into its plans and logs."""
    if not is_address(text):
        return Path(text)
    whole = re.sub(r"\s", "_", text)  # a blank ends no address here, as it does in a message
    if (shown := masked(whole)) != whole:
        return NO_ADDRESS.at(
            Span(Source(_plain(shown), ""), 0, 0),
            f"`{_plain(shown)}` has credentials in it, or what looks like them",
            help="take them out, and let Spark have them from Hadoop's configuration, a credential"
            " provider or `--spark-conf` (docs/scale.md)",
        )
    if not re.fullmatch(r"[a-z][a-z0-9+.-]+://\S(.*\S)?", text) or not text.isprintable():
        return NO_ADDRESS.at(
            Span(Source(_plain(text), ""), 0, 0),
            f"`{_plain(text)}` is no address of tables",
            help="write it as scheme://store/folder, for example s3a://archive/facts",
        )
    return Address(text)


_ADDRESS = r"([A-Za-z][A-Za-z0-9+.-]+://)([^/?#\s]*)([^?#\s]*)([?#]\S*)?"


def masked(text: str) -> str:
    """The text with the credentials in its addresses replaced: what stands before an ``@``, or
    where a port would, and what stands behind a question mark."""
    return re.sub(_ADDRESS, _without_credentials, text)


_HOST = r"[^:]*(:[0-9]*)?|[^:]*\[[0-9a-fA-F:]*\](:[0-9]*)?"


def _without_credentials(match: re.Match[str]) -> str:
    scheme, authority, path, query = match.groups()
    user, _, host = authority.rpartition("@")
    if ":" in user:
        authority = f"***@{host}"
    elif not re.fullmatch(_HOST, authority) or (":" in authority and "@" in path):
        return f"{scheme}***"  # a key with a slash in it, and the rest of the key behind that
    return f"{scheme}{authority}{path}" + (query[0] + "***" if query else "")


def blotted(text: str) -> str:
    """The text with credentials in its addresses painted over: as long as before, and what is left
    is refused as they would be."""
    if "://" not in text:
        return text
    return re.sub(_CREDENTIALS, lambda match: re.sub(r"[^:@]", "*", match[0]), text)


_CREDENTIALS = r"(?<=://)[^\s\"'/]*:[^\s\"']*@"


def _plain(text: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def unread(addresses: Iterable[str]) -> list[Diagnostic]:
    """The diagnostics for addresses where the engine does not read stores."""
    return [
        NOT_ON_STORE.at(
            Span(Source(address, ""), 0, 0),
            f"`{address}` lies on a store, which the engine spark alone reads",
            help="run it with `--engine spark`, or mount the store and name the path",
        )
        for address in addresses
    ]


def mixed(tables: Iterable[FoundTable]) -> list[Diagnostic]:
    """The diagnostics for tables of this machine beside others on a store."""
    return [
        NOT_ON_STORE.at(
            Span(Source(table.name, ""), 0, 0),
            f"the table `{table.name}` lies on this machine, and others on a store",
            help="put it beside the others; or name it by an address that every executor reaches,"
            " such as file:///mnt/archive/claim.parquet",
        )
        for table in tables
    ]
