"""Columns of a reference and a window, the same with every version of every package: only Python's own generator draws."""

import json
import math
import platform
import random

SEED = 20261121


def draw_number(source, kind, shift):
    if kind == "normal":
        return round(source.gauss(shift, 1), 3)
    if kind == "skewed":
        return round(math.exp(source.gauss(shift, 1)), 3)
    if kind == "heavy":
        return round(shift + math.tan(math.pi * (source.random() - 0.5)), 2)
    if kind == "counts":
        return int(source.expovariate(1 / (20 + 20 * shift)))
    if kind == "wide":
        return source.randint(0, 100_000) + int(20_000 * shift)
    if kind == "few":
        return source.choice([1, 2, 3, 3, 5]) if source.random() > shift / 4 else 1
    if kind == "two":
        return int(source.random() < 0.3 + shift / 5)
    if kind == "constant":
        return 7
    raise ValueError(kind)


WHOLE = {"counts", "wide", "few", "two", "constant"}
SIZES = [(40, 40), (80, 61), (700, 320), (1600, 300)]


def draw_numeric():
    source = random.Random(SEED)
    for kind in ("normal", "skewed", "heavy", "counts", "wide", "few", "two", "constant"):
        for left, right in SIZES:
            shift = source.choice([0, 0, 0.3, 1])
            yield {
                "kind": kind,
                "isInteger": kind in WHOLE,
                "reference": [draw_number(source, kind, 0) for _ in range(left)],
                "current": [draw_number(source, kind, shift) for _ in range(right)],
                "missing": [source.choice([0, 0, 3]), source.choice([0, 0, 5])],
            }


def draw_categories():
    source = random.Random(SEED + 1)
    for size in (1, 2, 2, 3, 7, 30):
        for left, right in SIZES:
            labels = [f"c{place:02d}" for place in range(size)]
            weights = [source.expovariate(1) for _ in labels]
            moved = [weight * source.uniform(0.6, 1.4) for weight in weights]
            yield {
                "reference": sorted(source.choices(labels, weights, k=left)),
                "current": sorted(source.choices(labels, moved, k=right)),
            }


def count(values):
    """A list of categories as label and rows."""
    return {label: values.count(label) for label in sorted(set(values))}


def outcome(value, alarm):
    """A value with its alarm; null where the tool gives none."""
    value = float(value)
    return [value, None if alarm is None else bool(alarm)] if math.isfinite(value) else None


def write(file, tools, numeric, categories, **more):
    result = {
        "tools": {"python": platform.python_version(), **tools},
        "seed": SEED,
        "numeric": numeric,
        "categories": categories,
        **more,
    }
    with open(file, "w", encoding="utf-8") as output:
        json.dump(result, output, separators=(",", ":"))
