"""Writes numbers of the edges of masks that scipy gives, for the unit tests: drawBoundaries.py FILE."""

import json
import platform
import sys
from importlib import metadata

import numpy
from scipy import ndimage

SEED = 20261122
IGNORED = 255
TOLERANCES = (1, 2.5)


def edge_of(mask, ignored):
    """As medpy.metric.binary takes it: what an erosion by the four neighbours takes away, the frame included."""
    return mask & ~ndimage.binary_erosion(mask | ignored, ndimage.generate_binary_structure(2, 1), border_value=0)


def match(truth, answer, ignored):
    """Both directed surface distances of medpy, None where a side has no pixel."""
    edges = [edge_of(side & ~ignored, ignored) for side in (truth, answer)]
    if not all(edge.any() for edge in edges):
        return None
    distances = [ndimage.distance_transform_edt(~edge) for edge in edges]
    return distances[0][edges[1]], distances[1][edges[0]]


def boundary_f(pair, tolerance):
    precision, recall = (numpy.mean(distances <= tolerance) for distances in pair)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def draw_labels(random, classes, shape, kind):
    rows, columns = shape
    if kind == "noise":
        return random.integers(0, classes, shape)
    labels = numpy.zeros(shape, dtype=int)
    y, x = numpy.mgrid[:rows, :columns]
    for _ in range(int(random.integers(1, 6))):
        centre_y, centre_x = random.random() * rows, random.random() * columns
        radius_y, radius_x = 1 + random.random() * rows / 2, 1 + random.random() * columns / 2
        inside = ((y - centre_y) / radius_y) ** 2 + ((x - centre_x) / radius_x) ** 2 <= 1
        labels[inside] = random.integers(0, classes)
    return labels


def draw_cases(random):
    cases = []
    for classes in (2, 3, 5):
        for kind in ("shapes", "noise", "same", "shifted", "apart", "empty"):
            for ignores in (False, True):
                shape = tuple(int(size) for size in random.integers(1, 48, 2))
                truth = draw_labels(random, classes, shape, "noise" if kind == "noise" else "shapes")
                answer = draw_labels(random, classes, shape, "noise" if kind == "noise" else "shapes")
                if kind == "same":
                    answer = truth.copy()
                if kind == "shifted":
                    answer = numpy.roll(truth, tuple(int(step) for step in random.integers(-3, 4, 2)), (0, 1))
                if kind == "apart":
                    truth[:], answer[:] = 0, 0
                    truth.flat[0], answer.flat[-1] = 1, 1
                if kind == "empty":
                    answer[:] = 0
                if ignores:
                    truth = numpy.where(random.random(shape) < 0.1, IGNORED, truth)
                ignored = truth == IGNORED
                diagonal = float(numpy.hypot(*shape))
                results = []
                for label in range(classes):
                    sides = (truth == label) & ~ignored, (answer == label) & ~ignored
                    if not any(side.any() for side in sides):
                        results.append(None)
                        continue
                    pair = match(*sides, ignored)
                    results.append(
                        {
                            "distance": None if pair is None else numpy.percentile(numpy.hstack(pair), 95),
                            "near": [
                                0.0 if pair is None else boundary_f(pair, tolerance)
                                for tolerance in (*TOLERANCES, 0.0075 * diagonal)
                            ],
                        }
                    )
                cases.append(
                    {
                        "classes": classes,
                        "height": shape[0],
                        "width": shape[1],
                        "truth": truth.ravel().tolist(),
                        "answer": answer.ravel().tolist(),
                        "results": results,
                    }
                )
    return cases


def main(file):
    random = numpy.random.Generator(numpy.random.PCG64(SEED))
    fixture = {
        "tools": {
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in ("numpy", "scipy")},
        },
        "seed": SEED,
        "tolerances": list(TOLERANCES),
        "cases": draw_cases(random),
    }
    with open(file, "w", encoding="utf-8") as stream:
        json.dump(fixture, stream, allow_nan=False, default=float)
        stream.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
