"""Across documents: which figures, events and claims seem to be about the same.

What is found is proposed with a score and its reasons. Nothing is merged unless a person accepts
it.
"""

from checker.aligning.applying import renamed, write
from checker.aligning.encoders import Encoder, installed_encoder
from checker.aligning.file import Renaming, file_text, read_accepted
from checker.aligning.proposals import Least, Proposals, propose

__all__ = [
    "Encoder",
    "Least",
    "Proposals",
    "Renaming",
    "file_text",
    "installed_encoder",
    "propose",
    "read_accepted",
    "renamed",
    "write",
]
