"""Asks NannyML for its numbers, alarm thresholds and alarms, method by method."""

import os
import sys
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"

import nannyml  # noqa: E402
import numpy  # noqa: E402
import pandas  # noqa: E402
from driftColumns import count, draw_categories, draw_numeric, outcome, write  # noqa: E402

CONTINUOUS = ["jensen_shannon", "hellinger", "kolmogorov_smirnov", "wasserstein"]
CATEGORICAL = ["jensen_shannon", "hellinger", "chi2", "l_infinity"]
CHUNKS = 8


def ask(reference, current, methods, kind):
    """The whole window as one chunk, the reference in eight."""
    calculator = nannyml.UnivariateDriftCalculator(
        column_names=["x"],
        treat_as_categorical=["x"] if kind == "categorical" else None,
        **{f"{kind}_methods": methods},
        chunk_number=CHUNKS,
    )
    calculator.fit(pandas.DataFrame({"x": reference}))
    results = {}
    for model in (calculator._column_to_models_mapping if kind == "continuous" else calculator._column_to_models_mapping)["x"]:
        value = model.calculate(pandas.Series(current, name="x"))
        found = outcome(value, model.alert(value))
        results[model.column_name] = None if found is None else [*found, model.upper_threshold_value]
    return results


def draw_large():
    """Beyond 10,000 rows NannyML sorts into bins; both languages generate the rows."""
    cases = []
    for left, right, low, scale in ((12_000, 900, 0.02, 1.1), (20_011, 5_000, -0.3, 0.9)):
        reference = ((7919 * numpy.arange(left)) % 1_000_003) / 1_000_003
        current = low + scale * ((104729 * numpy.arange(right)) % 1_000_003) / 1_000_003
        cases.append({"rows": [left, right], "low": low, "scale": scale, "results": ask(reference, current, CONTINUOUS, "continuous")})
    return cases


def main(file):
    warnings.simplefilter("ignore")
    numeric = []
    for case in draw_numeric():
        left = [float(value) for value in case["reference"]]
        right = [float(value) for value in case["current"]] + [None] * case["missing"][1]
        numeric.append({**case, "results": ask(left, right, CONTINUOUS, "continuous")})
    categories = []
    for case in draw_categories():
        # Chunks follow each other, so sorted labels would make each chunk another distribution.
        results = ask(case["reference"], case["current"], CATEGORICAL, "categorical")
        categories.append({"reference": count(case["reference"]), "current": count(case["current"]), "results": results, "ordered": case["reference"]})
    write(file, {"nannyml": nannyml.__version__, "numpy": numpy.__version__}, numeric, categories, chunks=CHUNKS, large=draw_large())


main(sys.argv[1])
