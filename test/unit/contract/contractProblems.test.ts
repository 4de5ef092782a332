import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractVersions, nearestVersion } from '../../../schemas/contract/versions.ts';
import { columnText, contractText, problemsOf, readContractFile } from '../../support/contractFixture.ts';

describe('the version of a contract', () => {
  it('accepts every version that it knows', () => {
    for (const version of contractVersions) expect(problemsOf(contractText('', version))).toEqual([]);
  });

  it('reads an unknown version by the nearest one', () => {
    expect(nearestVersion('v3.0.7')).toBe('v3.0.2');
    expect(nearestVersion('3.1.0')).toBe('v3.1.0');
    expect(nearestVersion('v4.0.0')).toBe('v3.2.0');
    expect(nearestVersion('v2.2.2')).toBe('v3.0.0');
    expect(nearestVersion('newest')).toBe('v3.1.0');
  });

  it('says once that a version is unknown, and refuses no key that the version may have', () => {
    expect(problemsOf(contractText('galaxy: far\n', 'v3.9.0'))).toEqual([
      'contract/unknown-version "v3.9.0"',
      'contract/ignored-key "galaxy"',
    ]);
  });

  it('says nothing else about a contract of the generation before', () => {
    expect(problemsOf('apiVersion: v2.2.2\nkind: DataContract\nuuid: 1\ndataset: []\n')).toEqual([
      'contract/unknown-version "v2.2.2"',
    ]);
  });

  it('tells of the generation before that nothing of it is checked, and offers no version for its other form', () => {
    const [problem] = readContractFile('apiVersion: v2.2.2\nkind: DataContract\nuuid: 1\ndataset: []\n').problems;
    expect(problem?.message).toMatch(/under `dataset`.*nothing in this contract is checked/);
    expect(problem?.fixes).toEqual([]);
  });

  it('checks a contract in the form of today that names the generation before', () => {
    const text = columnText(['logicalType: timestamp'], 'v2.2.2');
    expect(problemsOf(text)).toEqual(['contract/unknown-version "v2.2.2"', 'contract/invalid "timestamp"']);
    const [problem] = readContractFile(text).problems;
    expect(problem?.message).toContain('checked as v3.0.0');
    expect(problem?.fixes.map(({ title }) => title)).toEqual(['Change to `v3.0.0`']);
  });

  it.each(['v3.0.0', 'v3.0.1'])(
    'says of the `staging_dir` that the schema of %s asks for what its text says',
    (version) => {
      const server = (keys: string): string =>
        contractText(`servers:\n  - {server: a, type: athena, schema: s, ${keys}}\n`, version);
      expect(problemsOf(server('staging_dir: s3://a/b'))).toEqual(['contract/ignored-key "staging_dir"']);
      const [problem] = readContractFile(server('staging_dir: s3://a/b')).problems;
      expect(problem?.message).toMatch(/by mistake.*`stagingDir`.*v3\.0\.2/);
      expect(problem?.fixes.map(({ changes }) => changes.map(({ newText }) => newText))).toEqual([
        ['stagingDir', 'v3.0.2'],
        ['stagingDir'],
      ]);
      expect(problemsOf(server('stagingDir: s3://a/b'))).toEqual([]);
      expect(problemsOf(server('stagingDir: s3://a/b, staging_dir: s3://a/b'))).toEqual([]);
    },
  );

  it('takes `staging_dir` for a slip since v3.0.2', () => {
    const text = contractText('servers:\n  - {server: a, type: athena, schema: s, staging_dir: b}\n', 'v3.0.2');
    const [problem] = readContractFile(text).problems;
    expect(problem?.message).toContain('did you mean `stagingDir`?');
  });

  it('takes the physical name of a column in every version, as the text of the standard does', () => {
    for (const version of contractVersions) expect(problemsOf(columnText(['physicalName: d'], version))).toEqual([]);
  });

  it('lists the kinds of servers for which a key means something as a sentence does', () => {
    const text = contractText('servers:\n  - {server: a, type: local, path: a, format: csv, delimiter: array}\n');
    const [problem] = readContractFile(text).problems;
    expect(problem?.message).toContain('only for `azure`, `custom`, `s3` and `sftp`');
  });

  it('refuses a key that came later, and offers the version that has it', () => {
    const text = columnText(['relationships: []'], 'v3.0.2');
    expect(problemsOf(text)).toEqual(['contract/invalid "relationships"']);
    const [problem] = readContractFile(text).problems;
    expect(problem?.fixes.map(({ title }) => title)).toEqual(['Change `apiVersion` to `v3.1.0`']);
  });

  it('offers the name that a key had before it was renamed', () => {
    const [problem] = readContractFile(columnText(['quality: [{metric: nullValues, mustBe: 0}]'], 'v3.0.2')).problems;
    expect(problem?.message).toContain('write `rule`, its name there');
    expect(problem?.fixes.map(({ title }) => title)).toEqual(['Change `apiVersion` to `v3.1.0`', 'Change to `rule`']);
  });

  it('refuses a word that came later', () => {
    expect(problemsOf(columnText(['logicalType: timestamp'], 'v3.0.2'))).toEqual(['contract/invalid "timestamp"']);
    expect(problemsOf(columnText(['logicalType: timestamp']))).toEqual([]);
  });

  it('takes keys of closed lists for mistakes only since the lists are closed', () => {
    const roles = 'roles:\n  - {role: reader, acess: read}\n';
    expect(problemsOf(contractText(roles, 'v3.0.2'))).toEqual(['contract/ignored-key "acess"']);
    expect(problemsOf(contractText(roles))).toEqual(['contract/invalid "acess"']);
  });

  it('asks for a status up to v3.1, and no longer', () => {
    const text = 'kind: DataContract\nid: a\nversion: 1.0.0\n';
    expect(problemsOf(`apiVersion: v3.1.0\n${text}`)).toEqual(['contract/invalid "apiVersion"']);
    expect(problemsOf(`apiVersion: v3.2.0\n${text}`)).toEqual([]);
  });

  it('takes a team with a name since v3.1', () => {
    expect(problemsOf(contractText('team: {name: Operations}\n', 'v3.0.2'))).toEqual(['contract/invalid "team"']);
    expect(problemsOf(contractText('team: {name: Operations}\n'))).toEqual([]);
    expect(problemsOf(contractText('team: [{username: ann}]\n'))).toEqual([]);
  });
});

