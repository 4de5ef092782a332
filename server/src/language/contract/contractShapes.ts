/** The shapes of a contract as its own version has them. */
import { isUpTo } from '../../../../schemas/contract/versions.ts';
import type { ContractVersion } from '../../../../schemas/contract/versions.ts';
import { contractShape } from '../../contract/contractReader.ts';
import type { Shape } from '../../spec/shape.ts';
import { followShapes } from '../shapePath.ts';
import type { ShapePath } from '../shapePath.ts';
import type { Step } from '../treePath.ts';

/** Follows steps from the top of a contract, through the newest version. */
export function followContract(steps: readonly Step[]): ShapePath {
  return followShapes(steps, contractShape());
}

/** A shape without the keys and words that a version does not have. What lies below is left as it is. */
export function shapeIn(shape: Shape, version: ContractVersion): Shape {
  switch (shape.kind) {
    case 'object': {
      const fields = [...shape.fields].filter(([, { since }]) => since === undefined || isUpTo(since, version));
      return { ...shape, fields: new Map(fields) };
    }
    case 'choice': {
      const values = shape.values.filter((value) => {
        const since = shape.valuesSince[String(value)];
        return since === undefined || isUpTo(since, version);
      });
      return { ...shape, values };
    }
    case 'map':
    case 'list':
    case 'scalar':
    case 'union':
      return shape;
  }
}
