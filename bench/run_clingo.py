"""A program in clingo, solved by grounding: `run_clingo.py PROGRAM.lp FACTS ANSWER.csv`."""

import sys
from pathlib import Path

import clingo


def main(program: Path, facts: Path, answer: Path) -> None:
    control = clingo.Control(["--warn=none"])
    control.load(str(facts / "facts.lp"))
    control.load(str(program))
    control.ground([("base", [])])
    with answer.open("w") as file:
        for atom in control.symbolic_atoms:
            symbol = atom.symbol
            if symbol.name == "answer":
                values = (
                    value.string if value.type is clingo.SymbolType.String else str(value.number)
                    for value in symbol.arguments
                )
                file.write("\t".join(values) + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
