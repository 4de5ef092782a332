"""Draws random inputs, computes them with scipy, and writes both as JSON into the file that is named.

The unit tests compare our statistics with these numbers. The seed and the versions of the tools stand in the output.
"""

import json
import math
import platform
import sys
from fractions import Fraction

import numpy
import scipy
from scipy import special, stats
from scipy.optimize import brentq

SEED = 20261102
MASK_32 = 0xFFFFFFFF
MASK_64 = 0xFFFFFFFFFFFFFFFF


def draw_log_gamma(random):
    values = [*(10 ** random.uniform(-8, 8, 60)), 0.5, 1.0, 1.5, 2.0, 3.0, 170.0]
    return [{"x": x, "value": special.gammaln(x)} for x in map(float, values)]


def draw_upper_gamma(random):
    cases = []
    for shape in 10 ** random.uniform(-2, 7, 80):
        for factor in (0.01, 0.5, 0.99, 1.0, 1.01, 2.0):
            x = float(shape * factor)
            cases.append({"shape": float(shape), "x": x, "value": float(special.gammaincc(shape, x))})
    return cases


def draw_normal_probability(random):
    values = [*random.normal(0, 2, 60), *random.uniform(-37, 8, 40), 0.0, -1.96, 1.96]
    return [{"z": z, "value": float(stats.norm.cdf(z))} for z in map(float, values)]


def draw_normal_quantile(random):
    values = [*random.uniform(0, 1, 60), *(10 ** random.uniform(-300, -1, 40)), 0.975, 0.5, 0.075, 0.925]
    return [{"probability": p, "value": float(stats.norm.ppf(p))} for p in map(float, values)]


def draw_chi_square(random):
    cases = []
    for degrees in [*random.integers(1, 200, 60), 1, 2, 9, 10_000]:
        tail = float(random.uniform(1e-6, 1 - 1e-6))
        value = float(stats.chi2.isf(tail, degrees))
        tail_of_value = float(stats.chi2.sf(value, degrees))
        cases.append({"degrees": int(degrees), "tail": tail, "value": value, "tailOfValue": tail_of_value})
    return cases


def draw_wilson(random):
    cases = []
    for trials in [*(10 ** random.uniform(0, 6, 80)).astype(int), 1, 2, 200, 100_800]:
        trials = int(trials)
        for successes in sorted({0, trials, int(random.integers(0, trials + 1))}):
            confidence = float(random.choice([0.8, 0.9, 0.95, 0.99]))
            interval = stats.binomtest(successes, trials).proportion_ci(confidence, "wilson")
            cases.append(
                {
                    "successes": successes,
                    "trials": trials,
                    "confidence": confidence,
                    "low": float(interval.low),
                    "high": float(interval.high),
                }
            )
    return cases


def draw_sample_size(random):
    """Searches the least n one by one with an interval computed from the score test itself, not from its solution."""

    def half_width(share, trials, z):
        # The ends of the interval solve (share - p)^2 = z^2 p (1 - p) / trials.
        a = 1 + z * z / trials
        b = -(2 * share + z * z / trials)
        c = share * share
        return math.sqrt(b * b - 4 * a * c) / (2 * a)

    cases = []
    for _ in range(25):
        share = float(random.uniform(0.01, 0.99))
        tolerance = float(random.uniform(0.01, 0.2))
        confidence = float(random.choice([0.9, 0.95]))
        z = float(stats.norm.ppf((1 + confidence) / 2))
        trials = 1
        while half_width(share, trials, z) > tolerance:
            trials += 1
        cases.append({"share": share, "tolerance": tolerance, "confidence": confidence, "trials": trials})
    return cases


def draw_sums(random):
    cases = []
    for _ in range(20):
        values = [float(x) for x in random.normal(0, 1, 50) * 10 ** random.uniform(-12, 12, 50)]
        cases.append({"values": values, "sum": math.fsum(values)})
    return cases


def draw_annuities(random):
    """Annuity and net present value in exact fractions, and the internal rate by scipy's root finder."""
    cases = []
    for _ in range(40):
        one_off = int(random.integers(1, 5_000_000))
        left = int(random.integers(1, 5_000_000))
        years = int(random.integers(1, 30))
        percent = int(random.integers(0, 40))
        rate = Fraction(percent, 100)
        annuity = sum(Fraction(1) / (1 + rate) ** year for year in range(1, years + 1))

        def net(value, left=left, one_off=one_off, years=years):
            return left * sum((1 + value) ** -year for year in range(1, years + 1)) - one_off

        if net(-0.999) < 0 or net(1e6) > 0:
            continue
        cases.append(
            {
                "oneOff": one_off,
                "left": left,
                "years": years,
                "percent": percent,
                "annuity": float(annuity),
                "netPresentValue": float(left * annuity - one_off),
                "internalRate": float(brentq(net, -0.999, 1e6, xtol=1e-14, rtol=1e-14, maxiter=1000)),
            }
        )
    return cases


