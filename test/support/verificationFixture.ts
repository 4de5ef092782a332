/** A small notebook and the package that it was promoted to, both written by hand, with the plan that compares them. */
import type { Probe, VerificationPlan } from '../../schemas/verificationRun.ts';

/** A statement for each text; the number is its cell. */
const statements: readonly (readonly [cell: number, code: string])[] = [
  [0, 'import numpy as np'],
  [0, 'import pandas as pd'],
  [0, 'from sklearn.linear_model import LogisticRegression'],
  [0, 'from sklearn.metrics import accuracy_score'],
  [0, 'from sklearn.model_selection import train_test_split'],
  [0, 'from sklearn.preprocessing import StandardScaler'],
  [1, 'rooms = pd.read_csv("rooms.csv")'],
  [2, 'rooms["size_per_room"] = rooms["size"] / rooms["rooms"]'],
  [2, 'X = rooms[["size", "rooms", "size_per_room"]]'],
  [3, 'X_train, X_test, y_train, y_test = train_test_split(X, rooms["sold"], test_size=0.25)'],
  [4, 'scaler = StandardScaler().fit(X_train)'],
  [4, 'model = LogisticRegression().fit(scaler.transform(X_train), y_train)'],
  [5, 'print("accuracy", __plumbline_metric__(0, (accuracy_score(y_test, model.predict(scaler.transform(X_test))))))'],
];

export const packageFiles: Readonly<Record<string, string>> = {
  'params.yaml': 'seed: 0\n',
  'src/rooms/__init__.py': '',
  'src/rooms/config.py': `from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Config:
    seed: int = 0
    rooms: str = str(Path(__file__).resolve().parents[2].parent / "rooms.csv")


def load(path="params.yaml"):
    return Config()
`,
  'src/rooms/data.py': `import pandas as pd


def load_rooms(*, config):
    rooms = pd.read_csv(config.rooms)
    return rooms
`,
  'src/rooms/features.py': `def make_features(rooms):
    rooms["size_per_room"] = rooms["size"] / rooms["rooms"]
    X = rooms[["size", "rooms", "size_per_room"]]
    return X
`,
  'src/rooms/split.py': `from sklearn.model_selection import train_test_split


def split_rooms(X, rooms):
    X_train, X_test, y_train, y_test = train_test_split(X, rooms["sold"], test_size=0.25)
    return X_train, X_test, y_train, y_test
`,
  'src/rooms/train.py': `from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler


def train_model(X_train, y_train):
    scaler = StandardScaler().fit(X_train)
    model = LogisticRegression().fit(scaler.transform(X_train), y_train)
    return scaler, model
`,
  'src/rooms/evaluate.py': `from sklearn.metrics import accuracy_score


def evaluate_model(scaler, model, X_test, y_test):
    metrics = {}
    metrics["accuracy"] = accuracy_score(y_test, model.predict(scaler.transform(X_test)))
    return metrics
`,
  'src/rooms/pipeline.py': `import random
from dataclasses import dataclass, field

import numpy as np

from . import data, evaluate, features, split, train


@dataclass
class Results:
    metrics: dict = field(default_factory=dict)


def run(config):
    random.seed(config.seed)
    np.random.seed(config.seed)
    rooms = data.load_rooms(config=config)
    X = features.make_features(rooms)
    X_train, X_test, y_train, y_test = split.split_rooms(X, rooms)
    scaler, model = train.train_model(X_train, y_train)
    return Results(metrics=evaluate.evaluate_model(scaler, model, X_test, y_test))
`,
};

/** Function of the package, its outputs, the statement behind which the notebook has each, and what it takes. */
const functions: readonly (readonly [
  name: string,
  outputs: Readonly<Record<string, number>>,
  inputs: readonly string[],
])[] = [
  ['data.load_rooms', { rooms: 6 }, []],
  ['features.make_features', { X: 8 }, ['data.load_rooms.rooms']],
  [
    'split.split_rooms',
    { X_train: 9, X_test: 9, y_train: 9, y_test: 9 },
    ['features.make_features.X', 'data.load_rooms.rooms'],
  ],
  ['train.train_model', { scaler: 10, model: 11 }, ['split.split_rooms.X_train', 'split.split_rooms.y_train']],
  [
    'evaluate.evaluate_model',
    {},
    ['train.train_model.scaler', 'train.train_model.model', 'split.split_rooms.X_test', 'split.split_rooms.y_test'],
  ],
];

function cellOf(statement: number): number {
  return statements[statement]?.[0] ?? 0;
}

