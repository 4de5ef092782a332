import { describe, expect, it } from 'vitest';
import { drawBars } from '../../../webviews/src/charts/drawBars.ts';

const bins = (...counts: number[]) => counts.map((count, index) => ({ low: `${index}`, high: `${index + 1}`, count }));

describe('drawBars', () => {
  it('draws nothing when no bin has a row', () => {
    expect(drawBars(bins(0, 0), 100, 20)).toBe('');
  });

  it('draws the tallest bin one pixel below the top and the others in proportion', () => {
    expect(drawBars(bins(10, 5), 100, 21)).toBe('M0 21v-20h49v20zM50 21v-10h49v10z');
  });

  it('leaves an empty bin out and keeps its place', () => {
    expect(drawBars(bins(1, 0, 1), 30, 11)).toBe('M0 11v-10h9v10zM20 11v-10h9v10z');
  });

  it('keeps a rare value visible beside a frequent one', () => {
    expect(drawBars(bins(1_000_000, 1), 100, 20)).toContain('M50 20v-1h');
  });
});
