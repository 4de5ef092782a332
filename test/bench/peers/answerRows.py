"""The peer of our inference: answers the test rows of the example with pandas and Python's ONNX Runtime.

    answerRows.py EXAMPLE THREADS

Answers them twice, as the first time loads what is loaded once. Prints the rows, how many are answered late at 0.19,
and the seconds from the file to a score for each row, of the second time.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime
import pandas as pd

BATCH = 8192


def answer(example: Path, threads: int) -> dict[str, float]:
    start = time.perf_counter()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(
        example / "models" / "delay.onnx", options, providers=["CPUExecutionProvider"]
    )
    flights = pd.read_parquet(
        example / "data" / "flights.parquet",
        columns=["date", "delay", "distance", "origin", "destination"],
        filters=[("date", ">=", pd.Timestamp("2001-05-01")), ("date", "<", pd.Timestamp("2001-06-01"))],
    )
    truth = (flights["delay"] >= 15).to_numpy()
    numbers = np.column_stack(
        [
            flights["date"].dt.hour.to_numpy(np.float32),
            # Counted from Sunday = 0.
            ((flights["date"].dt.day_of_week + 1) % 7).to_numpy(np.float32),
            flights["distance"].to_numpy(np.float32),
        ]
    )
    origin = flights["origin"].to_numpy(dtype=object).reshape(-1, 1)
    destination = flights["destination"].to_numpy(dtype=object).reshape(-1, 1)
    scores = np.empty(len(truth))
    for first in range(0, len(truth), BATCH):
        part = slice(first, first + BATCH)
        feeds = {"numbers": numbers[part], "origin": origin[part], "destination": destination[part]}
        scores[part] = session.run(["probabilities"], feeds)[0][:, 1]
    seconds = time.perf_counter() - start
    return {"rows": len(truth), "late": int((scores >= 0.19).sum()), "seconds": seconds}


if __name__ == "__main__":
    answer(Path(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps(answer(Path(sys.argv[1]), int(sys.argv[2]))))
