"""What to look at first: the fewest facts whose retraction or correction resolves findings."""

from checker.triage.facts import Fact
from checker.triage.hitting import Hitting, smallest_hitting_set
from checker.triage.model import Advice, Triage
from checker.triage.search import triage

__all__ = ["Advice", "Fact", "Hitting", "Triage", "smallest_hitting_set", "triage"]