def split_mix(seed):
    counter = seed & MASK_64
    while True:
        counter = (counter + 0x9E3779B97F4A7C15) & MASK_64
        mixed = ((counter ^ (counter >> 30)) * 0xBF58476D1CE4E5B9) & MASK_64
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK_64
        yield mixed ^ (mixed >> 31)


def rotate(word, bits):
    return ((word << bits) | (word >> (32 - bits))) & MASK_32


def draw_random_streams(random):
    """xoshiro128** written a second time, over Python's unbounded integers."""
    cases = []
    for seed in [0, 1, 42, 2**53 - 1, *map(int, random.integers(0, 2**53, 6))]:
        mixer = split_mix(seed)
        first, second = next(mixer), next(mixer)
        state = [first & MASK_32, first >> 32, second & MASK_32, second >> 32]
        words = []
        for _ in range(12):
            words.append((rotate((state[1] * 5) & MASK_32, 7) * 9) & MASK_32)
            shifted = (state[1] << 9) & MASK_32
            state[2] ^= state[0]
            state[3] ^= state[1]
            state[1] ^= state[2]
            state[0] ^= state[3]
            state[2] ^= shifted
            state[3] = rotate(state[3], 11)
        cases.append({"seed": seed, "words": words})
    return cases


def draw_shift_windows(random):
    """Searches the least window one by one with the power of the test itself, not with its solution."""
    cases = []
    for _ in range(40):
        shift = float(random.uniform(0.1, 0.8))
        reference = int(10 ** random.uniform(1, 6))
        false_alarm = float(random.choice([0.001, 0.01, 0.05]))
        power = float(random.choice([0.5, 0.8, 0.95]))
        bound = stats.norm.isf(false_alarm / 2)

        def reached(rows, shift=shift, reference=reference, bound=bound):
            return stats.norm.sf(bound - shift / math.sqrt(1 / rows + 1 / reference))

        rows = 1
        # An endless window is compared with the reference alone.
        if stats.norm.sf(bound - shift * math.sqrt(reference)) <= power:
            rows = None
        while rows is not None and reached(rows) < power:
            rows += 1 if rows < 10_000 else rows // 1000
        if rows is not None and rows >= 10_000:
            continue
        cases.append(
            {"shift": shift, "referenceRows": reference, "falseAlarm": false_alarm, "power": power, "rows": rows}
        )
    return cases


def draw_share_trials(random):
    """Searches the least number of trials one by one with the power of the test itself."""
    cases = []
    for _ in range(40):
        expected = float(random.uniform(0.02, 0.98))
        worst = float(random.uniform(0.02, 0.98))
        if abs(expected - worst) < 0.02:
            continue
        false_alarm = float(random.choice([0.01, 0.05, 0.1]))
        power = float(random.choice([0.8, 0.9]))
        trials = 1
        while (
            stats.norm.sf(
                (
                    stats.norm.isf(false_alarm) * math.sqrt(expected * (1 - expected) / trials)
                    - abs(expected - worst)
                )
                / math.sqrt(worst * (1 - worst) / trials)
            )
            < power
        ):
            trials += 1
        cases.append(
            {"expected": expected, "worst": worst, "falseAlarm": false_alarm, "power": power, "trials": trials}
        )
    return cases


def main(file):
    random = numpy.random.Generator(numpy.random.PCG64(SEED))
    fixture = {
        "tools": {"python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__},
        "seed": SEED,
        "logGamma": draw_log_gamma(random),
        "upperGamma": draw_upper_gamma(random),
        "normalProbability": draw_normal_probability(random),
        "normalQuantile": draw_normal_quantile(random),
        "chiSquare": draw_chi_square(random),
        "wilson": draw_wilson(random),
        "sampleSize": draw_sample_size(random),
        "sums": draw_sums(random),
        "annuities": draw_annuities(random),
        "randomStreams": draw_random_streams(random),
        "shiftWindows": draw_shift_windows(random),
        "shareTrials": draw_share_trials(random),
    }
    with open(file, "w", encoding="utf-8") as stream:
        json.dump(fixture, stream, indent=1, allow_nan=False, default=float)
        stream.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
