"""Asks Evidently for its numbers and alarms, method by method, and for the method that it chooses by itself."""

import os
import sys
import warnings

os.environ["DO_NOT_TRACK"] = "1"

import evidently  # noqa: E402
import numpy  # noqa: E402
import pandas  # noqa: E402
from driftColumns import count, draw_categories, draw_numeric, outcome, write  # noqa: E402
from evidently import DataDefinition, Dataset, Report  # noqa: E402
from evidently.legacy.calculations import stattests  # noqa: E402
from evidently.legacy.calculations.stattests.registry import get_stattest  # noqa: E402
from evidently.legacy.core import ColumnType  # noqa: E402
from evidently.metrics import ValueDrift  # noqa: E402

METHODS = {
    "ks": stattests.ks_stat_test,
    "cramer_von_mises": stattests.cramer_von_mises,
    "anderson": stattests.anderson_darling_test,
    "es": stattests.epps_singleton_test,
    "t_test": stattests.t_test,
    "mannw": stattests.mann_whitney_u_stat_test,
    "ed": stattests.energy_dist_test,
    "wasserstein": stattests.wasserstein_stat_test,
    "chisquare": stattests.chi_stat_test,
    "g_test": stattests.g_test,
    "z": stattests.z_stat_test,
    "fisher_exact": stattests.fisher_exact_test,
    "psi": stattests.psi_stat_test,
    "kl_div": stattests.kl_div_stat_test,
    "jensenshannon": stattests.jensenshannon_stat_test,
    "hellinger": stattests.hellinger_stat_test,
}


def clean(values):
    return pandas.Series(values).replace([-numpy.inf, numpy.inf], numpy.nan).dropna()


def ask(reference, current, feature_type):
    results = {}
    for name, test in METHODS.items():
        if feature_type not in test.allowed_feature_types:
            continue
        # Of two values the covariance has rank 1, and scipy takes rounding errors, which processors differ in, for more.
        if name == "es" and clean(reference + current).nunique() < 3:
            continue
        try:
            found = test(clean(reference), clean(current), feature_type, None)
            results[name] = outcome(found.drift_score, found.drifted)
        except (ValueError, ZeroDivisionError, numpy.linalg.LinAlgError):
            results[name] = None
    chosen = get_stattest(clean(reference), clean(current), feature_type, None)
    return {"results": results, "chosen": chosen.name}


def run_report(reference, current, definition):
    """The number that a user sees in a report with no settings."""
    data = [
        Dataset.from_pandas(pandas.DataFrame({"x": values}), data_definition=definition) for values in (reference, current)
    ]
    snapshot = Report([ValueDrift(column="x")]).run(data[1], data[0]).dict()
    return outcome(snapshot["metrics"][0]["value"], None)


def main(file):
    warnings.simplefilter("ignore")
    numeric = []
    for case in draw_numeric():
        left = case["reference"] + [None] * case["missing"][0]
        right = case["current"] + [None] * case["missing"][1]
        found = ask(left, right, ColumnType.Numerical)
        report = run_report(left, right, DataDefinition(numerical_columns=["x"]))
        numeric.append({**case, **found, "report": report})
    categories = []
    for case in draw_categories():
        found = ask(case["reference"], case["current"], ColumnType.Categorical)
        report = run_report(case["reference"], case["current"], DataDefinition(categorical_columns=["x"]))
        categories.append({"reference": count(case["reference"]), "current": count(case["current"]), **found, "report": report})
    write(file, {"evidently": evidently.__version__, "numpy": numpy.__version__}, numeric, categories)


main(sys.argv[1])
