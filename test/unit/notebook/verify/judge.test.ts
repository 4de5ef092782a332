import { beforeEach, describe, expect, it } from 'vitest';
import { verification as verificationShape } from '../../../../schemas/promotion.ts';
import type { Verification } from '../../../../schemas/promotion.ts';
import type { Observation, Observed, RunFailure, VerificationPlan } from '../../../../schemas/verificationRun.ts';
import { writeExpected } from '../../../../server/src/notebook/verify/expected.ts';
import { judge, notRun } from '../../../../server/src/notebook/verify/judge.ts';
import type { RunRecord } from '../../../../server/src/notebook/verify/runRecord.ts';
import { number, observedValues } from '../../../support/observedValues.ts';
import type { ObservedValues } from '../../../support/observedValues.ts';
import { roomsPlan } from '../../../support/verificationFixture.ts';

let values: ObservedValues;

beforeEach(() => {
  values = observedValues();
});

const circumstances = { verifiedAt: '2001-02-03T04:05:06Z', seed: 0, python: null, data: [] };

function record(observations: readonly Observation[], failure: RunFailure | null = null): RunRecord {
  const layers = { files: 'system', network: 'system' } as const;
  return { observations, ending: { kind: 'ended', outcome: { failure, seconds: 1, peakMemoryBytes: 100, layers } } };
}

function failure(change: Partial<RunFailure>): RunFailure {
  return {
    type: 'ValueError',
    message: 'no',
    cell: null,
    file: null,
    missingFile: null,
    missingModule: null,
    ...change,
  };
}

/** A value for every probe of the fixture; some of them others. */
function observations(changed: Readonly<Record<string, Observed | undefined>> = {}): readonly Observation[] {
  return roomsPlan().probes.flatMap(({ id }, index) => {
    const value = id in changed ? changed[id] : values.array([index, index + 0.5]);
    return value === undefined ? [] : [{ probe: id, value }];
  });
}

interface Runs {
  readonly notebook?: RunRecord;
  readonly again?: RunRecord;
  readonly package?: RunRecord;
  readonly plan?: VerificationPlan;
}

function verdictOf(runs: Runs): Verification {
  const verification = judge(
    {
      plan: runs.plan ?? roomsPlan(),
      notebook: runs.notebook ?? record(observations()),
      again: runs.again ?? runs.notebook ?? record(observations()),
      package: runs.package ?? record(observations()),
      readBlob: values.readBlob,
    },
    circumstances,
  );
  return verificationShape.parse(verification);
}

const split = 'split.split_rooms.X_train';
const model = 'train.train_model.model';

describe('the verdict', () => {
  it('is equal when all values are', () => {
    expect(verdictOf({})).toMatchObject({ verdict: 'equal', firstDivergence: null, peakMemoryBytes: 100 });
    expect(verdictOf({}).sentence).toBe(
      'The package computes what the notebook computes: 9 values compared, all equal.',
    );
  });

  it('is never equal when nothing was compared', () => {
    const nothing = record([]);
    expect(verdictOf({ notebook: nothing, package: nothing }).verdict).toBe('partial');
  });

  it('names what is equal within tolerance only', () => {
    const close = record(observations({ [split]: values.array([2, 2.5 + 1e-11]) }));
    const verification = verdictOf({ package: close });
    expect(verification.verdict).toBe('equal-within-tolerance');
    expect(verification.sentence).toContain('`X_train` equal within tolerance');
  });

  it('is partial when statements were left', () => {
    const verification = verdictOf({ plan: { ...roomsPlan(), left: 2 } });
    expect(verification.verdict).toBe('partial');
    expect(verification.sentence).toContain('2 statements could not be converted');
  });

  it('is a timeout when a run did not end', () => {
    const late: RunRecord = { observations: [], ending: { kind: 'timeout', seconds: 600 } };
    expect(verdictOf({ package: late })).toMatchObject({ verdict: 'timeout' });
    expect(verdictOf({ package: late }).sentence).toContain('The package did not end within 600 seconds');
  });

  it('is nondeterministic when the notebook trains another model each time', () => {
    const again = record(observations({ [model]: values.array([0.1]) }));
    const verification = verdictOf({ again });
    expect(verification.probes.find(({ id }) => id === model)?.verdict).toBe('not-comparable');
    expect(
      verdictOf({
        again,
        notebook: record(observations({ [model]: estimator(1) })),
        package: record(observations({ [model]: estimator(3) })),
      }).verdict,
    ).toBe('nondeterministic');
  });

  it('goes on where one value of many is a clock', () => {
    const again = record(observations({ [split]: values.array([9]) }));
    const verification = verdictOf({ again });
    expect(verification.verdict).toBe('equal');
    expect(verification.sentence).toContain('`X_train` cannot be compared');
  });
});

function estimator(value: number): Observed {
  return { kind: 'estimator', class: 'a.Model', parts: [['coef_', values.array([value])]] };
}

