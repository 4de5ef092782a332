import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColumnKind } from '../../../schemas/profile.ts';
import { requireHarmless } from '../../../server/src/data/conditionLock.ts';
import { openEngine, type Engine } from '../../../server/src/data/engine.ts';
import { writeCondition } from '../../../server/src/data/expressionSql.ts';
import { parseExpression, type Expression } from '../../../server/src/spec/expression.ts';
import { satisfies, type Row } from '../../../server/src/spec/expressionEvaluate.ts';
import { parseInstant } from '../../../server/src/spec/instant.ts';
import { TableWorkspace } from './tableWorkspace.ts';

const kinds: Readonly<Record<string, ColumnKind>> = {
  i: 'integer',
  f: 'float',
  s: 'text',
  b: 'boolean',
  d: 'date',
  t: 'timestamp',
};
const kindOf = (column: string): ColumnKind => kinds[column] ?? 'opaque';
/** The same rows for the engine and for TypeScript. */
const sqlRows = `SELECT * FROM (VALUES
  (0, 1, 0.5::DOUBLE, 'ab', true, DATE '2001-04-01', TIMESTAMP '2001-04-01 00:00:00'),
  (1, -3, -2.5, 'B%', false, DATE '2000-12-31', TIMESTAMP '2001-01-07 23:59:30'),
  (2, 0, 0, '', true, DATE '1969-07-20', TIMESTAMP '1969-07-20 20:17:40'),
  (3, 7, 1e10, '2001-04-01', false, DATE '2004-02-29', TIMESTAMP '2004-02-29 12:00:00'),
  (4, NULL, NULL, NULL, NULL, NULL, NULL)) AS rows(n, i, f, s, b, d, t)`;
const rows: readonly Row[] = [
  { i: 1, f: 0.5, s: 'ab', b: true, d: time('2001-04-01'), t: time('2001-04-01') },
  { i: -3, f: -2.5, s: 'B%', b: false, d: time('2000-12-31'), t: time('2001-01-07 23:59:30') },
  { i: 0, f: 0, s: '', b: true, d: time('1969-07-20'), t: time('1969-07-20 20:17:40') },
  { i: 7, f: 1e10, s: '2001-04-01', b: false, d: time('2004-02-29'), t: time('2004-02-29 12:00:00') },
  { i: null, f: null, s: null, b: null, d: null, t: null },
];

function time(text: string) {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`${text} is no time.`);
  return { instant };
}

let workspace: TableWorkspace;
let engine: Engine;

beforeAll(async () => {
  workspace = new TableWorkspace();
  engine = await openEngine([], workspace.root, { memoryBytes: 1e9, diskBytes: 1e8, threads: 1 });
});
afterAll(() => {
  engine.close();
  workspace.dispose();
});

function parse(text: string): Expression {
  const reading = parseExpression(text);
  if (reading.kind === 'problem') throw new Error(`${text}: ${reading.message}`);
  return reading.root;
}

async function selectedByEngine(text: string): Promise<readonly boolean[]> {
  const sql = writeCondition(parse(text), kindOf);
  await requireHarmless(engine, sql, new Set(Object.keys(kinds)));
  const answers = await engine.select(`SELECT ${sql} AS holds FROM (${sqlRows}) ORDER BY n`);
  return answers.map((row) => row['holds'] === true);
}

const selectedByUs = (text: string) => rows.map((row) => satisfies(parse(text), row));

