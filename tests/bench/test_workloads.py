"""The benchmark compares like with like: every peer that is there gives the same answers."""

import pytest

from bench.archive import measure_archive
from bench.measuring import compare
from bench.workloads import TINY, WORKLOADS, Workload


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.name)
def test_peers_give_the_same_answers(workload: Workload, tmp_path):
    found = compare(workload, TINY, tmp_path, runs=1)
    assert found.agree
    assert found.rows > 0
    assert all(cost.seconds is not None for cost in found.costs.values())
    assert {"checker", "pyDatalog"} <= found.costs.keys()


def test_engines_find_the_same_in_an_archive(tmp_path):
    one, other = (
        measure_archive(400, tmp_path, 1, engine=engine)[0] for engine in ("duckdb", "pydatalog")
    )
    assert one == other > 0
