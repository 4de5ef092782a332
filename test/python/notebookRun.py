"""Runs the cells of a notebook as a kernel would, with fixed seeds and nothing printed."""

import contextlib
import io
import os
import random
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MPLBACKEND", "Agg")
warnings.simplefilter("ignore")


def seed():
    import numpy

    random.seed(0)
    numpy.random.seed(0)


class NotebookRun:
    """The names that a notebook leaves, and the error that ended it; None when it came to its end."""

    def __init__(self, cells):
        seed()
        self.names = {"__name__": "__main__"}
        self.error = None
        self.failed_cell = None
        with contextlib.redirect_stdout(io.StringIO()):
            for number, cell in enumerate(cells):
                try:
                    exec(compile(cell, f"cell {number + 1}", "exec"), self.names)
                except Exception as error:  # Whatever a notebook may raise is what is asked for.
                    self.error = error
                    self.failed_cell = number + 1
                    return
