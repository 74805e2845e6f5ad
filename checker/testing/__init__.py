"""Property tests of rules, for whoever writes some: facts to draw, properties to hold, in a line.

Needs hypothesis, by the extra ``testing``. Every name is imported when it is first asked for:
pytest loads :mod:`checker.testing.plugin` wherever the package is installed, and must not pay for
hypothesis there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.testing.packs import Found, Pack
    from checker.testing.properties import (
        Bounds,
        PropertyError,
        check_bounds,
        check_conflict,
        check_order,
        check_pack,
        check_pairs,
        check_renaming,
        check_unrelated,
    )
    from checker.testing.records import Facts, load_together, stated
    from checker.testing.rule_programs import Example, positive_programs, programs
    from checker.testing.strategies import (
        Vocabulary,
        agents,
        corpora,
        desks,
        documents,
        events,
        facts,
        related,
    )

__all__ = [
    "Bounds",
    "Example",
    "Facts",
    "Found",
    "Pack",
    "PropertyError",
    "Vocabulary",
    "agents",
    "check_bounds",
    "check_conflict",
    "check_order",
    "check_pack",
    "check_pairs",
    "check_renaming",
    "check_unrelated",
    "corpora",
    "desks",
    "documents",
    "events",
    "facts",
    "load_together",
    "positive_programs",
    "programs",
    "related",
    "stated",
]

_HOMES = {
    "Bounds": "properties",
    "Example": "rule_programs",
    "Facts": "records",
    "Found": "packs",
    "Pack": "packs",
    "PropertyError": "properties",
    "Vocabulary": "strategies",
    "agents": "strategies",
    "check_bounds": "properties",
    "check_conflict": "properties",
    "check_order": "properties",
    "check_pack": "properties",
    "check_pairs": "properties",
    "check_renaming": "properties",
    "check_unrelated": "properties",
    "corpora": "strategies",
    "desks": "strategies",
    "documents": "strategies",
    "events": "strategies",
    "facts": "strategies",
    "load_together": "records",
    "positive_programs": "rule_programs",
    "programs": "rule_programs",
    "related": "strategies",
    "stated": "records",
}
"""The module that each public name lives in."""


def __getattr__(name: str) -> object:
    """Import a public name from its home (PEP 562) and keep it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    try:
        value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        raise ModuleNotFoundError(
            "checker.testing needs hypothesis: pip install 'checker[testing]'", name="hypothesis"
        ) from error
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
