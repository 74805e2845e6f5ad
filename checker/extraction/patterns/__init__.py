"""The deterministic extractor: patterns and word lists, no model."""

from checker.extraction.patterns.extractor import PatternExtractor

__all__ = ["PatternExtractor"]
