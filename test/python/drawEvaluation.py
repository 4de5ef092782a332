"""Draws random truths and answers, measures them with scikit-learn and scipy, and writes both as JSON.

The unit tests compare our metrics with these numbers. NaN stands as null. The seed and the versions of the tools stand
in the output.
"""

import json
import math
import platform
import sys
import warnings

import numpy
import scipy
import sklearn
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve

SEED = 20261121


def number(value):
    value = float(value)
    return value if math.isfinite(value) else None


def averaged(function, truth, answers, labels, zero_division, **options):
    return {
        average: number(
            function(truth, answers, labels=labels, average=average, zero_division=zero_division, **options)
        )
        for average in ("macro", "micro", "weighted")
    }


def draw_confusion(random):
    cases = []
    for classes in [2, 2, 2, 2, 3, 3, 5, 5, 12, 200]:
        for skew in (1.0, 0.2):
            rows = int(random.integers(1, 400)) if classes < 200 else 3000
            weights = random.dirichlet(numpy.full(classes, skew))
            truth = random.choice(classes, rows, p=weights)
            noise = random.random(rows) < random.uniform(0, 0.9)
            answers = numpy.where(noise, random.choice(classes, rows), truth)
            labels = list(range(classes))
            case = {
                "classes": classes,
                "truth": truth.tolist(),
                "answers": answers.tolist(),
                "accuracy": number(metrics.accuracy_score(truth, answers)),
                "balancedAccuracy": number(metrics.balanced_accuracy_score(truth, answers)),
                "matthews": number(metrics.matthews_corrcoef(truth, answers)),
                "kappa": number(metrics.cohen_kappa_score(truth, answers, labels=labels)),
                "confusion": metrics.confusion_matrix(truth, answers, labels=labels).ravel().tolist(),
                "averages": [],
            }
            for zero_division in (0, 1, numpy.nan):
                case["averages"].append(
                    {
                        "zeroDivision": "nan" if zero_division != zero_division else zero_division,
                        "precision": averaged(metrics.precision_score, truth, answers, labels, zero_division),
                        "recall": averaged(metrics.recall_score, truth, answers, labels, zero_division),
                        "f1": averaged(metrics.f1_score, truth, answers, labels, zero_division),
                        "f2": averaged(metrics.fbeta_score, truth, answers, labels, zero_division, beta=2),
                    }
                )
            # Without a class absent from both sides, which scikit-learn's jaccard_score treats in a way of its own.
            case["jaccard"] = {
                average: number(metrics.jaccard_score(truth, answers, labels=labels, average=average, zero_division=0))
                for average in ("macro", "micro", "weighted")
            }
            cases.append(case)
    return cases


def draw_scores(random, rows, kind):
    if kind == "ties":
        return random.integers(0, 8, rows) / 7
    if kind == "equal":
        return numpy.full(rows, 0.25)
    if kind == "extreme":
        return random.choice([0.0, 1.0, 1e-300, 1 - 1e-16, 0.5], rows)
    return random.random(rows)


def draw_ranking(random):
    cases = []
    for kind in ("plain", "ties", "equal", "extreme"):
        for rows in (2, 5, 60, 400):
            truth = (random.random(rows) < random.uniform(0.1, 0.9)).astype(int)
            truth[0], truth[1] = 0, 1
            scores = draw_scores(random, rows, kind)
            if kind == "plain":
                scores = numpy.clip(scores * 0.6 + truth * random.uniform(0, 0.4), 0, 1)
            false_rate, true_rate, _ = metrics.roc_curve(truth, scores, drop_intermediate=False)
            cases.append(
                {
                    "kind": kind,
                    "truth": truth.tolist(),
                    "scores": scores.tolist(),
                    "rocAuc": number(metrics.roc_auc_score(truth, scores)),
                    "averagePrecision": number(metrics.average_precision_score(truth, scores)),
                    "logLoss": number(metrics.log_loss(truth, scores, labels=[0, 1])),
                    "brier": number(metrics.brier_score_loss(truth, scores)),
                    "kolmogorovSmirnov": number(stats.ks_2samp(scores[truth == 1], scores[truth == 0]).statistic),
                    "rocCurve": [[number(x), number(y)] for x, y in zip(false_rate, true_rate)],
                    "reliability": [
                        [number(share), number(mean)]
                        for share, mean in zip(*calibration_curve(truth, scores, n_bins=10, strategy="uniform"))
                    ],
                    "deLongVariance": number(delong_variance(truth, scores)),
                }
            )
    return cases


def delong_variance(truth, scores):
    """By the definition, pair by pair."""
    positive, negative = scores[truth == 1], scores[truth == 0]
    if len(positive) < 2 or len(negative) < 2:
        return math.nan
    wins = (positive[:, None] > negative[None, :]) + 0.5 * (positive[:, None] == negative[None, :])
    return numpy.var(wins.mean(axis=1), ddof=1) / len(positive) + numpy.var(wins.mean(axis=0), ddof=1) / len(negative)


