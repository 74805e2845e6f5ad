"""Properties that a pack of rules should have, whatever the facts.

Each one is a call that passes, or fails with the smallest facts that hypothesis finds::

    from pathlib import Path
    from checker.testing import check_pack

    def test_my_pack():
        check_pack(Path("rules/mine.dl"))

Those that hold for any rules look at the cases beside the pack first, then at drawn facts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeAlias

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from checker.analysis.program import Row, Value
from checker.diagnostics import DiagnosticError
from checker.testing import cases, strategies
from checker.testing.cases import Difference, Situation
from checker.testing.packs import Found, Pack
from checker.testing.records import Facts, load_together

AnyPack: TypeAlias = Pack | Path | str
"""A pack, or the path of its file."""

EXAMPLES = 50
"""How many facts a property looks at unless told otherwise."""

_OTHER = strategies.WORDS.apart("-x")


class PropertyError(AssertionError):
    """A pack lacks a property; the message shows which findings are too many or missing."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A figure for :func:`check_bounds`: facts that state it, and what it may and may not be."""

    build: Callable[[int], Facts]
    inside: st.SearchStrategy[int]
    outside: st.SearchStrategy[int]


def check_pack(
    pack: AnyPack,
    *,
    facts: st.SearchStrategy[Facts] | None = None,
    examples: int = EXAMPLES,
    conflicts: Mapping[str, Callable[[int, int], Facts]] | None = None,
    bounds: Mapping[str, Bounds] | None = None,
) -> None:
    """Every property of the pack.

    ``facts`` are facts for the properties that hold of any (:func:`checker.testing.facts` when
    None), of which each property looks at ``examples``. ``conflicts`` and ``bounds`` say by rule
    how to build facts for :func:`check_conflict` and :func:`check_bounds`.

    Raises :class:`PropertyError` with the first property that the pack lacks, and
    :class:`checker.diagnostics.DiagnosticError` where the pack cannot be read.
    """
    pack = _read(pack)
    check_order(pack, facts=facts, examples=examples)
    check_unrelated(pack, facts=facts, examples=examples)
    check_pairs(pack, facts=facts, examples=examples)
    check_renaming(pack, facts=facts, examples=examples)
    for rule, build in (conflicts or {}).items():
        check_conflict(pack, rule, build, examples=examples)
    for rule, figure in (bounds or {}).items():
        check_bounds(pack, rule, figure, examples=examples)


_OTHER_ORDER = "in another order, something else is found"
_BESIDE_UNRELATED = "beside an unrelated document, something else is found"
_BOTH_SIDES = "a pair is reported from both sides"
_OTHER_IDS = "under other ids, something else is found"


# --- for any rules ---------------------------------------------------------------------------


def check_order(
    pack: AnyPack, *, facts: st.SearchStrategy[Facts] | None = None, examples: int = EXAMPLES
) -> None:
    """In whatever order facts and rules stand, and in however many files the facts: the same is
    found, in the same words."""
    pack = _read(pack)
    shuffled = [pack.shuffled(Random(seed)) for seed in range(4)]  # to analyse rules takes long
    for at, one in enumerate(pack.situations):
        program = shuffled[at % len(shuffled)].program
        _same_case(cases.order_matters(one, program, at), _OTHER_ORDER)

    def holds(facts: Facts, files: int, seed: int) -> None:
        random = Random(seed)
        parts = facts.shuffled(random).split(files)
        other = _findings(random.choice(shuffled), *random.sample(parts, files))
        _same(pack, _OTHER_ORDER, _findings(pack, facts), other)

    _for_all(holds, examples, _drawn(facts), st.integers(1, 3), st.integers(0, 99))


def check_unrelated(
    pack: AnyPack,
    *,
    facts: st.SearchStrategy[Facts] | None = None,
    unrelated: st.SearchStrategy[Facts] | None = None,
    examples: int = EXAMPLES,
) -> None:
    """Documents that have nothing to do with the others add and remove nothing.

    What is found in both together is what is found in each alone, by one desk. ``unrelated``
    are facts that share no word with ``facts``; by default those of a vocabulary apart.
    """
    pack = _read(pack)
    others = strategies.facts(_OTHER) if unrelated is None else unrelated
    for alike in _by_rule(pack.situations).values():
        for group in cases.side_by_side(alike):
            _same_case(cases.unrelated_matters(group), _BESIDE_UNRELATED, group)

    def holds(facts: Facts, others: Facts) -> None:
        others = others.without("desk")
        desk = _unsigned(facts.only("desk"))
        alone = _findings(pack, facts) | _findings(pack, others + desk)
        together = _findings(pack, facts + others)
        _same(pack, _BESIDE_UNRELATED, alone, together)

    _for_all(holds, examples, _drawn(facts), others)


