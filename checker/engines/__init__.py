"""Engines: ways from an analysed program and facts to the rows that it derives.

All give the same answers, to the last row; :mod:`.functors` says what functors mean. What they
run on is imported when an engine is asked for.
"""

from __future__ import annotations

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

ENGINE_NAMES: Final = ("pydatalog", "duckdb")


def engine(name: str) -> Engine:
    """The engine of this name, one of :data:`ENGINE_NAMES`; any other is a ``ValueError``."""
    if name == "pydatalog":
        from checker.engines.pydatalog import PyDatalogEngine

        return PyDatalogEngine()
    if name == "duckdb":
        from checker.engines.duckdb import DuckDBEngine

        return DuckDBEngine()
    raise ValueError(f"no engine is named {name!r}; there is {', '.join(ENGINE_NAMES)}")


def __getattr__(name: str) -> object:
    if name == "PyDatalogEngine":
        from checker.engines.pydatalog import PyDatalogEngine

        return PyDatalogEngine
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
