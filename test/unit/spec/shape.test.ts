import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { quantity, wholeNumber } from '../../../schemas/scalars.ts';
import { shapeOf } from '../../../server/src/spec/shape.ts';
import { specShape } from '../../../server/src/spec/specFile.ts';

describe('the shape of a schema', () => {
  it('tells whole numbers from others, with their bounds', () => {
    expect(shapeOf(wholeNumber(1))).toMatchObject({
      type: 'integer',
      bounds: { least: { value: 1, isIncluded: true }, most: undefined },
    });
    expect(shapeOf(z.number().gt(0).lt(1))).toMatchObject({
      type: 'number',
      bounds: { least: { value: 0, isIncluded: false }, most: { value: 1, isIncluded: false } },
    });
  });

  it('keeps the form of ids', () => {
    const data = specShape().fields.get('data')?.shape;
    const pattern = data?.kind === 'map' ? data.keyPattern : undefined;
    expect(['flights', 'Flights', '1st'].map((id) => pattern?.test(id))).toEqual([true, false, false]);
  });

  it('keeps what a quantity measures behind `optional`', () => {
    const shape = shapeOf(z.strictObject({ memory: quantity('data').optional() }));
    const field = shape.kind === 'object' ? shape.fields.get('memory') : undefined;
    expect(field).toMatchObject({
      isOptional: true,
      shape: { kind: 'scalar', meaning: 'quantity', dimension: 'data' },
    });
  });

  it('is the same object for the same schema', () => {
    const schema = z.strictObject({});
    expect(shapeOf(schema)).toBe(shapeOf(schema));
  });

  it('refuses a schema that the language does not use', () => {
    expect(() => shapeOf(z.bigint())).toThrow(TypeError);
  });
});
