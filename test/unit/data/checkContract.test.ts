import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContractAnswers } from '../../../schemas/contractCheck.ts';
import { planContractCheck } from '../../../server/src/contract/checkPlan.ts';
import type { ContractPlan } from '../../../server/src/contract/checkPlan.ts';
import { objectsOf } from '../../../server/src/spec/contractFile.ts';
import { contractText, readContractFile } from '../../support/contractFixture.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

function planOf(schema: string, personal: readonly string[] = []): ContractPlan {
  const file = readContractFile(contractText(`schema:\n  - name: t\n${schema}`));
  expect(file.problems).toEqual([]);
  const [object] = objectsOf(file);
  if (object === undefined) throw new RangeError('The contract has no object.');
  return planContractCheck(file, object, new Set(personal));
}

async function answersOf(csv: string, schema: string, personal: readonly string[] = []): Promise<ContractAnswers> {
  workspace.write('t.csv', csv);
  const { questions } = planOf(schema, personal);
  return valueOf(await workspace.checkContract({ source: workspace.source('t.csv'), questions })).answers;
}

/** Violations as `key kind count: examples`. */
async function violationsOf(csv: string, schema: string, personal: readonly string[] = []): Promise<readonly string[]> {
  const { violations } = await answersOf(csv, schema, personal);
  return violations.map(({ key, kind, count, value, examples }) => {
    const shown = examples.map((example) => `${example.row}=${example.value ?? '?'}`).join(' ');
    return [key, kind, count, value === undefined ? undefined : `value ${value}`, shown]
      .filter((part) => part !== undefined && part !== '')
      .join(' ');
  });
}

const column = (name: string, rest: string): string => `      - {name: ${name}, ${rest}}\n`;
const properties = (...columns: readonly string[]): string => `    properties:\n${columns.join('')}`;

