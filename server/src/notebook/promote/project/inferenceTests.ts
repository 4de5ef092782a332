/** The tests of a package that look at its features and its answers. */
import type { InferencePlan } from '../inference/planInference.ts';
import type { PromotionPlan } from '../plan.ts';

/** Columns are those that training saw. */
export function schemaTest({ packageName }: PromotionPlan, { features, preprocess }: InferencePlan): string {
  const needed = preprocess === undefined || preprocess.need.isAll ? [] : [...preprocess.need.names].toSorted();
  const raw =
    needed.length === 0
      ? ''
      : `

def test_raw_rows_have_the_columns_that_inference_needs(run):
    columns = [name for name, _ in run.learned["rows"]]
    assert {${needed.map((name) => JSON.stringify(name)).join(', ')}} <= set(columns)
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

/** Raw rows become the features of training, and are answered as they are. */
export function rawInference({ packageName }: PromotionPlan): string {
  return `"""Inference computes from raw rows what training computed."""

from hashlib import sha256

import numpy as np
import pytest

from ${packageName} import infer
from ${packageName}.artifacts import Artifacts

LOOKED_AT = 50
WIDE = 200


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
    if getattr(rows, "ndim", 1) < 2:
        pytest.skip("The raw rows have no columns.")
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
        tolerance = 1e-6 if first.dtype == np.float64 else 1e-4
        np.testing.assert_allclose(first, second, rtol=tolerance, atol=tolerance / 100)
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
    if table.shape[1] > WIDE and table.dtype.kind in "biuf":
        return [_short(row) for row in table]
    return [tuple(_rounded(value) for value in row) for row in table.tolist()]


def _short(row):
    """For many values, such as those of an image: one key of all of them."""
    row = row.astype(float)
    size = np.floor(np.log10(np.abs(row), out=np.zeros(row.shape), where=np.isfinite(row) & (row != 0)))
    digits = np.where(np.isfinite(row), np.round(row / 10.0 ** (size - 5)), row)
    return sha256(np.stack([digits + 0.0, size]).tobytes()).hexdigest()


def _rounded(value):
    return f"{value + 0.0:.6g}" if isinstance(value, (bool, int, float)) else str(value)
`;
}

/** Features that are processed already are answered row by row. */
export function processedInference({ packageName }: PromotionPlan): string {
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
    np.testing.assert_allclose(one[0], many[0], rtol=1e-4, atol=1e-6)


def _first(rows, count):
    return rows.iloc[:count] if hasattr(rows, "iloc") else rows[:count]
`;
}
