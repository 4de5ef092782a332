/** Specs in memory for tests of the language service; `$0` in a text is the cursor. */
import type { Fact, Facts, ProfileFact } from '../../schemas/facts.ts';
import { checkProject } from '../../server/src/rules/checkProject.ts';
import type { ProjectSnapshot } from '../../server/src/rules/projectSnapshot.ts';
import { factsFrom, projectOf } from './ruleFixture.ts';

export const mainUri = 'file:///work/plumbline.yaml';

/** Facts about flights as the example has them, small. */
export const flightFacts: Facts = {
  ...factsFrom({
    today: '2026-11-02',
    tables: {
      flights: {
        rows: 3_000_000,
        columns: [
          { name: 'date', kind: 'timestamp', type: 'TIMESTAMP' },
          { name: 'delay', kind: 'integer', type: 'SMALLINT' },
          { name: 'distance', kind: 'integer', type: 'SMALLINT' },
          { name: 'origin', kind: 'text', type: 'VARCHAR' },
        ],
      },
    },
    splits: { test: { rows: 500_000, total: 3_000_000, positives: 85_000, first: '2001-05-01', last: '2001-05-31' } },
    paths: {
      'data/flights.parquet': { kind: 'file', sizeBytes: 13_493_022, matches: undefined },
      'data/gone.parquet': { kind: 'missing', sizeBytes: undefined, matches: undefined },
    },
  }),
  profile: (dataId): Fact<ProfileFact> =>
    dataId === 'flights' ? { state: 'known', value: flightProfile } : { state: 'unknown', because: 'nobody read it' },
};

const flightProfile: ProfileFact = {
  at: '2026-11-02T09:31:00Z',
  summary: {
    rows: 3_000_000,
    columns: [
      {
        name: 'distance',
        type: 'SMALLINT',
        kind: 'integer',
        rows: 3_000_000,
        missing: 30_000,
        notFinite: 0,
        distinct: { kind: 'exact', count: 1_412 },
        min: '21',
        max: '4,962',
        mean: 730.25,
        deviation: 561.5,
        quantiles: { p05: '130', p25: '325', p50: '573', p75: '950', p95: '2,036', isExact: true },
        plot: {
          kind: 'histogram',
          bins: [
            { low: '0', high: '1,000', count: 2_000_000 },
            { low: '1,000', high: '2,000', count: 900_000 },
            { low: '2,000', high: '3,000', count: 0 },
            { low: '3,000', high: '4,000', count: 100_000 },
          ],
        },
      },
      {
        name: 'origin',
        type: 'VARCHAR',
        kind: 'text',
        rows: 3_000_000,
        missing: 0,
        notFinite: 0,
        distinct: { kind: 'approximate', count: 230 },
        plot: {
          kind: 'categories',
          top: [
            { label: 'ORD', count: 150_000 },
            { label: 'ATL', count: 75_000 },
          ],
          otherRows: 2_775_000,
        },
      },
    ],
  },
};

export interface LanguageFixture {
  readonly snapshot: ProjectSnapshot;
  readonly uri: string;
  /** Offset of `$0`; 0 when no text has one. */
  readonly offset: number;
  /** The texts without `$0`. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Makes a snapshot of one text, or of several by file name; `$0` stands in one of them and is taken out.
 */
export function fixture(input: string | Readonly<Record<string, string>>, facts: Facts = flightFacts): LanguageFixture {
  const named = typeof input === 'string' ? { 'plumbline.yaml': input } : input;
  let uri = mainUri;
  let offset = 0;
  const texts = new Map<string, string>();
  for (const [name, marked] of Object.entries(named)) {
    const fileUri = `file:///work/${name}`;
    const at = marked.indexOf('$0');
    if (at !== -1) [uri, offset] = [fileUri, at];
    texts.set(fileUri, marked.replace('$0', ''));
  }
  const project = projectOf(texts);
  const result = checkProject(project, facts);
  return { snapshot: { project, mainUri, facts, result, key: '1' }, uri, offset, texts };
}

/** The text that a range of a fixture covers. */
export function textIn(
  { texts }: LanguageFixture,
  uri: string,
  range: { start: { line: number; character: number }; end: { line: number; character: number } },
): string {
  const text = texts.get(uri) ?? '';
  const offsetOf = ({ line, character }: { line: number; character: number }): number => {
    const lines = text.split('\n').slice(0, line);
    return lines.reduce((sum, one) => sum + one.length + 1, 0) + character;
  };
  return text.slice(offsetOf(range.start), offsetOf(range.end));
}