def check_pairs(
    pack: AnyPack,
    *,
    facts: st.SearchStrategy[Facts] | None = None,
    directed: Iterable[str] = (),
    examples: int = EXAMPLES,
) -> None:
    """Two entities that stand against each other are one finding, not one from either side.

    ``directed`` are the ids of rules in which the other way round says something else, such as
    who copies whom.
    """
    pack = _read(pack)
    left_out = {pack.rule(name).id for name in directed}
    pairs = {name: pairs for name, pairs in pack.pairs().items() if name not in left_out}
    for one in pack.situations:
        rows = cases.found_twice(one, pairs.get(one.rule, ()))
        if rows:
            raise PropertyError(_case_text(one, _BOTH_SIDES, (), rows))

    def holds(facts: Facts) -> None:
        found = _findings(pack, facts)
        rows = {(one.rule, tuple(value for _, value in one.columns)) for one in found}
        twice = {
            one
            for one in found
            for left, right in pairs.get(one.rule, ())
            if one.columns[left][1] != one.columns[right][1]
            and (one.rule, _swapped(one, left, right)) in rows
        }
        if twice:
            raise PropertyError(_text(pack, _BOTH_SIDES, (), twice))

    _for_all(holds, examples, _drawn(facts))


def check_renaming(
    pack: AnyPack, *, facts: st.SearchStrategy[Facts] | None = None, examples: int = EXAMPLES
) -> None:
    """With other ids the same is found, under the other ids.

    The ids keep their order: which of several alike a rule names may hang on that. Texts and
    names stay as they are, so messages are not compared where they show an id.
    """
    pack = _read(pack)
    for one in pack.situations:
        _same_case(cases.renaming_matters(one), _OTHER_IDS)

    def holds(facts: Facts, prefix: str) -> None:
        names = facts.ids

        def renamed(one: Found) -> Found:
            columns = tuple(
                (name, _with_prefix(value, prefix, names)) for name, value in one.columns
            )
            return Found(one.rule, columns, "")

        before = frozenset(map(renamed, _findings(pack, facts)))
        found = _findings(pack, facts.renamed(lambda name: prefix + name))
        after = frozenset(Found(one.rule, one.columns, "") for one in found)
        _same(pack, _OTHER_IDS, before, after)

    _for_all(holds, examples, _drawn(facts), st.sampled_from(["id-", "0", "Ж"]))


# --- for one rule, on facts that are built for it ----------------------------------------------


def check_conflict(
    pack: AnyPack,
    rule: str,
    build: Callable[[int, int], Facts],
    *,
    facts: st.SearchStrategy[Facts] | None = None,
    figures: st.SearchStrategy[tuple[int, int]] | None = None,
    examples: int = EXAMPLES,
) -> None:
    """A conflict that is put into any other facts is found, and nothing where the two agree.

    ``build`` gives facts that state two figures, :func:`checker.testing.stated` for example; the
    rule is to find something in them whenever the two differ. ``figures`` are pairs that differ,
    by default whole numbers from 1 to 1000. ``facts`` are other facts, with no desk and no word
    in common.
    """
    pack = _read(pack)
    name = pack.rule(rule).id
    background = strategies.facts(_OTHER) if facts is None else facts

    def holds(others: Facts, pair: tuple[int, int]) -> None:
        others = others.without("desk")
        for first, second in [pair, pair[::-1]]:
            _fires(pack, name, others, build(first, second), f"{first} against {second}")
            _silent(pack, name, others, build(first, first), f"{first} against {first}")

    _for_all(holds, examples, background, _DIFFERENT if figures is None else figures)


def check_bounds(
    pack: AnyPack,
    rule: str,
    bounds: Bounds,
    *,
    facts: st.SearchStrategy[Facts] | None = None,
    examples: int = EXAMPLES,
) -> None:
    """A figure that is moved out of its bounds makes a finding come, and moved back, go.

    ``facts`` are other facts around it, with no desk and no word in common.
    """
    pack = _read(pack)
    name = pack.rule(rule).id
    background = strategies.facts(_OTHER) if facts is None else facts

    def holds(others: Facts, inside: int, outside: int) -> None:
        others = others.without("desk")
        _silent(pack, name, others, bounds.build(inside), f"{inside}, inside of its bounds")
        _fires(pack, name, others, bounds.build(outside), f"{outside}, outside of its bounds")

    _for_all(holds, examples, background, bounds.inside, bounds.outside)


