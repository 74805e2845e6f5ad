"""Facts in and rows out as Soufflé reads and writes them: ``.facts`` and ``.csv`` files, gzip,
standard input and output, with the parameters of ``.input``, ``.output`` and ``.printsize``.

Everything is read and checked before anything is written, and what is written appears whole.
"""

from checker.io.direct import export, plain_inputs, results_folder
from checker.io.inputs import Inputs, read_inputs
from checker.io.outputs import OutputPlan, Results, plan_outputs, render, save

__all__ = [
    "Inputs",
    "OutputPlan",
    "Results",
    "export",
    "plain_inputs",
    "plan_outputs",
    "read_inputs",
    "render",
    "results_folder",
    "save",
]
