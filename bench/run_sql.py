"""Hand-written SQL in DuckDB: `run_sql.py QUERY.sql FACTS ANSWER.csv`."""

import os
import sys
from pathlib import Path

import duckdb


def main(query: Path, facts: Path, answer: Path) -> None:
    text = query.read_text().replace("ANSWER", str(answer))
    os.chdir(facts)
    duckdb.connect().execute(text)


if __name__ == "__main__":
    main(*(Path(argument).absolute() for argument in sys.argv[1:]))
