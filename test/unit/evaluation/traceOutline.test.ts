/** Outlines of regions of pixels, and the pictures of which they tell what is wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outline as outlineText } from '../../../schemas/detectionJob.ts';
import { outlineOfMask } from '../../../server/src/evaluation/detection/outlineOfMask.ts';
import { createFlawedMasks } from '../../../server/src/evaluation/segmentation/flawedMasks.ts';
import { traceOutline } from '../../../server/src/evaluation/segmentation/traceOutline.ts';

/** Rows of a drawing; `#` is inside. */
function gridOf(...rows: readonly string[]) {
  return {
    width: rows[0]?.length ?? 0,
    height: rows.length,
    isInside: (column: number, row: number) => rows[row]?.[column] === '#',
  };
}

const asIs = { left: 0, top: 0, across: 1, down: 1 };

/** Whether a point lies inside, by the even-odd rule. */
function isInside(path: string, x: number, y: number): boolean {
  let crossings = 0;
  for (const ring of path.split('Z').filter((one) => one !== '')) {
    const points = ring
      .slice(1)
      .split('L')
      .map((one) => one.split(' ').map(Number));
    for (const [at, [fromX = 0, fromY = 0]] of points.entries()) {
      const [toX = 0, toY = 0] = points[(at + 1) % points.length] ?? [];
      if (fromY > y !== toY > y && x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX)) crossings += 1;
    }
  }
  return crossings % 2 === 1;
}

describe('the outline of a region', () => {
  it('of straight borders has their corners alone, in pixels of the picture', () => {
    const place = { left: 10, top: 20, across: 2, down: 3 };
    expect(traceOutline(gridOf('....', '.##.', '.##.'), place, 50)).toBe('M12 23L16 23L16 29L12 29Z');
    expect(traceOutline(gridOf('....'), place, 50)).toBe('');
  });

  it('has a ring for each hole, and for a single pixel', () => {
    const ring = traceOutline(gridOf('#####', '#...#', '#.#.#', '#...#', '#####'), asIs, 50);
    expect(ring.match(/M/g)).toHaveLength(3);
    expect([isInside(ring, 0.5, 0.5), isInside(ring, 1.5, 1.5), isInside(ring, 2.5, 2.5)]).toEqual([true, false, true]);
  });

  it('lies within a pixel of the border, whatever the region', () => {
    const region = fc.array(fc.array(fc.constantFrom('#', '.', '#'), { minLength: 9, maxLength: 9 }), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(region, (rows) => {
        const grid = gridOf(...rows.map((row) => row.join('')));
        const path = traceOutline(grid, asIs, 10_000);
        expect(path === '' || outlineText.safeParse(path).success).toBe(true);
        for (let y = 0; y < grid.height; y++) {
          for (let x = 0; x < grid.width; x++) {
            const own = grid.isInside(x, y);
            const isDeep = [-1, 0, 1].every((down) =>
              [-1, 0, 1].every((across) => grid.isInside(x + across, y + down) === own),
            );
            if (isDeep) expect([x, y, isInside(path, x + 0.5, y + 0.5)]).toEqual([x, y, own]);
          }
        }
      }),
    );
  });

  it('never has more corners than may be, however ragged the region is', () => {
    const rows = Array.from({ length: 60 }, (_, row) => (row % 2 === 0 ? '#.' : '.#').repeat(30));
    const path = traceOutline(gridOf(...rows), asIs, 40);
    expect(path.split('L').length).toBeLessThanOrEqual(40);
  });
});

describe('the outline of a mask', () => {
  it('lies where the mask lies, also where it is drawn with fewer cells', () => {
    const [width, height] = [400, 300];
    // Columns 100 to 299 of rows 50 to 249.
    const runs = [100 * height + 50, ...Array.from({ length: 199 }, () => [200, 100]).flat(), 200, 50 + 100 * height];
    expect(outlineOfMask({ width, height, runs: Uint32Array.from(runs) })).toMatch(
      /^M100 50L30\d 50L30\d 25\dL100 25\dZ$/,
    );
    expect(outlineOfMask({ width, height, runs: Uint32Array.of(width * height) })).toBe('');
  });
});

describe('pictures with wrong pixels', () => {
  const classes = ['ground', 'crate', 'barrel'];
  const labels = (text: string) => Uint8Array.from(text, Number);

  it('come the worst ones first, with what is true and what is taken for what', () => {
    const flawed = createFlawedMasks(classes, 2);
    flawed.add({ name: 'right', width: 2, height: 1, truth: labels('01'), answer: labels('01') });
    flawed.add({ name: 'little', width: 4, height: 1, truth: labels('0011'), answer: labels('0010') });
    flawed.add({ name: 'much', width: 4, height: 1, truth: labels('0011'), answer: labels('2220') });
    flawed.add({ name: 'half', width: 4, height: 1, truth: Uint8Array.of(0, 255, 1, 1), answer: labels('0200') });
    expect(flawed.finish()).toEqual([
      {
        name: 'much',
        width: 4,
        height: 1,
        pixels: 4,
        wrong: 4,
        regions: [
          { truth: 'crate', share: 0.5, outline: 'M2 0L4 0L4 1L2 1Z' },
          { truth: 'ground', answer: 'barrel', share: 0.5, outline: 'M0 0L2 0L2 1L0 1Z' },
          { truth: 'crate', answer: 'ground', share: 0.25, outline: 'M3 0L4 0L4 1L3 1Z' },
          { truth: 'crate', answer: 'barrel', share: 0.25, outline: 'M2 0L3 0L3 1L2 1Z' },
        ],
      },
      expect.objectContaining({ name: 'half', pixels: 3, wrong: 2 }),
    ]);
  });
});
