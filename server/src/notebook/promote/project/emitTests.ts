/** Tests of the package, but for the comparison with the notebook, which verification writes. */
import type { GeneratedFile } from '../../../../../schemas/promotion.ts';
import type { Inference, InferencePlan } from '../inference/planInference.ts';
import type { PlannedCapture, PromotionPlan } from '../plan.ts';
import { cellName } from './cellName.ts';
import type { ProjectOptions } from './projectInput.ts';
import { fitsBeyondTraining } from './fitsBeyondTraining.ts';

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

import pytest
${modules.length > 0 ? 'import numpy as np\n' : ''}
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

function determinism({ packageName }: PromotionPlan): string {
  return `"""Two runs with one seed give the same."""

import math

from ${packageName}.pipeline import plain


def test_two_runs_report_the_same(run, run_pipeline):
    again = run_pipeline()
    _assert_equal(plain(run.metrics), plain(again.metrics), "metrics")


def _assert_equal(first, second, where):
    if isinstance(first, dict):
        assert first.keys() == second.keys(), where
        for key in first:
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

function schemaTest({ packageName }: PromotionPlan, { features, preprocess }: InferencePlan): string {
  const needed = preprocess === undefined || preprocess.need.isAll ? [] : [...preprocess.need.names].toSorted();
  const raw =
    needed.length === 0
      ? ''
      : `

def test_raw_rows_have_the_columns_that_inference_needs(run):
    columns = [name for name, _ in run.learned["rows"]]
    assert set(${JSON.stringify(needed)}) <= set(columns)
`;
  return `"""Tables have the columns that training saw."""

import numpy as np
import pytest

from ${packageName}.state import check_features


def test_features_are_those_of_training(run):
    columns = run.learned[${JSON.stringify(features)}]
    check_features(run.seen[${JSON.stringify(features)}], columns)


def test_other_features_are_refused(run):
    columns = run.learned[${JSON.stringify(features)}]
    width = len(columns) if isinstance(columns, list) else columns
    with pytest.raises(ValueError):
        check_features(np.zeros((2, width + 1)), columns)
${raw}`;
}

/** Undefined when nothing but the model is fitted. */
function stateTest(plan: PromotionPlan, inference: InferencePlan, options: ProjectOptions): string | undefined {
  const fitted = inference.captures.filter(
    ({ with: recorder, name }) =>
      (recorder === 'fitted' || recorder === 'fitted_copy' || recorder === 'learned_groups') &&
      name !== inference.model &&
      name !== 'answers',
  );
  if (fitted.length === 0) return undefined;
  const beyond = new Map(
    fitsBeyondTraining(plan, options.parser, fitted, inference).map((capture) => [capture.name, capture]),
  );
  const tests = fitted.map((capture) => stateTestOf(inference, capture, beyond.has(capture.name), options));
  return `"""What is learned is learned from training rows alone."""

${beyond.size > 0 ? 'import pytest\n\n\n' : '\n'}${tests.join('\n\n')}


def _count(rows):
    return rows.shape[0] if hasattr(rows, "shape") else len(rows)


def _assert_only(seen, trained):
    if hasattr(seen, "index") and hasattr(trained, "index") and seen.index.is_unique:
        assert set(seen.index) <= set(trained.index)
    assert _count(seen) <= _count(trained)
`;
}

function stateTestOf(
  { features }: InferencePlan,
  { name, at }: PlannedCapture,
  isBeyond: boolean,
  { findings = [] }: ProjectOptions,
): string {
  const finding = findings.find(({ rule, at: place }) => rule.startsWith('leak/') && place.cell === at.cell);
  const rule = finding?.rule ?? 'leak/preprocessing';
  const mark = isBeyond ? `@pytest.mark.xfail(strict=True, reason="${rule}, ${cellName(at.cell)}")\n` : '';
  return `${mark}def test_${name}_saw_training_rows_alone(run):
    _assert_only(run.seen[${JSON.stringify(name)}], run.seen[${JSON.stringify(features)}])`;
}

function rawInference({ packageName }: PromotionPlan): string {
  return `"""Inference computes from raw rows what training computed."""

import numpy as np
import pytest

from ${packageName} import infer
from ${packageName}.artifacts import Artifacts

LOOKED_AT = 50


@pytest.fixture(scope="module")
def artifacts(run):
    return Artifacts(values=run.learned, versions={})


@pytest.fixture(scope="module")
def known(run):
    """Positions of raw rows whose features are among those that the model was trained on."""
    computed = _keys(infer.preprocess(run.seen["rows"], run.learned))
    trained = set(_keys(_first(run.seen["model_columns"], LOOKED_AT)))
    return [position for position, key in enumerate(computed) if key in trained]


def test_features_of_raw_rows_are_those_of_training(run):
    computed = set(_keys(infer.preprocess(run.seen["rows"], run.learned)))
    missing = [key for key in _keys(_first(run.seen["model_columns"], LOOKED_AT)) if key not in computed]
    assert not missing


def test_answers_are_those_of_the_model(run, artifacts, known):
    assert known
    rows = _take(run.seen["rows"], known[:LOOKED_AT])
    features = infer.preprocess(rows, run.learned)
    assert len(infer.predict(rows, artifacts)) == len(known[:LOOKED_AT]) == features.shape[0]


def test_one_row_is_answered_as_many_are(run, artifacts, known):
    many = np.asarray(infer.predict(_take(run.seen["rows"], known[:LOOKED_AT]), artifacts))
    for index, position in enumerate(known[:3]):
        one = np.asarray(infer.predict(_take(run.seen["rows"], [position]), artifacts))
        _assert_same(one[0], many[index])


def test_the_order_of_columns_does_not_matter(run, artifacts, known):
    rows = _take(run.seen["rows"], known[:LOOKED_AT])
    if not hasattr(rows, "columns"):
        pytest.skip("The raw rows are an array.")
    turned = rows[list(reversed(rows.columns))]
    _assert_same(infer.predict(rows, artifacts), infer.predict(turned, artifacts))


def test_rows_without_columns_are_refused(run, artifacts, known):
    rows = _take(run.seen["rows"], known[:LOOKED_AT])
    rows = rows[[]] if hasattr(rows, "columns") else rows[:, :0]
    with pytest.raises((ValueError, KeyError, AttributeError)):
        infer.predict(rows, artifacts)


def test_unknown_words_are_answered_or_refused(run, artifacts, known):
    rows = _take(run.seen["rows"], known[:3])
    words = [name for name in getattr(rows, "columns", []) if all(isinstance(value, str) for value in rows[name])]
    for name in words:
        changed = rows.assign(**{str(name): "a word that nobody has seen"})
        try:
            assert len(infer.predict(changed, artifacts)) == len(rows)
        except (ValueError, KeyError) as error:
            assert str(error)


def _assert_same(first, second):
    first, second = np.asarray(first), np.asarray(second)
    if first.dtype.kind == "f":
        np.testing.assert_allclose(first, second, rtol=1e-6)
    else:
        assert np.array_equal(first, second)


def _first(rows, count):
    return rows.iloc[:count] if hasattr(rows, "iloc") else rows[:count]


def _take(rows, positions):
    return rows.iloc[positions] if hasattr(rows, "iloc") else rows[positions]


def _keys(features):
    """One key for each row, from values to six digits."""
    table = features.toarray() if hasattr(features, "toarray") else np.asarray(features)
    table = table.reshape(len(table), -1)
    return [tuple(_rounded(value) for value in row) for row in table.tolist()]


def _rounded(value):
    return f"{value + 0.0:.6g}" if isinstance(value, (bool, int, float)) else str(value)
`;
}

function processedInference({ packageName }: PromotionPlan): string {
  return `"""Inference answers features as training made them."""

import numpy as np
import pytest

from ${packageName} import infer
from ${packageName}.artifacts import Artifacts


@pytest.fixture(scope="module")
def artifacts(run):
    return Artifacts(values=run.learned, versions={})


def test_features_are_answered_row_by_row(run, artifacts):
    features = _first(run.seen["model_columns"], 20)
    many = np.asarray(infer.predict(features, artifacts))
    one = np.asarray(infer.predict(_first(features, 1), artifacts))
    assert len(many) == 20 or len(many) == len(run.seen["model_columns"])
    np.testing.assert_array_equal(one[0], many[0])


def _first(rows, count):
    return rows.iloc[:count] if hasattr(rows, "iloc") else rows[:count]
`;
}
