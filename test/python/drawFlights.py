"""Answers every test flight of the example with pandas and Python's ONNX Runtime.

    drawFlights.py FILE

Writes pairs of float64 into FILE, in the order of the table: 1 for a late flight or 0, and the score of late. The
mapping of columns to inputs is written out here a second time, from the words of the spec.
"""

import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pandas as pd

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "flight-delays"
# Other than ours, because the size of a batch must not matter.
BATCH = 5000


def main():
    session = onnxruntime.InferenceSession(EXAMPLE / "models" / "delay.onnx", providers=["CPUExecutionProvider"])
    flights = pd.read_parquet(EXAMPLE / "data" / "flights.parquet")
    flights = flights[(flights["date"] >= "2001-05-01") & (flights["date"] < "2001-06-01")]
    weekday = (flights["date"].dt.day_of_week + 1) % 7  # Counted from Sunday = 0.
    columns = [flights["date"].dt.hour, weekday, flights["distance"]]
    numbers = np.column_stack([column.to_numpy(np.float32) for column in columns])
    texts = {name: flights[name].to_numpy(dtype=object).reshape(-1, 1) for name in ("origin", "destination")}
    pairs = np.empty((len(flights), 2))
    pairs[:, 0] = flights["delay"] >= 15
    for first in range(0, len(flights), BATCH):
        part = slice(first, first + BATCH)
        feeds = {"numbers": numbers[part], **{name: values[part] for name, values in texts.items()}}
        pairs[part, 1] = session.run(["probabilities"], feeds)[0][:, 1]
    pairs.astype("<f8").tofile(sys.argv[1])


main()
