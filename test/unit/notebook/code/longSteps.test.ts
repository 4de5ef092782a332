import { expect, it } from 'vitest';
import type { CodeStep } from '../../../../server/src/notebook/code/codeSteps.ts';
import { findRepeated } from '../../../../server/src/notebook/code/repeatedSteps.ts';

/** Counts how often the shape of any step is looked at. */
function countedSteps(shapes: readonly number[]): {
  readonly steps: readonly CodeStep[];
  readonly looks: () => number;
} {
  let looks = 0;
  const steps = shapes.map((shape, index) => ({
    exact: shape,
    tokens: 10,
    isShown: false,
    start: index,
    end: index + 1,
    get shape() {
      looks += 1;
      return shape;
    },
  }));
  return { steps, looks: () => looks };
}

it.each([
  ['all alike', Array.from({ length: 5000 }, () => 0)],
  ['all alike but for the last', [...Array.from({ length: 5000 }, () => 0), 1, 2, 3]],
  ['of two shapes in turn', Array.from({ length: 5000 }, (_, index) => index % 2)],
  ['of three shapes in turn', Array.from({ length: 5000 }, (_, index) => index % 3)],
])('looks at each of thousands of steps a limited number of times where they are %s', (_, shapes) => {
  const { steps, looks } = countedSteps(shapes);
  findRepeated(steps, steps, { breaks: new Set([0]), leastTokens: 45, isSame: true });
  expect(looks() / shapes.length).toBeLessThan(1500);
});
