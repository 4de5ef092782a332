/** `infer.py` for rows that are no table: arrays of a data set in parts, of a file with several arrays. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { PythonParser } from '../../../../../server/src/notebook/syntax/pythonParser.ts';
import { promotePackage } from '../../../../support/promotedPackage.ts';
import type { PromotedPackage } from '../../../../support/promotedPackage.ts';
import { loadPythonParser } from '../../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const infer = ({ file }: PromotedPackage): string => file('src/promoted/infer.py');

const head = 'import keras\nimport numpy as np\nfrom keras.datasets import mnist';
const network = 'model = keras.Sequential([keras.layers.Dense(10, activation="softmax")])\nmodel.compile(loss="mse")';

function withRows(reading: string, steps = '', asked = 'print(model.evaluate(x_test, y_test))'): PromotedPackage {
  return promotePackage(parser, [
    head,
    reading,
    ...(steps === '' ? [] : [steps]),
    network,
    `model.fit(x_train, y_train)\n${asked}`,
  ]);
}

describe('a data set that keras brings', () => {
  test.each([
    '(x_train, y_train), (x_test, y_test) = mnist.load_data()',
    'data = mnist.load_data()\n(x_train, y_train), (x_test, y_test) = data',
    '((x_train, y_train), (x_test, y_test)) = keras.datasets.mnist.load_data()',
  ])('gives its rows as raw ones: %s', (reading) => {
    const promoted = withRows(reading);
    expect(promoted.steps).toEqual(['x_test = rows', 'return check_features(x_test, state["model_columns"])']);
    expect(promoted.file('src/promoted/data.py')).toContain('learned_pairs("rows", ');
  });

  test('is answered from a file of other rows, which numpy reads', () => {
    const promoted = withRows('(x_train, y_train), (x_test, y_test) = mnist.load_data()');
    expect(infer(promoted)).toContain('    return np.load(path)\n');
    expect(infer(promoted)).toContain('postprocess(predict(read(source), known), known.values)');
    expect(promoted.file('README.md')).toContain('predict --input rows.npy --output');
  });

  test('of words as numbers is answered from a file of JSON', () => {
    const promoted = withRows(
      'from keras.datasets import imdb\n(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=1000)',
      'x_train = keras.utils.pad_sequences(x_train, maxlen=20)\nx_test = keras.utils.pad_sequences(x_test, maxlen=20)',
    );
    expect(infer(promoted)).toContain('json.loads(Path(path).read_text(encoding="utf-8"))');
    expect(promoted.file('README.md')).toContain('predict --input rows.json --output');
    expect(infer(promoted)).toMatch(/^import json$/m);
  });

  test('is scaled by what training rows had', () => {
    const { steps } = withRows(
      '(x_train, y_train), (x_test, y_test) = keras.datasets.boston_housing.load_data()',
      'mean = x_train.mean(axis=0)\nx_train -= mean\nx_test -= mean',
    );
    expect(steps.slice(0, 2)).toEqual(['x_test = rows', 'x_test -= state["mean"]']);
  });

  test('gives no answers to inference', () => {
    const { promotion } = withRows(
      '(x_train, y_train), (x_test, y_test) = mnist.load_data()',
      'x_train = x_train + y_train\nx_test = x_test + y_test',
    );
    expect(promotion.plan.decisions.join('\n')).toContain('The answers of the data set are not known to inference.');
  });
});

describe('rows that are given another form', () => {
  test.each([
    ['x_test.reshape((10000, 28 * 28))', 'x_test.reshape((len(x_test), 28 * 28))'],
    ['x_test.reshape(10000, 784)', 'x_test.reshape(len(x_test), 784)'],
    ['x_test.reshape(x_test.shape[0], 28, 28, 1)', 'x_test.reshape(len(x_test), 28, 28, 1)'],
    ['x_test.reshape((len(x_test), 784))', 'x_test.reshape((len(x_test), 784))'],
    ['x_test.astype("float32").reshape(10000, 784)', 'x_test.astype("float32").reshape(len(x_test), 784)'],
    ['x_test.reshape(-1, 784)', 'x_test.reshape(-1, 784)'],
    ['x_test.reshape(x_test.shape[0], -1)', 'x_test.reshape(len(x_test), -1)'],
    ['np.reshape(x_test, (x_test.shape[0], 784))', 'np.reshape(x_test, (len(x_test), 784))'],
  ])('are as many as inference is given: %s', (written, expected) => {
    const { steps } = withRows(
      '(x_train, y_train), (x_test, y_test) = mnist.load_data()',
      `x_train = ${written.replaceAll('x_test', 'x_train').replace('10000', '60000')}\nx_test = ${written}`,
    );
    expect(steps[1]).toBe(`x_test = ${expected}`);
  });
});

describe('a file of several arrays', () => {
  const reading =
    'data = np.load("digits.npz")\nx_train, y_train = data["x_train"], data["y_train"]\nx_test, y_test = data["x_test"], data["y_test"]';

  test('gives the rows under the name that training reads', () => {
    const promoted = withRows(reading, 'x_train = x_train / 16\nx_test = x_test / 16');
    expect(promoted.steps).toEqual([
      'x_train = rows',
      'x_train = x_train / 16',
      'return check_features(x_train, state["model_columns"])',
    ]);
    expect(infer(promoted)).toContain('    return np.load(path)\n');
    const stages = promoted.promotion.files.map(({ text }) => text).join('\n');
    expect(stages).toContain(`learned_columns("rows", data["x_train"])`);
  });
});
