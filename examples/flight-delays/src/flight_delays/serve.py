"""Answers on an edge box: one line of JSON per departure in, one line with the forecast out.

    python -m flight_delays.serve < departures.jsonl

A departure has `date` (ISO time of the actual departure, local to the origin), `distance` in miles, `origin` and
`destination`. It goes through the same preparation as in training. A departure that cannot be read gets an answer with
`error`, in its place, and the rest goes on. Nothing is kept.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator

import onnxruntime
import pyarrow as pa

from .features import PROJECT, prepare

MODEL = PROJECT / "models" / "delay-int8.onnx"
THRESHOLD = 0.19
"""The threshold of plumbline.yaml; `evaluate` fails when they differ."""

SCHEMA = pa.schema(
    [
        ("date", pa.timestamp("ms")),
        ("distance", pa.int64()),
        ("origin", pa.string()),
        ("destination", pa.string()),
    ]
)


def answer(lines: Iterable[str]) -> Iterator[dict[str, object]]:
    """One answer per line, in the same order: `late` and `probability`, or `error`."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(MODEL, options, providers=["CPUExecutionProvider"])
    for line in lines:
        try:
            probability = float(session.run(["probabilities"], prepare(read_departure(line)).feeds())[0][0, 1])
        except (KeyError, TypeError, ValueError) as error:
            yield {"error": f"{type(error).__name__}: {error}"}
        else:
            yield {"late": probability >= THRESHOLD, "probability": round(probability, 4)}


def read_departure(line: str) -> pa.Table:
    """A table of one row. Raises KeyError, TypeError or ValueError when the line is no departure."""
    departure = json.loads(line)
    # Times are taken as written, as in training: the model knows the hour on the clock of the origin.
    moment = dt.datetime.fromisoformat(departure["date"]).replace(tzinfo=None)
    if departure["distance"] <= 0:
        raise ValueError(f"a distance of {departure['distance']} miles cannot be")
    row = {**{name: departure[name] for name in SCHEMA.names}, "date": moment}
    return pa.Table.from_pylist([row], schema=SCHEMA)


def main() -> None:
    """Reads standard input until it ends."""
    for result in answer(sys.stdin):
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
