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


def draw_calculators():
    """The calculator with its own chunks, on rows that both languages generate; thresholds by its default."""
    cases = []
    for name, chunks, left, right, per_day in (
        ("whole", {}, 1_234, 300, 20),
        ("rows", {"chunk_size": 150}, 1_234, 430, 20),
        ("month", {"chunk_period": "M"}, 1_500, 700, 10),
    ):
        reference, current = (draw_rows(*side) for side in ((left, per_day, 0, 0.0), (right, per_day, left, 0.08)))
        timed = "chunk_period" in chunks
        calculator = nannyml.UnivariateDriftCalculator(
            column_names=["x", "c"],
            timestamp_column_name="day" if timed else None,
            continuous_methods=["jensen_shannon"],
            categorical_methods=["jensen_shannon"],
            **chunks,
        )
        calculator.fit(reference)
        # Without chunks of its own the window is one.
        windows = [current] if name == "whole" else [chunk.data for chunk in calculator.chunker.split(current)]
        results = {}
        for column in ("x", "c"):
            (model,) = calculator._column_to_models_mapping[column]
            values = [model.calculate(window[column]) for window in windows]
            results[column] = {
                "values": [float(value) for value in values],
                "alarms": [bool(model.alert(value)) for value in values],
                "threshold": float(model.upper_threshold_value),
            }
        cases.append({"chunks": name, "rows": [left, right], "perDay": per_day, "shift": 0.08, "results": results})
    return cases


def draw_rows(rows, per_day, before, shift):
    place = numpy.arange(before, before + rows)
    x = ((7919 * place) % 1_000_003) / 1_000_003 + shift
    c = numpy.array(["a", "b", "c", "d"])[((7919 * place) % 1_000_003 * 4 // 1_000_003 + (place % 7 == 0)) % 4]
    day = pandas.Timestamp("2024-01-01") + pandas.to_timedelta(place // per_day, unit="D")
    return pandas.DataFrame({"x": x, "c": c, "day": day})


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
    write(file, {"nannyml": nannyml.__version__, "numpy": numpy.__version__}, numeric, categories, chunks=CHUNKS, large=draw_large(), calculators=draw_calculators())


main(sys.argv[1])
