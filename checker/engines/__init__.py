"""Engines: ways from an analysed program and facts to the rows that it derives.

All give the same answers, to the last row; :mod:`.functors` says what functors mean. What they
run on is imported when an engine is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from checker.engines.base import Engine, Evaluation, Limits, Progress, StratumStatistics

if TYPE_CHECKING:
    from checker.engines.pydatalog import PyDatalogEngine

__all__ = [
    "ENGINE_NAMES",
    "Engine",
    "Evaluation",
    "Limits",
    "Progress",
    "PyDatalogEngine",
    "StratumStatistics",
    "engine",
]

ENGINE_NAMES: Final = ("pydatalog", "duckdb", "spark")


def engine(
    name: str,
    *,
    threads: int | None = None,
    memory_limit: str | None = None,
    spark_master: str | None = None,
    spark_conf: Mapping[str, str] | None = None,
) -> Engine:
    """The engine of this name: one of :data:`ENGINE_NAMES`, or ``auto``, which takes pyDatalog for
    few rows, DuckDB for many (:data:`checker.engines.choice.MANY_ROWS`) and Spark for tables on a
    store. Any other is a ``ValueError``.

    ``memory_limit`` (``"4GB"``) bounds what pyDatalog and DuckDB take, and ``threads`` the cores of
    DuckDB; ``spark_master`` is where the engine on Spark starts a session, if none runs, and
    ``spark_conf`` are settings of Spark's for it.
    """
    if name == "auto":
        from checker.engines.choice import AutoEngine

        return AutoEngine(
            lambda: engine("pydatalog", memory_limit=memory_limit),
            lambda: engine("duckdb", threads=threads, memory_limit=memory_limit),
            lambda: engine(
                "spark", threads=threads, spark_master=spark_master, spark_conf=spark_conf
            ),
        )
    if name == "pydatalog":
        from checker.engines.pydatalog import PyDatalogEngine

        return PyDatalogEngine(memory_limit)
    if name == "duckdb":
        from checker.engines.duckdb import DuckDBEngine

        return DuckDBEngine(threads, memory_limit)
    if name == "spark":
        from checker.engines.spark import SparkEngine

        return SparkEngine(spark_master, threads, spark_conf or {})
    raise ValueError(f"no engine is named {name!r}; there is auto, {', '.join(ENGINE_NAMES)}")


def __getattr__(name: str) -> object:
    if name == "PyDatalogEngine":
        from checker.engines.pydatalog import PyDatalogEngine

        return PyDatalogEngine
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
