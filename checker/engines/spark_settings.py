"""Settings of Spark's own that a user may give, and those that an evaluation rests on.

Whoever runs the command may set what he likes: he could as well start Spark himself. A project's
configuration came with somebody's files, and sets what changes how fast a store is read and not
what code runs or whose key is sent where.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

QUERIES: Final[Mapping[str, str]] = {
    "spark.sql.ansi.enabled": "false",  # the plan counts on integers that wrap
    # Spark 4.3 loses track of what it knows of a checkpoint's columns when one query reads the
    # checkpoint twice and beside another one (NoSuchElementException: key not found: c0).
    "spark.sql.constraintPropagation.enabled": "false",
    # Looking for what NANVL's branches have in common doubles the work at each term of a sum.
    "spark.sql.subexpressionElimination.enabled": "false",
    "spark.sql.caseSensitive": "true",
    "spark.sql.crossJoin.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "false",
    "spark.sql.execution.pythonUDF.arrow.enabled": "false",
}
"""What an evaluation's queries need, whatever the running session is set to."""

_MASTER = "spark.master"

_OF_A_PROJECT = re.compile(
    r"spark\.("
    r"sql\.(shuffle|adaptive|files|parquet)\..+|sql\.(autoBroadcastJoinThreshold|broadcastTimeout)"
    r"|executor\.(memory|memoryOverhead|cores|instances)|driver\.memory|default\.parallelism"
    r"|dynamicAllocation\..+|memory\..+"
    r"|hadoop\.(fs\.s3a|dfs)\..+"
    r")",
    re.ASCII,
)


def setting_fault(key: str, value: str) -> str | None:
    """Why this is no setting to be given, in words that do not show the value; None where it is
    one."""
    if not re.fullmatch(r"spark\.[!-<>-~]+", key):
        return f"`{key}` is no setting of Spark's; these begin with `spark.`"
    if key == _MASTER:
        return "the master has an option and a key of its own, `spark-master`"
    if key in QUERIES:
        return f"`{key}` is not free: the rules' answers rest on it"
    if not value.isprintable():
        return f"the value of `{key}` has a control character in it"
    return None


def project_setting_fault(key: str, value: str) -> str | None:
    """As :func:`setting_fault`, for a setting in a project's configuration."""
    if fault := setting_fault(key, value):
        return fault
    if not _OF_A_PROJECT.fullmatch(key) or key.endswith(".impl"):
        return f"`{key}` is for the command line alone: files of a project do not set it"
    return None
