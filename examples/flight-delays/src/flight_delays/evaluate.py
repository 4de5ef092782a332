"""Measures both models and the baselines on the splits, and writes reports/evaluation.json.

    python -m flight_delays.evaluate

Money and threshold are read from plumbline.yaml: what the specification promises is what is measured. The threshold
that earns most on the validation split is reported beside the one in use, so that a stale choice is seen.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import pyarrow as pa
import pyarrow.compute as pc
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import OneHotEncoder

from .features import PROJECT, Features, labels, prepare, read_split
from .serve import THRESHOLD

SPECIFICATION = PROJECT / "plumbline.yaml"
REPORT = PROJECT / "reports" / "evaluation.json"
MODELS = {"delay": PROJECT / "models" / "delay.onnx", "delay-int8": PROJECT / "models" / "delay-int8.onnx"}

EVENING_FROM_HOUR = 18
MIN_ORIGIN_ROWS = 2000
ECE_BINS = 10
BATCH = 65_536
DECIMALS = 6

Scores = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def main() -> None:
    """Measures everything and writes the report."""
    specification = yaml.safe_load(SPECIFICATION.read_text())
    money = {outcome: float(text.split()[0]) for outcome, text in specification["economics"]["value"].items()}
    threshold = float(specification["models"]["delay"]["decision"]["threshold"])
    if threshold != THRESHOLD:
        raise ValueError(f"serving answers with the threshold {THRESHOLD}, the specification states {threshold}")

    splits = {name: read_split(name) for name in ("train", "validation", "test", "june")}
    features = {name: prepare(flights) for name, flights in splits.items()}
    late = {name: labels(flights) for name, flights in splits.items()}
    for name, declared in specification["splits"].items():
        found = (splits[name].num_rows, int(late[name].sum()))
        if found != (declared["rows"], declared["positives"]):
            raise ValueError(f"split {name}: the specification states other rows and positives than {found}")

    report: dict[str, object] = {
        "threshold": {"used": threshold},
        "splits": {name: {"rows": len(flags), "positives": int(flags.sum())} for name, flags in late.items()},
        "models": {},
        "baselines": {},
    }
    for model, path in MODELS.items():
        measured = {}
        for name in ("validation", "test", "june"):
            scores = predict(path, features[name])
            if model == "delay" and name == "validation":
                report["threshold"]["best_on_validation"] = best_threshold(scores, late[name], money)
            measured[name] = judge(scores, scores >= threshold, late[name], money)
            if name == "test":
                measured[name]["slices"] = judge_slices(scores >= threshold, late[name], features[name])
                measured[name]["daily_alert_rate"] = daily_alert_rate(scores >= threshold, splits[name])
        report["models"][model] = measured

    evening = features["test"].numbers[:, 0] >= EVENING_FROM_HOUR
    report["baselines"]["rules"] = judge(None, evening, late["test"], money)
    report["baselines"]["simple"] = judge_simple(features, late, money)
    for name, answer in (("always", True), ("never", False)):
        report["baselines"][name] = judge(None, np.full(len(late["test"]), answer), late["test"], money)

    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(rounded(report), indent=2) + "\n")
    print(REPORT.read_text())


def predict(path: Path, features: Features) -> Scores:
    """Probability of arriving late, [n]."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    feeds = features.feeds()
    parts = []
    for start in range(0, len(features), BATCH):
        batch = {name: values[start : start + BATCH] for name, values in feeds.items()}
        parts.append(session.run(["probabilities"], batch)[0][:, 1])
    return np.concatenate(parts).astype(np.float64)


def judge(scores: Scores | None, alerts: Flags, late: Flags, money: dict[str, float]) -> dict[str, object]:
    """Quality and money of one policy; a policy without scores has no calibration and no ranking."""
    tp, fp = int((alerts & late).sum()), int((alerts & ~late).sum())
    fn, tn = int((~alerts & late).sum()), int((~alerts & ~late).sum())
    rows = len(late)
    result: dict[str, object] = {
        "confusion": {"tp": tp, "fp": fp, "fn": fn, "tn": tn},
        "recall": tp / (tp + fn),
        "precision": tp / (tp + fp) if tp + fp else None,
        "alert_rate": (tp + fp) / rows,
        "unannounced": fn / rows,
        "value_per_prediction": (tp * money["tp"] + fp * money["fp"] + fn * money["fn"] + tn * money["tn"]) / rows,
    }
    if scores is not None:
        result["ece"] = expected_calibration_error(scores, late)
        result["roc_auc"] = float(roc_auc_score(late, scores))
    return result


def judge_slices(alerts: Flags, late: Flags, features: Features) -> dict[str, object]:
    """Recall in the evening, and at the origin where it is lowest among those with enough flights."""
    evening = features.numbers[:, 0] >= EVENING_FROM_HOUR
    origins, counts = np.unique(features.origin, return_counts=True)
    recalls = {}
    for origin in origins[counts >= MIN_ORIGIN_ROWS]:
        here = (features.origin == origin) & late
        recalls[str(origin)] = float(alerts[here].mean())
    ordered = sorted(recalls, key=recalls.__getitem__)
    return {
        "evening": {"rows": int(evening.sum()), "recall": float(alerts[evening & late].mean())},
        "origins": {"count": len(recalls), "lowest": {origin: recalls[origin] for origin in ordered[:3]}},
    }


def daily_alert_rate(alerts: Flags, flights: pa.Table) -> dict[str, float]:
    """Lowest, mean and highest share of flights with an alert on one day."""
    days = pc.day(flights["date"]).to_numpy()
    rates = [float(alerts[days == day].mean()) for day in np.unique(days)]
    return {"lowest": min(rates), "mean": float(np.mean(rates)), "highest": max(rates)}


def judge_simple(features: dict[str, Features], late: dict[str, Flags], money: dict[str, float]) -> dict[str, object]:
    """The cheapest model that could do: logistic regression on hour and origin."""

    def columns(of: Features) -> npt.NDArray[np.object_]:
        return np.column_stack([of.numbers[:, 0].astype(int).astype(object), of.origin])

    encoder = OneHotEncoder(handle_unknown="ignore").fit(columns(features["train"]))
    model = LogisticRegression(max_iter=500).fit(encoder.transform(columns(features["train"])), late["train"])
    scores = {
        name: model.predict_proba(encoder.transform(columns(features[name])))[:, 1] for name in ("validation", "test")
    }
    threshold = best_threshold(scores["validation"], late["validation"], money)
    return {"threshold": threshold, **judge(scores["test"], scores["test"] >= threshold, late["test"], money)}


def best_threshold(scores: Scores, late: Flags, money: dict[str, float]) -> float:
    """The threshold that earns most on these rows, over all distinct scores."""
    order = np.argsort(-scores, kind="stable")
    ordered = scores[order]
    gains = np.where(late[order], money["tp"] - money["fn"], money["fp"] - money["tn"]).cumsum()
    # Equal scores are alerted together, so only the last of each run is a possible cut.
    last = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))
    return float(ordered[last[np.argmax(gains[last])]])


def expected_calibration_error(scores: Scores, late: Flags) -> float:
    """ECE over ten bins of equal width, each closed on the right, the first on both sides."""
    bins = np.clip(np.ceil(scores * ECE_BINS).astype(int) - 1, 0, ECE_BINS - 1)
    gaps = np.bincount(bins, scores - late, ECE_BINS)
    return float(np.abs(gaps).sum() / len(scores))


def rounded(value: object) -> object:
    """The same report with fewer decimals, so that its differences can be read."""
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    return round(value, DECIMALS) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
