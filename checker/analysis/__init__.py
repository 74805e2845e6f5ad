"""Checks that a program means something, says where it does not, and makes it ready to run."""

from checker.analysis.assembly import restrict
from checker.analysis.pipeline import Analysis, analyse

__all__ = ["Analysis", "analyse", "restrict"]
