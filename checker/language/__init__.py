"""The rule language: from text to a tree with places, and back; Soufflé's core, to the letter."""

from checker.language.loader import LoadedRules, load, rule_files
from checker.language.parser import ParseResult, Query, parse, parse_query
from checker.language.unparser import unparse

__all__ = [
    "LoadedRules",
    "ParseResult",
    "Query",
    "load",
    "parse",
    "parse_query",
    "rule_files",
    "unparse",
]
