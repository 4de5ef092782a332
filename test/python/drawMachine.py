"""Draws binomial tails, and how many queries a percentile of latency needs, with scipy, and writes both as JSON.

The unit tests compare our machine figures with these numbers. The seed and the versions of the tools stand in the
output.
"""

import json
import platform
import sys

import numpy
import scipy
from scipy import stats

SEED = 20261121


def draw_tails(random):
    cases = []
    for trials in [*(10 ** random.uniform(0, 5.5, 150)).astype(int), 1, 2, 459, 262_742]:
        trials = int(trials)
        for probability in (float(random.uniform(0, 1)), 0.01, 0.5, 0.99, float(10 ** random.uniform(-6, -1))):
            spread = max(1.0, (trials * probability * (1 - probability)) ** 0.5)
            near = int(numpy.clip(trials * probability + random.normal(0, 3) * spread, 0, trials))
            for successes in sorted({0, near, trials}):
                value = float(stats.binom.cdf(successes, trials, probability))
                log = float(stats.binom.logcdf(successes, trials, probability))
                if log > -700:
                    cases.append(
                        {"successes": successes, "trials": trials, "probability": probability, "value": value, "log": log}
                    )
    return cases


def draw_needed(random):
    """Searches the least number of queries one by one, with scipy's distribution."""
    cases = []
    for percentile in (0.5, 0.9, 0.95, 0.97, 0.99, 0.999):
        for over in [0, 1, 2, 3, 5, 10, int(random.integers(11, 60))]:
            within = numpy.arange(0, 200_000 if percentile > 0.99 else 20_000)
            enough = stats.binom.cdf(over, within + over, 1 - percentile) <= 1 - 0.99
            cases.append({"percentile": percentile, "over": over, "within": int(within[numpy.argmax(enough)])})
    return cases


def draw_order_intervals(random):
    """Places of the latencies between which a quantile lies, from scipy's quantiles of the binomial."""
    cases = []
    for queries in [*(10 ** random.uniform(1, 4.5, 40)).astype(int), 100, 10_000]:
        queries = int(queries)
        for percentile in (0.5, 0.9, 0.99):
            low = int(stats.binom.ppf(0.025, queries, percentile))
            high = int(stats.binom.ppf(0.975, queries, percentile))
            if low >= 1 and high < queries:
                cases.append({"queries": queries, "percentile": percentile, "low": low - 1, "high": high})
    return cases


def main(file):
    random = numpy.random.Generator(numpy.random.PCG64(SEED))
    fixture = {
        "tools": {"python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__},
        "seed": SEED,
        "tails": draw_tails(random),
        "needed": draw_needed(random),
        "orderIntervals": draw_order_intervals(random),
    }
    with open(file, "w", encoding="utf-8") as stream:
        json.dump(fixture, stream, indent=1, allow_nan=False, default=float)
        stream.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
