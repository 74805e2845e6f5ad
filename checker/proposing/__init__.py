"""Facts that something else proposes, another tool's file or a model's answer, before they count.

A draft keeps where each part of it comes from. The guards of fact files hold it against its texts;
what they refuse is left out and named at that place, and nothing is mended.
"""

from checker.proposing.cast import Cast, likely_kind
from checker.proposing.draft import Draft, quoting, slug
from checker.proposing.holding import Held, hold
from checker.proposing.shapes import shaped

__all__ = ["Cast", "Draft", "Held", "hold", "likely_kind", "quoting", "shaped", "slug"]
