"""Draws random answers with amounts of money that differ from row to row, and adds them up with numpy.

The unit tests compare our money with these numbers. Everything is computed from its definition, threshold by threshold.
"""

import json
import platform
import sys

import numpy

SEED = 20261122


def mean_at(values, positive, prevalence):
    return prevalence * values[positive].mean() + (1 - prevalence) * values[~positive].mean()


def draw_binary(random):
    cases = []
    for rows, ties in [(2, False), (3, True), (17, True), (60, False), (250, True), (400, False)]:
        truth = random.random(rows) < 0.3
        truth[:2] = [True, False]
        scores = numpy.round(random.random(rows), 1) if ties else random.random(rows)
        tp, fp, fn, tn = random.normal([[12], [-6], [-9], [0]], 3, (4, rows))
        raised, silent = numpy.where(truth, tp, fp), numpy.where(truth, fn, tn)
        prevalence = float(random.uniform(0.01, 0.9))
        threshold = float(scores[rows // 2])
        rule = random.random(rows) < 0.4
        values = numpy.where(scores >= threshold, raised, silent)
        curve = [(None, float(silent.sum()))]
        for cut in sorted(set(scores.tolist()), reverse=True):
            curve.append((cut, float(numpy.where(scores >= cut, raised, silent).sum())))
        cases.append(
            {
                "truth": truth.astype(int).tolist(),
                "scores": scores.tolist(),
                "tp": tp.tolist(),
                "fp": fp.tolist(),
                "fn": fn.tolist(),
                "tn": tn.tolist(),
                "rule": rule.astype(int).tolist(),
                "threshold": threshold,
                "prevalence": prevalence,
                "mean": float(values.mean()),
                "atPrevalence": float(mean_at(values, truth, prevalence)),
                "never": float(mean_at(silent, truth, prevalence)),
                "gain": float(mean_at(values - numpy.where(rule, raised, silent), truth, prevalence)),
                "curve": curve,
                "most": max(value for _, value in curve),
            }
        )
    return cases


def draw_classes(random):
    cases = []
    for classes in (3, 3, 7):
        rows = int(random.integers(5, 200))
        truth, answers = random.integers(0, classes, (2, rows))
        amount = random.normal(5, 2, rows)
        matrix = numpy.full((classes, classes), -0.5)
        numpy.fill_diagonal(matrix, 0.04)
        pairs = {(0, 1): -2.0, (2, 0): -0.25, (1, 1): 0.5}
        for (one, answer), value in pairs.items():
            matrix[one, answer] = value
        values = matrix[truth, answers]
        # The other confusions of class 2 cost what stands in the row.
        values = numpy.where((truth == 2) & (answers == 1), -0.8 * amount, values)
        cases.append(
            {
                "classes": classes,
                "truth": truth.tolist(),
                "answers": answers.tolist(),
                "amount": (-0.8 * amount).tolist(),
                "pairs": [[one, answer, value] for (one, answer), value in pairs.items()],
                "mean": float(values.mean()),
            }
        )
    return cases


def draw_errors(random, rules):
    cases = []
    for rows in (1, 8, 150):
        truth = random.normal(10, 5, rows)
        answers = truth + random.normal(0, 4, rows) * (random.random(rows) < 0.9)
        over, under = -random.gamma(2, 1, (2, rows))
        error = answers - truth
        high, low = numpy.maximum(error, 0), numpy.maximum(-error, 0)
        # A rule that answers a number, such as the last value.
        rule = numpy.round(truth + rules.normal(1, 6, rows), 2)
        rule_high, rule_low = numpy.maximum(rule - truth, 0), numpy.maximum(truth - rule, 0)
        cases.append(
            {
                "truth": truth.tolist(),
                "answers": answers.tolist(),
                "over": over.tolist(),
                "under": under.tolist(),
                "mean": float((high * over + low * under).mean()),
                "flat": float(-1 * high.mean() - 3 * low.mean()),
                "rule": rule.tolist(),
                "tooHigh": float(high.mean()),
                "tooLow": float(low.mean()),
                "ruleTooHigh": float(rule_high.mean()),
                "ruleTooLow": float(rule_low.mean()),
                "gain": float(((high - rule_high) * over + (low - rule_low) * under).mean()),
            }
        )
    return cases


def main(file):
    random = numpy.random.Generator(numpy.random.PCG64(SEED))
    fixture = {
        "tools": {"python": platform.python_version(), "numpy": numpy.__version__},
        "seed": SEED,
        "binary": draw_binary(random),
        "classes": draw_classes(random),
        "errors": draw_errors(random, numpy.random.Generator(numpy.random.PCG64(SEED + 1))),
    }
    with open(file, "w", encoding="utf-8") as stream:
        json.dump(fixture, stream, allow_nan=False)
        stream.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
