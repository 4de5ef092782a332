/**
 * What the package of a verified notebook must go on computing: `tests/expected.json`, and the test that reads it.
 *
 * Values are kept as summaries (shape, types, smallest, largest, mean), never as rows.
 */
import type { GeneratedFile, Verification } from '../../../../schemas/promotion.ts';
import type { Observed, ObservedColumn, VerificationPlan } from '../../../../schemas/verificationRun.ts';
import { decodeColumn } from './compare/columnValues.ts';
import type { ReadBlob } from './compare/columnValues.ts';
import { tolerances } from './compare/tolerance.ts';
import { valuesOf } from './runRecord.ts';
import type { RunRecord } from './runRecord.ts';

/** @returns null when the verification does not say that the package is equal */
export function writeExpected(
  verification: Verification,
  plan: VerificationPlan,
  ofPackage: RunRecord,
  readBlob: ReadBlob,
): string | null {
  if (verification.verdict !== 'equal' && verification.verdict !== 'equal-within-tolerance') return null;
  const values = valuesOf(ofPackage);
  const steady = new Set(verification.probes.filter(({ verdict }) => verdict.startsWith('equal')).map(({ id }) => id));
  const metrics: Record<string, unknown> = {};
  for (const { probe, key } of plan.metrics) {
    const value = steady.has(probe) ? values.get(probe)?.at(-1) : undefined;
    const summary = value === undefined ? undefined : summarizeMetric(value);
    if (summary !== undefined) metrics[key] = summary;
  }
  const functions: Record<string, unknown> = {};
  for (const { module, name, outputs, reports } of plan.functions) {
    const summaries = outputs.map(({ probe }) => {
      const value = steady.has(probe) ? values.get(probe)?.at(-1) : undefined;
      return value === undefined ? null : summarize(value, readBlob);
    });
    if (summaries.some((summary) => summary !== null)) functions[`${module}.${name}`] = { reports, outputs: summaries };
  }
  const { python, verifiedAt, seed } = verification;
  const tolerance = plan.isDeep ? tolerances.deep : tolerances.fitted;
  const verified = { at: verifiedAt, seed, python: python?.version ?? null, packages: python?.packages ?? {} };
  return `${JSON.stringify({ verified, tolerance, metrics, functions }, null, 2)}\n`;
}

/** A number, or the numbers of a dictionary by their keys; undefined for anything else. */
function summarizeMetric(value: Observed): number | Readonly<Record<string, number>> | undefined {
  if (value.kind === 'scalar') return value.number;
  if (value.kind !== 'collection' || value.class !== 'dict') return undefined;
  const numbers = value.parts.flatMap(([key, part]) =>
    part.kind === 'scalar' && part.number !== undefined ? [[key, part.number] as const] : [],
  );
  return numbers.length === 0 ? undefined : Object.fromEntries(numbers);
}

function summarize(value: Observed, readBlob: ReadBlob): unknown {
  switch (value.kind) {
    case 'frame': {
      const columns = value.columns.map(({ name, ...column }) => ({ name, ...summarizeColumn(column, readBlob) }));
      return { kind: 'frame', shape: value.shape, columns };
    }
    case 'series':
      return { kind: 'series', shape: value.shape, ...summarizeColumn(value.column, readBlob) };
    case 'array':
      if (value.class !== 'ndarray') return { kind: 'other', class: value.class };
      return { kind: 'array', shape: value.shape, ...summarizeColumn(value.column, readBlob) };
    case 'scalar':
      return value.number === undefined ? null : { kind: 'number', value: value.number };
    case 'estimator':
      return { kind: 'other', class: value.class.split('.').at(-1) };
    default:
      return null;
  }
}

function summarizeColumn(column: ObservedColumn, readBlob: ReadBlob): Record<string, unknown> {
  const values = decodeColumn(column, readBlob);
  const dtype = column.dtype ?? null;
  const isNumeric = values !== undefined && values.kind !== 'texts' && column.encoding !== 'time';
  if (!isNumeric || dtype?.startsWith('complex') === true) return { dtype };
  let [count, mean, smallest, largest] = [0, 0, Infinity, -Infinity];
  for (let row = 0; row < values.count; row += 1) {
    const number = values.numberAt(row);
    if (values.isMissingAt(row) || Number.isNaN(number)) continue;
    count += 1;
    // Updated step by step, so that long columns lose no digits.
    mean += (number - mean) / count;
    smallest = Math.min(smallest, number);
    largest = Math.max(largest, number);
  }
  const missing = values.count - count;
  const isFinite = [mean, smallest, largest].every(Number.isFinite);
  return isFinite ? { dtype, missing, mean, smallest, largest } : { dtype, missing };
}

