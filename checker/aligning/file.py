"""The file of proposals: written for a person, who accepts some of them, and read again."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from checker.aligning.errors import BAD_PROPOSALS
from checker.aligning.proposals import Proposals, PropositionProposal
from checker.aligning.statements import Statement
from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.exchange import yaml_text
from checker.facts.tree import Value
from checker.facts.yaml_reader import read_yaml
from checker.proposing import shaped

_HEAD = """\
# What documents seem to share. Nothing of it is in the facts yet.
# To accept that two measures are one, write `accept: true`, and the name that is to stay as `keep`;
# then: checker align FACTS --apply THIS-FILE
# Events and propositions are for you to settle in the facts: by one id for one event, and by a
# link of the claim, as shown; `differences` are what stands between two claims that are alike."""
_SHOWN = 160


def file_text(proposals: Proposals) -> str:
    """The YAML of proposals."""
    measures: list[Value] = [
        {
            "accept": False,
            "keep": each.keep,
            "rename": each.rename,
            "score": round(each.score.value, 2),
            "reasons": str(each.score),
            "examples": [_shown(example.statement) for example in each.examples],
        }
        for each in proposals.measures
    ]
    events: list[Value] = [
        {
            "one": {"id": each.one.id, "name": each.one.name},
            "other": {"id": each.other.id, "name": each.other.name},
            "score": round(each.score.value, 2),
            "reasons": str(each.score),
        }
        for each in proposals.events
    ]
    propositions: list[Value] = [
        {
            "claim": each.one.claim.id,
            "links": [{"link": _link(each), "claim": each.other.claim.id}],
            **({"differences": list(each.differences)} if each.differences else {}),
            "score": round(each.score.value, 2),
            "reasons": str(each.score),
            "examples": [_shown(each.one), _shown(each.other)],
        }
        for each in proposals.propositions
    ]
    sections: dict[str, Value] = {
        "align": 1,
        "measures": measures,
        "events": events,
        "propositions": propositions,
    }
    return f"{_HEAD}\n\n{yaml_text(sections)}"


def _link(proposal: PropositionProposal) -> str:
    return "contradicts" if proposal.differences else "restates"


def _shown(statement: Statement) -> str:
    text = " ".join(statement.text.split())
    return f"{statement.place}: {text[:_SHOWN]}"


# --- read again ----------------------------------------------------------------------------------


def _decided(value: object) -> object:
    """YAML 1.1's words for a decision, as people write them."""
    words = {"yes": True, "true": True, "no": False, "false": False}
    return words.get(value.lower(), value) if isinstance(value, str) else value


class _Measure(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)

    accept: Annotated[bool, BeforeValidator(_decided)]
    keep: Annotated[str, Field(min_length=1)]
    rename: Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Renaming:
    """A measure's name that a person wants to be another one, and where that is said."""

    old: str
    new: str
    at: Span


def read_accepted(source: Source) -> list[Renaming]:
    """The accepted renamings of measures.

    Raises :class:`DiagnosticError` with everything that is wrong with the file.
    """
    value, places = read_yaml(source)
    measures = value.get("measures") if isinstance(value, dict) else None
    if not isinstance(measures, list):
        raise DiagnosticError(
            [
                BAD_PROPOSALS.at(
                    Span(source, 0, 0),
                    "the file has no list of `measures`",
                    help="have one written by `checker align FACTS --output FILE`",
                )
            ]
        )
    accepted: dict[str, Renaming] = {}
    faults: list[Diagnostic] = []
    for number, entry in enumerate(measures):
        route = ("measures", number)
        mend = "an entry has `accept: true` or `false`, and the names `keep` and `rename`"
        measure, wrong = shaped(_Measure, entry, places, route, BAD_PROPOSALS, mend)
        faults += wrong
        if measure is None or not measure.accept or measure.keep == measure.rename:
            continue
        found = Renaming(str(measure.rename), str(measure.keep), places.value((*route, "rename")))
        first = accepted.setdefault(found.old, found)
        if first.new != found.new:
            faults.append(
                BAD_PROPOSALS.at(
                    found.at,
                    f"`{found.old}` is to become `{first.new}` and `{found.new}`",
                    help="accept one of the two",
                )
            )
    for renaming in accepted.values():
        if renaming.new in accepted:
            faults.append(
                BAD_PROPOSALS.at(
                    renaming.at,
                    f"`{renaming.old}` is to become `{renaming.new}`, which is renamed as well",
                    help="write one name as `keep` in both",
                )
            )
    if faults:
        raise DiagnosticError(faults)
    return list(accepted.values())
