"""Trains the network on January to March, and writes it in 32 and in 8 bits.

    python -m flight_delays.train

The result is the same, bit for bit, for the same data, seed and pinned packages: one thread adds in one order, the
arithmetic has 64 bits, and the weights are rounded far above its noise before they are written.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import pyarrow as pa
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from .features import PROJECT, Features, labels, prepare, read_split
from .network import Airports, Network, to_onnx

MODEL = PROJECT / "models" / "delay.onnx"
SMALL_MODEL = PROJECT / "models" / "delay-int8.onnx"

SEED = 20010401
EPOCHS = 12
HIDDEN = (96, 48)
DECIMALS = 4
MIN_FLIGHTS = 200
"""An airport with fewer flights in training shares one row of weights with all others of its kind."""

HOURS = 24
WEEKDAYS = 7
CALIBRATION_ROWS = 4096


def main() -> None:
    """Trains, quantizes, and prints the SHA-256 of both files."""
    train, validation = read_split("train"), read_split("validation")
    # Sums in several threads differ in their last bits from run to run.
    with threadpool_limits(limits=1):
        network = fit(train, validation)
    MODEL.parent.mkdir(exist_ok=True)
    write_model(to_onnx(network), MODEL)
    quantize(MODEL, SMALL_MODEL, train)
    for path in (MODEL, SMALL_MODEL):
        print(f"{path.relative_to(PROJECT)} {path.stat().st_size} bytes sha256 {sha256(path)}")


def fit(train: pa.Table, validation: pa.Table) -> Network:
    """Fits the network on `train`, and calibrates it on `validation`, which is closer to the weeks that follow."""
    features = prepare(train)
    origins, destinations = known_airports(features.origin), known_airports(features.destination)
    log_distance = np.log(features.numbers[:, 2].astype(np.float64))
    center, spread = round(float(log_distance.mean()), DECIMALS), round(float(log_distance.std()), DECIMALS)

    def columns(of: Features) -> csr_matrix:
        return one_hot(of, origins, destinations, center, spread)

    classifier = MLPClassifier(HIDDEN, batch_size=4096, learning_rate_init=0.002, alpha=1e-4, random_state=SEED)
    inputs, late = columns(features), labels(train)
    for epoch in range(1, EPOCHS + 1):
        classifier.partial_fit(inputs, late, classes=[False, True])
        print(f"epoch {epoch} of {EPOCHS}: loss {classifier.loss_:.5f}", flush=True)

    weights = [layer.round(DECIMALS) for layer in classifier.coefs_]
    biases = [layer.round(DECIMALS) for layer in classifier.intercepts_]
    odds = log_odds(columns(prepare(validation)), weights, biases)
    slope, intercept = calibrate(odds, labels(validation))
    weights[-1] = (weights[-1] * slope).round(DECIMALS)
    biases[-1] = (biases[-1] * slope + intercept).round(DECIMALS)

    cuts = np.cumsum([HOURS, WEEKDAYS, len(origins), len(destinations)])
    hours, weekdays, origin_rows, destination_rows, distance = np.split(weights[0], cuts)
    return Network(
        origin_airports=origins,
        destination_airports=destinations,
        center=center,
        spread=spread,
        hours=hours,
        weekdays=weekdays,
        origins=origin_rows,
        destinations=destination_rows,
        distance=distance[0],
        bias=biases[0],
        layers=tuple(zip(weights[1:], biases[1:], strict=True)),
    )


def known_airports(airports: npt.NDArray[np.object_]) -> Airports:
    """Airports with at least `MIN_FLIGHTS` flights, in alphabetical order."""
    codes, counts = np.unique(airports, return_counts=True)
    return Airports(tuple(str(code) for code in codes[counts >= MIN_FLIGHTS]))


def one_hot(features: Features, origins: Airports, destinations: Airports, center: float, spread: float) -> csr_matrix:
    """One column per hour, weekday, origin row and destination row, and one for the distance; float64 [n, columns]."""
    hour, weekday, miles = features.numbers.T
    blocks = [
        indicator(hour.astype(np.int64), HOURS),
        indicator(weekday.astype(np.int64), WEEKDAYS),
        indicator(origins.rows(features.origin), len(origins)),
        indicator(destinations.rows(features.destination), len(destinations)),
        csr_matrix(((np.log(miles.astype(np.float64)) - center) / spread).reshape(-1, 1)),
    ]
    return hstack(blocks, format="csr")


def indicator(rows: npt.NDArray[np.int64], width: int) -> csr_matrix:
    """A matrix [n, width] with a single 1 per line."""
    count = len(rows)
    return csr_matrix((np.ones(count), (np.arange(count), rows)), shape=(count, width))


def log_odds(inputs: csr_matrix, weights: list[npt.NDArray], biases: list[npt.NDArray]) -> npt.NDArray[np.float64]:
    """Log odds of arriving late, computed from the rounded weights; [n]."""
    values = inputs @ weights[0] + biases[0]
    for layer, bias in zip(weights[1:], biases[1:], strict=True):
        values = np.maximum(values, 0) @ layer + bias
    return values[:, 0]


def calibrate(odds: npt.NDArray[np.float64], late: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept that turn log odds into honest ones (Platt 1999).

    Winter, on which the network is trained, has more late flights than spring and other causes of delay: without this
    the forecasts are too high and too sure, and a threshold in money would be wrong.
    """
    fitted = LogisticRegression(C=np.inf).fit(odds.reshape(-1, 1), late)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


class _Calibration(CalibrationDataReader):
    """Feeds one batch of flights, from which the ranges of the 8-bit values are read."""

    def __init__(self, features: Features) -> None:
        self._batches = iter([features.feeds()])

    def get_next(self) -> dict[str, npt.NDArray] | None:
        return next(self._batches, None)


def quantize(source: Path, target: Path, train: pa.Table) -> None:
    """Writes the 8-bit version of a model.

    Static, not dynamic: ranges that are read from each batch make the answer for one flight depend on the others.
    """
    rows = np.random.default_rng(SEED).choice(train.num_rows, CALIBRATION_ROWS, replace=False)
    reader = _Calibration(prepare(train.take(np.sort(rows))))
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / target.name
        quantize_static(
            source,
            draft,
            reader,
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["Gather", "MatMul"],
            # The inputs are read as they are: rounding hours, miles and the last layer's odds to 8 bits costs ranks.
            nodes_to_exclude=[
                "hour_value",
                "weekday_value",
                "distance_value",
                "distance_part",
                f"product_{len(HIDDEN)}",
            ],
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )
        write_model(onnx.load(draft), target)


def write_model(model: onnx.ModelProto, path: Path) -> None:
    """Writes a model whole: a reader never sees half a file."""
    draft = path.with_suffix(".tmp")
    draft.write_bytes(model.SerializeToString(deterministic=True))
    draft.replace(path)


def sha256(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal text."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
