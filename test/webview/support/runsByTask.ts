/** Runs of tasks other than two classes, as view models made of a formula. */
import type { EvaluationViewModel, RunView } from '../../../schemas/evaluationPanel.ts';
import type { RunValue } from '../../../schemas/run.ts';
import { moneyView } from '../../../server/src/operations/evaluate/moneyView.ts';
import { perClassOf } from '../../../server/src/operations/evaluate/perClassView.ts';
import { buildEvaluation, buildRun, olderRunId } from './evaluationFixture.ts';

/** A run without what belongs to two classes alone. */
function withoutCurves(changes: Partial<RunView>): RunView {
  const { id, file, model, split, rows = 0, at, age, facts, metrics, canShowErrors } = buildRun();
  return { id, file, model, split, rows, at, age, facts, metrics, canShowErrors, ...changes };
}

const record = {
  kind: 'run' as const,
  schema: 1,
  plumbline: '0.1.0',
  startedAt: '2026-11-20T09:31:00Z',
  endedAt: '2026-11-20T09:31:04Z',
  values: {},
};

/** Classes that are taken for their neighbours, the last ones more often than the first ones; one has no row. */
export function buildClassesRun(classCount: number, model = 'digit'): EvaluationViewModel {
  const classes = Array.from({ length: classCount }, (_, index) => (classCount > 10 ? `species ${index}` : `${index}`));
  const counts = classes.map((_, truth) =>
    classes.map((__, answer) => {
      if (truth === 2) return 0;
      const distance = Math.abs(truth - answer);
      return distance === 0 ? 50 : distance < 3 ? Math.floor((2 * truth) / classCount / distance + 0.8) : 0;
    }),
  );
  const confusion = { classes, counts };
  const perClass = perClassOf({ ...record, confusion }) ?? [];
  return buildEvaluation({ runs: [withoutCurves({ model, confusion, perClass })] });
}

/** Rows with any number of classes. */
export function buildLabelsRun(): EvaluationViewModel {
  const perClass = perClassOf({
    ...record,
    perClass: [
      { name: 'beach', truePositives: 310, falsePositives: 22, falseNegatives: 41 },
      { name: 'sunset', truePositives: 90, falsePositives: 60, falseNegatives: 75 },
      { name: 'snow', truePositives: 0, falsePositives: 0, falseNegatives: 12 },
    ],
  });
  return buildEvaluation({ runs: [withoutCurves({ model: 'tags', ...(perClass === undefined ? {} : { perClass }) })] });
}

/** Two runs whose answers have money that differs from slice to slice; one slice has none. */
export function buildMoneyRuns(): EvaluationViewModel {
  const moneyOf = (shift: number) =>
    moneyView({
      ...record,
      money: {
        currency: 'USD',
        prevalence: 0.17,
        value: moneyValue(-0.34 + shift, 0.01),
        gain: moneyValue(0.21 + shift, 0.012),
        never: moneyValue(-1.53, 0),
        slices: {
          evening: { ...moneyValue(-0.095 + shift, 0.015), rows: 120_202 },
          'origins/none': { state: 'undefined', because: '3 of 9 rows have no amount', rows: 9 },
          ...Object.fromEntries(
            Array.from({ length: 18 }, (_, index) => [
              `origins/A${index + 10}`,
              { ...moneyValue(0.4 - index * 0.07 + shift, 0.02 + index / 100), rows: 4000 - 150 * index },
            ]),
          ),
        },
      },
    });
  const runs = [
    { run: buildRun(), money: moneyOf(0) },
    { run: buildRun({ id: olderRunId, at: '2026-10-02T08:15:00.000Z', age: '7 weeks ago' }), money: moneyOf(-0.05) },
  ];
  return buildEvaluation({ runs: runs.map(({ run, money }) => (money === undefined ? run : { ...run, money })) });
}

function moneyValue(value: number, reach: number): RunValue {
  return {
    state: 'known',
    value,
    unit: 'USD',
    n: 518_831,
    ...(reach === 0 ? {} : { low: value - reach, high: value + reach }),
  };
}

/** Numbers that are answered too low where they are large, and spread more there. */
export function buildNumbersRuns(): EvaluationViewModel {
  const numbersOf = (bias: number): NonNullable<RunView['numbers']> => ({
    byAnswer: Array.from({ length: 20 }, (_, group) => {
      const answer = 5 + group * 6.3;
      const error = 1 - bias * group ** 1.6;
      return { rows: 500, answer, error, low: error - 6 - group, high: error + 5 + 0.7 * group };
    }),
    errors: Array.from({ length: 30 }, (_, bin) => ({
      from: -30 + 2 * bin,
      to: -28 + 2 * bin,
      rows: Math.round(1500 * Math.exp(-(((bin - 14) / 5) ** 2))),
    })),
  });
  const older = { id: '2026-10-02T0815Z-delay-77aa0000', at: '2026-10-02T08:15:00.000Z', age: '7 weeks ago' };
  return buildEvaluation({
    runs: [
      withoutCurves({ model: 'minutes', numbers: numbersOf(0.09) }),
      withoutCurves({ ...older, model: 'minutes', numbers: numbersOf(0.2) }),
    ],
  });
}

/** A smaller form that loses more than it may in one metric. */
export function buildCompressedRun(): EvaluationViewModel {
  return buildEvaluation({
    runs: [
      buildRun({
        model: 'delay-int8',
        compression: {
          model: 'delay-int8',
          original: 'delay',
          split: 'test',
          quality: [
            { id: 'recall', before: '0.585', after: '0.587', lost: '-0.0017', limit: '1 pp', verdict: 'within' },
            { id: 'precision', before: '0.285', after: '0.262', lost: '0.023', limit: '1 pp', verdict: 'beyond' },
            { id: 'calibration', before: '0.02', after: '0.021', lost: '0.001', limit: null, verdict: 'not-known' },
          ],
          machine: [
            { name: 'size of the file', before: '412 kB', after: '121 kB', ratio: 0.2937 },
            { name: 'latency p99', before: '0.21 ms', after: '0.12 ms', ratio: 0.5714 },
          ],
          money: [
            { name: 'saved', before: '1.19 MUSD/year', after: '1.18 MUSD/year', gained: '-8.3 kUSD/year' },
            { name: 'time that one machine is busy', before: '0.3 h/year', after: '0.2 h/year', gained: '0.1 h/year' },
          ],
        },
      }),
    ],
  });
}