/** @param more further cells of the notebook, behind those of the fixture */
export function roomsPlan(more: readonly string[] = []): VerificationPlan {
  const all = [...statements, ...more.map((code, index) => [6 + index, code] as const)];
  const probe = (
    id: string,
    name: string,
    role: Probe['role'],
    statement: number,
    [home, , inputs]: (typeof functions)[number],
  ): Probe => {
    const cell = cellOf(statement);
    const from = { cell, cellId: `cell-${cell}`, first: 1, last: 1 };
    const to = { file: `src/rooms/${home.split('.')[0] ?? ''}.py`, first: 1, last: 9 };
    return { id, name, role, isPrediction: false, function: home, inputs: [...inputs], from, to };
  };
  const texts = Map.groupBy(all, ([cell]) => cell);
  return {
    package: 'rooms',
    seed: 0,
    seeded: ['numpy'],
    isDeep: false,
    imports: [
      { module: 'numpy', distribution: 'numpy' },
      { module: 'pandas', distribution: 'pandas' },
      { module: 'sklearn', distribution: 'scikit-learn' },
    ],
    reads: [{ path: 'rooms.csv', inPackage: '../rooms.csv' }],
    statements: all.map(([cell, code], id) => ({ id, cell, line: 1, code, count: null, mayFail: false })),
    sources: Object.fromEntries([...texts].map(([cell, own]) => [cell, own.map(([, code]) => code).join('\n')])),
    cellIds: Object.fromEntries([...texts.keys()].map((cell) => [cell, `cell-${cell}`])),
    functions: functions.map(([name, outputs]) => {
      const [module = '', own = ''] = name.split('.');
      const list = Object.keys(outputs).map((output) => ({ probe: `${name}.${output}`, name: output }));
      return { module, name: own, outputs: list, reports: module === 'evaluate' };
    }),
    probes: functions.flatMap((home) => [
      ...Object.entries(home[1]).map(([output, after]) => probe(`${home[0]}.${output}`, output, 'output', after, home)),
      ...(home[0].startsWith('evaluate') ? [probe('metric:accuracy', 'accuracy', 'metric', 12, home)] : []),
    ]),
    places: functions.flatMap(([name, outputs]) =>
      Object.entries(outputs).map(([output, after]) => ({ probe: `${name}.${output}`, after, variable: output })),
    ),
    metrics: [{ probe: 'metric:accuracy', key: 'accuracy' }],
    written: [],
    left: 0,
    entries: [],
  };
}

/** 120 rooms, made by arithmetic: `sold` follows the size, with exceptions. */
export function roomsTable(): string {
  const rows = Array.from({ length: 120 }, (_, index) => {
    const size = 20 + ((index * 37) % 101);
    const rooms = 1 + ((index * 7) % 5);
    const sold = size > 70 !== (index % 9 === 0) ? 1 : 0;
    return `${size},${rooms},${sold}`;
  });
  return `size,rooms,sold\n${rows.join('\n')}\n`;
}

/** A notebook without libraries, one statement for each cell, and a package that computes `total` as it does. */
export function plainPlan(cells: readonly string[]): VerificationPlan {
  const whole = roomsPlan();
  const sources = Object.fromEntries(cells.map((code, cell) => [cell, code]));
  return {
    ...whole,
    package: 'plain',
    seeded: [],
    imports: [],
    reads: [],
    statements: cells.map((code, cell) => ({ id: cell, cell, line: 1, code, count: null, mayFail: false })),
    sources,
    cellIds: Object.fromEntries(cells.map((_, cell) => [cell, `cell-${cell}`])),
    functions: [
      {
        module: 'data',
        name: 'make_total',
        outputs: [{ probe: 'data.make_total.total', name: 'total' }],
        reports: false,
      },
    ],
    probes: [
      {
        id: 'data.make_total.total',
        name: 'total',
        role: 'output',
        isPrediction: false,
        function: 'data.make_total',
        inputs: [],
        from: { cell: 0, cellId: 'cell-0', first: 1, last: 1 },
        to: null,
      },
    ],
    places: [{ probe: 'data.make_total.total', after: 0, variable: 'total' }],
    metrics: [],
  };
}

/** The package of `plainPlan`. */
export const plainFiles = [
  { path: 'src/plain/__init__.py', text: '' },
  { path: 'src/plain/config.py', text: 'def load():\n    return None\n' },
  { path: 'src/plain/data.py', text: 'def make_total():\n    return sum(range(10))\n' },
  { path: 'src/plain/pipeline.py', text: 'from . import data\n\n\ndef run(config):\n    data.make_total()\n' },
];
