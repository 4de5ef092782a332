"""Lists every class of scikit-learn and imbalanced-learn as entries of the table of effects.

Usage: python scripts/effects/listEstimators.py FOLDER, then format the two files with Prettier.

Kinds follow from base classes, seeds from signatures. What fitting means for leaks cannot be read from a library:
it stands in the three sets below, and a transformer in none of them is a reducer, which is the careful choice.
"""

import importlib
import inspect
import json
import sys
import warnings
from pathlib import Path

import imblearn
import sklearn
from sklearn import base, model_selection
from sklearn.utils import discovery

# Fitting lists the values that occur; knowing them in advance tells nothing about a row.
ENCODERS = {
    "DictVectorizer", "LabelBinarizer", "LabelEncoder", "MultiLabelBinarizer", "OneHotEncoder", "OrdinalEncoder",
}  # fmt: skip

# Fitting learns at most the number of columns.
STATELESS = {
    "AdditiveChi2Sampler", "Binarizer", "FeatureHasher", "FunctionTransformer", "GaussianRandomProjection",
    "HashingVectorizer", "MissingIndicator", "Normalizer", "PatchExtractor", "PolynomialCountSketch",
    "PolynomialFeatures", "RBFSampler", "SkewedChi2Sampler", "SparseCoder", "SparseRandomProjection",
}  # fmt: skip

# Signatures have a seed, but nothing is drawn unless these arguments ask for it.
DRAWS_ONLY_WITH = {
    "DummyClassifier": ("strategy", ["stratified", "uniform"]),
    "ElasticNet": ("selection", "random"),
    "ElasticNetCV": ("selection", "random"),
    "FactorAnalysis": None,
    "GaussianProcessClassifier": ("n_restarts_optimizer", None),
    "GaussianProcessRegressor": ("n_restarts_optimizer", None),
    "IterativeImputer": ("sample_posterior", True),
    "KBinsDiscretizer": None,
    "KernelPCA": ("eigen_solver", ["arpack", "randomized"]),
    "Lars": ("jitter", None),
    "Lasso": ("selection", "random"),
    "LassoCV": ("selection", "random"),
    "LassoLars": ("jitter", None),
    "LogisticRegression": ("solver", ["liblinear", "sag", "saga"]),
    "LogisticRegressionCV": ("solver", ["liblinear", "sag", "saga"]),
    "MultiTaskElasticNet": ("selection", "random"),
    "MultiTaskElasticNetCV": ("selection", "random"),
    "MultiTaskLasso": ("selection", "random"),
    "MultiTaskLassoCV": ("selection", "random"),
    "PCA": ("svd_solver", ["arpack", "randomized"]),
    "QuantileTransformer": None,
    "Ridge": ("solver", ["sag", "saga"]),
    "RidgeClassifier": ("solver", ["sag", "saga"]),
    "SVC": ("probability", True),
    "NuSVC": ("probability", True),
    "TargetEncoder": ("shuffle", True),
}

# They group rows, though they are no children of ClusterMixin.
CLUSTERERS = {"BayesianGaussianMixture", "GaussianMixture", "SpectralBiclustering", "SpectralCoclustering"}

# They are what they hold.
COMPOSITES = {"ColumnTransformer", "FeatureUnion", "Pipeline", "TransformedTargetRegressor"}

# Parameters of constructors whose objects stay inside and are fitted (or copied and fitted) with the whole.
HELD = ("estimator", "estimators", "steps", "transformers", "transformer_list", "regressor", "transformer")

# What the classes that leave rows out have in common.
UNDER_SAMPLER = "imblearn.under_sampling.base.BaseUnderSampler"


def public_name(cls):
    """The shortest module that offers the class under its name."""
    words = [word for word in cls.__module__.split(".") if not word.startswith("_")]
    for count in range(1, len(words) + 1):
        module = ".".join(words[:count])
        try:
            if getattr(importlib.import_module(module), cls.__name__, None) is cls:
                return f"{module}.{cls.__name__}"
        except ImportError:
            continue
    return None


