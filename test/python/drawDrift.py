"""Draws random columns of a reference and a window, compares them with scipy, and writes both as JSON.

The unit tests compare our statistics of drift with these numbers. NaN stands as null. The seed and the versions of the
tools stand in the output.
"""

import json
import math
import platform
import sys
import warnings
from fractions import Fraction

import numpy
import scipy
from scipy import special, stats
from scipy.spatial.distance import jensenshannon

SEED = 20261121


def number(value):
    value = float(value)
    return value if math.isfinite(value) else None


def log(value):
    """The logarithm of a probability, so that 1e-200 is told from 0."""
    value = float(value)
    return math.log(value) if value > 0 else None


def draw_column(random, kind, rows, shift):
    if kind == "normal":
        return random.normal(shift, 1, rows)
    if kind == "skewed":
        return numpy.exp(random.normal(shift, 1.5, rows))
    if kind == "heavy":
        return random.standard_cauchy(rows) + shift
    if kind == "discrete":
        return random.poisson(3 + 3 * shift, rows).astype(float)
    if kind == "rounded":
        return numpy.round(random.normal(shift, 1, rows), 1)
    if kind == "two":
        return (random.random(rows) < 0.3 + shift / 4).astype(float)
    if kind == "huge":
        return random.normal(1e9, 1, rows) + shift
    raise ValueError(kind)


SIZES = [(2, 3), (5, 5), (6, 200), (20, 20), (9, 13), (60, 45), (300, 300), (400, 77)]
KINDS = ["normal", "skewed", "heavy", "discrete", "rounded", "two", "huge"]


def exact_quantile(ordered, part, parts):
    """As numpy.quantile, but its place is a fraction and no float that lies one rounding beside a row."""
    place = Fraction((len(ordered) - 1) * part, parts)
    low = int(place)
    return ordered[low] if place == low else ordered[low] + (ordered[low + 1] - ordered[low]) * float(place - low)


def bins_of(reference, current):
    """Value by value up to 20 different ones, else ten bins with a tenth of the reference each."""
    values = numpy.unique(numpy.concatenate([reference, current]))
    if len(values) <= 20:
        places = [numpy.searchsorted(values, side) for side in (reference, current)]
        size = len(values)
    else:
        edges = [exact_quantile(numpy.sort(reference), part, 10) for part in range(1, 10)]
        places = [numpy.searchsorted(edges, side, side="right") for side in (reference, current)]
        size = 10
    left, right = (numpy.bincount(side, minlength=size).astype(float) for side in places)
    used = left + right > 0
    return left[used], right[used]


def fill(counts):
    return numpy.where(counts == 0, 0.5, counts)


def share_measures(left, right):
    p, q = left / left.sum(), right / right.sum()
    fp, fq = fill(left) / fill(left).sum(), fill(right) / fill(right).sum()
    result = {
        "TVD": number(abs(p - q).sum() / 2),
        "l_infinity": number(abs(p - q).max()),
        "hellinger": number(math.sqrt(max(0, 0.5 * ((numpy.sqrt(p) - numpy.sqrt(q)) ** 2).sum()))),
        "jensenshannon": number(jensenshannon(p, q)),
        "jensenshannon_base2": number(jensenshannon(p, q, base=2)),
        "psi": number(((fq - fp) * numpy.log(fq / fp)).sum()),
        "kl_div": number(stats.entropy(fp, fq)),
    }
    tests = {}
    if len(left) > 1:
        counts = numpy.array([left, right]).astype(int)
        result["cramers_v"] = number(stats.contingency.association(counts, method="cramer"))
        contingency = stats.chi2_contingency([left, right])
        tests["chi2_contingency"] = [number(contingency.statistic), log(contingency.pvalue)]
        g = stats.chi2_contingency([left, right], lambda_="log-likelihood")
        tests["g_test"] = [number(g.statistic), log(g.pvalue)]
        if (left > 0).all():
            one = stats.chisquare(right, left * right.sum() / left.sum())
            tests["chisquare"] = [number(one.statistic), log(one.pvalue)]
    if len(left) == 2:
        tests["fisher_exact"] = [None, log(stats.fisher_exact([right, left]).pvalue)]
        pooled = (left[1] + right[1]) / (left.sum() + right.sum())
        z = (q[1] - p[1]) / math.sqrt(pooled * (1 - pooled) * (1 / left.sum() + 1 / right.sum()))
        tests["z"] = [number(z), log(2 * stats.norm.sf(abs(z)))]
    return result, tests


def numeric_tests(reference, current):
    tests = {}
    # Tests of means are the same anywhere, and near 0 scipy keeps all digits; the difference is exact.
    middle = numpy.median(numpy.concatenate([reference, current]))
    if abs(middle) > 1e6:
        reference, current = reference - 1e9, current - 1e9
    ks = stats.ks_2samp(reference, current)
    tests["ks"] = [number(ks.statistic), log(ks.pvalue)]
    cvm = stats.cramervonmises_2samp(reference, current)
    tests["cramer_von_mises"] = [number(cvm.statistic), log(cvm.pvalue)]
    different = len(numpy.unique(numpy.concatenate([reference, current])))
    if different > 1:
        anderson = stats.anderson_ksamp([reference, current], variant="midrank")
        tests["anderson"] = [number(anderson.statistic), log(anderson.pvalue)]
        mann = stats.mannwhitneyu(reference, current)
        tests["mannw"] = [number(mann.statistic), log(mann.pvalue)]
        for name, equal in (("t_test", True), ("welch", False)):
            t = stats.ttest_ind(reference, current, equal_var=equal)
            tests[name] = [number(t.statistic), log(t.pvalue)]
    if min(len(reference), len(current)) >= 5 and different > 20:
        es = stats.epps_singleton_2samp(reference, current)
        tests["es"] = [number(es.statistic), log(es.pvalue)]
    return tests