def draw_multiclass_scores(random):
    cases = []
    for classes in (3, 4, 10):
        for rows in (12, 150):
            scores = random.dirichlet(numpy.ones(classes), rows)
            truth = numpy.concatenate([numpy.arange(classes), random.integers(0, classes, rows)])[:rows]
            labels = list(range(classes))
            ties = numpy.round(scores, 1)
            cases.append(
                {
                    "classes": classes,
                    "truth": truth.tolist(),
                    "scores": scores.tolist(),
                    "ties": ties.tolist(),
                    "rocAuc": {
                        average: number(
                            metrics.roc_auc_score(truth, scores, multi_class="ovr", average=average, labels=labels)
                        )
                        for average in ("macro", "micro", "weighted")
                    },
                    "averagePrecision": {
                        average: number(
                            metrics.average_precision_score(numpy.eye(classes)[truth], scores, average=average)
                        )
                        for average in ("macro", "micro", "weighted")
                    },
                    "logLoss": number(metrics.log_loss(truth, scores, labels=labels)),
                    "brier": number(metrics.brier_score_loss(truth, scores, labels=labels, scale_by_half=False)),
                    "top2": number(metrics.top_k_accuracy_score(truth, ties, k=2, labels=labels)),
                }
            )
    return cases


def draw_multilabel(random):
    cases = []
    for classes in (2, 5, 30):
        for rows in (1, 20, 120):
            truth = (random.random((rows, classes)) < random.uniform(0.05, 0.6)).astype(int)
            answers = numpy.where(random.random((rows, classes)) < 0.2, 1 - truth, truth)
            case = {
                "classes": classes,
                "truth": truth.tolist(),
                "answers": answers.tolist(),
                "subsetAccuracy": number(metrics.accuracy_score(truth, answers)),
                "averages": [],
            }
            for zero_division in (0, 1):
                case["averages"].append(
                    {
                        "zeroDivision": zero_division,
                        **{
                            name: {
                                average: number(
                                    function(truth, answers, average=average, zero_division=zero_division)
                                )
                                for average in ("macro", "micro", "weighted", "samples")
                            }
                            for name, function in (
                                ("precision", metrics.precision_score),
                                ("recall", metrics.recall_score),
                                ("f1", metrics.f1_score),
                            )
                        },
                    }
                )
            cases.append(case)
    return cases


def draw_regression(random):
    cases = []
    for rows in (2, 3, 50, 301):
        for scale in (1e-9, 1.0, 1e9):
            truth = random.lognormal(0, 1, rows) * scale
            answers = truth * random.lognormal(0, 0.3, rows)
            cases.append(
                {
                    "truth": truth.tolist(),
                    "answers": answers.tolist(),
                    "mae": number(metrics.mean_absolute_error(truth, answers)),
                    "mse": number(metrics.mean_squared_error(truth, answers)),
                    "rmse": number(metrics.root_mean_squared_error(truth, answers)),
                    "medae": number(metrics.median_absolute_error(truth, answers)),
                    "maxError": number(metrics.max_error(truth, answers)),
                    "mape": number(metrics.mean_absolute_percentage_error(truth, answers)),
                    "msle": number(metrics.mean_squared_log_error(truth, answers)),
                    "r2": number(metrics.r2_score(truth, answers)),
                    "explainedVariance": number(metrics.explained_variance_score(truth, answers)),
                    "pinball": number(metrics.mean_pinball_loss(truth, answers, alpha=0.9)),
                }
            )
    return cases


def draw_coins(random):
    cases = []
    for trials in [1, 2, 3, 10, 101, 1000, 20_001, 500_000]:
        for successes in sorted({0, trials, trials // 2, int(random.binomial(trials, 0.5)), int(0.48 * trials)}):
            cases.append(
                {"successes": successes, "trials": trials, "tail": float(stats.binom.cdf(successes, trials, 0.5))}
            )
    return cases


def draw_paired(random):
    cases = []
    for rows in (40, 300):
        truth = (random.random(rows) < 0.4).astype(int)
        first = random.random(rows) * 0.7 + truth * 0.3
        second = numpy.round(random.random(rows) * 0.6 + truth * 0.4, 2)
        wins = []
        for scores in (first, second):
            positive, negative = scores[truth == 1], scores[truth == 0]
            wins.append((positive[:, None] > negative[None, :]) + 0.5 * (positive[:, None] == negative[None, :]))
        change = wins[1] - wins[0]
        deviation = math.sqrt(
            numpy.var(change.mean(axis=1), ddof=1) / change.shape[0]
            + numpy.var(change.mean(axis=0), ddof=1) / change.shape[1]
        )
        difference = float(change.mean())
        cases.append(
            {
                "truth": truth.tolist(),
                "first": first.tolist(),
                "second": second.tolist(),
                "difference": difference,
                "deviation": deviation,
                "p": float(2 * stats.norm.sf(abs(difference) / deviation)),
            }
        )
    return cases


def main(file):
    warnings.simplefilter("ignore")
    random = numpy.random.Generator(numpy.random.PCG64(SEED))
    fixture = {
        "tools": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "seed": SEED,
        "confusion": draw_confusion(random),
        "ranking": draw_ranking(random),
        "multiclassScores": draw_multiclass_scores(random),
        "multilabel": draw_multilabel(random),
        "regression": draw_regression(random),
        "coins": draw_coins(random),
        "paired": draw_paired(random),
    }
    with open(file, "w", encoding="utf-8") as stream:
        json.dump(fixture, stream, allow_nan=False, default=float)
        stream.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