_DIFFERENT = st.tuples(st.integers(1, 1000), st.integers(1, 1000)).filter(
    lambda pair: pair[0] != pair[1]
)


def _fires(pack: Pack, rule: str, others: Facts, built: Facts, what: str) -> None:
    alone = _of(rule, _findings(pack, others + _unsigned(built.only("desk"))))
    if not _of(rule, _findings(pack, others + built)) - alone:
        raise PropertyError(f"{pack.name}: {rule} does not find {what}\n{built!r}")


def _silent(pack: Pack, rule: str, others: Facts, built: Facts, what: str) -> None:
    alone = _of(rule, _findings(pack, others + _unsigned(built.only("desk"))))
    found = _of(rule, _findings(pack, others + built)) - alone
    if found:
        raise PropertyError(_text(pack, f"{rule} finds {what}", (), found) + f"\n{built!r}")


def _of(rule: str, findings: Iterable[Found]) -> frozenset[Found]:
    return frozenset(found for found in findings if found.rule == rule)


# --- what the properties share -----------------------------------------------------------------


def _read(pack: AnyPack) -> Pack:
    return pack if isinstance(pack, Pack) else Pack.read(Path(pack))


def _drawn(facts: st.SearchStrategy[Facts] | None) -> st.SearchStrategy[Facts]:
    return strategies.facts() if facts is None else facts


def _for_all(holds: Callable[..., None], examples: int, *drawn: st.SearchStrategy[object]) -> None:
    """The rest of the settings are those of the profile that is loaded."""
    configured = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )
    configured(given(*drawn)(holds))()


def _findings(pack: Pack, *files: Facts) -> frozenset[Found]:
    corpus = load_together(files)
    try:
        return pack.findings(corpus)
    except DiagnosticError as error:
        raise PropertyError(f"{pack.name}: the rules cannot be evaluated: {error}") from error


def _unsigned(desk: Facts) -> Facts:
    """A desk without what it says of agents, which may not be there."""
    records = [
        {field: value for field, value in record.items() if field != "reliability"}
        for record in desk.records("desk")
    ]
    return Facts({"desk": records})


def _swapped(one: Found, left: int, right: int) -> tuple[object, ...]:
    values = [value for _, value in one.columns]
    values[left], values[right] = values[right], values[left]
    return tuple(values)


def _with_prefix(value: Value, prefix: str, names: frozenset[str]) -> Value:
    """An id with its prefix, also as the first part of a derived one such as ``D#s3``."""
    if isinstance(value, str) and value.partition("#")[0] in names:
        return prefix + value
    return value


def _same(pack: Pack, what: str, before: frozenset[Found], after: frozenset[Found]) -> None:
    if before != after:
        raise PropertyError(_text(pack, what, before - after, after - before))


def _by_rule(situations: Iterable[Situation]) -> Mapping[str, list[Situation]]:
    found: dict[str, list[Situation]] = {}
    for one in situations:
        found.setdefault(one.rule, []).append(one)
    return found


def _same_case(difference: Difference, what: str, beside: Sequence[Situation] = ()) -> None:
    one, before, after = difference.situation, difference.before, difference.after
    if before != after:
        text = _case_text(one, what, before - after, after - before)
        marks = sorted({int(number) for number in re.findall(r"@(\d+)\b", text)})
        shown = [number for number in marks if number <= len(beside)]
        legend = [f"  @{number} is {beside[number - 1].name}" for number in shown]
        raise PropertyError("\n".join([text, *legend]))


def _case_text(one: Situation, what: str, missing: Iterable[Row], new: Iterable[Row]) -> str:
    columns = one.part.relations[one.relation].columns

    def line(sign: str, row: Row) -> str:
        pairs = zip(columns, row, strict=True)
        return f"  {sign} " + " ".join(f"{column.name}={value}" for column, value in pairs)

    lines = [line("-", row) for row in sorted(missing)] + [line("+", row) for row in sorted(new)]
    return "\n".join([f"{one.name}: {what}", *lines])


def _text(pack: Pack, what: str, missing: Iterable[Found], new: Iterable[Found]) -> str:
    lines = [f"{pack.name}: {what}"]
    lines += [f"  - {found}" for found in sorted(missing, key=str)]
    lines += [f"  + {found}" for found in sorted(new, key=str)]
    return "\n".join(lines)
