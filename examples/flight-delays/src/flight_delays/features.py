"""Prepares flights for training and for serving: the one place where a row becomes what the model sees.

The model sees five things, all known when the aircraft leaves: the hour and the weekday of the actual departure, the
distance, the origin and the destination. The arrival delay makes the label and is never among them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

PROJECT = Path(__file__).resolve().parents[2]
FLIGHTS = PROJECT / "data" / "flights.parquet"

LATE_FROM_MINUTES = 15
"""A flight is late when it arrives this many minutes after its schedule, or more."""

NUMBERS = ("hour", "weekday", "distance")
"""Columns of the graph input `numbers`, in the order of the tensor."""

SPLITS = {
    "train": (dt.datetime(2001, 1, 1), dt.datetime(2001, 4, 1)),
    "validation": (dt.datetime(2001, 4, 1), dt.datetime(2001, 5, 1)),
    "test": (dt.datetime(2001, 5, 1), dt.datetime(2001, 6, 1)),
    "june": (dt.datetime(2001, 6, 1), dt.datetime(2001, 7, 1)),
}
"""Splits of plumbline.yaml as half-open ranges of the actual departure."""


@dataclass(frozen=True)
class Features:
    """Inputs of the model for n flights.

    numbers: float32 [n, 3], in the order of `NUMBERS`; hour 0 to 23, weekday 0 (Sunday) to 6, distance in miles.
    origin, destination: IATA codes, object arrays of str [n].
    """

    numbers: npt.NDArray[np.float32]
    origin: npt.NDArray[np.object_]
    destination: npt.NDArray[np.object_]

    def feeds(self) -> dict[str, npt.NDArray]:
        """Tensors by the names of the graph inputs; text is [n, 1]."""
        return {
            "numbers": self.numbers,
            "origin": self.origin.reshape(-1, 1),
            "destination": self.destination.reshape(-1, 1),
        }

    def __len__(self) -> int:
        return len(self.numbers)


def read_split(split: str, path: Path = FLIGHTS) -> pa.Table:
    """Reads the flights of one split, in file order.

    Raises KeyError for an unknown split and FileNotFoundError when the data is not in place.
    """
    first, end = SPLITS[split]
    return pq.read_table(path, filters=[("date", ">=", first), ("date", "<", end)])


def prepare(flights: pa.Table) -> Features:
    """Turns flights with date, distance, origin and destination into inputs of the model.

    Raises ValueError when a value is missing: the model refuses rather than guesses.
    """
    for name in ("date", "distance", "origin", "destination"):
        if flights[name].null_count:
            raise ValueError(f"{flights[name].null_count} flights have no {name}")
    departure = flights["date"]
    columns = {
        "hour": pc.hour(departure),
        # Counted from Sunday = 0, as `extract(dow from …)` of the specification does.
        "weekday": pc.day_of_week(departure, count_from_zero=True, week_start=7),
        "distance": flights["distance"],
    }
    numbers = np.column_stack([columns[name].to_numpy().astype(np.float32) for name in NUMBERS])
    return Features(numbers, _text(flights["origin"]), _text(flights["destination"]))


def labels(flights: pa.Table) -> npt.NDArray[np.bool_]:
    """Whether each flight arrived late. Known only after landing."""
    return pc.greater_equal(flights["delay"], LATE_FROM_MINUTES).to_numpy()


def _text(column: pa.ChunkedArray) -> npt.NDArray[np.object_]:
    return column.to_numpy(zero_copy_only=False).astype(object)