def draw_numeric(random):
    cases = []
    for kind in KINDS:
        for left, right in SIZES:
            shift = float(random.choice([0, 0, 0.3, 1]))
            reference, current = draw_column(random, kind, left, 0), draw_column(random, kind, right, shift)
            measures, tests = share_measures(*bins_of(reference, current))
            deviation = reference.std()
            if deviation > 0:
                measures["wasserstein"] = number(stats.wasserstein_distance(reference, current) / deviation)
            measures["wasserstein_raw"] = number(stats.wasserstein_distance(reference, current))
            measures["ed"] = number(stats.energy_distance(reference, current))
            cases.append(
                {
                    "kind": kind,
                    "reference": reference.tolist(),
                    "current": current.tolist(),
                    "measures": measures,
                    "tests": {**tests, **numeric_tests(reference, current)},
                }
            )
    return cases


def draw_categories(random):
    cases = []
    for size in (1, 2, 2, 3, 5, 12, 40):
        for rows in ((3, 5), (40, 60), (900, 400), (2000, 50_000)):
            shares = random.dirichlet(numpy.full(size, 0.7))
            other = random.dirichlet(40 * shares + 0.1)
            left, right = random.multinomial(rows[0], shares), random.multinomial(rows[1], other)
            used = left + right > 0
            left, right = left[used].astype(float), right[used].astype(float)
            measures, tests = share_measures(left, right)
            cases.append(
                {"reference": left.tolist(), "current": right.tolist(), "measures": measures, "tests": tests}
            )
    return cases


def draw_large(random):
    """Columns that both languages generate: A and B of the reference, at sizes where the limits are used."""
    cases = []
    for left, right in ((12_000, 3_000), (30_000, 30_000)):
        a = ((7919 * numpy.arange(left)) % 1_000_003) / 1_000_003
        b = 0.02 + 0.98 * ((104729 * numpy.arange(right)) % 1_000_003) / 1_000_003
        cases.append({"rows": [left, right], "tests": numeric_tests(a, b)})
    return cases


def cramer_von_mises_limit(x):
    """The series that scipy stops at 1e-7, to its end."""
    k = numpy.arange(200)
    y = 4 * k + 1
    q = y**2 / (16 * x)
    weight = numpy.exp(special.gammaln(k + 0.5) - special.gammaln(k + 1)) / (math.pi**1.5 * math.sqrt(x))
    return math.fsum(weight * numpy.sqrt(y) * numpy.exp(-2 * q) * special.kve(0.25, q))


def draw_tails(random):
    return {
        "kolmogorov": [
            {"distance": float(d), "rows": int(n), "log": log(stats.kstwo.sf(d, int(n)))}
            for n in [1, 2, 5, 17, 100, 140, 141, 900, 4000, 4001, 12_345, 100_000, 1_000_000]
            for d in random.uniform(0, min(1, 3 / math.sqrt(n)), 6)
        ],
        "cramerVonMises": [
            {"value": float(x), "log": log(1 - cramer_von_mises_limit(x))}
            for x in (0.01, 0.05, 0.2, 0.4, 0.49, 0.51, 0.8, 1.2)
        ],
        "student": [
            {"value": float(t), "degrees": float(df), "log": log(2 * stats.t.sf(abs(t), df))}
            for df in [1, 2, 2.5, 7, 30.3, 199, 5000, 250_000, 2_000_000]
            for t in [0.0, *random.normal(0, 3, 4), 20.0]
        ],
        "hypergeometric": [
            {
                "table": table,
                "log": log(stats.fisher_exact([table[:2], table[2:]]).pvalue),
            }
            for table in (random.integers(0, size, 4).tolist() for size in (4, 30, 200, 5000, 100_000) for _ in range(8))
        ],
        "logGammaDrop": [
            {"x": float(x), "step": float(step), "value": number(special.gammaln(x + step) - special.gammaln(x))}
            for x in 10 ** random.uniform(-1, 3, 12)
            for step in (0.5, 3.0)
        ],
    }


def main(file):
    warnings.simplefilter("ignore")
    random = numpy.random.default_rng(SEED)
    result = {
        "tools": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scipy": scipy.__version__,
        },
        "seed": SEED,
        "numeric": draw_numeric(random),
        "categories": draw_categories(random),
        "large": draw_large(random),
        "tails": draw_tails(random),
        "falseDiscovery": [
            {"p": p, "adjusted": stats.false_discovery_control(p).tolist()}
            for p in (random.random(size).tolist() for size in (1, 2, 7, 50))
        ],
    }
    with open(file, "w", encoding="utf-8") as output:
        json.dump(result, output, separators=(",", ":"))


main(sys.argv[1])
