import { describe, expect, it } from 'vitest';
import { complete } from '../../../server/src/language/completion/complete.ts';
import { findDefinition } from '../../../server/src/language/definition.ts';
import { findDiagnostics } from '../../../server/src/language/diagnostics.ts';
import { findSymbols } from '../../../server/src/language/documentSymbols.ts';
import { findHover } from '../../../server/src/language/hover/hover.ts';
import type { LanguageFiles } from '../../../server/src/language/languageFiles.ts';
import { checkProject } from '../../../server/src/rules/checkProject.ts';
import type { ProjectSnapshot } from '../../../server/src/rules/projectSnapshot.ts';
import { columnText, contractText } from '../../support/contractFixture.ts';
import { flightFacts } from '../../support/languageFixture.ts';
import { projectOf } from '../../support/ruleFixture.ts';

const uri = 'file:///work/flights.odcs.yaml';
const specUri = 'file:///work/plumbline.yaml';
const spec =
  'plumbline: v1\nproject: demo\nphase: poc\ndata:\n  flights: {path: data/flights.parquet, contract: flights.odcs.yaml#flights}\n';
const noFiles: LanguageFiles = {
  listFolder: () => Promise.resolve([]),
  resolve: () => Promise.resolve({ kind: 'outside' }),
  readFile: () => Promise.resolve({ kind: 'missing' }),
};

/** A contract with `$0` at the cursor, in a project whose source it describes. */
function open(marked: string, facts = flightFacts): { snapshot: ProjectSnapshot; offset: number; text: string } {
  const offset = marked.indexOf('$0');
  const text = marked.replace('$0', '');
  const project = projectOf(
    new Map([
      [specUri, spec],
      [uri, text],
    ]),
  );
  const result = checkProject(project, facts);
  return { snapshot: { project, mainUri: specUri, facts, result, key: '1' }, offset, text };
}

async function labels(marked: string, facts = flightFacts): Promise<readonly string[]> {
  const { snapshot, offset } = open(marked, facts);
  const options = {
    hasSnippets: true,
    suggestCommand: undefined,
    hasCommitCharacters: false,
    keepDocumentations: undefined,
  };
  const { items } = await complete(snapshot, uri, offset, noFiles, options);
  return items.map(({ label }) => label);
}

function hover(marked: string, facts = flightFacts): string {
  const { snapshot, offset } = open(marked, facts);
  const found = findHover(snapshot, uri, offset, { rulePages: 'https://rules/' });
  return found === undefined ? '' : JSON.stringify(found.contents);
}

/** A table with an object and a list of objects. */
const nestedFacts: typeof flightFacts = {
  ...flightFacts,
  table: () => ({
    state: 'known',
    value: {
      rows: 3,
      columns: [
        { name: 'address', kind: 'opaque', type: 'STRUCT(city VARCHAR, "zip code" INTEGER)' },
        { name: 'stops', kind: 'opaque', type: 'STRUCT(gate VARCHAR, crew STRUCT("name" VARCHAR)[])[]' },
      ],
    },
  }),
};

/** Parts of nested columns, with a place for a name. */
const nested = (address: string, stop: string): string =>
  contractText(`schema:
  - name: flights
    properties:
      - name: address
        logicalType: object
        properties:
          - name: ${address}
      - name: stops
        items:
          logicalType: object
          properties:
            - name: crew
              items:
                properties:
                  - name: ${stop}
                    logicalType: string
`);

describe('parts of nested columns in a contract', () => {
  it('are offered as the table has them', async () => {
    expect(await labels(nested('$0', 'name'), nestedFacts)).toEqual(['city', 'zip code']);
    expect(await labels(nested('city', '$0'), nestedFacts)).toEqual(['name']);
    expect(await labels(nested('$0', 'name'))).toEqual([]);
  });

  it('are explained by their type', () => {
    expect(hover(nested('ci$0ty', 'name'), nestedFacts)).toContain('`city`** · varchar');
    expect(hover(nested('city', 'na$0me'), nestedFacts)).toContain('`name`** · varchar');
    expect(hover(nested('town$0', 'name'), nestedFacts)).toContain('Name of the column.');
  });

  it('have the keys of columns', async () => {
    const keys = await labels(nested('city\n            $0', 'name'), nestedFacts);
    expect(keys).toEqual(expect.arrayContaining(['logicalType', 'required', 'properties', 'items']));
  });
});

