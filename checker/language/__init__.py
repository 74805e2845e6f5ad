"""The rule language: from text to a tree with places, and back; Soufflé's core, to the letter."""

from checker.language.loader import LoadedRules, load
from checker.language.parser import ParseResult, parse
from checker.language.unparser import unparse

__all__ = ["LoadedRules", "ParseResult", "load", "parse", "unparse"]
