import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { editMonitor } from '../../../server/src/operations/drift/monitorEdit.ts';
import type { UnwatchedColumn } from '../../../server/src/operations/drift/monitorEdit.ts';
import { fixture, mainUri } from '../../support/languageFixture.ts';

const head = `plumbline: v1
project: flights
data: {flights: {path: flights.csv, roles: {time: date}}}
splits:
  train: {of: flights, period: 2001-01-01/2001-03-31}
  june: {of: flights, period: 2001-06-01/2001-06-30, role: production}
models:
  delay: {path: models/delay.onnx, task: regression, trained_on: train}
`;
const checks = `monitoring:
  checks:
    inputs:
      watch: inputs
      model: delay
      reference: train
      current: june
      columns: [hour]
      action: runbooks/drift.md
    scores: {watch: outputs, model: delay, reference: train, current: june}
`;

/** The spec after the edit; undefined when none is offered. */
function monitored(text: string, wanted: UnwatchedColumn | null): string | undefined {
  const edit = editMonitor(fixture(text).snapshot.project, wanted);
  return edit === undefined
    ? undefined
    : TextDocument.applyEdits(TextDocument.create(mainUri, 'plumbline', 1, text), [edit]);
}

describe('adding a monitor', () => {
  it('writes a check of the column beside the one that found it drifting, and leaves the window to the user', () => {
    expect(monitored(head + checks, { check: 'inputs', column: 'origin' })).toBe(`${head}${checks}    inputs-2:
      watch: inputs
      model: delay
      reference: train
      current: june
      columns: [origin]
      window:
      owner:
      action: runbooks/drift.md
`);
  });

  it('is not offered again once it is there', () => {
    const wanted = { check: 'inputs', column: 'origin' };
    const once = monitored(head + checks, wanted) ?? '';
    expect(monitored(once, wanted)).toBeUndefined();
  });

  it('quotes a name that YAML would read as something else', () => {
    const text = monitored(head + checks, { check: 'inputs', column: 'a, b: #1' }) ?? '';
    const columns =
      fixture(text).snapshot.project.spec.fields.monitoring?.fields.checks?.entries.get('inputs-2')?.fields.columns;
    expect(columns?.items.map((item) => item.text)).toEqual(['a, b: #1']);
  });

  it.each([
    ['a column that a check lists', head + checks, { check: 'inputs', column: 'hour' }],
    ['a check that is not there', head + checks, { check: 'gone', column: 'origin' }],
    ['scores, which are no inputs', head + checks, { check: 'scores', column: 'origin' }],
    ['a name that is shown in another form', head + checks, { check: 'inputs', column: 'origin\u202e' }],
    ['checks that cannot be read', `${head}${checks}    odd: [1]\n`, { check: 'inputs', column: 'origin' }],
    [
      'columns that the spec does not say, because they may be watched',
      `${head}${checks}    all: {watch: inputs, reference: train, current: june}\n`,
      { check: 'inputs', column: 'origin' },
    ],
    ['a spec with checks, as its first ones', head + checks, null],
    ['a spec without a model', head.slice(0, head.indexOf('models:')), null],
  ] as const)('is not offered for %s', (_, text, wanted) => {
    expect(monitored(text, wanted)).toBeUndefined();
  });

  it('writes the first checks of a spec as the fix of monitor/no-drift does', () => {
    const text = monitored(head, null) ?? '';
    expect([...(fixture(text).snapshot.project.spec.fields.monitoring?.fields.checks?.entries.keys() ?? [])]).toEqual([
      'inputs',
      'scores',
      'quality',
    ]);
  });
});