describe('completion in a contract', () => {
  it('offers the keys of the place', async () => {
    expect(await labels(columnText(['$0']))).toEqual(expect.arrayContaining(['logicalType', 'required', 'quality']));
  });

  it('offers only what the version of the contract has', async () => {
    expect(await labels(columnText(['$0'], 'v3.0.2'))).not.toContain('relationships');
    expect(await labels(columnText(['$0']))).toContain('relationships');
    expect(await labels(columnText(['logicalType: $0'], 'v3.0.2'))).not.toContain('timestamp');
    expect(await labels(columnText(['logicalType: $0']))).toContain('timestamp');
  });

  it('offers versions, newest first', async () => {
    expect((await labels('apiVersion: $0\nkind: DataContract\n')).slice(0, 2)).toEqual(['v3.2.0', 'v3.1.0']);
  });

  it('offers the keys of the kind of server that is written', async () => {
    const keys = await labels(contractText('servers:\n  - server: main\n    type: local\n    $0\n'));
    expect(keys).toContain('path');
    expect(keys).not.toContain('host');
  });

  it('offers columns of the table that are not described yet', async () => {
    const names = await labels(columnText(['x: 1']).replace('- name: delay', '- name: delay\n      - name: $0'));
    expect(names).toEqual(expect.arrayContaining(['distance', 'origin']));
    expect(names).not.toContain('delay');
  });

  it('offers columns of the contract as ends of a relationship', async () => {
    expect(await labels(columnText(['relationships:', '  - to: $0']))).toContain('flights.delay');
  });

  it('offers suppressions in a comment', async () => {
    expect(await labels(contractText('# plumbline: ignore[$0] because\n'))).toContain('contract/invalid');
  });
});

describe('hover in a contract', () => {
  it('says what a key is for, and since when it exists', () => {
    expect(hover(columnText(['requi$0red: true']))).toContain('Whether every row has a value.');
    expect(hover(columnText(['relation$0ships: []']))).toContain('Since v3.1.0 of the standard.');
  });

  it('says which interval is meant', () => {
    const text = hover(columnText(['quality: [{metric: nullValues, mustBeBet$0ween: [0, 1]}]']));
    expect(text).toContain('Plumbline includes them');
  });

  it('says what a word means, and what is known of a column', () => {
    expect(hover(columnText(['quality: [{metric: null$0Values, mustBe: 0}]']))).toContain('has no value');
    expect(hover(columnText([]).replace('name: delay', 'name: dis$0tance'))).toContain('`SMALLINT`');
  });
});

describe('the outline of a contract', () => {
  it('has objects, columns and checks', () => {
    const { snapshot } = open(
      `${columnText(['logicalType: integer', 'quality: [{id: full, metric: nullValues, mustBe: 0}]'])}$0`,
    );
    const [object] = findSymbols(snapshot, uri);
    const [column] = object?.children ?? [];
    expect([object?.name, column?.name, column?.detail, column?.children?.[0]?.name]).toEqual([
      'flights',
      'delay',
      'integer',
      'full',
    ]);
  });
});

describe('definition in a contract', () => {
  it('leads from a relationship to its column', async () => {
    const { snapshot, offset, text } = open(columnText(['relationships: [{to: flights.de$0lay}]']));
    const [link] = await findDefinition(snapshot, uri, offset, noFiles);
    const line = text.split('\n').findIndex((one) => one.includes('name: delay'));
    expect(link?.targetUri).toBe(uri);
    expect(link?.targetSelectionRange.start.line).toBe(line);
  });
});

describe('diagnostics in a contract', () => {
  it('lie in the contract and have the code of their rule', () => {
    const { snapshot } = open(`${contractText('verzion: 2\n')}$0`);
    const found = findDiagnostics(snapshot, uri, { rulePages: 'https://rules/', hasRelatedInformation: true });
    expect(found.map(({ code, range }) => [code, range.start.line])).toEqual([['contract/invalid', 5]]);
  });
});