describe('a condition in SQL', () => {
  it.each([
    [`t >= '2001-04-01'`, [true, false, false, true, false]],
    [`d < '2001-04-01 00:00:01' and d > '2000-12-31'`, [true, false, false, false, false]],
    [`not (i > 0)`, [false, true, true, false, false]],
    [`i / 0 = 1 or i is null`, [false, false, false, false, true]],
    [`extract(dow from t) = 0`, [true, true, true, true, false]],
    [`extract(week from d) = 52`, [false, true, false, false, false]],
    [`date_diff('day', d, t) = 7`, [false, true, false, false, false]],
    [`round(f) = -3`, [false, true, false, false, false]],
    [`i / 2 = 0.5`, [true, false, false, false, false]],
    [`0.1 + 0.2 = 0.3`, [false, false, false, false, false]],
    [`s like 'B_' or s in ('ab', 'x')`, [true, true, false, false, false]],
    [`d = s`, [false, false, false, false, false]],
  ])('means on the engine what the language says: %s', async (text, expected) => {
    expect(await selectedByEngine(text)).toEqual(expected);
    expect(selectedByUs(text)).toEqual(expected);
  });

  it('means the same on the engine and in TypeScript, whatever it is', { timeout: 60_000 }, async () => {
    const number = fc.oneof(
      fc.constantFrom('i', 'f'),
      fc.integer({ min: -9, max: 9 }).map(String),
      fc.constantFrom('0.5', '2.25'),
    );
    const text = fc.constantFrom('s', `'ab'`, `'B%'`, `''`, `lower(s)`, `upper(s)`, `'O''Hare'`);
    const moment = fc.constantFrom('d', 't');
    const { compare } = fc.letrec<{ sum: string; compare: string }>((tie) => ({
      sum: fc.oneof(
        { depthSize: 'small' },
        number,
        fc
          .tuple(tie('sum'), fc.constantFrom('+', '-', '*', '/'), tie('sum'))
          .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
        fc.tuple(fc.constantFrom('abs', 'floor', 'ceil', 'round'), tie('sum')).map(([name, a]) => `${name}(${a})`),
        fc
          .tuple(fc.constantFrom('year', 'quarter', 'month', 'week', 'dow', 'day', 'hour', 'minute'), moment)
          .map(([field, a]) => `extract(${field} from ${a})`),
        fc
          .tuple(fc.constantFrom('year', 'month', 'week', 'day', 'hour'), moment, moment)
          .map(([field, a, b]) => `date_diff('${field}', ${a}, ${b})`),
        fc.tuple(tie('sum'), tie('sum')).map(([a, b]) => `coalesce(${a}, ${b})`),
        text.map((value) => `length(${value})`),
      ),
      compare: fc.oneof(
        { depthSize: 'small' },
        fc
          .tuple(tie('sum'), fc.constantFrom('=', '!=', '<', '<=', '>', '>='), tie('sum'))
          .map((parts) => parts.join(' ')),
        fc.tuple(text, fc.constantFrom('=', '!=', '<', '>'), text).map((parts) => parts.join(' ')),
        fc
          .tuple(moment, fc.constantFrom('=', '<', '>='), fc.constantFrom('d', 't', `'2001-04-01'`, `'1969-07-20'`))
          .map((parts) => parts.join(' ')),
        fc.tuple(tie('sum'), tie('sum'), tie('sum')).map(([a, b, c]) => `${a} not between ${b} and ${c}`),
        fc.tuple(tie('sum'), tie('sum'), tie('sum')).map(([a, b, c]) => `${a} in (${b}, ${c})`),
        fc.tuple(text, fc.constantFrom(`'%a%'`, `'B_'`, `'_%'`)).map(([a, b]) => `${a} like ${b}`),
        tie('sum').map((a) => `${a} is not null`),
        fc.constant('b'),
        tie('compare').map((a) => `not (${a})`),
        fc
          .tuple(tie('compare'), fc.constantFrom('and', 'or'), tie('compare'))
          .map(([a, word, b]) => `(${a}) ${word} (${b})`),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(compare, async (condition) => {
        expect(await selectedByEngine(condition)).toEqual(selectedByUs(condition));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses to compare values of different kinds', () => {
    expect(() => writeCondition(parse(`i = 'x'`), kindOf)).toThrow(/number.*text/);
    expect(() => writeCondition(parse(`t > 5`), kindOf)).toThrow(/time/);
  });

  it('quotes names and texts whatever is in them', () => {
    expect(writeCondition(parse(`"a""b; drop" = 'it''s'`), () => 'text')).toBe(
      `coalesce(("a""b; drop" = 'it''s'), false)`,
    );
  });

  it('takes NaN for missing', async () => {
    const sql = writeCondition(parse('f >= 0'), kindOf);
    const [row] = await engine.select(`SELECT ${sql} AS holds FROM (SELECT CAST('NaN' AS DOUBLE) AS f)`);
    expect(row?.['holds']).toBe(false);
  });
});
