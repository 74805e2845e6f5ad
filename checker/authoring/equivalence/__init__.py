"""Shows that an edit of a rule changes no answer, where that follows from the rules themselves.

Two rules derive the same rows if the body of each holds wherever the other's does (Chandra,
Merlin 1977). What holds beside a body is found by the chase (Maier, Mendelzon, Sagiv 1979): the
keys of given relations, dependencies between the columns of derived ones, columns that may be
exchanged, and the body of a derived row's only rule. What is shown holds for all facts that keep
the keys; what cannot be shown is not claimed.
"""

from checker.authoring.equivalence.rules import Prover

__all__ = ["Prover"]
