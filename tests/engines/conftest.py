"""What tests of engines share."""

from tests.engines.spark import running

__all__ = ["running"]
