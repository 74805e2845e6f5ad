"""Proofs: why a row holds, down to the facts given, and why another one does not.

They are found over the rows of an evaluation, whichever engine it was, and are the same for each.
:mod:`.check` verifies a proof without the prover.
"""

from checker.proofs.absent import Blocked, WhyNot, why_not
from checker.proofs.evaluated import lookup_in
from checker.proofs.goals import is_goal, read_goal, relation_of, written, written_value
from checker.proofs.json import Json, proof_to_json, why_not_to_json
from checker.proofs.lookup import Lookup, MemoryLookup
from checker.proofs.model import (
    Absence,
    Aggregate,
    Application,
    Comparison,
    Computation,
    Given,
    GroundAtom,
    Pattern,
    Premise,
    Proof,
    Step,
)
from checker.proofs.prover import Prover

__all__ = [
    "Absence",
    "Aggregate",
    "Application",
    "Blocked",
    "Comparison",
    "Computation",
    "Given",
    "GroundAtom",
    "Json",
    "Lookup",
    "MemoryLookup",
    "Pattern",
    "Premise",
    "Proof",
    "Prover",
    "Step",
    "WhyNot",
    "is_goal",
    "lookup_in",
    "proof_to_json",
    "read_goal",
    "relation_of",
    "why_not",
    "why_not_to_json",
    "written",
    "written_value",
]
