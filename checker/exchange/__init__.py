"""Facts that a program or another format proposes: held against their documents before they count.

A draft keeps where each part of it comes from (a model's answer, a line of another tool's file).
What the guards refuse is left out and named; nothing is mended.
"""

from checker.exchange.draft import Draft, quoting, slug
from checker.exchange.holding import Held, hold
from checker.exchange.writing import bundle_text, write_whole

__all__ = ["Draft", "Held", "bundle_text", "hold", "quoting", "slug", "write_whole"]
