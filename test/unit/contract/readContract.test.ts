import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readContract } from '../../../server/src/contract/readContract.ts';

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
        classification: internal
        quality:
          - {name: delayInRange, metric: invalidValues}
          - {rule: nullValues}
      - {name: id, primaryKey: true}
  - name: gates
`;

describe('a data contract', () => {
  const contract = readContract('file:///c.odcs.yaml', text);

  it('gives its objects with their columns', () => {
    expect(contract.apiVersion).toBe('v3.1.0');
    expect(contract.objects.map(({ name, columns }) => [name, columns.map((column) => column.name)])).toEqual([
      ['flights', ['date', 'delay', 'id']],
      ['gates', []],
    ]);
  });

  it('says what is stated of a column, and leaves the rest undefined', () => {
    const [date, delay, id] = contract.objects[0]?.columns ?? [];
    expect(date).toMatchObject({
      logicalType: 'timestamp',
      physicalType: 'TIMESTAMP',
      isRequired: true,
      isUnique: false,
    });
    expect(delay).toMatchObject({ physicalType: undefined, classification: 'internal', isRequired: false });
    expect(id).toMatchObject({ isUnique: true, logicalType: undefined });
  });

  it('names each check by its name, else by its metric, with its column', () => {
    expect(contract.objects[0]?.checks.map(({ name, column }) => [name, column])).toEqual([
      ['rowCount', undefined],
      ['delayInRange', 'delay'],
      ['nullValues', 'delay'],
    ]);
  });

  it('points at the name of a column', () => {
    const place = contract.objects[0]?.columns[1]?.place;
    const range = place === undefined ? undefined : contract.yaml.rangeOf(place);
    expect(text.slice(range?.start, range?.end)).toBe('delay');
  });

  it('is read as far as it can be, whatever the text', () => {
    const broken = fc.tuple(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(broken, ([start, length, inserted]) => {
        const changed = text.slice(0, start) + inserted + text.slice(start + length);
        expect(readContract('file:///c.odcs.yaml', changed).yaml.text).toBe(changed);
      }),
    );
  });
});
