"""Programs from text, their rows, and provers over them."""

from collections.abc import Collection, Mapping

from checker.analysis.program import Program, Row
from checker.engines import engine
from checker.proofs import GroundAtom, Prover, lookup_in
from tests.engines.running import program

Facts = Mapping[str, Collection[Row]]


class Case:
    """An evaluated program: its rows, those given, and a prover."""

    def __init__(self, text: str, facts: Facts, engine_name: str = "pydatalog") -> None:
        self.program: Program = program(text)
        self.rows = engine(engine_name).evaluate(self.program, facts).relations
        derived = {name for stratum in self.program.strata for name in stratum.relations}
        self.given = {
            name: frozenset(facts.get(name, ())) if name in derived else self.rows[name]
            for name in self.program.relations
        }
        self.lookup = lookup_in(self.rows)
        self.prover = Prover(self.program, self.lookup, self.given)

    def atoms(self) -> list[GroundAtom]:
        """Every row, in a fixed order."""
        return [GroundAtom(name, row) for name in self.rows for row in sorted(self.rows[name])]
