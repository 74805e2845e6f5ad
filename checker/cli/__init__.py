"""The command line: a thin layer over the library, one file a group of commands."""

from __future__ import annotations


def main() -> None:
    """Run the command line and end the process with a :class:`checker.cli.ending.Exit`."""
    import sys

    from checker.cli.app import build

    build(sys.argv[1:])(prog_name="checker")
