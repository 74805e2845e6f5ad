"""A session of Spark's for tests: it starts once, and is one that a user might have running."""

import os
from collections.abc import Iterator
from shutil import which

import pytest
from pyspark.sql import SparkSession

from checker.engines.spark import starting

needs_java = pytest.mark.skipif(
    which("java") is None and "JAVA_HOME" not in os.environ,
    reason="no Java on this machine (Debian: apt-get install openjdk-17-jre-headless)",
)

QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""What runs for seconds is not worth the second compiler's time, nor a collector's threads."""


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session in two threads. It interprets its queries, which are small: to compile them
    takes longer than to run them."""
    small = starting.small_settings(tmp_path_factory.mktemp("spark"))
    quick = {
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        starting.JAVA_OPTIONS: f"{small[starting.JAVA_OPTIONS]} {QUICK_JAVA}",
    }
    builder = SparkSession.builder.master("local[2]")
    for key, value in {**small, **quick}.items():
        builder = builder.config(key, value)
    with starting.same_python():
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()
