"""Regular expressions in the syntax of C++'s std::regex (ECMAScript), matched in linear time.

A pattern is read into a tree (:mod:`.syntax`), the tree becomes an automaton, and the automaton
is made deterministic while it reads (:mod:`.automaton`). No pattern, however it is nested, takes
more than time in proportion to the text, so that a rule file from somebody else cannot stop an
audit with ``(a+)+b``. Like Soufflé's, a pattern matches bytes of UTF-8, and all of them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from checker.engines.patterns.error import PatternError

if TYPE_CHECKING:
    from checker.engines.patterns.automaton import Automaton

__all__ = ["PatternError", "compile_pattern"]


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Automaton:
    """The automaton of a pattern. Raises :class:`PatternError`."""
    from checker.engines.patterns.automaton import Automaton  # most programs have no pattern
    from checker.engines.patterns.syntax import parse

    return Automaton(parse(pattern))
