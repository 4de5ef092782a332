import { describe, expect, it } from 'vitest';
import { readNestedType } from '../../../server/src/contract/nestedType.ts';

describe('a type of the engine', () => {
  it.each([
    ['VARCHAR', { kind: 'other' }],
    ['VARCHAR[]', { kind: 'list', element: 'VARCHAR' }],
    ['DOUBLE[3][]', { kind: 'list', element: 'DOUBLE[3]' }],
    ['MAP(VARCHAR, STRUCT(a INTEGER))', { kind: 'map' }],
    ['JSON', { kind: 'other' }],
    ['STRUCT(', { kind: 'other' }],
    [
      `STRUCT(city VARCHAR, "zip, ""code""" DECIMAL(9,2), inner STRUCT(a ENUM('x, y', 'z'), b INTEGER)[])`,
      {
        kind: 'struct',
        fields: [
          { name: 'city', type: 'VARCHAR' },
          { name: 'zip, "code"', type: 'DECIMAL(9,2)' },
        ],
      },
    ],
  ])('%s is read to its outermost part', (type, expected) => {
    const read = readNestedType(type);
    expect(read.kind === 'struct' ? { ...read, fields: read.fields.slice(0, 2) } : read).toEqual(expected);
  });

  it('keeps the brackets and quotes inside of a part', () => {
    const read = readNestedType(`STRUCT(inner STRUCT(a ENUM('x, y', 'z'), b INTEGER)[])`);
    expect(read).toEqual({
      kind: 'struct',
      fields: [{ name: 'inner', type: `STRUCT(a ENUM('x, y', 'z'), b INTEGER)[]` }],
    });
  });
});
