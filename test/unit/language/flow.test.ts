import { describe, expect, it } from 'vitest';
import type { CallHierarchyItem } from 'vscode-languageserver-types';
import { findIncoming, findOutgoing, prepareCallHierarchy } from '../../../server/src/language/flow/callHierarchy.ts';
import { findWorkspaceSymbols } from '../../../server/src/language/workspaceSymbols.ts';
import { fixture, textIn } from '../../support/languageFixture.ts';
import type { LanguageFixture } from '../../support/languageFixture.ts';

const spec = [
  'economics: {against: rules}',
  'baseline:',
  '  rules: {description: d, split: test}',
  'data:',
  '  flights:',
  '    path: data/flights.parquet',
  '    derive: {late: "delay >= 15", hour: "extract(hour from date)"}',
  '    roles: {label: late, time: date}',
  'splits:',
  '  test: {of: flights, where: "date > \'2001-05-01\'"}',
  'labels:',
  '  lateness: {of: flights}',
  'models:',
  '  delay: {label: lateness, inputs: {numbers: {columns: [hour, distance]}}}',
  '  small: {compressed_from: delay}',
  'metrics:',
  '  recall: {kind: model, model: delay, split: test, drives: saved}',
  '  saved: {kind: business, definition: economics}',
  '  latency: {kind: infrastructure, model: small, on: box}',
  'deployment:',
  '  targets: {box: {model: small}}',
  'monitoring:',
  '  checks: {inputs: {watch: inputs, model: delay, reference: test}}',
  'changes:',
  '  - {metric: recall, field: limit}',
  '',
].join('\n');

/** The item of a name where it stands first after a mark. */
function itemAt(given: LanguageFixture, name: string, after = ''): CallHierarchyItem {
  const text = given.texts.get(given.uri) ?? '';
  const offset = text.indexOf(name, text.indexOf(after));
  const item = prepareCallHierarchy(given.snapshot, given.uri, offset + 1);
  if (item === undefined) throw new Error(`Nothing is at ${name}.`);
  return item;
}

const keyOf = ({ data }: CallHierarchyItem): string => String(data);

describe('the way from data to money', () => {
  const given = fixture(spec);
  const into = (name: string, after?: string): readonly string[] =>
    findIncoming(given.snapshot, keyOf(itemAt(given, name, after))).map(({ from }) => from.name);
  const outOf = (name: string, after?: string): readonly string[] =>
    findOutgoing(given.snapshot, keyOf(itemAt(given, name, after))).map(({ to }) => to.name);

  it('leads from a source through columns, model, metric and business metric to money', () => {
    expect(outOf('flights', 'data:')).toEqual(expect.arrayContaining(['test', 'hour', 'distance', 'lateness']));
    expect(outOf('hour', 'columns')).toEqual(['delay']);
    expect(outOf('delay', 'models:')).toEqual(['small', 'recall', 'inputs']);
    expect(outOf('recall', 'metrics:')).toEqual(['saved']);
    expect(outOf('saved', 'metrics:')).toEqual(['economics']);
    expect(outOf('economics')).toEqual([]);
  });

  it('leads back', () => {
    expect(into('economics')).toEqual(expect.arrayContaining(['saved', 'rules']));
    expect(into('saved', 'drives')).toEqual(['recall']);
    expect(into('recall', 'metrics:')).toEqual(['delay', 'test']);
    expect(into('delay', 'models:')).toEqual(['lateness', 'hour', 'distance']);
    expect(into('hour', 'derive')).toEqual(['flights', 'date']);
    expect(into('lateness', 'labels:')).toEqual(['flights', 'late']);
    expect(into('flights', 'data:')).toEqual([]);
  });

  it('passes over devices and smaller models', () => {
    expect(outOf('small', 'models:')).toEqual(['latency', 'box']);
    expect(outOf('box', 'targets')).toEqual(['latency']);
  });

  it('shows where the spec says so', () => {
    const [call] = findIncoming(given.snapshot, keyOf(itemAt(given, 'saved', 'drives')));
    expect(call?.fromRanges.map((range) => textIn(given, given.uri, range))).toEqual(['saved']);
    expect(call?.from).toMatchObject({ name: 'recall', detail: expect.stringContaining('metric') as string });
  });

  it('shows the name of the caller when another part says so', () => {
    const parts = fixture({ 'plumbline.yaml': 'data:\n  a$0: {}\n', 'b.plumbline.yaml': 'splits:\n  s: {of: a}\n' });
    const [call] = findOutgoing(parts.snapshot, keyOf(itemAt(parts, 'a: {')));
    expect(call?.to.uri).toMatch(/b\.plumbline\.yaml$/);
    expect(call?.fromRanges.map(({ start }) => start)).toEqual([{ line: 1, character: 2 }]);
  });

  it('begins nowhere but at names, and ends with names that are gone', () => {
    expect(prepareCallHierarchy(given.snapshot, given.uri, spec.indexOf('kind: model'))).toBeUndefined();
    expect(findIncoming(given.snapshot, 'gone')).toEqual([]);
    expect(findOutgoing(given.snapshot, 'gone')).toEqual([]);
  });

  it('survives circles', () => {
    const circle = fixture('models:\n  a$0: {compressed_from: b}\n  b: {compressed_from: a}\n');
    const item = prepareCallHierarchy(circle.snapshot, circle.uri, circle.offset);
    expect(findOutgoing(circle.snapshot, String(item?.data)).map(({ to }) => to.name)).toEqual(['b']);
  });
});

describe('symbols of the workspace', () => {
  const names = (query: string): readonly string[] =>
    findWorkspaceSymbols(
      [fixture(spec).snapshot, fixture('project: other\nsplits:\n  test: {}\n').snapshot],
      query,
    ).map(({ name, containerName }) => `${name}, ${containerName ?? ''}`);

  it('are found by their letters, whole names first', () => {
    expect(names('test')).toEqual(['test, split', 'test, split of other']);
    expect(names('LAT')).toEqual(['late, derived column', 'latency, metric', 'lateness, label']);
    expect(names('rcl')).toEqual(['recall, metric']);
    expect(names('zz')).toEqual([]);
  });

  it('are slices, scenarios, and what contracts describe, too', () => {
    const { snapshot } = fixture({
      'plumbline.yaml': [
        'data: {d: {scenarios: {winter: {where: "a = 1"}}}}',
        'metrics: {recall: {slices: {evening: {where: "a = 1"}}}}',
      ].join('\n'),
      'c.odcs.yaml': 'apiVersion: v3.1.0\nschema:\n  - name: flights\n    properties: [{name: distance}]\n',
    });
    const found = findWorkspaceSymbols([snapshot], '').map(({ name, containerName }) => [name, containerName]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['winter', 'scenario'],
        ['evening', 'slice of recall'],
        ['flights', 'data contract'],
        ['distance', 'column of flights'],
      ]),
    );
  });

  it('are all there without a query', () => {
    expect(names('')).toHaveLength(14);
  });
});
