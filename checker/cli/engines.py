"""The engine that options name, and where they do not, the configuration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from checker.cli.usage import UsageError
from checker.config import EngineName, Settings
from checker.dataclasses import dataclass

if TYPE_CHECKING:
    from checker.engines import Engine


def split_setting(text: str) -> tuple[str, str]:
    """The key and the value of ``KEY=VALUE``."""
    key, _, value = text.partition("=")
    return key, value


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What the command line says of the engine; None leaves it to the configuration, whose
    settings of Spark's stand where ``spark_conf``, each ``KEY=VALUE``, gives no others."""

    name: EngineName | None = None
    threads: int | None = None
    memory_limit: str | None = None
    spark_master: str | None = None
    spark_conf: Sequence[str] | None = None

    def engine(self, settings: Settings) -> Engine:
        """The engine; a usage error where it is another one than the options are for."""
        from checker.engines import engine

        name = self.name or settings.engine
        if self.spark_master is not None and name is not EngineName.SPARK:
            raise UsageError(
                f"the engine is {name}; add --engine spark", param_hint="--spark-master"
            )
        if self.spark_conf and name is not EngineName.SPARK:
            raise UsageError(f"the engine is {name}; add --engine spark", param_hint="--spark-conf")
        given = dict(split_setting(text) for text in self.spark_conf or ())
        return engine(
            name,
            threads=self.threads or settings.threads,
            memory_limit=self.memory_limit or settings.memory_limit,
            spark_master=self.spark_master or settings.spark_master,
            spark_conf={**dict(settings.spark_conf), **given},
        )
