import { describe, expect, it } from 'vitest';
import { createContractFileReader } from '../../../server/src/contract/contractReader.ts';
import { contractFact } from '../../../server/src/operations/facts/contractFacts.ts';
import { assembleProject } from '../../../server/src/spec/project.ts';
import { createSpecFileReader } from '../../../server/src/spec/specFile.ts';

const contractUri = 'file:///work/c.odcs.yaml';
const text = `apiVersion: v3.1.0
kind: DataContract
schema:
  - name: flights
    description: One row per flight.
    quality:
      - {metric: rowCount, mustBeGreaterThan: 1000}
    properties:
      - {name: date, logicalType: timestamp, physicalType: TIMESTAMP, required: true}
      - name: delay
        logicalType: integer
        quality:
          - {name: delayInRange, metric: invalidValues}
          - {rule: nullValues}
      - {name: id, primaryKey: true}
      - {logicalType: string}
  - name: gates
`;

/** What is known of the contract of a source that names it like this. */
function factOf(reference: string) {
  const spec = `plumbline: v1\ndata:\n  flights: {path: a.csv, contract: "${reference}"}\n  bare: {path: b.csv}\n`;
  const project = assembleProject([createSpecFileReader('file:///work/plumbline.yaml').read(spec)], {
    files: [createContractFileReader(contractUri).read(text)],
    addressOf: (path) => (path === 'c.odcs.yaml' ? contractUri : undefined),
  });
  return { named: contractFact(project, 'flights'), bare: contractFact(project, 'bare') };
}

describe('the fact about a contract', () => {
  it('gives its columns as stated, those without a name left out', () => {
    const { named } = factOf('c.odcs.yaml#flights');
    expect(named.state === 'known' && named.value.uri).toBe(contractUri);
    expect(named.state === 'known' && named.value.columns).toEqual([
      { name: 'date', kind: 'timestamp', type: 'TIMESTAMP', isRequired: true, isUnique: false },
      { name: 'delay', kind: 'integer', type: 'integer', isRequired: false, isUnique: false },
      { name: 'id', kind: 'opaque', type: 'not stated', isRequired: false, isUnique: true },
    ]);
  });

  it('names each check by its name, else by what it counts, with its column', () => {
    const { named } = factOf('c.odcs.yaml');
    expect(named.state === 'known' && named.value.checks).toEqual([
      { name: 'rowCount', column: undefined },
      { name: 'delayInRange', column: 'delay' },
      { name: 'nullValues', column: 'delay' },
    ]);
  });

  it('says why there is none', () => {
    expect(factOf('gone.odcs.yaml').named).toEqual({
      state: 'unknown',
      because: 'the contract gone.odcs.yaml cannot be read',
    });
    expect(factOf('c.odcs.yaml#gone').named).toMatchObject({ because: 'the contract c.odcs.yaml has no object gone' });
    expect(factOf('c.odcs.yaml').bare).toMatchObject({ because: 'bare names no contract' });
  });
});
