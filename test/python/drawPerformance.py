"""Asks NannyML for estimates of performance without labels, and for reconstruction errors."""

import json
import os
import platform
import sys
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"

import nannyml  # noqa: E402
import numpy  # noqa: E402
import pandas  # noqa: E402
from nannyml.performance_estimation.confidence_based import metrics as cbpe_metrics  # noqa: E402
from sklearn.isotonic import IsotonicRegression  # noqa: E402

SEED = 20261121
METRICS = ["roc_auc", "average_precision", "f1", "precision", "recall", "specificity", "accuracy"]


def draw_scores(random, rows, sharpness, ties):
    hidden = random.normal(0, 1.2, rows)
    score = 1 / (1 + numpy.exp(-hidden))
    truth = (random.random(rows) < 1 / (1 + numpy.exp(-sharpness * hidden - 0.2))).astype(int)
    return (numpy.round(score, 2) if ties else numpy.round(score, 6)), truth


def estimate(random, sharpness, ties):
    reference, truth = draw_scores(random, 900, sharpness, ties)
    current, _ = draw_scores(random, 400, sharpness, ties)
    current = numpy.clip(current * 0.9 + 0.05, 0, 1).round(6)
    frame = pandas.DataFrame({"p": reference, "y": truth, "a": (reference >= 0.5).astype(int)})
    window = pandas.DataFrame({"p": current, "a": (current >= 0.5).astype(int)})
    estimator = nannyml.CBPE(
        y_pred_proba="p", y_pred="a", y_true="y", problem_type="classification_binary", metrics=METRICS, chunk_number=1
    )
    estimator.fit(frame)
    found = estimator.estimate(window).to_df(multilevel=False)
    row = found[found["chunk_period"] == "analysis"].iloc[0]
    return {
        "reference": reference.tolist(),
        "truth": truth.tolist(),
        "current": current.tolist(),
        "isCalibrated": bool(estimator.needs_calibration),
        "estimates": {name: float(row[f"{name}_value"]) for name in METRICS},
    }


def reconstruct(random):
    mixing = random.normal(0, 1, (6, 6))
    reference = (random.normal(0, 1, (500, 6)) * [3, 2, 1, 0.5, 0.3, 0.2]) @ mixing
    current = (random.normal(0, 1, (200, 6)) * [3, 2, 1, 0.5, 0.3, 0.2]) @ mixing
    current[:, 2] = random.permutation(current[:, 2])
    reference, current = reference.round(4), current.round(4)
    names = [f"x{place}" for place in range(6)]
    calculator = nannyml.DataReconstructionDriftCalculator(column_names=names, chunk_number=1)
    calculator.fit(pandas.DataFrame(reference, columns=names))
    found = calculator.calculate(pandas.DataFrame(current, columns=names)).to_df(multilevel=False)
    by_period = found.set_index("chunk_period")["reconstruction_error_value"]
    return {
        "reference": reference.tolist(),
        "current": current.tolist(),
        "errors": [float(by_period["reference"]), float(by_period["analysis"])],
        "components": int(calculator._n_components if isinstance(calculator._n_components, int) else calculator._pca.n_components_),
    }


def estimate_loss(random):
    def draw(rows, low, high):
        x = random.uniform(low, high, (rows, 2))
        prediction = 2 * x[:, 0] + x[:, 1]
        truth = prediction + random.normal(0, 0.2 + x[:, 0], rows)
        return x.round(4), prediction.round(4), truth.round(4)

    x, prediction, truth = draw(2000, 0, 2)
    # Among the hard rows only: losses are larger than those of the reference, and no label says so.
    more, answers, labels = draw(1000, 1, 2)
    frame = pandas.DataFrame({"a": x[:, 0], "b": x[:, 1], "p": prediction, "y": truth})
    estimator = nannyml.DLE(
        feature_column_names=["a", "b"], y_pred="p", y_true="y", metrics=["mae", "rmse"], chunk_number=1
    )
    estimator.fit(frame)
    window = pandas.DataFrame({"a": more[:, 0], "b": more[:, 1], "p": answers})
    found = estimator.estimate(window).to_df(multilevel=False)
    row = found[found["chunk_period"] == "analysis"].iloc[0]
    errors = labels - answers
    return {
        "reference": numpy.column_stack([x, prediction, truth]).tolist(),
        "current": numpy.column_stack([more, answers]).tolist(),
        "estimates": {"mae": float(row["mae_value"]), "rmse": float(row["rmse_value"])},
        "realised": {"mae": float(numpy.abs(errors).mean()), "rmse": float(numpy.sqrt((errors**2).mean()))},
    }


def main(file):
    warnings.simplefilter("ignore")
    random = numpy.random.default_rng(SEED)
    x, y = random.random(60).round(1), random.random(60).round(3)
    fitted = IsotonicRegression(out_of_bounds="clip").fit(x, y)
    at = numpy.linspace(-0.1, 1.1, 49)
    result = {
        "tools": {"python": platform.python_version(), "nannyml": nannyml.__version__, "numpy": numpy.__version__},
        "seed": SEED,
        "isotonic": [{"x": x.tolist(), "y": y.tolist(), "at": at.tolist(), "fitted": fitted.predict(at).tolist()}],
        "estimates": [estimate(random, sharpness, ties) for sharpness in (0.5, 1, 2.5) for ties in (False, True)],
        "reconstructions": [reconstruct(random) for _ in range(2)],
        "losses": [estimate_loss(random)],
    }
    with open(file, "w", encoding="utf-8") as output:
        json.dump(result, output, separators=(",", ":"))


main(sys.argv[1])
