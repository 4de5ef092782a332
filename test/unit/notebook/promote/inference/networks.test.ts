/** `infer.py` for networks that loops of the notebook train, and for what the notebook makes of a network's answers. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PythonParser } from '../../../../../server/src/notebook/syntax/pythonParser.ts';
import { readFixture } from '../../../../support/notebookFixture.ts';
import { promotePackage } from '../../../../support/promotedPackage.ts';
import type { PromotedPackage } from '../../../../support/promotedPackage.ts';
import { loadPythonParser } from '../../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const head = `import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset, random_split`;

const rows = `df = pd.read_csv("rows.csv")
X = df[["a", "b"]].values
y = df["y"].values
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train = torch.tensor(X_train, dtype=torch.float32)
X_test = torch.tensor(X_test, dtype=torch.float32)
y_train = torch.tensor(y_train)`;

const wholeLoop = `criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(3):
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train)
    loss.backward()
    optimizer.step()`;

const plainNet = 'model = nn.Linear(2, 3)';
const asked = 'with torch.no_grad():\n    out = model(X_test)';

function promoteCells(...cells: readonly string[]): PromotedPackage {
  return promotePackage(parser, [head, ...cells]);
}

const infer = ({ file }: PromotedPackage): string => file('src/promoted/infer.py');
const decisions = ({ promotion }: PromotedPackage): string => promotion.plan.decisions.join('\n');

function fixture(name: string): PromotedPackage {
  const file = path.resolve(import.meta.dirname, `../../../../fixtures/promotions/${name}.py`);
  return promotePackage(parser, readFixture({ form: 'percent', text: readFileSync(file, 'utf8') }).notebook);
}

describe('a network behind a data set of the notebook', () => {
  test('is made again of its class, which stands in a module', () => {
    const promoted = fixture('torch-loop');
    expect(infer(promoted)).toContain('    return ChurnNet(state["model_len"]).to(device)\n');
    expect(infer(promoted)).toContain('from .common import ChurnNet\n');
    expect(promoted.file('src/promoted/train.py')).toContain(
      'model = learned("model", ChurnNet(learned("model_len", len(features))).to(device))',
    );
  });

  test('takes its weights alone from what was saved', () => {
    const promoted = fixture('torch-loop');
    expect(infer(promoted)).toContain('network.load_state_dict(artifacts.load_weights(folder, "model"))');
    expect(promoted.file('src/promoted/artifacts.py')).toContain('map_location="cpu", weights_only=True)');
  });

  test('gets features through the scaler of training, and the tensor that the data set makes of them', () => {
    const { steps, ...promoted } = fixture('torch-loop');
    expect(steps.slice(-2)).toEqual([
      'X_test = state["scaler"].transform(X_test)',
      'return check_features(X_test, state["model_columns"])',
    ]);
    expect(infer({ ...promoted, steps })).toContain('given = torch.tensor(features, dtype=torch.float32)\n');
    expect(promoted.file('src/promoted/split.py')).toContain(
      'ChurnDataset(learned_columns("model_columns", X_train), y_train)',
    );
  });

  test('answers chances as the evaluation does, and classes at its threshold', () => {
    expect(infer(fixture('torch-loop'))).toContain('return np.atleast_1d(torch.sigmoid(raw).numpy())');
    expect(infer(fixture('torch-loop'))).toContain('return np.asarray((raw > state["config.evaluate.threshold"]))');
  });
});

describe('what a network is made of', () => {
  test.each([
    [
      'hidden = 4\nmodel = nn.Sequential(nn.Linear(X_train.shape[1], hidden), nn.ReLU(), nn.Linear(hidden, 3))',
      'return nn.Sequential(nn.Linear(state["model_value"], state["hidden"]), nn.ReLU(), nn.Linear(state["hidden"], 3))',
    ],
    ['def build(width):\n    return nn.Linear(width, 3)\n\nmodel = build(2)', 'return build(2)'],
    [plainNet, 'return nn.Linear(2, 3)'],
  ])('is kept where it is a number of the data, and written again otherwise: %s', (making, expected) => {
    const promoted = promoteCells(rows, making, wholeLoop, asked);
    expect(infer(promoted)).toContain(expected);
  });

  test.each(['model[0] = nn.Linear(2, 3)', 'model.last = nn.Linear(2, 3)', 'model.append(nn.ReLU())'])(
    'says why there is no inference where it gets other parts later: %s',
    (change) => {
      const promoted = promoteCells(rows, 'model = nn.Sequential(nn.Linear(2, 3))', change, wholeLoop, asked);
      expect(infer(promoted)).toBe('');
      expect(decisions(promoted)).toContain('The network gets other parts after it is made');
    },
  );

  test('says why there is no inference where its class reads what the notebook counts', () => {
    const promoted = promoteCells(
      rows,
      'width = df["a"].nunique()\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.last = nn.Linear(2, width)\n    def forward(self, x):\n        return self.last(x)\n\nmodel = Net()',
      wholeLoop,
      asked,
    );
    expect(infer(promoted)).toBe('');
    expect(decisions(promoted)).toContain('Inference: The class `Net` stands inside a function');
  });
});

describe('what a network is asked', () => {
  test.each([
    ['for x, y_ in loader:\n        out = model(x)', 'DataLoader(TensorDataset(X_test, y_train), batch_size=4)'],
    ['for i, (x, y_) in enumerate(loader):\n        out = model(x)', 'DataLoader(TensorDataset(X_test, y_train))'],
    [
      'for batch in loader:\n        x, y_ = batch\n        out = model(x)',
      'DataLoader(TensorDataset(X_test, y_train))',
    ],
    ['for batch in loader:\n        out = model(batch[0])', 'DataLoader(TensorDataset(X_test, y_train))'],
  ])('is followed through batches of a loader: %s', (loop, loader) => {
    const promoted = promoteCells(rows, plainNet, wholeLoop, `loader = ${loader}\nwith torch.no_grad():\n    ${loop}`);
    expect(promoted.steps.at(-1)).toBe('return check_features(X_test, state["model_columns"])');
  });

  test('is followed through functions that are given the loader', () => {
    const promoted = promoteCells(
      rows,
      plainNet,
      `criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
train_loader = DataLoader(TensorDataset(X_train, y_train), batch_size=4)
test_loader = DataLoader(TensorDataset(X_test, y_test), batch_size=4)
def step(net, loader):
    for x, target in loader:
        loss = criterion(net(x), target)
        loss.backward()
        optimizer.step()
def predict(net, loader):
    net.eval()
    found = []
    with torch.no_grad():
        for x, target in loader:
            found.append(F.softmax(net(x), dim=1).argmax(dim=1))
    return torch.cat(found)
step(model, train_loader)
found = predict(model, test_loader)
print(accuracy_score(y_test, found))`,
    );
    expect(decisions(promoted)).not.toContain('Inference');
    expect(promoted.steps.at(-1)).toBe('return check_features(X_test, state["model_columns"])');
    expect(infer(promoted)).toContain('return np.atleast_1d(F.softmax(raw, dim=1))');
    expect(infer(promoted)).toContain('return np.asarray(torch.as_tensor(raw).argmax(dim=1))');
  });

  test('is not followed where several values are given', () => {
    const promoted = promoteCells(
      rows,
      'class Two(nn.Module):\n    def forward(self, a, b):\n        return a + b\n\nmodel = Two()',
      'criterion = nn.MSELoss()\nfor epoch in range(3):\n    loss = criterion(model(X_train, X_train), y_train)\n    loss.backward()',
    );
    expect(decisions(promoted)).toContain('The network is asked with several values');
  });
});

describe('what the notebook makes of the answers', () => {
  const decided = (made: string): string =>
    /def postprocess[^]*?return (?<code>.*)\n/.exec(
      infer(promoteCells(rows, plainNet, wholeLoop, `${asked}\n${made}\nprint(accuracy_score(y_test, found))`)),
    )?.groups?.['code'] ?? '';

  test.each([
    ['found = out.argmax(1)', 'np.asarray(torch.as_tensor(raw).argmax(1))'],
    ['_, found = torch.max(out.data, 1)', 'np.asarray(torch.max(torch.as_tensor(raw), 1)[1])'],
    ['found = out.max(dim=1).indices', 'np.asarray(torch.as_tensor(raw).max(dim=1)[1])'],
    ['found = np.argmax(out.numpy(), axis=1)', 'np.asarray(np.argmax(raw, axis=1))'],
    [
      'found = (torch.sigmoid(out) > 0.3).float()',
      'np.asarray((torch.as_tensor(raw) > state["config.evaluate.threshold"]).float())',
    ],
    [
      'found = [1 if p > 0.5 else 0 for p in out.numpy()[:, 1]]',
      'np.asarray(np.asarray([1 if p > 0.5 else 0 for p in raw]))',
    ],
    [
      'def binary(given):\n    return torch.round(torch.sigmoid(given))\n\nfound = binary(out)',
      'np.asarray(torch.round(torch.as_tensor(raw)))',
    ],
  ])('is made for inference, too: %s', (made, expected) => {
    expect(decided(made)).toBe(expected);
  });

  test('is looked for in what is dropped, too, such as a share that is printed', () => {
    const promoted = promoteCells(
      rows,
      plainNet,
      wholeLoop,
      asked,
      'shown = out.argmax(1)\nprint((shown == y_test).sum() / len(y_test))',
    );
    expect(infer(promoted)).toContain('np.asarray(torch.as_tensor(raw).argmax(1))');
  });

  test('is nothing where it takes all rows together', () => {
    expect(decided('found = out.argmax()')).toBe('raw');
  });

  test('is undone by the encoder that training used', () => {
    const encoded = rows.replace('y = df["y"].values', 'le = LabelEncoder()\ny = le.fit_transform(df["y"])');
    const promoted = promoteCells(
      encoded,
      plainNet,
      wholeLoop,
      `${asked}\nfound = out.argmax(1)\nprint(accuracy_score(y_test, found))`,
    );
    expect(infer(promoted)).toContain(
      'return state["answers"].inverse_transform(np.asarray(torch.as_tensor(raw).argmax(1)))',
    );
  });
});

test('a data set that hands out batches by itself is no table of raw rows', () => {
  const promoted = promotePackage(parser, [
    'from tensorflow import keras',
    'train = keras.utils.image_dataset_from_directory("cats")',
    'model = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile(loss="mse")\nmodel.fit(train, epochs=2)',
    'print(model.evaluate(train))',
  ]);
  expect(decisions(promoted)).toContain('reads the rows in batches by itself.');
  expect(infer(promoted)).toContain('Features that are processed already');
});

test('a generator that reads images by itself is no table of raw rows', () => {
  const promoted = promotePackage(parser, [
    'from tensorflow import keras\nfrom tensorflow.keras.preprocessing.image import ImageDataGenerator',
    'train = ImageDataGenerator(rescale=1 / 255).flow_from_directory("cats")',
    'model = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile(loss="mse")\nmodel.fit(train, epochs=2)',
    'print(model.evaluate(train))',
  ]);
  expect(decisions(promoted)).toContain('reads the rows in batches by itself.');
});

describe('a network of keras', () => {
  const cells = (after: string): PromotedPackage =>
    promotePackage(parser, [
      'import os\nos.environ["KERAS_BACKEND"] = "jax"\nimport keras\nimport numpy as np\nimport pandas as pd\nfrom sklearn.metrics import accuracy_score\nfrom sklearn.preprocessing import LabelEncoder',
      'train = pd.read_csv("train.csv")\ntest = pd.read_csv("test.csv")\nle = LabelEncoder()\ny = le.fit_transform(train["y"])\ny_test = le.transform(test["y"])',
      'model = keras.Sequential([keras.layers.Dense(3, activation="softmax")])\nmodel.compile(loss="sparse_categorical_crossentropy")\nmodel.fit(train[["a", "b"]], y, epochs=2)',
      after,
    ]);

  test('is saved by keras, beside the rest', () => {
    const { file } = cells('print(accuracy_score(y_test, model.predict(test[["a", "b"]]).argmax(axis=1)))');
    expect(file('src/promoted/artifacts.py')).toContain('values.pop("model").save(path.with_name("model.part.keras"))');
    expect(file('src/promoted/artifacts.py')).toContain(
      '"model": keras.models.load_model(path.with_name("model.keras"))',
    );
  });

  test('answers the classes that the notebook decides for, by their names', () => {
    const promoted = cells(
      'found = model.predict(test[["a", "b"]]).argmax(axis=1)\nprint(accuracy_score(y_test, found))',
    );
    expect(infer(promoted)).toContain('return state["answers"].inverse_transform(np.asarray(raw.argmax(axis=1)))');
  });

  test('answers its chances where the notebook decides nothing, though an encoder has numbered the classes', () => {
    const promoted = cells('print(model.evaluate(test[["a", "b"]], y_test))');
    expect(infer(promoted)).not.toContain('inverse_transform');
  });

  test('gets what its library looks up in the environment before that is imported', () => {
    expect(cells('print(model.evaluate(test[["a", "b"]], y_test))').file('src/promoted/__init__.py')).toContain(
      'import os\n\nos.environ["KERAS_BACKEND"] = "jax"\n',
    );
  });
});

test('a stage of torch goes on drawing where the one before it ended', () => {
  const { file } = promoteCells(rows, plainNet, wholeLoop, asked);
  expect(file('src/promoted/pipeline.py')).toContain('torch.set_rng_state(states["torch"])');
  expect(file('src/promoted/pipeline.py')).toContain('"torch": torch.get_rng_state()');
});