describe('one mistake in a contract', () => {
  it('is one finding for a mistyped key, although the key was needed', () => {
    expect(problemsOf('apiVersion: v3.1.0\nkind: DataContract\nid: a\nverzion: 1.0.0\nstatus: active\n')).toEqual([
      'contract/invalid "verzion"',
    ]);
  });

  it('is one finding for a mistyped type of a server, whatever keys stand beside it', () => {
    const text = contractText(
      'servers:\n  - {server: main, type: postgress, host: db, port: 1, database: a, schema: b}\n',
    );
    expect(problemsOf(text)).toEqual(['contract/invalid "postgress"']);
    expect(readContractFile(text).problems[0]?.message).toContain('did you mean `postgres`?');
  });

  it('is one finding for all keys that a server lacks', () => {
    expect(problemsOf(contractText('servers:\n  - {server: main, type: postgres, host: db}\n'))).toEqual([
      'contract/invalid "postgres"',
    ]);
  });

  it('is found at a key that another kind of server has', () => {
    expect(problemsOf(contractText('servers:\n  - {server: a, type: local, path: x, format: csv, port: 3}\n'))).toEqual(
      ['contract/invalid "port"'],
    );
  });

  it('is found where text was written as a number', () => {
    expect(problemsOf('apiVersion: v3.1.0\nkind: DataContract\nid: 12\nversion: 1.0\nstatus: active\n')).toEqual([
      'contract/invalid "12"',
      'contract/invalid "1.0"',
    ]);
  });

  it('is found where a number or a boolean was quoted', () => {
    expect(problemsOf(columnText(['required: "true"', 'primaryKeyPosition: "1"']))).toEqual([
      'contract/invalid "\\"true\\""',
      'contract/invalid "\\"1\\""',
    ]);
  });

  it('is found at a second object or column of one name', () => {
    const text = contractText('schema:\n  - name: a\n    properties: [{name: x}, {name: x}]\n  - name: a\n');
    expect(problemsOf(text)).toEqual(['contract/invalid "x"', 'contract/invalid "a"']);
  });

  it('leaves properties of others alone, whatever they hold', () => {
    const text = contractText(
      'customProperties:\n  - {property: a, value: {on: ~, b: [1, ~, {c: }]}}\n  - {property: b, value: ~}\n',
    );
    expect(problemsOf(text)).toEqual([]);
  });
});

describe('old names in a contract', () => {
  it('are told with the name of today', () => {
    expect(problemsOf(columnText(['isUnique: true']))).toEqual(['contract/ignored-key "isUnique"']);
  });

  it('turn round where true became false', () => {
    const text = columnText(['isNullable: false']);
    const file = readContractFile(text);
    const [fix] = file.problems[0]?.fixes ?? [];
    expect(fix?.title).toBe('Change to `required: true`');
    expect(fix?.changes.map(({ newText }) => newText)).toEqual(['required', 'true']);
  });

  it('are not renamed to a key that stands there already', () => {
    const [problem] = readContractFile(columnText(['required: true', 'isNullable: false'])).problems;
    expect(problem?.fixes).toEqual([]);
  });
});

