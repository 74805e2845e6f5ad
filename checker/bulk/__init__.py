"""Facts by the million: tables of relations' rows that a database reads, checks and looks up.

What reads a corpus with them is :mod:`checker.bulk.corpus`; engines know the tables alone.
"""

from checker.bulk.tables import BulkTable, ColumnType, Format

__all__ = ["BulkTable", "ColumnType", "Format"]
