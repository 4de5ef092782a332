"""Compares the table of effects with the libraries that are installed.

Usage: python checkEffects.py FOLDER OUTPUT, where FOLDER holds `library/` and `removed.json`.
Writes {"checked": n, "problems": [...], "absent": [...]} as JSON.

Checked are: each class, function and method exists, unless the table says that this version has dropped it; the names
of parameters are its own, and those of positional arguments stand in this order; what `removed.json` says to be gone in
the installed version, or in an earlier one, is gone, and the new name exists.
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
    "text": ["builtins.str", "builtins.bytes"],
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
    is_function_of_class = inspect.isfunction(things[0]) and "." in things[0].__qualname__
    is_member = key.rpartition(".")[0] in CLASSES_OF_KIND or is_function_of_class
    verdicts = [parameter_problem(thing, entry, is_member) for thing in things]
    if not is_gone and verdicts and all(verdict is not None for verdict in verdicts):
        problems.append(f"{key} {verdicts[0]}")


def is_there(symbol):
    try:
        return bool(find(symbol))
    except (Missing, ModuleNotFoundError):
        return False


def accepts(thing, entry):
    """Whether a function or class still takes the argument, or value, that an entry of removed.json speaks of."""
    parameters = list(inspect.signature(thing).parameters.values())
    if "position" in entry:
        positional = [parameter for parameter in parameters if parameter.kind is parameter.POSITIONAL_OR_KEYWORD]
        if positional and positional[0].name == "self":
            positional = positional[1:]
        return len(positional) > entry["position"]
    if "values" not in entry:
        return entry["argument"] in [parameter.name for parameter in parameters]
    constraints = getattr(thing, "_parameter_constraints", {}).get(entry["argument"], [])
    options = set().union(*(getattr(constraint, "options", set()) for constraint in constraints))
    return any(value in options for value in entry["values"])


def removed_problems(entry, version):
    is_gone = "removedIn" in entry and numbers(version) >= numbers(entry["removedIn"])
    is_whole = "argument" not in entry and "position" not in entry
    for symbol in entry["symbols"]:
        if is_whole:
            if is_gone and is_there(symbol) and not fails(symbol):
                yield f"{symbol} should be gone since {entry['removedIn']}, and exists in {version}"
            if not is_gone and not is_there(symbol):
                yield f"{symbol} should exist in {version}, and is gone"
        elif is_gone and is_there(symbol) and all(accepts(thing, entry) for thing in find(symbol)):
            refused = entry.get("argument", "positions")
            yield f"{symbol} should refuse {refused} since {entry['removedIn']}, and does not in {version}"
    target = entry.get("rename")
    if is_gone and isinstance(target, str) and is_whole:
        owner, _, _ = entry["symbols"][0].rpartition(".")
        name = f"{owner}.{target}" if owner in CLASSES_OF_KIND else target
        if name.split(".")[0] in INSTALLED and not is_there(name):
            yield f"{name} should be there instead of {entry['symbols'][0]}, and is not in {version}"


# Modules that stay as empty shells, in which every class only tells that it is gone.
SHELLS = ("scipy.interpolate.interp2d", "statsmodels.tsa.arima_model")

# Where a rename may lead.
INSTALLED = ("sklearn", "pandas", "numpy", "scipy", "matplotlib", "seaborn", "keras", "math", "time", "inspect", "builtins")


def fails(symbol):
    return symbol in SHELLS


def check_removed(file, problems, absent):
    checked = 0
    for entry in json.loads(file.read_text(encoding="utf-8")):
        module = MODULES.get(entry["library"], entry["library"])
        try:
            version = version_of(module)
        except ImportError:
            absent.add(entry["library"])
            continue
        if entry["library"] == "tensorflow":
            # Keras alone has other version numbers, and TensorFlow is too large to be installed for this.
            continue
        problems.extend(removed_problems(entry, version))
        checked += 1
    return checked


def main(folder, output):
    enable_experiments()
    checked, problems, absent = 0, [], set()
    for file in sorted((Path(folder) / "library").glob("*.json")):
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
            if "*" in key or words[0] == "unknown" or key in INJECTED:
                continue
            try:
                check_entry(key, entry, version, problems)
                checked += 1
            except ModuleNotFoundError:
                if words[0] == main_module and entry.get("until") is None:
                    problems.append(f"{key} lies in no module of {version}")
                else:
                    absent.add(words[0])
    checked += check_removed(Path(folder) / "removed.json", problems, absent)
    outcome = {"checked": checked, "problems": problems, "absent": sorted(absent)}
    Path(output).write_text(json.dumps(outcome), encoding="utf-8")


main(sys.argv[1], sys.argv[2])
