"""Fuzzing of everything that reads what somebody else wrote.

:mod:`.targets` says what is read, and what may come of it: a value, or a fault that is told with
its place. :mod:`.mutation` makes inputs out of the project's own files. ``python -m tests.fuzzing``
searches; what it found is kept in ``corpus``, a folder a target, and replayed by ``test_replay``.
"""
