"""What a reviewer decides about a claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """Whether a claim stands."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's verdict on a claim. ``text`` is the record in its place, where it is corrected."""

    claim: str
    verdict: Verdict
    by: str
    day: date
    note: str = ""
    text: str = ""