describe('the first divergence', () => {
  it('is where equal values go in and another comes out', () => {
    const differing = record(
      observations({ [split]: values.array([7]), [model]: values.array([8]), 'metric:accuracy': number(1) }),
    );
    const verification = verdictOf({ package: differing });
    expect(verification).toMatchObject({ verdict: 'differs', firstDivergence: split });
    expect(verification.sentence).toContain('differs first at `X_train` of `split.split_rooms`, from cell 4');
  });

  it('is the function itself when all that it takes is equal', () => {
    expect(verdictOf({ package: record(observations({ [model]: values.array([8]) })) }).firstDivergence).toBe(model);
  });

  it('is a metric that the package does not report', () => {
    const verification = verdictOf({ package: record(observations({ 'metric:accuracy': undefined })) });
    expect(verification).toMatchObject({ verdict: 'differs', firstDivergence: 'metric:accuracy' });
  });
});

describe('an exception', () => {
  it('of the notebook ends the comparison at its cell', () => {
    const failed = record(observations({ 'metric:accuracy': undefined }), failure({ cell: { cell: 5, line: 2 } }));
    const verification = verdictOf({
      notebook: failed,
      package: record(observations({ 'metric:accuracy': undefined })),
    });
    expect(verification.verdict).toBe('partial');
    expect(verification.failure).toEqual({
      in: 'notebook',
      message: 'ValueError: no',
      at: { cell: 5, cellId: 'cell-5', first: 2, last: 2 },
    });
  });

  it('of the package alone is a difference, at the cell that its line comes from', () => {
    const from = { cell: 4, cellId: 'cell-4', first: 1, last: 1 };
    const to = { file: 'src/rooms/train.py', first: 6, last: 7 };
    const plan = { ...roomsPlan(), entries: [{ statement: 's', from, to, function: 'train.train_model' }] };
    const failed = record([], failure({ file: { file: 'src/rooms/train.py', line: 7 } }));
    const verification = verdictOf({ plan, package: failed });
    expect(verification).toMatchObject({ verdict: 'differs', failure: { in: 'package', at: from } });
    expect(verification.sentence).toContain('The package fails in the code of cell 5');
  });
});

describe('values in a loop', () => {
  it('are compared one by one, and with the last one when the package has one alone', () => {
    const many = (...numbers: readonly number[]): RunRecord =>
      record([
        ...observations({ 'metric:accuracy': undefined }),
        ...numbers.map((each) => ({ probe: 'metric:accuracy', value: number(each) })),
      ]);
    expect(verdictOf({ notebook: many(1, 2), package: many(1, 2) }).verdict).toBe('equal');
    expect(verdictOf({ notebook: many(1, 2), package: many(2) }).verdict).toBe('equal');
    expect(verdictOf({ notebook: many(1, 2), package: many(1, 3) }).verdict).toBe('differs');
    expect(verdictOf({ notebook: many(1, 2), package: many(1, 2, 3) }).verdict).toBe('differs');
  });
});

describe('a verification that could not run', () => {
  it('names what is missing and the next step', () => {
    const missing = [{ what: 'the package seaborn', next: 'Install with `python -m pip install seaborn`.' }];
    const verification = verificationShape.parse(notRun(missing, circumstances));
    expect(verification.verdict).toBe('not-run');
    expect(verification.sentence).toBe(
      'Nothing was run: the package seaborn is missing. Install with `python -m pip install seaborn`.',
    );
  });
});

describe('what the regression test expects', () => {
  it('is metrics and summaries of values, without a row', () => {
    const frame = values.frame({ size: values.floats([1, Number.NaN, 4]), name: values.texts(['a', 'b', undefined]) });
    const run = record(observations({ 'data.load_rooms.rooms': frame, 'metric:accuracy': number(0.75) }));
    const verification = verdictOf({ notebook: run, package: run });
    const expected = JSON.parse(writeExpected(verification, roomsPlan(), run, values.readBlob) ?? '{}') as Record<
      string,
      unknown
    >;
    expect(expected).toMatchObject({
      metrics: { accuracy: 0.75 },
      functions: {
        'data.load_rooms': {
          reports: false,
          outputs: [
            {
              kind: 'frame',
              shape: [3, 2],
              columns: [
                { name: 'size', dtype: 'float64', missing: 1, mean: 2.5, smallest: 1, largest: 4 },
                { name: 'name', dtype: 'str' },
              ],
            },
          ],
        },
      },
    });
  });

  it('has the numbers of a metric that is a dictionary', () => {
    const parts = [
      ['name', { kind: 'text', type: 'str', length: 1, sha256: 'a'.repeat(64), text: 'x' }],
      ['auc', number(0.5)],
    ] as const;
    const scores: Observed = { kind: 'collection', class: 'dict', length: 2, parts };
    const run = record(observations({ 'metric:accuracy': scores }));
    const text = writeExpected(verdictOf({ notebook: run, package: run }), roomsPlan(), run, values.readBlob);
    expect(JSON.parse(text ?? '{}')).toMatchObject({ metrics: { accuracy: { auc: 0.5 } } });
  });

  it('is not written when the package differs', () => {
    const other = record(observations({ [model]: values.array([8]) }));
    expect(writeExpected(verdictOf({ package: other }), roomsPlan(), other, values.readBlob)).toBeNull();
  });
});
