"""A Spark session for one evaluation: beside the one that runs, or with one started for it."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from checker.diagnostics import DiagnosticError, Source, Span
from checker.engines.errors import NO_SPARK
from checker.engines.spark_settings import QUERIES

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

NO_SETTINGS: Final[Mapping[str, str]] = {}
JAVA_OPTIONS: Final = "spark.driver.extraJavaOptions"


def open_session(
    master: str | None, threads: int | None = None, conf: Mapping[str, str] = NO_SETTINGS
) -> SparkSession:
    """A session with settings, functions and views of its own.

    It shares the executors of the session that runs, whose own settings stay as they are. Where
    none runs, one is started at ``master``, or where ``spark-submit`` and Spark's configuration
    say, else in this process's machine (``local[*]``); it ends with the process. Where that is this
    machine and no number of cores is written, it takes ``threads``. Of ``conf`` a session that
    runs takes over what can still be set: how queries are planned, and how file systems are
    reached.

    Raises :class:`DiagnosticError` where Spark or Java is missing, or Spark does not start.
    """
    try:
        with _unwarned():
            import pyspark.sql  # noqa: F401
    except ImportError:
        raise _no_spark(
            "the package `pyspark` is not installed",
            'install it with `pip install "checker[spark]"`',
        ) from None
    session = (_running() or _start(master, threads, conf)).newSession()
    context = session.sparkContext
    if is_local(session) and not context.getConf().contains(_PARTITIONS):
        session.conf.set(_PARTITIONS, str(context.defaultParallelism))
    for key, value in conf.items():
        if key.startswith(_HADOOP):  # a session's own file systems are told without the prefix
            session.conf.set(key.removeprefix(_HADOOP), value)
        elif session.conf.isModifiable(key):
            session.conf.set(key, value)
    for key, value in QUERIES.items():
        session.conf.set(key, value)
    return session


_PARTITIONS = "spark.sql.shuffle.partitions"
_HADOOP = "spark.hadoop."


def is_local(session: SparkSession) -> bool:
    """Whether the session's executors are in this machine's one process."""
    master = session.sparkContext.master
    return master is not None and master.startswith("local")


def _running() -> SparkSession | None:
    """The session of this thread, or of the process."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is None and SparkContext._active_spark_context is not None:
        active = SparkSession.builder.getOrCreate()
    return active


def _start(master: str | None, threads: int | None, conf: Mapping[str, str]) -> SparkSession:
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]
    from pyspark import SparkConf
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    submitted = "PYSPARK_GATEWAY_PORT" in os.environ  # by spark-submit, which says where and how
    settings: dict[str, str] = {"spark.app.name": "checker"}
    if master is not None:
        settings["spark.master"] = master
    log = None
    try:
        with same_python(), _unwarned():
            if not submitted:
                if not _java():
                    raise _no_java("Spark needs Java, and no `java` was found")
                folder = _own_folder()
                log = folder / "log"
                here = master is None or master.startswith("local")
                settings |= small_settings(folder) if here else _QUIET
                settings = _joined(settings, conf)
                _launch(settings, log)
                configured = master or SparkConf().get("spark.master", "local")
                if threads is not None and configured in _ANY_CORES:
                    settings["spark.master"] = f"local[{threads}]"
            else:
                settings |= conf
            session = SparkSession.builder.config(map={**settings}).getOrCreate()
    except (PySparkException, Py4JError, OSError, RuntimeError) as error:
        said = _telling_line(log)
        if "stopped SparkContext" in str(error):  # it gives up asking after a minute
            said = f"no master answers at {master}"
        if said and "UnsupportedClassVersionError" in said:
            raise _no_java("Spark needs a newer Java than the one found") from None
        raise _no_spark(
            f"Spark did not start: {said or first_line(error)}",
            "see whether `--spark-master` names a master that can be reached, and whether"
            " `java -version` says 17 or 21",
        ) from None
    if not submitted:
        session.sparkContext.setLogLevel("OFF")
    return session


