"""A pattern's automaton, made deterministic byte by byte as texts ask for it.

Thompson's construction gives a nondeterministic automaton with a state for each byte set; the
states reached together become one deterministic state when a text first reaches them (K.
Thompson, "Regular expression search algorithm", CACM 11(6), 1968). Edges such as ``\\b`` look
at the byte before, which a deterministic state remembers, and at the byte after, which is known
when the next transition is taken; so they are passed then.
"""

from __future__ import annotations

from checker.dataclasses import dataclass
from checker.engines.patterns.error import PatternError
from checker.engines.patterns.syntax import (
    WORD,
    At,
    Choice,
    Edge,
    Node,
    OneOf,
    Repeat,
    Sequence,
)

MAX_STATES = 2_000
"""Of the nondeterministic automaton: a bound on the time that one byte can take."""
_MAX_KEPT = 4_000
"""Deterministic states that are kept before all are forgotten: a bound on memory."""

_NOTHING, _WORD, _OTHER = range(3)
"""What stands beside an edge: the text's start or end, a byte of a word, another byte."""


@dataclass(frozen=True, slots=True)
class _Read:
    """Reads one byte of a set, then goes on at ``then``."""

    bytes: frozenset[int]
    then: int


@dataclass(frozen=True, slots=True)
class _Pass:
    """Goes on at ``then`` where the edge is."""

    edge: Edge
    then: int


@dataclass(frozen=True, slots=True)
class _Split:
    """Goes on at each of these."""

    then: tuple[int, ...]


_State = _Read | _Pass | _Split | None  # None accepts


class Automaton:
    """Matches whole texts."""

    def __init__(self, node: Node) -> None:
        self._states: list[_State] = [None]
        start = self._build(node, 0)
        self._kept: dict[tuple[frozenset[int], int], _Deterministic] = {}
        self._has_edges = any(isinstance(state, _Pass) for state in self._states)
        self._start = frozenset({start})

    def matches(self, data: bytes) -> bool:
        """Whether the pattern describes all of these bytes."""
        state: _Deterministic | None = self._deterministic(self._start, _NOTHING)
        for byte in data:
            if state is None:
                return False
            state = state[byte]
        return state is not None and state.accepts

    # --- construction ------------------------------------------------------------------------

    def _build(self, node: Node, then: int) -> int:
        """The state at which ``node`` starts, if ``then`` is where to go on after it."""
        match node:
            case OneOf(bytes=members):
                return self._add(_Read(members, then))
            case At(edge=edge):
                return self._add(_Pass(edge, then))
            case Sequence(parts=parts):
                for part in reversed(parts):
                    then = self._build(part, then)
                return then
            case Choice(options=options):
                return self._add(_Split(tuple(self._build(option, then) for option in options)))
            case Repeat(body=body, low=low, high=high):
                if high is None:
                    then = self._loop(body, then)
                for _ in range(0 if high is None else high - low):
                    then = self._add(_Split((self._build(body, then), then)))
                for _ in range(low):
                    first = self._build(body, then)
                    if first == then:  # the body reads nothing, however often it stands there
                        break
                    then = first
                return then

    def _loop(self, body: Node, then: int) -> int:
        loop = self._add(None)  # its place, before what it goes on with is known
        self._states[loop] = _Split((self._build(body, loop), then))
        return loop

    def _add(self, state: _State) -> int:
        if len(self._states) >= MAX_STATES:
            raise PatternError(f"the pattern unfolds to more than {MAX_STATES} steps", 0)
        self._states.append(state)
        return len(self._states) - 1

    # --- determinisation ---------------------------------------------------------------------

    def _deterministic(self, states: frozenset[int], before: int) -> _Deterministic:
        if not self._has_edges:
            before = _NOTHING
        known = self._kept.get((states, before))
        if known is None:
            if len(self._kept) >= _MAX_KEPT:
                self._forget()
            accepts = 0 in self._closure(states, before, _NOTHING)
            known = self._kept[states, before] = _Deterministic(self, states, before, accepts)
        return known

    def step(self, states: frozenset[int], before: int, byte: int) -> _Deterministic | None:
        """Where a byte leads from a deterministic state; None where no text goes on."""
        kind = _WORD if byte in WORD else _OTHER
        reached = set()
        for index in self._closure(states, before, kind):
            state = self._states[index]
            if isinstance(state, _Read) and byte in state.bytes:
                reached.add(state.then)
        return self._deterministic(frozenset(reached), kind) if reached else None

    def _closure(self, states: frozenset[int], before: int, after: int) -> set[int]:
        """Every state that is reached without reading."""
        reached: set[int] = set()
        pending = list(states)
        while pending:
            index = pending.pop()
            if index in reached:
                continue
            reached.add(index)
            state = self._states[index]
            if isinstance(state, _Split):
                pending.extend(state.then)
            elif isinstance(state, _Pass) and _is_at(state.edge, before, after):
                pending.append(state.then)
        return reached

    def _forget(self) -> None:
        for state in self._kept.values():
            state.clear()
        self._kept.clear()


class _Deterministic(dict[int, "_Deterministic | None"]):
    """A deterministic state: from each byte seen so far to the state it leads to."""

    __slots__ = ("_automaton", "_before", "_states", "accepts")

    def __init__(
        self, automaton: Automaton, states: frozenset[int], before: int, accepts: bool
    ) -> None:
        self._automaton = automaton
        self._states = states
        self._before = before
        self.accepts = accepts

    def __missing__(self, byte: int) -> _Deterministic | None:
        following = self._automaton.step(self._states, self._before, byte)
        self[byte] = following
        return following


def _is_at(edge: Edge, before: int, after: int) -> bool:
    match edge:
        case Edge.START:
            return before == _NOTHING
        case Edge.END:
            return after == _NOTHING
        case Edge.WORD:
            return (before == _WORD) != (after == _WORD)
        case Edge.NOT_WORD:
            return (before == _WORD) == (after == _WORD)
