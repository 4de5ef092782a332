"""Sends streams through the detectors of river, and writes where each warned and alarmed."""

import json
import platform
import random
import sys

import river
from river import drift

SEED = 20261121
KSWIN_SEED = 5


def draw_streams():
    source = random.Random(SEED)

    def errors(*parts):
        return [int(source.random() < share) for rows, share in parts for _ in range(rows)]

    def losses(*parts):
        return [round(source.gauss(mean, spread), 3) for rows, mean, spread in parts for _ in range(rows)]

    return [
        {"name": "no change", "isErrors": True, "values": errors((900, 0.2))},
        {"name": "sudden rise", "isErrors": True, "values": errors((600, 0.1), (500, 0.5))},
        {"name": "slow rise", "isErrors": True, "values": errors((400, 0.05), *[(60, 0.05 + 0.05 * step) for step in range(10)])},
        {"name": "fall and rise", "isErrors": True, "values": errors((400, 0.5), (400, 0.05), (300, 0.6))},
        {"name": "all right, then all wrong", "isErrors": True, "values": errors((120, 0), (120, 1))},
        {"name": "losses that rise", "isErrors": False, "values": losses((500, 1, 0.3), (500, 2, 0.3))},
        {"name": "losses that spread", "isErrors": False, "values": losses((500, 0, 0.2), (500, 0, 2))},
        {"name": "losses that jump often", "isErrors": False, "values": losses((300, 0, 1), (300, 4, 1), (300, -3, 1))},
    ]


def watch(detector, values):
    found = {"warnings": [], "drifts": []}
    for place, value in enumerate(values):
        detector.update(value)
        if detector.drift_detected:
            found["drifts"].append(place)
        elif getattr(detector, "warning_detected", False):
            found["warnings"].append(place)
    return found


DETECTORS = {
    "adwin": (lambda: drift.ADWIN(), False),
    "adwinEach": (lambda: drift.ADWIN(delta=0.01, clock=1), False),
    "pageHinkley": (lambda: drift.PageHinkley(threshold=20), False),
    "kswin": (lambda: drift.KSWIN(seed=KSWIN_SEED), False),
    "ddm": (lambda: drift.binary.DDM(), True),
    "eddm": (lambda: drift.binary.EDDM(), True),
    "hddmA": (lambda: drift.binary.HDDMA(), True),
    "hddmABoth": (lambda: drift.binary.HDDMA(two_sided_test=True), True),
    "hddmW": (lambda: drift.binary.HDDMW(), True),
    "hddmWBoth": (lambda: drift.binary.HDDMW(two_sided_test=True), True),
}


def main(file):
    streams = draw_streams()
    for stream in streams:
        stream["found"] = {
            name: watch(make(), stream["values"])
            for name, (make, needs_errors) in DETECTORS.items()
            if stream["isErrors"] or not needs_errors
        }
    choices = random.Random(KSWIN_SEED)
    result = {
        "tools": {"python": platform.python_version(), "river": river.__version__},
        "seed": SEED,
        "choices": [choices.sample(range(70), 30) for _ in range(1000)],
        "streams": streams,
    }
    with open(file, "w", encoding="utf-8") as output:
        json.dump(result, output, separators=(",", ":"))


main(sys.argv[1])
