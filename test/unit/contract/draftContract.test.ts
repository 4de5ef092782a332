import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColumnKind } from '../../../schemas/profile.ts';
import { planContractCheck } from '../../../server/src/contract/checkPlan.ts';
import { draftContract } from '../../../server/src/contract/draftContract.ts';
import { objectsOf } from '../../../server/src/spec/contractFile.ts';
import { readContractFile } from '../../support/contractFixture.ts';
import { TableWorkspace, valueOf } from '../data/tableWorkspace.ts';

const kinds: readonly ColumnKind[] = ['boolean', 'integer', 'float', 'date', 'timestamp', 'time', 'text', 'opaque'];
const draft = { id: 'demo-flights', object: 'flights', path: 'data/flights.csv' };

describe('a drafted contract', () => {
  let workspace: TableWorkspace;
  beforeAll(() => {
    workspace = new TableWorkspace();
  });
  afterAll(() => workspace.dispose());

  it('follows the standard, whatever the names and types are', () => {
    const column = fc.record({
      name: fc.string({ minLength: 1, maxLength: 20 }).filter((name) => name.trim() !== ''),
      kind: fc.constantFrom(...kinds),
      type: fc.string({ minLength: 1, maxLength: 20 }).filter((type) => type.trim() !== ''),
      isNullable: fc.option(fc.boolean(), { nil: undefined }),
      missing: fc.option(fc.nat(3), { nil: undefined }),
      distinct: fc.option(fc.nat(3), { nil: undefined }),
    });
    const columns = fc.uniqueArray(column, { selector: ({ name }) => name, maxLength: 5 });
    fc.assert(
      fc.property(columns, fc.option(fc.nat(3), { nil: undefined }), (given, rows) => {
        const file = readContractFile(draftContract({ ...draft, columns: given, rows }));
        expect(file.yaml.problems).toEqual([]);
        expect(file.problems).toEqual([]);
        const names = objectsOf(file)[0]?.fields.properties?.items.map(({ fields }) => fields.name?.text) ?? [];
        expect(names).toEqual(given.map(({ name }) => name));
      }),
      { numRuns: 300 },
    );
  });

  it('is kept by the table from which it was drafted', async () => {
    workspace.write('t.csv', 'id,code,day,share,flag,note\n1,A,2001-01-01,0.5,true,\n2,B,2001-01-02,1.5,false,x\n');
    const source = workspace.source('t.csv');
    const described = valueOf(await workspace.describe({ source }));
    const { summary } = valueOf(await workspace.profile({ source }));
    const columns = described.columns.map((column) => {
      const counted = summary.columns.find(({ name }) => name === column.name);
      return {
        ...column,
        missing: counted?.missing,
        distinct: counted?.distinct.kind === 'exact' ? counted.distinct.count : undefined,
      };
    });
    const text = draftContract({ ...draft, columns, rows: summary.rows });
    const file = readContractFile(text);
    const [object] = objectsOf(file);
    if (object === undefined) throw new RangeError('The draft has no object.');
    const { questions } = planContractCheck(file, object, new Set());
    const { answers } = valueOf(await workspace.checkContract({ source, questions }));
    expect(answers).toEqual({ rows: 2, violations: [], notComputed: [], undescribed: [] });
    expect(text).toContain('required: true # no value is missing in 2 rows');
  });

  it('promises nothing that nobody counted', () => {
    const text = draftContract({ ...draft, columns: [{ name: 'id', kind: 'integer', type: 'BIGINT' }] });
    expect(text).not.toContain('required');
    expect(text).not.toContain('unique');
  });

  it('leaves it to people whether values may repeat', () => {
    const column = { name: 'id', kind: 'integer', type: 'BIGINT', missing: 0, distinct: 3 } as const;
    expect(draftContract({ ...draft, columns: [column], rows: 3 })).toMatch(
      /# No value occurs twice: add `unique: true`/,
    );
  });
});
