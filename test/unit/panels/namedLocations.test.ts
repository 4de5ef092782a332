import { describe, expect, it } from 'vitest';
import { gatherUris } from '../../../extension/src/panels/namedLocations.ts';

describe('gatherUris', () => {
  it('finds places at any depth, in objects and lists', () => {
    const model = {
      metrics: [{ target: { provenance: { source: { uri: 'file:///a' } } } }],
      project: { file: { uri: 'file:///b' } },
    };
    expect([...gatherUris(model)].sort()).toEqual(['file:///a', 'file:///b']);
  });

  it('ignores text that is no place', () => {
    expect(gatherUris({ name: 'file:///a', uri: 3 }).size).toBe(0);
  });

  it('survives nesting that would overflow a recursion', () => {
    let deep: unknown = { uri: 'file:///deep' };
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect([...gatherUris(deep)]).toEqual(['file:///deep']);
  });
});
