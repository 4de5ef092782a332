"""Draws random plans, computes them with Python's decimal, numpy-financial and scipy, and writes both as JSON.

The unit tests compare our economics with these numbers. The seed and the versions of the tools stand in the output.
"""

import calendar
import json
import platform
import sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal, getcontext
from fractions import Fraction
from importlib.metadata import version

import numpy
import numpy_financial
import scipy
from scipy import stats

SEED = 20261121
getcontext().prec = 60


def money(random, low, high):
    return Decimal(int(random.integers(int(low * 100), int(high * 100)))) / 100


def draw_flows(random):
    """Flows of every kind: one change of sign, several, none."""
    cases = []
    for number in range(80):
        years = int(random.integers(1, 16))
        flows = [money(random, -50_000, 90_000) for _ in range(years + 1)]
        if number % 2 == 0:
            flows = [-abs(flows[0])] + [abs(flow) for flow in flows[1:]]
        rate = Decimal(int(random.integers(0, 4000))) / 10_000
        value = sum((flow / (1 + rate) ** year for year, flow in enumerate(flows)), Decimal(0))
        cases.append(
            {
                "flows": [str(flow) for flow in flows],
                "rate": str(rate),
                "presentValue": float(value),
                "byTool": float(numpy_financial.npv(float(rate), [float(flow) for flow in flows])),
                "rates": internal_rates([float(flow) for flow in flows]),
                "singleRate": single_rate(flows),
                "payback": payback(flows),
            }
        )
    # The classic with two rates, 25 % and 400 %.
    cases.append(case_of(["-1600", "10000", "-10000"], [0.25, 4.0]))
    return cases


def case_of(flows, rates):
    amounts = [Decimal(flow) for flow in flows]
    rate = Decimal("0.1")
    value = sum((flow / (1 + rate) ** year for year, flow in enumerate(amounts)), Decimal(0))
    return {
        "flows": flows,
        "rate": str(rate),
        "presentValue": float(value),
        "byTool": float(numpy_financial.npv(float(rate), [float(flow) for flow in amounts])),
        "rates": rates,
        "singleRate": None,
        "payback": payback(amounts),
    }


def internal_rates(flows):
    """All real rates above -90 % as the roots of the polynomial, by the eigenvalues of its companion matrix."""
    roots = numpy.roots(numpy.trim_zeros(flows[::-1], "f"))
    real = [root.real for root in roots if abs(root.imag) < 1e-7 * max(1, abs(root)) and 1e-6 < root.real < 10]
    return sorted(float(1 / root - 1) for root in real)


def single_rate(flows):
    signs = [flow > 0 for flow in flows if flow != 0]
    changes = sum(1 for left, right in zip(signs, signs[1:]) if left != right)
    if changes != 1:
        return None
    rate = numpy_financial.irr([float(flow) for flow in flows])
    return None if numpy.isnan(rate) or rate <= -0.9 else float(rate)


def payback(flows):
    owed = Decimal(0)
    answer = Decimal(0)
    for year, flow in enumerate(flows):
        before, owed = owed, owed + flow
        if owed < 0:
            answer = None
        elif before < 0:
            answer = Decimal(year - 1) - before / flow
    return None if answer is None else float(answer)


def draw_pert(random):
    cases = []
    for _ in range(40):
        low, likely, high = sorted(float(value) for value in random.uniform(-1000, 5000, 3))
        if random.random() < 0.2:
            likely = low
        elif random.random() < 0.2:
            likely = high
        probabilities = sorted(float(value) for value in random.uniform(0.001, 0.999, 9))
        span = high - low
        first, second = 1 + 4 * (likely - low) / span, 1 + 4 * (high - likely) / span
        amounts = low + span * stats.beta.ppf(probabilities, first, second)
        cases.append(
            {
                "low": low,
                "likely": likely,
                "high": high,
                "probabilities": probabilities,
                "amounts": [float(amount) for amount in amounts],
            }
        )
    return cases


def draw_simulations(random):
    """A net present value of three ranges, with plain independent draws: many more than ours."""
    cases = []
    draws = 1_000_000
    for _ in range(6):
        ranges = [sorted(float(value) for value in random.uniform(10, 900, 3)) for _ in range(3)]
        columns = []
        for low, likely, high in ranges:
            span = high - low
            columns.append(
                low + span * random.beta(1 + 4 * (likely - low) / span, 1 + 4 * (high - likely) / span, draws)
            )
        saved, running, once = columns
        annuity = 2.5
        outcome = (saved - running) * annuity - once
        ranks = [stats.spearmanr(column[:200_000], outcome[:200_000]).statistic ** 2 for column in columns]
        quantiles = numpy.quantile(outcome, [0.1, 0.5, 0.9])
        cases.append(
            {
                "ranges": ranges,
                "annuity": annuity,
                "p10": float(quantiles[0]),
                "p50": float(quantiles[1]),
                "p90": float(quantiles[2]),
                "mean": float(outcome.mean()),
                "lossShare": float((outcome < 0).mean()),
                "shares": [float(rank / sum(ranks)) for rank in ranks],
            }
        )
    return cases