describe('quality checks in a contract', () => {
  const check = (text: string): string => columnText([`quality: [{${text}}]`]);

  it('compare once', () => {
    expect(problemsOf(check('metric: nullValues, mustBe: 0, mustBeLessThan: 3'))).toEqual([
      'contract/invalid "mustBeLessThan"',
    ]);
    expect(problemsOf(check('metric: nullValues'))).toEqual(['contract/invalid "nullValues"']);
  });

  it('compare with a number', () => {
    expect(problemsOf(check('metric: nullValues, mustBe: none'))).toEqual(['contract/invalid "none"']);
  });

  it('have an interval of two ordered numbers', () => {
    expect(problemsOf(check('metric: nullValues, mustBeBetween: [0, 5]'))).toEqual([]);
    expect(problemsOf(check('metric: nullValues, mustBeBetween: [5, 0]'))).toEqual(['contract/invalid "[5, 0]"']);
    expect(problemsOf(check('metric: nullValues, mustBeBetween: [5]'))).toEqual(['contract/invalid "[5]"']);
  });

  it('count rows at an object and values at a column', () => {
    expect(problemsOf(check('metric: rowCount, mustBe: 3'))).toEqual(['contract/invalid "rowCount"']);
    const text = contractText('schema:\n  - name: a\n    quality: [{metric: nullValues, mustBe: 0}]\n');
    expect(problemsOf(text)).toEqual(['contract/invalid "nullValues"']);
  });

  it('have the keys of their kind', () => {
    expect(problemsOf(check('type: sql, mustBe: 0'))).toEqual(['contract/invalid "sql"']);
    expect(problemsOf(check('type: text, description: a, query: b'))).toEqual(['contract/invalid "query"']);
  });

  it('are renamed from `rule` to `metric` since v3.1', () => {
    expect(problemsOf(check('rule: nullValues, mustBe: 0'))).toEqual(['contract/ignored-key "rule"']);
    expect(problemsOf(columnText(['quality: [{type: library, rule: nullValues, mustBe: 0}]'], 'v3.0.2'))).toEqual([]);
  });
});

describe('options of a logical type', () => {
  it('belong to the type', () => {
    expect(problemsOf(columnText(['logicalType: integer', 'logicalTypeOptions: {minLength: 3}']))).toEqual([
      'contract/invalid "minLength"',
    ]);
  });

  it('leave some value possible', () => {
    expect(problemsOf(columnText(['logicalType: number', 'logicalTypeOptions: {minimum: 3, maximum: 1.5}']))).toEqual([
      'contract/invalid "1.5"',
    ]);
  });

  it('exclude ends by the number itself since v3.1, and by a flag before', () => {
    const options = (value: string) => ['logicalType: integer', `logicalTypeOptions: {exclusiveMinimum: ${value}}`];
    expect(problemsOf(columnText(options('0')))).toEqual([]);
    expect(problemsOf(columnText(options('true')))).toEqual(['contract/invalid "true"']);
    expect(problemsOf(columnText(options('0'), 'v3.0.2'))).toEqual(['contract/invalid "0"']);
    expect(problemsOf(columnText(options('true'), 'v3.0.2'))).toEqual([]);
  });
});

describe('relationships', () => {
  const schema = (to: string): string =>
    contractText(
      `schema:\n  - {name: routes, id: r, properties: [{name: code, id: c}]}\n  - name: flights\n    properties:\n      - name: route\n        relationships: [{to: ${to}}]\n`,
    );

  it('lead to a column by name or by stable name', () => {
    expect(problemsOf(schema('routes.code'))).toEqual([]);
    expect(problemsOf(schema('/schema/r/properties/c'))).toEqual([]);
  });

  it('are told when the object has no such column', () => {
    expect(problemsOf(schema('routes.kode'))).toEqual(['contract/invalid "routes.kode"']);
  });

  it('are not judged when they lead out of the contract', () => {
    expect(problemsOf(schema('airports.code'))).toEqual([]);
    expect(problemsOf(schema('"other.odcs.yaml#/schema/a/properties/b"'))).toEqual([]);
  });
});

describe('any text as a contract', () => {
  const sample = columnText([
    'logicalType: integer',
    'logicalTypeOptions: {minimum: 1, maximum: 5}',
    'quality: [{metric: nullValues, mustBeBetween: [0, 1]}]',
    'relationships: [{to: flights.delay}]',
  ]);

  it('is read without a crash, with every finding inside the file', () => {
    fc.assert(
      fc.property(fc.nat(sample.length), fc.nat(12), fc.string({ maxLength: 6 }), (at, length, inserted) => {
        const text = sample.slice(0, at) + inserted + sample.slice(at + length);
        const file = readContractFile(text);
        for (const { place, message } of file.problems) {
          const range = file.yaml.rangeOf(place);
          expect(range).toBeDefined();
          expect(range?.start).toBeLessThanOrEqual(range?.end ?? -1);
          expect(range?.end).toBeLessThanOrEqual(text.length);
          expect(message).toMatch(/[.?]$/);
        }
      }),
      { numRuns: 400 },
    );
  });
});
