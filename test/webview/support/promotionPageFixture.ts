/** View models of the Promotion page: one of everything, and a large one. */
import type { NotebookStage } from '../../../schemas/effects.ts';
import type { PromotionModel, ViewedFile, ViewedStatement } from '../../../schemas/promotionView.ts';
import type { SourceLocation } from '../../../schemas/sourceLocation.ts';

export const notebookUri = 'file:///projects/flights/notebooks/delay.ipynb';

function cellAt(number: number, line = 1): SourceLocation {
  return {
    uri: `${notebookUri}#cell=${number - 1}`,
    range: { start: { line: line - 1, character: 0 }, end: { line, character: 0 } },
    label: `cell ${number}, line ${line}`,
  };
}

function statement(
  cell: number,
  line: number,
  text: string,
  stage: NotebookStage,
  more: Partial<ViewedStatement> = {},
): ViewedStatement {
  const file = `src/delay/${stage === 'explore' ? 'explore' : stage}.py`;
  return {
    id: `cell-${cell}:${line}`,
    text,
    lines: String(line),
    outcome: 'converted',
    stage,
    stageBecause: 'it calls read_parquet',
    isMoved: false,
    function: `${stage}.step_${cell}`,
    to: { file, line: cell + line, last: cell + line },
    reason: null,
    ...more,
  };
}

const dropped = { outcome: 'dropped', function: null, to: null } as const;

function file(path: string, state: ViewedFile['state'], more: Partial<ViewedFile> = {}): ViewedFile {
  const text = Array.from({ length: 24 }, (_, index) => `value_${index + 1} = ${index}`).join('\n');
  return {
    path,
    state,
    stateWords: state === 'create' ? 'new' : `it is ${state}`,
    text,
    lines: 24,
    conflicts: 0,
    functions: [],
    location: null,
    ...more,
  };
}

export function buildPromotion(change: Partial<PromotionModel> = {}): PromotionModel {
  return {
    state: 'promotion',
    notebook: { ...cellAt(1), label: 'delay.ipynb' },
    package: { name: 'delay', folder: 'packages/delay', isWritten: true },
    isTrusted: true,
    counts: { converted: 6, dropped: 2, left: 1 },
    moved: 1,
    cells: [
      {
        number: 2,
        title: 'Read the flights',
        location: cellAt(2),
        statements: [
          statement(2, 1, 'flights = pd.read_parquet("data/flights.parquet")', 'data'),
          statement(2, 2, 'flights = flights.dropna(subset=["delay"])', 'features', { isMoved: true }),
          statement(2, 3, 'flights.head()', 'explore', { ...dropped, reason: 'nothing that is kept needs it' }),
        ],
      },
      {
        number: 4,
        title: '',
        location: cellAt(4),
        statements: [
          statement(4, 1, 'X = flights[["distance", "hour"]]', 'features'),
          statement(4, 2, 'X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25)', 'split'),
        ],
      },
      {
        number: 7,
        title: 'A model',
        location: cellAt(7),
        statements: [
          statement(7, 1, 'model = LogisticRegression(max_iter=500).fit(X_train, y_train)', 'train'),
          statement(7, 2, 'print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))', 'evaluate'),
          statement(7, 3, '%timeit model.predict(X_test)', 'explore', {
            ...dropped,
            stage: null,
            stageBecause: null,
            reason: 'a magic that a package has no use for',
          }),
          statement(7, 4, 'exec(open("extra.py").read())', 'explore', {
            outcome: 'left',
            function: null,
            to: null,
            reason: 'it may read and write any name',
          }),
        ],
      },
    ],
    files: [
      file('README.md', 'unchanged'),
      file('src/delay/data.py', 'update', {
        functions: [{ name: 'load_flights', line: 3, inputs: ['config'], outputs: ['flights'] }],
        location: {
          uri: 'file:///projects/flights/packages/delay/src/delay/data.py',
          range: cellAt(1).range,
          label: 'src/delay/data.py',
        },
      }),
      file('src/delay/features.py', 'merged'),
      file('src/delay/split.py', 'create'),
      file('src/delay/train.py', 'conflict', { conflicts: 2 }),
      file('src/delay/old.py', 'removed', { text: null, lines: 0 }),
    ],
    findings: [
      {
        rule: 'leak/preprocessing',
        message: '`StandardScaler` is fitted on rows that cell 7 tests on: fit it on the training rows alone.',
        cell: 'cell 4, line 1',
        location: cellAt(4),
        to: { file: 'src/delay/features.py', line: 12, last: 12 },
      },
    ],
    checks: [],
    decisions: ['The cells are taken in the order of their counts, for the order of the file does not run.'],
    dependencies: [
      { distribution: 'scikit-learn', version: '1.9.1', isVerified: true },
      { distribution: 'flighttools', version: null, isVerified: false },
    ],
    verification: {
      state: 'known',
      verdict: 'differs',
      sentence: 'The metric auc differs: 0.712 in the notebook, 0.698 in the package.',
      verifiedAt: '2026-11-02T09:31:00Z',
      outdated: 'the notebook or the package has changed since',
      python: 'Python 3.12.4, /usr/bin/python3',
      missing: [],
      rows: [
        {
          id: 'p1',
          name: 'flights',
          kind: 'frame',
          verdict: 'equal',
          notebook: '20000 × 5',
          package: '20000 × 5',
          difference: null,
          function: 'data.load_flights',
          cell: 'cell 2, line 1',
          location: cellAt(2),
        },
        {
          id: 'p2',
          name: 'auc',
          kind: 'metric',
          verdict: 'differs',
          notebook: '0.712',
          package: '0.698',
          difference: '0.014 less, which is 2 %.',
          function: 'evaluate.step_7',
          cell: 'cell 7, line 2',
          location: cellAt(7, 2),
        },
        {
          id: 'p3',
          name: 'started',
          kind: 'scalar',
          verdict: 'not-comparable',
          notebook: null,
          package: null,
          difference: 'The notebook differs from itself.',
          function: null,
          cell: null,
          location: null,
        },
      ],
    },
    ...change,
  };
}

/** 200 cells with five statements each, and names that are as long as names get. */
export function buildLargePromotion(): PromotionModel {
  const stages: readonly NotebookStage[] = ['data', 'features', 'split', 'train', 'evaluate', 'infer', 'explore'];
  const long = 'a_name_that_somebody_found_a_good_idea_'.repeat(5);
  return buildPromotion({
    package: { name: long, folder: `packages/${long}`, isWritten: false },
    counts: { converted: 1000, dropped: 0, left: 0 },
    cells: Array.from({ length: 200 }, (_, cell) => ({
      number: cell + 1,
      title: cell % 10 === 0 ? `A heading of many words that goes on and on ${long}` : '',
      location: cellAt(cell + 1),
      statements: Array.from({ length: 5 }, (_, line) =>
        statement(cell + 1, line + 1, `${long} = ${long}(${line})`, stages[(cell + line) % stages.length] ?? 'data', {
          function: `features.${long}`,
        }),
      ),
    })),
    files: Array.from({ length: 30 }, (_, index) => file(`src/${long}/module_${index}.py`, 'create')),
    findings: Array.from({ length: 40 }, (_, index) => ({
      rule: 'leak/preprocessing',
      message: `\`${long}\` is fitted on rows that cell ${index} tests on.`,
      cell: `cell ${index + 1}, line 1`,
      location: cellAt(index + 1),
      to: { file: `src/${long}/features.py`, line: 3, last: 4 },
    })),
  });
}