describe('a table checked against its contract', { timeout: 60_000 }, () => {
  it('says nothing about a table that keeps it', async () => {
    const schema = properties(
      column('id', 'logicalType: integer, required: true, unique: true, primaryKey: true'),
      column('code', 'logicalType: string, logicalTypeOptions: {pattern: "^[A-Z]{3}$", minLength: 3, maxLength: 3}'),
    );
    const answers = await answersOf('id,code\n1,ABC\n2,\n', schema);
    expect(answers).toEqual({ rows: 2, violations: [], notComputed: [], undescribed: [] });
  });

  it('finds missing columns with the nearest name, and columns that nobody described', async () => {
    const { violations, undescribed } = await answersOf(
      'delai,other\n1,2\n',
      properties(column('delay', 'required: true')),
    );
    expect(violations).toEqual([{ key: 'columns/0', kind: 'missing-column', found: 'delai', examples: [] }]);
    expect(undescribed).toEqual(['delai', 'other']);
  });

  it('takes the physical name before the name', async () => {
    const schema = properties(
      column('delay', 'physicalName: DLY, required: true'),
      column('b', 'physicalName: not_there'),
    );
    expect(await violationsOf('DLY,b\n,1\n', schema)).toEqual(['columns/0/conditions/0 values 1 1=?']);
  });

  it('counts missing values, with the rows where they are', async () => {
    const schema = properties(column('a', 'required: true'), column('b', 'logicalType: integer'));
    const csv = `a,b\n${Array.from({ length: 7 }, (_, index) => `,${index}`).join('\n')}\n1,1\n`;
    expect(await violationsOf(csv, schema)).toEqual(['columns/0/conditions/0 values 7 1=? 2=? 3=? 4=? 5=?']);
  });

  it('counts values outside of a range, with and without its ends', async () => {
    const range = (options: string) =>
      properties(column('a', `logicalType: integer, logicalTypeOptions: {${options}}`));
    expect(await violationsOf('a\n1\n2\n3\n', range('minimum: 2, maximum: 2'))).toEqual([
      'columns/0/conditions/0 values 1 1=1',
      'columns/0/conditions/1 values 1 3=3',
    ]);
    expect(await violationsOf('a\n1\n2\n3\n', range('exclusiveMinimum: 2'))).toEqual([
      'columns/0/conditions/0 values 2 1=1 2=2',
    ]);
    expect(await violationsOf('a\n1\n2\n3\n', range('multipleOf: 2'))).toEqual([
      'columns/0/conditions/0 values 2 1=1 3=3',
    ]);
  });

  it('counts days outside of a range', async () => {
    const schema = properties(column('a', 'logicalType: date, logicalTypeOptions: {minimum: "2001-02-01"}'));
    expect(await violationsOf('a\n2001-01-31\n2001-02-01\n', schema)).toEqual([
      'columns/0/conditions/0 values 1 1=2001-01-31',
    ]);
  });

  it('keeps zeros in front of what the contract calls text', async () => {
    const schema = properties(column('zip', 'logicalType: string, logicalTypeOptions: {pattern: "^[0-9]{5}$"}'));
    expect(await violationsOf('zip\n01234\n1234\n', schema)).toEqual(['columns/0/conditions/0 values 1 2=1234']);
  });

  it('counts values of a text file that are not of the type', async () => {
    const schema = properties(column('a', 'logicalType: integer'));
    expect(await violationsOf('a\n1\nx\n\n', schema)).toEqual(['columns/0/type wrong-type 1 2=x']);
  });

  it('tells a number from a whole number, and a day from a moment', async () => {
    const { violations } = await answersOf(
      'a,b\n1.5,2001-01-01 10:00:00\n',
      properties(column('a', 'logicalType: integer'), column('b', 'logicalType: date')),
    );
    expect(violations.map(({ key, found }) => [key, found])).toEqual([
      ['columns/0/type', 'DOUBLE'],
      ['columns/1/type', 'TIMESTAMP'],
    ]);
  });

  it('counts values that repeat an earlier one, and shows the second rows', async () => {
    const schema = properties(column('a', 'logicalType: string, unique: true'));
    expect(await violationsOf('a\nx\ny\nx\nx\n\n\n', schema)).toEqual(['columns/0/unique repeated 2 3=x']);
  });

  it('takes the columns of a primary key together', async () => {
    const schema = properties(
      column('b', 'primaryKey: true, primaryKeyPosition: 2'),
      column('a', 'primaryKey: true, primaryKeyPosition: 1'),
    );
    expect(await violationsOf('a,b\n1,1\n1,2\n1,2\n', schema)).toEqual(['primaryKey repeated 1 3=1, 2']);
  });

  it('compares every metric of the library with its number', async () => {
    const checks = [
      'metric: nullValues, mustBe: 0',
      'metric: missingValues, arguments: {missingValues: ["N/A"]}, mustBeLessThan: 2',
      'metric: invalidValues, arguments: {validValues: [x, "N/A"]}, mustBeLessOrEqualTo: 10, unit: percent',
      'metric: invalidValues, arguments: {pattern: "^[a-z]$"}, mustBe: 1',
      'metric: duplicateValues, mustBeBetween: [1, 2]',
    ];
    const quality = checks.map((check) => `          - {${check}}\n`).join('');
    const schema = `    quality: [{metric: rowCount, mustBeGreaterThan: 5}]\n    properties:\n      - name: a\n        quality:\n${quality}`;
    expect(await violationsOf('a,b\nx,1\ny,1\nN/A,1\n,1\nx,1\n', schema)).toEqual([
      'quality/0 metric value 5',
      'columns/0/quality/0 metric 1 value 1 4=?',
      'columns/0/quality/1 metric 2 value 2 3=N/A 4=?',
      'columns/0/quality/2 metric 1 value 20 2=y',
    ]);
  });

  it('counts the repeated rows of a column in which nearly every value repeats', async () => {
    const values = Array.from({ length: 70_000 }, (_, index) => index % 3);
    const schema = properties(column('a', 'unique: true'));
    const [first] = (await answersOf(`a\n${values.join('\n')}\n`, schema)).violations;
    expect(first).toMatchObject({ kind: 'repeated', count: 69_997 });
  });

  it('counts the repeated rows of a column in which many values repeat once', async () => {
    const values = Array.from({ length: 14_000 }, (_, index) => Math.floor(index / 2));
    const schema = properties(column('a', 'unique: true'));
    const [first] = (await answersOf(`a\n${values.join('\n')}\n`, schema)).violations;
    expect(first).toMatchObject({ kind: 'repeated', count: 7_000 });
  });

  it.each(['^[a-c]+$', '^a$|^b', '^a\\$', '^a\\\\$', '^(?:ab|c)$', '^(?i)A$', 'a', '^a.c$', '^a', 'b$', '^$'])(
    'finds the texts that are not like the pattern %s',
    async (pattern) => {
      const texts = ['a', 'b', 'ab', 'abc', 'a$', 'a\\', 'A', 'c', 'xa', 'bx'];
      const schema = properties(
        column('t', `logicalType: string, logicalTypeOptions: {pattern: ${JSON.stringify(pattern)}}`),
      );
      const isCaseless = pattern.includes('(?i)');
      const like = new RegExp(pattern.replace('(?i)', ''), isCaseless ? 'i' : '');
      const unlike = texts.filter((text) => !like.test(text)).length;
      const found = (await answersOf(`t,u\n${texts.map((text) => `${text},1`).join('\n')}\n`, schema)).violations;
      expect(found.find(({ key }) => key === 'columns/0/conditions/0')?.count ?? 0).toBe(unlike);
    },
  );

  it('counts rows that repeat in several columns together', async () => {
    const schema = `    quality: [{metric: duplicateValues, arguments: {properties: [a, b]}, mustBe: 0}]\n${properties(column('a', 'tags: []'), column('b', 'tags: []'))}`;
    expect(await violationsOf('a,b\n1,1\n1,1\n1,2\n', schema)).toEqual(['quality/0 metric 1 value 1 2=1, 1']);
  });

  it.each([
    ['mustBeLessThan: 2', 'none'],
    ['mustBeLessThan: 1', '1'],
    ['mustBeLessOrEqualTo: 1', 'none'],
    ['mustBe: 1', 'none'],
    ['mustBe: 0', '1'],
    ['mustNotBe: 1', '1'],
    ['mustBeGreaterThan: 1', '1'],
    ['mustBeBetween: [0, 1]', 'none'],
    ['mustNotBeBetween: [1, 3]', '1'],
    ['mustBeLessThan: 34, unit: percent', 'none'],
    ['mustBeLessThan: 33, unit: percent', '33.3'],
  ])('judges one repeated row of three by %s', async (check, expected) => {
    const schema = `    quality: [{metric: duplicateValues, arguments: {properties: [a]}, ${check}}]\n${properties(column('a', 'tags: []'))}`;
    const { violations } = await answersOf('a\n1\n1\n2\n', schema);
    expect(violations.map(({ value }) => String(value).slice(0, 4)).join() || 'none').toBe(expected);
  });

  it('counts repetitions as comparing every row with all before it would', async () => {
    const cell = fc.constantFrom('', 'x', 'y', 'xy', 'X');
    const schema = properties(
      column('print', 'primaryKey: true, primaryKeyPosition: 1'),
      column('b', 'primaryKey: true, primaryKeyPosition: 2'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 20 }), async (rows) => {
        const present = rows.filter((row) => row.every((text) => text !== '')).map((row) => row.join('\n'));
        const expected = present.length - new Set(present).size;
        const csv = `print,b,c\n${rows.map(([a, b]) => `${a},${b},1`).join('\n')}\n`;
        const { violations } = await answersOf(csv, schema);
        expect(violations.find(({ kind }) => kind === 'repeated')?.count ?? 0).toBe(expected);
      }),
      { numRuns: 12 },
    );
  });

  it('shows no value of a column that the contract or the spec calls personal', async () => {
    const masked = properties(
      column('a', 'logicalType: string, classification: personal, logicalTypeOptions: {maxLength: 1}'),
      column('b', 'logicalType: string, logicalTypeOptions: {maxLength: 1}'),
    );
    expect(await violationsOf('a,b\nann,bob\n', masked, ['b'])).toEqual([
      'columns/0/conditions/0 values 1 1=?',
      'columns/1/conditions/0 values 1 1=?',
    ]);
  });

  it('looks into parts of objects and elements of lists', async () => {
    const rows = [
      { id: 1, address: { city: 'Bonn', zip: '53111' }, tags: ['a', 'b'] },
      { id: 2, address: { city: null, zip: '5311' }, tags: ['a', 'toolong'] },
      { id: 3, address: null, tags: [] },
      { id: 4, address: { city: 'Ulm', zip: null }, tags: null },
    ];
    workspace.write('nested.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    const schema = `    properties:
      - {name: id, logicalType: integer}
      - name: address
        logicalType: object
        logicalTypeOptions: {required: [zip, street], minProperties: 2}
        properties:
          - {name: city, logicalType: string, required: true}
          - {name: zip, logicalType: integer}
          - {name: cty, logicalType: string}
      - name: tags
        logicalType: array
        items: {logicalType: string, logicalTypeOptions: {maxLength: 3}}
`;
    const { questions } = planOf(schema);
    const source = workspace.source('nested.jsonl');
    const { violations, notComputed } = valueOf(await workspace.checkContract({ source, questions })).answers;
    expect(notComputed).toEqual([]);
    const told = violations.map(({ key, kind, count, found }) => [key, kind, count ?? found]);
    expect(told).toContainEqual(['columns/1/properties/1/type', 'wrong-type', 'VARCHAR']);
    expect(told).toContainEqual(['columns/1/properties/2', 'missing-column', 'city']);
    // Rows 2 and 4 have fewer than two parts, row 4 has no zip, and no address has a street.
    expect(told).toContainEqual(['columns/1/conditions/0', 'values', 2]);
    expect(told).toContainEqual(['columns/1/conditions/1', 'values', 1]);
    expect(told).toContainEqual(['columns/1/conditions/2', 'values', 3]);
    // Row 3 has no address at all, so nothing is missing in it.
    expect(told).toContainEqual(['columns/1/properties/0/conditions/0', 'values', 1]);
    expect(violations.find(({ key }) => key === 'columns/2/items/conditions/0')).toMatchObject({
      count: 1,
      examples: [{ row: 2, value: '[a, toolong]' }],
    });
  });

  it('shows no part of what is personal, and says what it cannot look into', async () => {
    workspace.write('secret.jsonl', '{"who": {"name": "ann"}, "m": 1}\n{"who": {"name": "bo"}, "m": 2}\n');
    const schema = `    properties:
      - name: who
        classification: personal
        logicalType: object
        properties: [{name: name, logicalType: string, logicalTypeOptions: {maxLength: 2}}]
      - {name: m, properties: [{name: x, required: true}]}
`;
    const { questions } = planOf(schema);
    const source = workspace.source('secret.jsonl');
    const { violations, notComputed } = valueOf(await workspace.checkContract({ source, questions })).answers;
    expect(violations).toEqual([
      { key: 'columns/0/properties/0/conditions/0', kind: 'values', count: 1, examples: [{ row: 1 }] },
    ]);
    expect(notComputed).toEqual([
      { key: 'columns/1/properties/0', because: 'it lies in a BIGINT, whose parts are not looked into' },
    ]);
  });

  it('says why a check cannot be computed, and computes the others', async () => {
    const schema = properties(
      column('a', 'logicalType: string, logicalTypeOptions: {pattern: "(?=x)", format: colour, minLength: 2}'),
    );
    const { notComputed, violations } = await answersOf('a\nx\n', schema);
    expect(notComputed.map(({ because }) => because)).toEqual([
      'the pattern `(?=x)` is not one that the engine can run in linear time',
      'the format `colour` is not one that Plumbline checks',
    ]);
    expect(violations).toHaveLength(1);
  });

  it('says that shares of no rows are not known', async () => {
    const schema = properties('      - name: a\n        quality: [{metric: nullValues, mustBe: 0, unit: percent}]\n');
    const { notComputed, violations } = await answersOf('a,b\n', schema);
    expect(violations).toEqual([]);
    expect(notComputed).toEqual([{ key: 'columns/0/quality/0', because: 'the table has no rows' }]);
  });

  it('never runs what another tool or a person should', () => {
    const { questions, notAsked } = planOf(
      `    quality:\n      - {type: sql, query: "DROP TABLE t", mustBe: 0}\n      - {type: custom, engine: soda, implementation: x}\n      - {type: text, description: y}\n`,
    );
    expect(questions.metrics).toEqual([]);
    expect(notAsked.map(({ because }) => because)).toEqual([
      'checks of type sql are never run',
      'checks of type custom are never run',
      'checks of type text are never run',
    ]);
  });

  it('is not led astray by names and values with quotes', async () => {
    workspace.write('q.csv', `"a""b'c"\n"x'y"\n`);
    const { questions } = planOf(
      properties(
        `      - name: "a\\"b'c"\n        logicalType: string\n        quality: [{metric: invalidValues, arguments: {validValues: ["x'y"]}, mustBe: 0}]\n`,
      ),
    );
    const { answers } = valueOf(await workspace.checkContract({ source: workspace.source('q.csv'), questions }));
    expect(answers.violations).toEqual([]);
  });
});
