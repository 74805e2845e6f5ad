"""What is raised for a pattern that cannot be read."""

from __future__ import annotations


class PatternError(ValueError):
    """What is wrong with a pattern, and at which character (from 1); ``mend`` says what helps."""

    def __init__(self, why: str, at: int, mend: str = "") -> None:
        super().__init__(f"{why}, at character {at + 1}")
        self.mend = mend
