"""Runs notebooks, each in a folder of its own.

Usage: python runNotebooks.py INPUT OUTPUT

INPUT is a JSON list of {"name", "data", "cells"}: "data" is Python that writes the files which the notebook reads.
OUTPUT is a list of {"name", "problem"}, where the problem is null when the notebook came to its end.
"""

import json
import os
import sys
import tempfile

from notebookRun import NotebookRun


def problem_of(case):
    made = NotebookRun([case["data"]])
    if made.error is not None:
        return f"its data cannot be made: {made.error!r}"
    run = NotebookRun(case["cells"])
    return None if run.error is None else f"cell {run.failed_cell} ends with {run.error!r}"


def main(source, target):
    with open(source, encoding="utf-8") as file:
        cases = json.load(file)
    outcome = []
    start = os.getcwd()
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                outcome.append({"name": case["name"], "problem": problem_of(case)})
            finally:
                os.chdir(start)
    with open(target, "w", encoding="utf-8") as file:
        json.dump(outcome, file)


main(*sys.argv[1:])
