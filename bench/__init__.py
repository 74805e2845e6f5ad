"""Checker beside its peers: the same work from the same files, measured side by side."""
