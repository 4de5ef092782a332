import { describe, expect, it } from 'vitest';
import { compareContracts, levelOf, refuseVersionStep } from '../../../server/src/contract/compareContracts.ts';
import { createContractFileReader } from '../../../server/src/contract/contractReader.ts';

const contract = `apiVersion: v3.1.0
kind: DataContract
id: flights
version: 1.2.0
status: active
schema:
  - name: flights
    description: One row per flight.
    properties:
      - name: date
        logicalType: timestamp
        required: true
      - name: delay
        description: Minutes after the schedule.
        logicalType: integer
        logicalTypeOptions: {minimum: -1440, maximum: 2880}
        unique: false
        quality:
          - {id: nulls, metric: nullValues, mustBeLessThan: 10, unit: rows}
      - name: origin
        logicalType: string
        properties:
          - {name: city, logicalType: string}
    quality:
      - {metric: rowCount, mustBeBetween: [100, 200]}
`;

const read = (text: string) => createContractFileReader('file:///flights.odcs.yaml').read(text);
const edit = (from: string, to: string): string => {
  if (contract.split(from).length !== 2) throw new Error(`The fixture does not hold ${JSON.stringify(from)} once.`);
  return contract.replace(from, () => to);
};
const changesOf = (text: string) => [...compareContracts(read(contract), read(text))];

describe('two versions of a contract', () => {
  it.each([
    [
      'a column that is dropped',
      ['      - name: date\n        logicalType: timestamp\n        required: true\n', ''],
      'major',
      'The column `date` was dropped.',
    ],
    [
      'a column that is renamed',
      ['name: delay', 'name: late_by'],
      'major',
      'The column `delay` was renamed to `late_by`.',
    ],
    [
      'another type',
      ['logicalType: integer', 'logicalType: number'],
      'major',
      '`logicalType` of the column `delay` was changed from `integer` to `number`.',
    ],
    [
      'a value that may be missing',
      ['        required: true\n', ''],
      'major',
      '`required` of the column `date`, `true`, was dropped.',
    ],
    [
      'a value that must be there',
      ['logicalType: string\n        properties', 'logicalType: string\n        required: true\n        properties'],
      'minor',
      '`required` of the column `origin` is new: `true`.',
    ],
    [
      'an end that lets more pass',
      ['maximum: 2880', 'maximum: 5000'],
      'major',
      '`maximum` of the column `delay` was changed from `2880` to `5000`.',
    ],
    ['an end that lets less pass', ['maximum: 2880', 'maximum: 1440'], 'minor', '`maximum` of the column `delay`'],
    [
      'a check that is dropped',
      ['        quality:\n          - {id: nulls, metric: nullValues, mustBeLessThan: 10, unit: rows}\n', ''],
      'major',
      'The check `nulls` of the column `delay` was dropped.',
    ],
    [
      'a check that accepts more',
      ['mustBeLessThan: 10', 'mustBeLessThan: 11'],
      'major',
      'The check `nulls` of the column `delay` was loosened from `mustBeLessThan: 10` to `mustBeLessThan: 11`.',
    ],
    ['a check that accepts its end', ['mustBeLessThan: 10', 'mustBeLessOrEqualTo: 10'], 'major', 'was loosened'],
    [
      'a check that accepts less',
      ['mustBeLessThan: 10', 'mustBe: 0'],
      'minor',
      'was tightened from `mustBeLessThan: 10` to `mustBe: 0`.',
    ],
    [
      'a range that is moved',
      ['[100, 200]', '[150, 250]'],
      'major',
      'The check `rowCount` of the object `flights` was loosened',
    ],
    ['a check in another unit', ['unit: rows', 'unit: percent'], 'minor', 'was rewritten'],
    [
      'a part that is dropped',
      ['          - {name: city, logicalType: string}', '          - {name: town, logicalType: integer}'],
      'major',
      'The column `origin.city` was dropped.',
    ],
    [
      'words',
      ['One row per flight.', 'A row for each flight.'],
      'patch',
      '`description` of the object `flights` was reworded.',
    ],
    [
      'a column that is new',
      ['    quality:\n      - {metric', '      - {name: gate, logicalType: string}\n    quality:\n      - {metric'],
      'minor',
      'The column `gate` is new.',
    ],
    ['another object', ['- name: flights', '- name: departures'], 'major', 'The object `flights` was dropped.'],
  ] as const)('with %s', (_what, [from, to], level, sentence) => {
    const changes = changesOf(edit(from, to));
    expect(levelOf(changes)).toBe(level);
    expect(changes[0]?.sentence).toContain(sentence);
    expect(changes[0]?.level).toBe(level);
  });

  it.each([
    ['the same text', contract],
    ['the unit that holds anyway', edit(', unit: rows', '')],
    ['a flag that is off anyway', edit('        unique: false\n', '')],
    ['another layout', edit('{minimum: -1440, maximum: 2880}', '{maximum: 2880, minimum: -1440}')],
    ['a part that cannot be read', edit('logicalType: integer', 'logicalType: intger')],
  ])('do not differ by %s', (_what, text) => {
    expect(changesOf(text)).toEqual([]);
  });

  it.each([
    ['1.2.0', 'major', '2.0.0'],
    ['1.3.0', 'major', '2.0.0'],
    ['2.0.0', 'major', undefined],
    ['1.2.9', 'minor', '1.3.0'],
    ['1.3.0', 'minor', undefined],
    ['1.2.0', 'patch', '1.2.1'],
    ['2.0.0', 'patch', undefined],
    ['1.1.0', 'minor', '1.3.0'],
    ['next', 'major', undefined],
  ] as const)('that step to version %s with a %s change need %s', (version, level, needed) => {
    const after = read(edit('version: 1.2.0', `version: ${version}`));
    expect(refuseVersionStep(read(contract), after, level)?.needed).toBe(needed);
  });
});