def kind_and_role(cls):
    name = cls.__name__
    if name in COMPOSITES:
        kind = "pipeline" if name == "Pipeline" else "transformer" if hasattr(cls, "transform") else "estimator"
        return kind, "composite"
    if hasattr(cls, "fit_resample"):
        return "resampler", None if ".under_sampling" in cls.__module__ else "resampler"
    if issubclass(cls, model_selection._search.BaseSearchCV):
        return "search", "search"
    if issubclass(cls, base.ClusterMixin) or name in CLUSTERERS:
        return "clusterer", "clusterer"
    if issubclass(cls, base.OutlierMixin):
        return "estimator", "outlier-detector"
    if issubclass(cls, (base.ClassifierMixin, base.RegressorMixin)):
        return "estimator", "estimator"
    if issubclass(cls, base.TransformerMixin) or hasattr(cls, "transform") or hasattr(cls, "fit_transform"):
        return "transformer", "encoder" if name in ENCODERS else "stateless" if name in STATELESS else "reducer"
    return "estimator", "estimator" if hasattr(cls, "predict") else "reducer"


def seed_of(cls, names):
    if "random_state" not in names:
        return {}
    if cls.__name__ not in DRAWS_ONLY_WITH:
        return {"rng": "numpy", "seed": "random_state"}
    result = {"seed": "random_state"}
    condition = DRAWS_ONLY_WITH[cls.__name__]
    if condition is not None:
        argument, values = condition
        clause = {"argument": argument} | ({"isGiven": True} if values is None else {"is": values})
        result["when"] = [clause | {"then": {"rng": "numpy"}}]
    return result


def entry(cls):
    kind, role = kind_and_role(cls)
    result = {"kind": kind} | ({"role": role} if role else {"extends": UNDER_SAMPLER, "stage": "split"})
    parameters = list(inspect.signature(cls.__init__).parameters.values())[1:]
    names = [parameter.name for parameter in parameters]
    positional = [parameter.name for parameter in parameters if parameter.kind is parameter.POSITIONAL_OR_KEYWORD]
    if positional:
        result["parameters"] = positional
    result |= seed_of(cls, names)
    held = [name for name in HELD if name in names]
    if held:
        result["holds"] = held
    result["rows"] = "none"
    return result


def splitters():
    for name in model_selection.__all__:
        cls = getattr(model_selection, name)
        if not inspect.isclass(cls) or not hasattr(cls, "split") or name.startswith("Base"):
            continue
        parameters = list(inspect.signature(cls.__init__).parameters.values())[1:]
        names = [parameter.name for parameter in parameters]
        result = {"kind": "splitter", "role": "splitter", "rows": "none"}
        positional = [parameter.name for parameter in parameters if parameter.kind is parameter.POSITIONAL_OR_KEYWORD]
        if positional:
            result["parameters"] = positional
        if "random_state" in names:
            result |= {"rng": "numpy", "seed": "random_state"}
        if "shuffle" in names:
            # Folds are only drawn when they are asked to be.
            del result["rng"]
            result["when"] = [{"argument": "shuffle", "is": True, "then": {"rng": "numpy"}}]
        yield f"sklearn.model_selection.{name}", result


def list_package(package, found):
    classes = {}
    for _, cls in found:
        name = public_name(cls)
        if name is not None and name.startswith(package):
            classes[name] = entry(cls)
    return classes


def write(folder, name, library, classes):
    text = json.dumps({"library": library, "classes": dict(sorted(classes.items()))}, indent=2)
    (Path(folder) / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def main(folder):
    warnings.simplefilter("ignore")
    import sklearn.experimental.enable_halving_search_cv  # noqa: F401
    import sklearn.experimental.enable_iterative_imputer  # noqa: F401
    from imblearn.utils.testing import all_estimators

    classes = list_package("sklearn.", discovery.all_estimators())
    write(folder, "scikit-learn-classes", "scikit-learn", classes | dict(splitters()))
    write(folder, "imbalanced-learn-classes", "imbalanced-learn", list_package("imblearn.", all_estimators()))
    print(f"scikit-learn {sklearn.__version__}, imbalanced-learn {imblearn.__version__}")


main(sys.argv[1])
