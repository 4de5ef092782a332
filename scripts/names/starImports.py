"""Writes the public names of modules that notebooks import with a star, as `from m import *` binds them.

Run with a Python that has numpy, pandas, matplotlib, scipy and scikit-learn; prints JSON: module -> names, one string.
"""

import importlib
import json
import pkgutil
import sys

import sklearn

STANDARD = (
    "collections datetime functools glob itertools json math os os.path random re statistics string time tkinter typing"
)
LIBRARIES = "numpy numpy.linalg numpy.random pandas matplotlib.pyplot pylab scipy.special scipy.stats"


def public_names(module):
    names = getattr(module, "__all__", None)
    return sorted(set(names if names is not None else (name for name in vars(module) if not name.startswith("_"))))


def main():
    of_sklearn = [
        f"sklearn.{module.name}"
        for module in pkgutil.iter_modules(sklearn.__path__)
        if not module.name.startswith("_") and module.name not in ("conftest", "tests")
    ]
    modules = sorted([*STANDARD.split(), *LIBRARIES.split(), *of_sklearn])
    table = {module: " ".join(public_names(importlib.import_module(module))) for module in modules}
    json.dump(table, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
