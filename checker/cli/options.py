"""Options that several commands share, each described once."""

from __future__ import annotations

import os
from collections.abc import Iterable
from glob import escape
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from checker.bulk.stores import is_address, masked
from checker.cli.engines import split_setting
from checker.config import EngineName, is_memory_size, is_spark_master
from checker.report import FORMATS


def choices(values: Iterable[str]) -> str:
    """How help shows that one of several words is expected: ``text|json``."""
    return "|".join(values)


def format_name(text: str) -> str:
    """A name of :data:`checker.report.FORMATS`; a usage error where there is none."""
    if text in FORMATS:
        return text
    raise typer.BadParameter(f"{text!r} is none of {', '.join(FORMATS)}")


def path_or_address(text: str) -> str:
    """A path that is there, or the address of a store, of which only Spark can tell; a usage error
    where it is neither."""
    return text if is_address(text) else str(there(text))


def there(text: str) -> Path:
    """A path that is there; a usage error where there is none, or for the address of a store."""
    if is_address(text):
        raise typer.BadParameter(f"{masked(text)!r} lies on a store, where this is not read from.")
    if not os.path.exists(text):  # noqa: PTH110 - pathlib raises at a name that is too long
        raise typer.BadParameter(f"Path {text!r} does not exist.")
    return Path(text)


def beginning_with(text: str) -> list[str]:
    """The paths that a shell may complete a text to."""
    folder, name = os.path.split(text)
    return [str(path) for path in Path(folder).glob(f"{escape(name)}*")]


Facts: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FACTS",
        parser=path_or_address,
        autocompletion=beginning_with,
        help="Fact files, or folders of them; those of the configuration if left out. Tables may"
        " also be named by the address of a store, which spark reads: hdfs://HOST/FOLDER,"
        " s3a://BUCKET/FOLDER.",
        show_default=False,
    ),
]
FactFiles: TypeAlias = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FACTS",
        parser=there,
        autocompletion=beginning_with,
        help="Fact files, or folders of them; those of the configuration if left out.",
        show_default=False,
    ),
]


def memory_size(text: str) -> str:
    """A size as DuckDB reads it; a usage error where it is none."""
    if is_memory_size(text):
        return text
    raise typer.BadParameter(f"{text!r} is no size; write a number and KB, MB, GB or TB")


def spark_master(text: str) -> str:
    """A master as Spark writes it; a usage error where it is none."""
    if is_spark_master(text):
        return text
    raise typer.BadParameter(
        f"{text!r} is no master; write local[4], spark://HOST:PORT, k8s://HOST:PORT or yarn"
    )


def spark_setting(text: str) -> str:
    """A setting as ``KEY=VALUE``; a usage error, without the value, where it is none."""
    from checker.engines.spark_settings import setting_fault

    if "=" not in text:
        raise typer.BadParameter("a setting is KEY=VALUE, as in spark.executor.memory=4g")
    if fault := setting_fault(*split_setting(text)):
        raise typer.BadParameter(fault)
    return text


Config: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="The project's configuration, instead of the one found from here upwards.",
    ),
]
Rules: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules",
        metavar="PATH",
        exists=True,
        help="A rule file of your own, or a folder of them. May be given again.",
    ),
]
NoBuiltinRules: TypeAlias = Annotated[
    bool, typer.Option("--no-builtin-rules", help="Leave the shipped rules out.")
]
Select: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULE",
        help="Only these rules: an id (numbers/conflict), a family (numbers), a pattern"
        " (numbers/*) or a tag; several between commas. May be given again.",
    ),
]
Ignore: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="RULE",
        help="Leave these rules out; as --select.",
    ),
]
Format: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar=choices(FORMATS),
        parser=format_name,
        help="How the report is written: "
        + "; ".join(f"{name} {each.purpose}" for name, each in FORMATS.items())
        + ". By default it is text.",
    ),
]
Engine: TypeAlias = Annotated[
    EngineName | None,
    typer.Option(
        "--engine",
        metavar=choices(EngineName),
        help="What evaluates the rules; whichever it is, the answers are the same. By default it is"
        " pydatalog for few rows, duckdb for many, and spark for tables on a store.",
    ),
]
SparkMaster: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--spark-master",
        metavar="URL",
        parser=spark_master,
        help="Where spark evaluates: local[4], spark://HOST:PORT, k8s://HOST:PORT or yarn. By"
        " default it is what Spark's own configuration says, or else this machine.",
    ),
]
SparkConf: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--spark-conf",
        metavar="KEY=VALUE",
        parser=spark_setting,
        help="A setting of Spark's own, as spark.executor.memory=4g. May be given again.",
    ),
]
Threads: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--threads",
        metavar="N",
        min=1,
        help="How many cores duckdb, or spark on this machine, may use; by default all.",
    ),
]
MemoryLimit: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--memory-limit",
        metavar="SIZE",
        parser=memory_size,
        help="How much memory the rules may use, as in 4GB: duckdb spills to disk, and pydatalog"
        " stops. By default it is most of the machine's.",
    ),
]
Timeout: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        min=0.001,
        help="Stop rules that take longer than this, and say which.",
    ),
]
MaxRows: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--max-rows",
        metavar="N",
        min=1,
        help="Stop rules that derive more rows than this, and say which.",
    ),
]