/** `tests/test_regression.py`; reads `tests/expected.json` beside it. */
export function emitRegressionTest(packageName: string): GeneratedFile {
  return { path: 'tests/test_regression.py', text: regressionTest.replaceAll('PACKAGE', packageName) };
}

const regressionTest = `"""What was verified against the notebook stays so: metrics, shapes, types and summaries of values."""

import importlib
import json
from pathlib import Path

import pytest

from PACKAGE import config, pipeline

EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text(encoding="utf-8"))
TOLERANCE = {"rel": EXPECTED["tolerance"]["relative"], "abs": EXPECTED["tolerance"]["absolute"]}


@pytest.fixture(scope="module")
def run():
    """Metrics of one run, and summaries of what each stage function returned when it returned it."""
    summaries = {}
    with pytest.MonkeyPatch.context() as patch:
        for name, expected in EXPECTED["functions"].items():
            module_name, function_name = name.split(".")
            module = importlib.import_module(f"PACKAGE.{module_name}")
            function = getattr(module, function_name)
            patch.setattr(module, function_name, observed(function, name, expected, summaries))
        try:
            results = pipeline.run(config.load())
        except FileNotFoundError as error:
            pytest.skip(f"data is missing: {error.filename}")
    return results.metrics, summaries


def observed(function, name, expected, summaries):
    def call(*positional, **named):
        returned = function(*positional, **named)
        count = len(expected["outputs"])
        values = returned if count + expected["reports"] > 1 else (returned,)
        summaries[name] = [
            None if wanted is None else summarize(value)
            for wanted, value in zip(expected["outputs"], values)
        ]
        return returned

    return call


def summarize(value):
    library = type(value).__module__.split(".")[0]
    if library in ("tensorflow", "keras") and hasattr(value, "numpy"):
        return summarize(value.numpy())
    kind = type(value).__name__
    if kind == "DataFrame":
        columns = [
            {
                "name": label if isinstance(label, str) else repr(label),
                **summarize_column(value.iloc[:, position]),
            }
            for position, label in enumerate(value.columns)
        ]
        return {"kind": "frame", "shape": list(value.shape), "columns": columns}
    if kind == "Series":
        return {"kind": "series", "shape": list(value.shape), **summarize_column(value)}
    if kind == "ndarray":
        return {"kind": "array", "shape": list(value.shape), **summarize_column(value.reshape(-1))}
    if isinstance(value, (int, float)) or (library == "numpy" and hasattr(value, "dtype")):
        return {"kind": "number", "value": float(value)}
    return {"kind": "other", "class": kind}


def summarize_column(values):
    dtype = values.dtype
    summary = {"dtype": str(dtype)}
    if getattr(dtype, "kind", "O") not in "iufb" or str(dtype) == "category":
        return summary
    present = values[values == values]  # noqa: PLR0124 - a missing value differs from itself
    summary["missing"] = len(values) - len(present)
    if len(present) > 0:
        present = present.astype("float64")
        summary.update(
            mean=float(present.mean()), smallest=float(present.min()), largest=float(present.max())
        )
    return summary


def assert_same(actual, expected, place):
    if isinstance(expected, dict):
        for key, value in expected.items():
            assert key in actual, f"{place}: {key} is missing"
            assert_same(actual[key], value, f"{place}, {key}")
    elif isinstance(expected, list):
        assert len(actual) == len(expected), place
        for position, (one, other) in enumerate(zip(actual, expected)):
            assert_same(one, other, f"{place} [{position}]")
    elif isinstance(expected, float) or (isinstance(expected, int) and isinstance(actual, float)):
        assert actual == pytest.approx(expected, **TOLERANCE), place
    else:
        assert actual == expected, place


@pytest.mark.parametrize("name", EXPECTED["metrics"])
def test_metric_is_that_of_the_notebook(run, name):
    metrics, _ = run
    expected = EXPECTED["metrics"][name]
    if isinstance(expected, dict):
        for key, value in expected.items():
            assert float(metrics[name][key]) == pytest.approx(value, **TOLERANCE), key
    else:
        assert float(metrics[name]) == pytest.approx(expected, **TOLERANCE)


@pytest.mark.parametrize("name", EXPECTED["functions"])
def test_stage_returns_what_the_notebook_has(run, name):
    _, summaries = run
    for position, (actual, expected) in enumerate(
        zip(summaries[name], EXPECTED["functions"][name]["outputs"])
    ):
        if expected is not None:
            assert_same(actual, expected, f"{name}, value {position}")
`;
