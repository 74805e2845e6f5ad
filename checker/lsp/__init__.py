"""A language server for rule files and fact files: what an editor asks while somebody writes.

It reads what other rooms say of a text (its tree, its diagnostics, its records) and puts it into
the words of the Language Server Protocol, 3.17. It evaluates nothing but to count rows, and never
writes a file: every change is an edit that the editor is asked to make.
"""