def _joined(settings: Mapping[str, str], conf: Mapping[str, str]) -> dict[str, str]:
    """The settings with those that a user gave over them; options for Java stand beside ours."""
    whole = {**settings, **conf}
    if JAVA_OPTIONS in settings and JAVA_OPTIONS in conf:
        whole[JAVA_OPTIONS] = f"{settings[JAVA_OPTIONS]} {conf[JAVA_OPTIONS]}"
    return whole


_ANY_CORES = ("local", "local[*]")
"""Masters that leave it open how many cores are taken."""


def _own_folder() -> Path:
    """A folder for what Spark writes; it goes with the process."""
    folder = Path(mkdtemp(prefix="checker-spark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _launch(settings: Mapping[str, str], log: Path) -> None:
    """Starts Java with what it says going into a file: the runtime and Spark's launcher write to
    the terminal before any setting reaches them."""
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway

    if SparkContext._gateway is None:
        # What is handed over here stands in the list of processes, where keys of stores must not.
        shown = [(key, value) for key, value in settings.items() if not key.startswith(_HADOOP)]
        conf = SparkConf().setAll(shown)
        with log.open("wb") as stream:
            gateway = launch_gateway(  # type: ignore[no-untyped-call]
                conf, {"stdout": stream, "stderr": stream}
            )
        SparkContext._ensure_initialized(gateway=gateway)


def _telling_line(log: Path | None) -> str | None:
    """The line of the log that says why Spark did not start."""
    if log is None or not log.is_file():
        return None
    lines = log.read_text("utf-8", errors="replace").splitlines()
    return next((line.strip() for line in lines if "Error" in line or "Exception" in line), None)


@contextmanager
def _unwarned() -> Iterator[None]:
    """Keeps silent about versions of pandas, which is not used."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def first_line(error: BaseException) -> str:
    """What an error of Spark's says before its traces."""
    lines = str(error).strip().splitlines()
    if len(lines) > 1 and lines[0].startswith("An error occurred while calling"):
        return lines[1].removeprefix(": ")  # py4j names its own handle first
    return lines[0] if lines else type(error).__name__


def _java() -> bool:
    home = os.environ.get("JAVA_HOME")
    if home:
        return shutil.which("java", path=str(Path(home) / "bin")) is not None
    return shutil.which("java") is not None


_SILENCE = """\
appender.none.type = Null
appender.none.name = none
rootLogger.level = off
rootLogger.appenderRef.none.ref = none
"""
"""Spark logs as it likes where a configuration has no appender at all."""


_QUIET: Mapping[str, str] = {"spark.ui.showConsoleProgress": "false"}


def small_settings(folder: Path) -> dict[str, str]:
    """Settings of a session in this machine: nothing served, no chatter, and what is written is
    written below the folder."""
    logging = folder / "log4j2.properties"
    logging.write_text(_SILENCE, encoding="utf-8")
    return {
        **_QUIET,
        "spark.ui.enabled": "false",
        "spark.eventLog.enabled": "false",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        JAVA_OPTIONS: f"-Dlog4j2.configurationFile={logging} -Dderby.system.home={folder}",
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(
            filter(None, [str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH")])
        ),
    }


@contextmanager
def same_python() -> Iterator[None]:
    """Lets workers be this Python and not whichever stands first on the PATH."""
    name = "PYSPARK_PYTHON"
    if name in os.environ:
        yield
        return
    os.environ[name] = sys.executable
    try:
        yield
    finally:
        del os.environ[name]


def _no_java(message: str) -> DiagnosticError:
    return _no_spark(
        message,
        "install Java 17 or 21 (Debian 12: `apt install openjdk-17-jre-headless`, Debian 13:"
        " `apt install openjdk-21-jre-headless`), or let JAVA_HOME name its folder",
    )


def _no_spark(message: str, mend: str) -> DiagnosticError:
    return DiagnosticError(
        [
            NO_SPARK.at(
                Span(Source("spark", ""), 0, 0), message, help=f"{mend}; or choose another engine"
            )
        ]
    )
