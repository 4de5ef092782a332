"""Runs notebooks that are right, and mutants of them, and tells whether they differ.

Usage: python proveMutants.py INPUT OUTPUT

INPUT is a JSON list of {"name", "original", "mutated", "restarted", "proof"}: the first three are lists of cells in the
order in which they are run; "restarted" is the mutated notebook from top to bottom. OUTPUT is a list of
{"name", "problem"}, where the problem is null when the proof holds.

Expressions of a proof see what the last cell leaves, and what estimators were fitted on:
seen(class) gives the labels of all rows, rows(class) their number in the last fit, fits(class) the numbers of all fits.
"""

import collections
import contextlib
import importlib
import json
import math
import sys

from notebookRun import NotebookRun

# Classes whose fits are watched.
WATCHED = {
    "sklearn.preprocessing": ["StandardScaler", "MinMaxScaler"],
    "sklearn.impute": ["SimpleImputer"],
    "sklearn.feature_selection": ["SelectKBest"],
    "sklearn.feature_extraction.text": ["TfidfVectorizer"],
}

FITS = collections.defaultdict(list)


def labels_of(data):
    index = getattr(data, "index", None)
    if index is None or callable(index):
        return None
    return set(index)


def watch(cls, method):
    """Notes the rows of every outermost call of a method that fits."""
    inner = getattr(cls, method)

    def spy(self, data, *others, **named):
        if getattr(self, "_is_watched", False):
            return inner(self, data, *others, **named)
        FITS[cls.__name__].append((len(data), labels_of(data) or set()))
        self._is_watched = True
        try:
            return inner(self, data, *others, **named)
        finally:
            del self._is_watched

    setattr(cls, method, spy)


def install_spies():
    for module, names in WATCHED.items():
        for name in names:
            cls = getattr(importlib.import_module(module), name)
            for method in ("fit", "fit_transform"):
                if hasattr(cls, method):
                    watch(cls, method)


class Run(NotebookRun):
    """A notebook that was run, with what its estimators were fitted on."""

    def __init__(self, cells):
        FITS.clear()
        super().__init__(cells)
        self.fits = {name: list(found) for name, found in FITS.items()}

    def evaluate(self, expression):
        helpers = {
            "seen": lambda name: set().union(*(labels for _, labels in self.fits.get(name, []))),
            "rows": lambda name: self.fits[name][-1][0] if self.fits.get(name) else 0,
            "fits": lambda name: [count for count, _ in self.fits.get(name, [])],
        }
        return eval(expression, {**self.names, **helpers, "globals": lambda: self.names})


def same(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12)
    return one == other


def problem_of(case):
    proof = case["proof"]
    original = Run(case["original"])
    if original.error is not None:
        return f"the original ends with {original.error!r}"
    if "raises" in proof:
        mutated = Run(case["restarted"])
        name = type(mutated.error).__name__
        return None if name == proof["raises"] else f"the mutant ends with {mutated.error!r}"
    if "holds" in proof:
        with contextlib.suppress(NameError, KeyError):  # It may speak of what the mutant alone has.
            if original.evaluate(proof["holds"]):
                return f"it holds in the original, too: {proof['holds']}"
        mutated = Run(case["mutated"])
        if mutated.error is not None:
            return f"the mutant ends with {mutated.error!r}"
        return None if mutated.evaluate(proof["holds"]) else f"it does not hold: {proof['holds']}"
    # Cells that were run in another order are compared with the same cells from top to bottom.
    is_reordered = case["mutated"] != case["restarted"]
    base = Run(case["restarted"]) if is_reordered else original
    if base.error is not None:
        return f"from top to bottom it ends with {base.error!r}"
    first = base.evaluate(proof["differs"])
    mutated = Run(case["mutated"])
    if mutated.error is not None:
        return f"the mutant ends with {mutated.error!r}"
    second = mutated.evaluate(proof["differs"])
    return f"both give {first!r}: {proof['differs']}" if same(first, second) else None


def main(source, target):
    with open(source, encoding="utf-8") as file:
        cases = json.load(file)
    install_spies()
    outcome = []
    for case in cases:
        try:
            problem = problem_of(case)
        except Exception as error:
            problem = f"the proof fails with {error!r}"
        outcome.append({"name": case["name"], "problem": problem})
    with open(target, "w", encoding="utf-8") as file:
        json.dump(outcome, file)


main(*sys.argv[1:])
