/** Tests of the package, but for the comparison with the notebook, which verification writes. */
import type { GeneratedFile } from '../../../../../schemas/promotion.ts';
import type { Inference, InferencePlan } from '../inference/planInference.ts';
import { keptTimings } from '../keptCalls.ts';
import type { PromotionPlan } from '../plan.ts';
import { processedInference, rawInference, schemaTest } from './inferenceTests.ts';
import { picturesInference } from './picturesTest.ts';
import type { ProjectOptions } from './projectInput.ts';
import { stateTest } from './stateTest.ts';

export function emitTests(
  plan: PromotionPlan,
  inference: Inference,
  options: ProjectOptions,
): readonly GeneratedFile[] {
  const tests = [
    { name: 'conftest', text: conftest(plan, inference) },
    { name: 'test_determinism', text: determinism(plan) },
    ...(splitModules(plan).length === 0 ? [] : [{ name: 'test_split', text: split }]),
    ...(inference.kind === 'none' ? [] : inferenceTests(plan, inference, options)),
  ];
  return tests.map(({ name, text }) => ({ path: `tests/${name}.py`, text }));
}

function inferenceTests(plan: PromotionPlan, inference: InferencePlan, options: ProjectOptions) {
  if (inference.preprocess?.pictures !== undefined) return [{ name: 'test_inference', text: picturesInference(plan) }];
  const state = stateTest(plan, inference, options);
  return [
    { name: 'test_schema', text: schemaTest(plan, inference) },
    ...(state === undefined ? [] : [{ name: 'test_state', text: state }]),
    { name: 'test_inference', text: inference.kind === 'raw' ? rawInference(plan) : processedInference(plan) },
  ];
}

/** Modules in which rows are split by the function that everybody uses. */
function splitModules({ imports }: PromotionPlan): readonly string[] {
  const found = imports.find(({ text }) => /\bimport train_test_split$/.test(text));
  return found?.usedIn ?? [];
}

function conftest(plan: PromotionPlan, inference: Inference): string {
  const { packageName, configuration } = plan;
  const keys = (access: 'read' | 'written'): string =>
    JSON.stringify([
      ...new Set(
        configuration
          .filter((value) => value.role === 'path' && (value.access ?? 'read') === access)
          .map(({ key }) => key.replace(/^paths\./, '')),
      ),
    ]);
  const modules = splitModules(plan);
  const isSpied = inference.kind !== 'none';
  const hasLearned = (plan.captures ?? []).length > 0;
  return `"""Runs the pipeline once for all tests, in a folder of its own; skips where data are missing."""

import dataclasses
import os
from pathlib import Path
from types import SimpleNamespace

${modules.length > 0 ? 'import numpy as np\n' : ''}import pytest

os.environ.setdefault("MPLBACKEND", "Agg")

PROJECT = Path(__file__).resolve().parents[1]
READ = ${keys('read')}
WRITTEN = ${keys('written')}


@pytest.fixture(scope="session")
def config(tmp_path_factory):
    """The configuration of the project; what is written goes to a folder of the tests."""
    from ${packageName}.config import load

    loaded = load(PROJECT / "params.yaml")
    for name in READ:
        path = getattr(loaded.paths, name)
        if "://" not in path and not Path(path).exists() and not any(sign in path for sign in "*?["):
            pytest.skip(f"The data are not there: {path}")
    if not WRITTEN:
        return loaded
    folder = tmp_path_factory.mktemp("written")
    paths = {name: str(folder / Path(getattr(loaded.paths, name)).name) for name in WRITTEN}
    return dataclasses.replace(loaded, paths=dataclasses.replace(loaded.paths, **paths))


@pytest.fixture(scope="session")
def run_pipeline(config, tmp_path_factory):
    """Runs everything, and tells what was learned from which rows, and how rows were split."""

    def run_once():
        from ${packageName} import pipeline${isSpied ? ', state' : ''}

        seen = {}
        splits = []
        folder = tmp_path_factory.mktemp("run")
        (folder / "reports").mkdir()
        before = os.getcwd()
        patch = pytest.MonkeyPatch()
${modules.map((module) => `        patch.setattr("${packageName}.${module}.train_test_split", _spy_on_splits("${packageName}.${module}", splits))\n`).join('')}${isSpied ? '        patch.setattr(state, "OBSERVERS", [lambda name, rows: seen.update({name: _copy(rows)})])\n' : ''}        os.chdir(folder)
        try:
            results = pipeline.run(config)
        finally:
            os.chdir(before)
            patch.undo()
        return SimpleNamespace(
            metrics=results.metrics,
            values=results.values,
            learned=${hasLearned ? 'results.learned' : '{}'},
            seen=seen,
            splits=splits,
        )

    return run_once


@pytest.fixture(scope="session")
def run(run_pipeline):
    """One run, for all tests that look at it."""
    return run_pipeline()


def _copy(rows):
    return rows.copy() if hasattr(rows, "copy") else rows
${modules.length > 0 ? spyOnSplits : ''}`;
}

const spyOnSplits = `

def _spy_on_splits(module, splits):
    import importlib

    original = importlib.import_module(module).train_test_split

    def call(*arrays, **options):
        count = arrays[0].shape[0] if hasattr(arrays[0], "shape") else len(arrays[0])
        *parts, train, test = original(*arrays, np.arange(count), **options)
        splits.append((count, train, test, {"train_size", "test_size"} <= options.keys()))
        return parts

    return call
`;

const split = `"""Rows of one split do not overlap."""


def test_no_row_is_on_both_sides(run):
    assert run.splits, "nothing was split"
    for _, train, test, _ in run.splits:
        assert len(train) > 0
        assert len(test) > 0
        assert not set(train) & set(test)


def test_every_row_is_on_one_side(run):
    for count, train, test, leaves_rows_out in run.splits:
        together = len(train) + len(test)
        assert together <= count if leaves_rows_out else together == count
`;

function determinism(plan: PromotionPlan): string {
  const { packageName } = plan;
  const timings = keptTimings(plan).map((ending) => JSON.stringify(ending));
  const [only, ...more] = timings;
  const endings = only === undefined || more.length > 0 ? `(${timings.join(', ')})` : only;
  // How long something took differs from run to run.
  const isCompared = only === undefined ? '' : `\n            if key.endswith(${endings}):\n                continue`;
  return `"""Two runs with one seed give the same."""

import math

from ${packageName}.pipeline import plain


def test_two_runs_report_the_same(run, run_pipeline):
    again = run_pipeline()
    _assert_equal(plain(run.metrics), plain(again.metrics), "metrics")


def _assert_equal(first, second, where):
    if isinstance(first, dict):
        assert first.keys() == second.keys(), where
        for key in first:${isCompared}
            _assert_equal(first[key], second[key], f"{where}, {key}")
    elif isinstance(first, list):
        assert len(first) == len(second), where
        for index, (one, other) in enumerate(zip(first, second)):
            _assert_equal(one, other, f"{where}, {index}")
    elif isinstance(first, float) and isinstance(second, float):
        both_missing = math.isnan(first) and math.isnan(second)
        assert both_missing or math.isclose(first, second, rel_tol=1e-9, abs_tol=1e-12), where
    else:
        assert first == second, where
`;
}