def draw_learning_curves(random):
    cases = []
    for _ in range(25):
        sizes = sorted({int(size) for size in 10 ** random.uniform(2, 6, int(random.integers(4, 9)))})
        slope, scale = random.uniform(0.1, 0.6), random.uniform(0.5, 4)
        errors = [float(scale * size**-slope * numpy.exp(random.normal(0, 0.05))) for size in sizes]
        fitted, height = numpy.polyfit(numpy.log(sizes), numpy.log(errors), 1)
        goal = float(min(errors) * random.uniform(0.85, 0.99))
        cases.append(
            {
                "sizes": sizes,
                "errors": errors,
                "scale": float(numpy.exp(height)),
                "slope": float(-fitted),
                "determination": float(numpy.corrcoef(numpy.log(sizes), numpy.log(errors))[0, 1] ** 2),
                "goal": goal,
                "labels": int(numpy.ceil((numpy.exp(height) / goal) ** (-1 / fitted))),
            }
        )
    return cases


def draw_unit_costs(random):
    """Cost per error avoided, in exact fractions of a plan."""
    cases = []
    for _ in range(40):
        prevalence = Decimal(int(random.integers(5, 60))) / 100
        volume = Decimal(int(random.integers(10_000, 9_000_000)))
        needed = money(random, 1_000, 2_000_000)
        shares = []
        for _ in range(2):
            recall = Decimal(int(random.integers(10, 99))) / 100
            # High enough that there are not more false alarms than negatives.
            least = prevalence * recall / (prevalence * recall + (1 - prevalence))
            precision = (least + (1 - least) * Decimal(int(random.integers(30, 99))) / 100).quantize(Decimal("0.0001"))
            false_alarms = prevalence * recall * (1 - precision) / precision
            shares.append((recall, precision, 1 - prevalence * (1 - recall) - false_alarms))
        (recall, precision, accuracy), (other_recall, other_precision, other_accuracy) = shares
        fewer = accuracy - other_accuracy
        cases.append(
            {
                "prevalence": str(prevalence),
                "volume": str(volume),
                "needed": str(needed),
                "recall": str(recall),
                "precision": str(precision),
                "otherRecall": str(other_recall),
                "otherPrecision": str(other_precision),
                "cost": None if fewer <= 0 else float(needed / (volume * fewer)),
            }
        )
    return cases


def draw_paybacks(random):
    """Payback of a plan with equal years: a plain quotient, and with interest the periods of an annuity."""
    cases = []
    for number in range(60):
        once, running = money(random, 0, 900_000), money(random, 0, 300_000)
        saved = running + money(random, -20_000, 900_000)
        rate = Decimal(0) if number % 10 == 0 else Decimal(int(random.integers(1, 4000))) / 10_000
        left = saved - running
        plain = None if left <= 0 else float(once / left)
        discounted = by_tool = plain
        if left > 0 and rate > 0:
            remaining = 1 - once * rate / left
            discounted = None if remaining <= 0 else float(-remaining.ln() / (1 + rate).ln())
            by_tool = None if discounted is None else float(numpy_financial.nper(float(rate), float(left), -float(once)))
        cases.append(
            {
                "oneOff": str(once),
                "running": str(running),
                "saved": str(saved),
                "rate": str(rate),
                "payback": plain,
                "discounted": discounted,
                "byTool": by_tool,
            }
        )
    return cases


def draw_periods(random):
    """Charges that lie in several months, told apart by counting the milliseconds of each month."""
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    millisecond = timedelta(milliseconds=1)
    cases = []
    for _ in range(60):
        start = epoch + int(random.integers(0, 2_000_000_000_000)) * millisecond
        length = int(10 ** random.uniform(0, 11))
        end = start + length * millisecond
        amount = Decimal(int(random.integers(-(10**9), 10**9))) / 10 ** int(random.integers(0, 9))
        months = {}
        at = start
        while at < end:
            days = calendar.monthrange(at.year, at.month)[1]
            first = datetime(at.year, at.month, 1, tzinfo=timezone.utc)
            until = min(end, first + timedelta(days=days))
            share = Fraction(amount) * ((until - at) // millisecond) / length
            months[f"{at.year}-{at.month:02}"] = float(share)
            at = until
        cases.append(
            {
                "amount": f"{amount:f}",
                "from": (start - epoch) // millisecond,
                "until": (end - epoch) // millisecond,
                "months": months,
            }
        )
    return cases


def main():
    random = numpy.random.default_rng(SEED)
    document = {
        "tools": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "numpyFinancial": version("numpy-financial"),
            "scipy": scipy.__version__,
        },
        "seed": SEED,
        "flows": draw_flows(random),
        "pert": draw_pert(random),
        "simulations": draw_simulations(random),
        "learningCurves": draw_learning_curves(random),
        "unitCosts": draw_unit_costs(random),
        "paybacks": draw_paybacks(random),
        "periods": draw_periods(random),
    }
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.write("\n")


main()
