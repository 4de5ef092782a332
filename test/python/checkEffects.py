"""Compares the table of effects with the libraries that are installed.

Usage: python checkEffects.py FOLDER OUTPUT. Writes {"checked": n, "problems": [...], "absent": [...]} as JSON.

Checked are: each class, function and method exists, unless the table says that this version has dropped it; the names
of parameters are its own, and those of positional arguments stand in this order.
"""

import importlib
import inspect
import json
import os
import sys
import warnings
from pathlib import Path

os.environ["KERAS_BACKEND"] = "numpy"
warnings.simplefilter("ignore")

# A class that has the methods of a kind, per kind: what the entries `kind.method` are compared with.
CLASSES_OF_KIND = {
    "frame": ["pandas.DataFrame", "pandas.Series"],
    "series": ["pandas.Series"],
    "index": ["pandas.Index"],
    "groupby": ["pandas.core.groupby.DataFrameGroupBy", "pandas.core.groupby.SeriesGroupBy"],
    "window": ["pandas.core.window.rolling.Rolling"],
    "array": ["numpy.ndarray"],
    "sparse": ["scipy.sparse.csr_matrix"],
    "transformer": [
        "sklearn.preprocessing.StandardScaler",
        "sklearn.feature_selection.SelectKBest",
        "sklearn.feature_extraction.text.CountVectorizer",
    ],
    "estimator": [
        "sklearn.ensemble.GradientBoostingClassifier",
        "sklearn.cluster.KMeans",
        "sklearn.neighbors.KNeighborsClassifier",
        "sklearn.svm.SVC",
        "sklearn.neighbors.KernelDensity",
        "sklearn.linear_model.SGDClassifier",
        "sklearn.cross_decomposition.PLSRegression",
    ],
    "pipeline": ["sklearn.pipeline.Pipeline"],
    "splitter": ["sklearn.model_selection.KFold"],
    "resampler": ["imblearn.over_sampling.SMOTE"],
    "booster": ["xgboost.Booster"],
    "statsmodel": ["statsmodels.api.OLS"],
    "fitted": ["statsmodels.tsa.arima.model.ARIMAResults", "statsmodels.regression.linear_model.RegressionResults"],
    "keras-model": ["keras.Sequential"],
    "keras-layer": ["keras.layers.Normalization"],
    "axes": ["matplotlib.axes.Axes"],
    "figure": ["matplotlib.figure.Figure", "plotly.graph_objects.Figure"],
    "list": ["builtins.list"],
    "dict": ["builtins.dict"],
    "set": ["builtins.set"],
    "path": ["pathlib.Path"],
    "text": ["builtins.str"],
}

# What the distribution is called in Python, where it is not what the file says.
MODULES = {
    "scikit-learn": "sklearn", "imbalanced-learn": "imblearn", "tensorflow": "keras", "python": "builtins",
    "category_encoders": "category_encoders", "sklearn-pandas": "sklearn_pandas",
}  # fmt: skip


# Put among the built-in names by IPython alone.
INJECTED = {"builtins.display", "builtins.get_ipython"}


class Missing(Exception):
    pass


def resolve(name):
    """The object with a qualified name."""
    words = name.split(".")
    for count in range(len(words), 0, -1):
        try:
            found = importlib.import_module(".".join(words[:count]))
        except (ImportError, AttributeError):
            continue
        try:
            for word in words[count:]:
                found = getattr(found, word)
        except (AttributeError, ImportError) as error:
            raise Missing(name) from error
        return found
    raise ModuleNotFoundError(name)


def enable_experiments():
    """Some classes of scikit-learn are only there after these imports."""
    for name in ("enable_iterative_imputer", "enable_halving_search_cv"):
        try:
            importlib.import_module(f"sklearn.experimental.{name}")
        except ImportError:
            return


def version_of(module):
    if module == "builtins":
        return sys.version.split()[0]
    return getattr(importlib.import_module(module), "__version__", "0")


def numbers(version):
    return [int(word) for word in version.split(".")[:3] if word.isdigit()]


def find(key):
    """All things that an entry may mean, without those that are not there."""
    owner, _, member = key.rpartition(".")
    if owner not in CLASSES_OF_KIND:
        return [resolve(key)]
    found = []
    for name in CLASSES_OF_KIND[owner]:
        try:
            found.append(getattr(resolve(name), member))
        except (AttributeError, ImportError, Missing):
            continue
    if not found:
        raise Missing(key)
    return found


def parameter_problem(thing, entry, is_member):
    wanted = list(entry.get("parameters", []))
    try:
        parameters = list(inspect.signature(thing).parameters.values())
    except (TypeError, ValueError):
        return None
    if is_member and parameters and parameters[0].name in ("self", "cls"):
        parameters = parameters[1:]
    catches_all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
    catches_positional = any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters)
    names = [parameter.name for parameter in parameters]
    positional = [
        parameter.name
        for parameter in parameters
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.POSITIONAL_ONLY)
    ]
    if any(parameter.kind is parameter.POSITIONAL_ONLY for parameter in parameters):
        return None
    for index, name in enumerate(wanted):
        if name.startswith("*"):
            continue
        if name not in names:
            if catches_all or catches_positional:
                continue
            return f"has no parameter {name}: {', '.join(names)}"
        if name in positional and positional.index(name) != index and not catches_positional:
            return f"has {name} at {positional.index(name) + 1}, not at {index + 1}: {', '.join(positional)}"
    return None


def check_entry(key, entry, version, problems):
    until = entry.get("until")
    is_gone = until is not None and numbers(version) >= numbers(until)
    try:
        things = find(key)
    except Missing:
        if not is_gone:
            problems.append(f"{key} does not exist in {version}")
        return
    if is_gone and len(key.split(".")) > 1 and key.split(".")[0] not in CLASSES_OF_KIND:
        problems.append(f"{key} should be gone since {until}, and exists in {version}")
    is_member = key.rpartition(".")[0] in CLASSES_OF_KIND or inspect.isfunction(things[0]) and "." in things[0].__qualname__
    verdicts = [parameter_problem(thing, entry, is_member) for thing in things]
    if not is_gone and verdicts and all(verdict is not None for verdict in verdicts):
        problems.append(f"{key} {verdicts[0]}")


def main(folder, output):
    enable_experiments()
    checked, problems, absent = 0, [], set()
    for file in sorted(Path(folder).glob("*.json")):
        table = json.loads(file.read_text(encoding="utf-8"))
        main_module = MODULES.get(table["library"], table["library"])
        try:
            version = version_of(main_module)
        except ImportError:
            absent.add(table["library"])
            continue
        entries = {**table.get("classes", {}), **table.get("calls", {})}
        for key, entry in entries.items():
            words = key.split(".")
            if key.endswith("*") or words[0] == "unknown" or key in INJECTED:
                continue
            try:
                check_entry(key, entry, version, problems)
                checked += 1
            except ModuleNotFoundError:
                if words[0] == main_module and entry.get("until") is None:
                    problems.append(f"{key} lies in no module of {version}")
                else:
                    absent.add(words[0])
    Path(output).write_text(json.dumps({"checked": checked, "problems": problems, "absent": sorted(absent)}), encoding="utf-8")


main(sys.argv[1], sys.argv[2])
